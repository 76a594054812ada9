"""Kept sources: the table of `sources` as bytes, as an index keeps it, and back."""

import json

from indexer.sources import Sources

FORMAT = 3
_STAMP = ("sizes", "times", "changes", "numbers")
"""What the parts of all stamps are kept as."""


def encoded_sources(sources: Sources) -> bytes:
    """Return the table as bytes; a path that is no UTF-8 is kept, too."""
    paths = list(sources.stamps)
    plain = {
        "format": FORMAT,
        "read_at": sources.read_at,
        "lexicon": sources.lexicon,
        "paths": paths,
        **{part: [stamp[at] for stamp in sources.stamps.values()] for at, part in enumerate(_STAMP)},
        "events": [sources.events[path] for path in paths],
        "earlier_ids": dict(sources.earlier_ids),
        "entangled": sorted(sources.entangled),
        "further": dict(sources.further),
        "names": dict(sources.names),
        "joined": dict(sources.joined),
    }
    return json.dumps(plain, separators=(",", ":")).encode("ascii")


def decoded_sources(data: bytes) -> Sources:
    """Return a table that `encoded_sources` made; raises `ValueError` for anything else."""
    try:
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise ValueError(f"sources of format {plain['format']}")
        paths = plain["paths"]
        stamps = dict(zip(paths, zip(*(plain[part] for part in _STAMP), strict=True), strict=True))
        return Sources(
            int(plain["read_at"]),
            str(plain["lexicon"]),
            stamps,
            dict(zip(paths, plain["events"], strict=True)),
            {path: tuple(ids) for path, ids in plain["earlier_ids"].items()},
            frozenset(plain["entangled"]),
            {path: tuple(ids) for path, ids in plain.get("further", {}).items()},
            {path: tuple(names) for path, names in plain["names"].items()},
            {str(own): str(whole) for own, whole in plain["joined"].items()},
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("these are no sources") from error
