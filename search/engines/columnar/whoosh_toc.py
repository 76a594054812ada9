"""The table of contents by which Whoosh opens an index, `_MAIN_1.toc`, written as Whoosh 2.7.4 does but
without it: loading it for these few bytes took a sixth of an update.

Whoosh pickles a schema and segments there; instead of ours stand calls that make them when it reads them.
"""

import pickle
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from search.engines.columnar.segment_infos import INDEX, SegmentInfo

if TYPE_CHECKING:
    from whoosh.fields import Schema

    from search.engines.columnar.whoosh_segments import ColumnarSegment

_HEAD = struct.pack("!3Bii3B", 4, 8, 4, -12345, -111, 2, 7, 4)
"""Sizes of its numbers, one that tells their byte order, its format and its release."""
_GENERATION = 1


class _Call(Struct, frozen=True):
    """What is pickled as a call, and unpickled as what that returns."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.function, self.arguments


def write_toc(directory: Path, segments: Sequence[SegmentInfo]) -> None:
    """Write which segments an index has, in order, for Whoosh; raises OSError."""
    schema = pickle.dumps(_Call(_schema))
    listed = [_Call(_segment, (each.name, each.documents, each.deleted)) for each in segments]
    # So short that a byte tells the length of the first.
    parts = (_HEAD, bytes((len(schema),)), schema, struct.pack("!ii", _GENERATION, 0), pickle.dumps(listed))
    (directory / f"_{INDEX}_{_GENERATION}.toc").write_bytes(b"".join(parts))


def _schema() -> "Schema":
    from search.engines.columnar.whoosh_schema import schema

    return schema()


def _segment(name: str, documents: int, deleted: bytes) -> "ColumnarSegment":
    from search.engines.columnar.whoosh_segments import ColumnarSegment

    return ColumnarSegment(SegmentInfo(name, documents, deleted))
