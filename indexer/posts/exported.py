"""Exported: one post of an export, whatever made it."""

from dataclasses import dataclass

from indexer.posts.front_matter import Front


@dataclass(frozen=True, slots=True)
class Exported:
    """A post with its own text; `front.line` is where that stands in the file. `name` may be empty."""

    layout: str
    name: str
    front: Front
    text: str
