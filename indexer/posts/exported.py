"""Exported: one post of an export, whatever made it."""

from msgspec import Struct

from indexer.posts.front_matter import Front


class Exported(Struct, frozen=True):
    """A post with its own text; `front.line` is where that stands in the file. `name` may be empty."""

    layout: str
    name: str
    front: Front
    text: str
