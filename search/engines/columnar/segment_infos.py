"""Segment infos: which files of arrays an index consists of, and which of their documents are deleted.

    segments.json                 the list
    MAIN_0123456789abcdef.arrays  a segment's arrays (`segments.Segment`), never changed

Whoosh's table of contents says the same, but is a pickle that only Whoosh reads. Who asks needs neither:
loading Whoosh would be a thirteenth of a site's start.
"""

import secrets
import weakref
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from search.arrays import BoolArray
from search.engines.columnar.segments import Segment, SegmentDraft
from search.errors import IndexDamaged

INDEX = "MAIN"
"""What Whoosh calls an index where nobody says otherwise."""
EXTENSION = ".arrays"
_NAME = "segments.json"

_open: weakref.WeakValueDictionary[tuple[int, int, int, int], Segment] = weakref.WeakValueDictionary()
"""Segments that somebody has open: a file is mapped and checked once for all its readers and names."""


class SegmentInfo(Struct, frozen=True):
    """A segment by its name, which is that of its file, how many documents it has, and which are deleted.

    Bit d & 7 of byte d >> 3 of `deleted` says that document d is; where none is, there are no bytes.
    """

    name: str
    documents: int
    deleted: bytes = b""

    def live(self) -> BoolArray | None:
        """Return which documents are not deleted, shape (documents,); None where that is all of them."""
        if not self.deleted:
            return None
        bits = np.frombuffer(self.deleted, np.uint8)
        return ~np.unpackbits(bits, count=self.documents, bitorder="little").view(np.bool_)

    def with_live(self, live: BoolArray) -> "SegmentInfo":
        """Return this segment with all documents deleted but these, shape (documents,)."""
        deleted = b"" if live.all() else np.packbits(~live, bitorder="little").tobytes()
        return SegmentInfo(self.name, self.documents, deleted)


def write_segment(directory: Path, draft: SegmentDraft) -> SegmentInfo:
    """Write a segment under a name that no other has; raises OSError."""
    name = f"{INDEX}_{secrets.token_hex(8)}"
    with (directory / f"{name}{EXTENSION}").open("wb") as file:
        draft.write(file, name)
    return SegmentInfo(name, draft.documents)


def write_infos(directory: Path, segments: Sequence[SegmentInfo]) -> None:
    """Write which segments an index has, in order; raises OSError."""
    (directory / _NAME).write_bytes(msgspec.json.encode(segments))


def read_infos(directory: Path) -> list[SegmentInfo]:
    """Return the segments of an index in order; raises OSError and `msgspec.DecodeError`."""
    return msgspec.json.decode((directory / _NAME).read_bytes(), type=list[SegmentInfo])


def open_segment(directory: Path, info: SegmentInfo) -> Segment:
    """Open a segment's file, or share it with those who have it open.

    Raises `IndexDamaged` when it is not what was written, OSError when it is not there.
    """
    path = directory / f"{info.name}{EXTENSION}"
    status = path.stat()
    key = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    opened = _open.get(key)
    if opened is None or opened.name != info.name:
        opened = Segment(path, info.name)
    if opened.documents != info.documents:
        raise IndexDamaged(f"{path} has another number of documents: run `indexer rebuild`")
    _open[key] = opened
    return opened
