"""Segments as Whoosh knows them: small objects in its table of contents, each with one file of arrays.

_MAIN_7.toc                   Whoosh's table of contents: schema, segments, which documents are deleted
MAIN_0123456789abcdef.arrays  a segment's arrays (`segments.Segment`), never changed
"""

import copy
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh.codec import base
from whoosh.fields import Schema
from whoosh.filedb.filestore import Storage
from whoosh.index import TOC, clean_files
from whoosh.reading import IndexReader

from search.engines.columnar.segments import Segment, SegmentData, write_segment
from search.errors import IndexDamaged

EXTENSION = ".arrays"

_open: weakref.WeakValueDictionary[tuple[int, int, int, int], Segment] = weakref.WeakValueDictionary()
"""Segments that somebody has open: a file is mapped and checked once for all its readers and names."""


class SegmentMissing(IndexDamaged, FileNotFoundError):
    """A segment's file is not there. Whoosh, to which it is a FileNotFoundError, looks for a newer table of
    contents, as the file may have been merged into another a moment ago."""


class ColumnarSegment(base.Segment):  # type: ignore[misc]  # whoosh is untyped
    """What Whoosh's table of contents says about a segment: its name, how many documents, which are deleted.

    `draft` is what has been written of it while it is being written.
    """

    def __init__(self, codec: base.Codec, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self._codec = codec
        self._documents = documents
        # Bit d & 7 of byte d >> 3 says that document d is deleted.
        self._deleted = bytearray()
        self.draft: SegmentData | None = None

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"draft": None}

    def codec(self) -> base.Codec:
        return self._codec

    def should_assemble(self) -> bool:
        # A compound file would be copied into memory when it is opened.
        return False

    def set_doc_count(self, documents: int) -> None:
        self._documents = documents

    def doc_count_all(self) -> int:
        return self._documents

    def deleted_count(self) -> int:
        return int.from_bytes(self._deleted, "little").bit_count()

    def deleted_docs(self) -> Iterator[int]:
        return iter(np.flatnonzero(self.deleted_mask()).tolist())

    def delete_document(self, document: int, delete: bool = True) -> None:
        if not self._deleted:
            self._deleted = bytearray(-(-self._documents // 8))
        if delete:
            self._deleted[document >> 3] |= 1 << (document & 7)
        else:
            self._deleted[document >> 3] &= ~(1 << (document & 7))

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


def write_file(storage: Storage, segment: ColumnarSegment, data: SegmentData) -> None:
    """Write a segment's file."""
    with _path(storage, segment).open("wb") as file:
        write_segment(file, segment.segment_id(), data)


def commit_segments(
    storage: Storage, indexname: str, schema: Schema, segments: Sequence[base.Segment], generation: int
) -> None:
    """Make these segments, in this order, the index's next generation; delete the files of others."""
    TOC(schema, list(segments), generation).write(storage, indexname)
    clean_files(storage, indexname, generation, segments)


def open_segment(storage: Storage, segment: base.Segment) -> Segment:
    """Open a segment's file, or share it with those who have it open.

    Raises `SegmentMissing`, or `IndexDamaged` when it is not what was written.
    """
    path = _path(storage, segment)
    try:
        status = path.stat()
        key = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        opened = _open.get(key)
        if opened is None or opened.name != segment.segment_id():
            opened = Segment(path, segment.segment_id())
    except (FileNotFoundError, IndexDamaged) as error:
        # It may go between the two looks at it.
        if isinstance(error, FileNotFoundError) or isinstance(error.__cause__, FileNotFoundError):
            raise SegmentMissing(f"{path} is missing: run `indexer rebuild`") from error
        raise
    if opened.documents != segment.doc_count_all():
        raise IndexDamaged(f"{path} has another number of documents: run `indexer rebuild`")
    _open[key] = opened
    return opened


def segment_of(reader: IndexReader) -> Segment | None:
    """Return the arrays behind a reader of one segment, or None if another codec wrote it."""
    listed = reader.segment()
    return open_segment(reader.storage(), listed) if isinstance(listed, ColumnarSegment) else None


def _path(storage: Storage, segment: base.Segment) -> Path:
    # Arrays are mapped from a file; an index in memory has none.
    return Path(storage.folder, segment.make_filename(EXTENSION))
