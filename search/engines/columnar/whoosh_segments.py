"""Segments as Whoosh knows them: small objects in its table of contents, each with one file of arrays.

_MAIN_1.toc                   Whoosh's table of contents: schema, segments, which documents are deleted
MAIN_0123456789abcdef.arrays  a segment's arrays (`segments.Segment`), never changed
"""

import copy
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh.codec import base
from whoosh.filedb.filestore import Storage

from search.engines.columnar.segments import Segment, SegmentDraft
from search.errors import IndexDamaged

EXTENSION = ".arrays"

_open: weakref.WeakValueDictionary[tuple[int, int, int, int], Segment] = weakref.WeakValueDictionary()
"""Segments that somebody has open: a file is mapped and checked once for all its readers and names."""


class ColumnarSegment(base.Segment):  # type: ignore[misc]  # whoosh is untyped
    """What Whoosh's table of contents says of a segment: its name, how many documents, which are deleted."""

    def __init__(self, indexname: str, documents: int) -> None:
        super().__init__(indexname)
        self._documents = documents
        # Bit d & 7 of byte d >> 3 says that document d is deleted.
        self._deleted = bytearray()

    def codec(self) -> base.Codec:
        # Only Whoosh asks, when it opens an index; its searching would be a tenth of a site's start.
        from search.engines.columnar.codec import ColumnarCodec

        return ColumnarCodec()

    def doc_count_all(self) -> int:
        return self._documents

    def deleted_count(self) -> int:
        return int.from_bytes(self._deleted, "little").bit_count()

    def deleted_docs(self) -> Iterator[int]:
        return iter(np.flatnonzero(self.deleted_mask()).tolist())

    def is_deleted(self, document: int) -> bool:
        # Whoosh's InverseMatcher asks for numbers behind the last one, too.
        place = document >> 3
        return place < len(self._deleted) and bool(self._deleted[place] >> (document & 7) & 1)

    def with_deleted(self, mask: npt.NDArray[np.bool_]) -> "ColumnarSegment":
        """Return this segment with these documents deleted, shape (documents,), and no others."""
        segment = copy.copy(self)
        segment._deleted = (
            bytearray(np.packbits(mask, bitorder="little").tobytes()) if mask.any() else bytearray()
        )
        return segment

    def deleted_mask(self) -> npt.NDArray[np.bool_]:
        """Return which documents are deleted, shape (documents,)."""
        if not self._deleted:
            return np.zeros(self._documents, np.bool_)
        bits = np.frombuffer(bytes(self._deleted), np.uint8)
        return np.unpackbits(bits, count=self._documents, bitorder="little").view(np.bool_)


def write_columnar_segment(storage: Storage, indexname: str, draft: SegmentDraft) -> ColumnarSegment:
    """Write a segment, for a table of contents."""
    segment = ColumnarSegment(indexname, draft.documents)
    with _path(storage, segment).open("wb") as file:
        draft.write(file, segment.segment_id())
    return segment


def open_segment(storage: Storage, segment: base.Segment) -> Segment:
    """Open a segment's file, or share it with those who have it open.

    Raises `IndexDamaged` when it is not what was written, OSError when it is not there.
    """
    path = _path(storage, segment)
    status = path.stat()
    key = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    opened = _open.get(key)
    if opened is None or opened.name != segment.segment_id():
        opened = Segment(path, segment.segment_id())
    if opened.documents != segment.doc_count_all():
        raise IndexDamaged(f"{path} has another number of documents: run `indexer rebuild`")
    _open[key] = opened
    return opened


def _path(storage: Storage, segment: base.Segment) -> Path:
    # Arrays are mapped from a file; an index in memory has none.
    return Path(storage.folder, segment.make_filename(EXTENSION))
