"""Exports: one file with many posts -> each post's front matter and text.

Movable Type's (Hatena Blog and others), WordPress's (note and others) and Scrapbox's are known.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from indexer.notes.ids import slug_of
from indexer.posts import movable_type, scrapbox, wordpress
from indexer.posts.exported import Exported
from indexer.posts.which import suffix_of

PEEKED = 2_048
_LONGEST_ID = 36


class _Kind(Struct, frozen=True):
    is_export: Callable[[str], bool]
    posts_of: Callable[[str], Iterator[Exported]]


_KINDS = {
    "txt": _Kind(movable_type.is_export, movable_type.posts_of),
    "xml": _Kind(wordpress.is_export, wordpress.posts_of),
    "json": _Kind(scrapbox.is_export, scrapbox.posts_of),
}


def exported_in(path: str, text: str) -> Iterator[Exported]:
    """Yield the posts of a file in its order; none when it is no export."""
    kind = _KINDS.get(suffix_of(path))
    if kind and kind.is_export(text):
        yield from kind.posts_of(text)


def may_be_export(path: Path) -> bool:
    """Say whether the beginning of a file is that of an export; raises `OSError`."""
    with path.open("rb", buffering=0) as file:
        head = file.read(PEEKED).decode("utf-8", "ignore")
    kind = _KINDS.get(suffix_of(path.name))
    return kind is not None and kind.is_export(head)


def id_of(file_id: str, exported: Exported) -> str:
    """Return the id of a post's event: its file's, and its own name or its line."""
    own = slug_of(re.sub(r"%[0-9A-Fa-f]{2}", "", exported.name) or exported.front.text("title"))
    return f"{file_id[:_LONGEST_ID]}-{own[:40].strip('-') or exported.front.line}"
