"""Ids of posts: made from the paths of a folder alone, so nobody has to write one and none is refused."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from indexer.notes.ids import MAX_LENGTH, parse_id, slug_of

_BUNDLE = ("index", "_index", "readme")
_ROOM = 6
"""Letters kept free for `-2` and the like."""


def event_ids_of(paths: Iterable[str]) -> dict[str, str]:
    """Return the id of each file's event; where two would be one, the later path gets `-2`."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    latest: dict[str, int] = {}
    for path in paths:
        base = event_id = base_id_of(path)
        number = latest.get(base, 1)
        while event_id in taken:
            number += 1
            event_id = f"{base}-{number}"
        latest[base] = number
        taken.add(event_id)
        found[path] = event_id
    return found


def base_id_of(path: str) -> str:
    """Return a file's id by its own path: its stem, or its folder's name where the stem says nothing.

    A name of few digits says nothing without the folders above: `2018/12/16/index.md` is `2018-12-16`.
    """
    parts = list(PurePosixPath(path).with_suffix("").parts)
    if is_bundle(path):
        parts.pop()
    name = parts.pop()
    while parts and _says_nothing(name) and parts[-1][:1].isdigit():
        name = f"{parts.pop()}-{name}"
    try:
        return parse_id(name)[: MAX_LENGTH - _ROOM]
    except ValueError:
        return slug_of(name)[: MAX_LENGTH - _ROOM].strip("-") or "post"


def is_bundle(path: str) -> bool:
    """Say whether a file is called as its folder: `2019-02-kaze-lt/index.md`."""
    parts = PurePosixPath(path).with_suffix("").parts
    return len(parts) > 1 and parts[-1].lower().split(".")[0] in _BUNDLE


def _says_nothing(name: str) -> bool:
    return name.replace("-", "").isdigit() and len(name) < 8
