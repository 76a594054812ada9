"""Segments as Whoosh knows them: small objects in its table of contents, `_MAIN_1.toc`, behind its schema."""

from collections.abc import Iterator

import numpy as np
from whoosh.codec import base

from search.engines.columnar.segment_infos import INDEX, SegmentInfo


class ColumnarSegment(base.Segment):  # type: ignore[misc]  # whoosh is untyped
    """What Whoosh's table of contents says of a segment."""

    def __init__(self, info: SegmentInfo) -> None:
        super().__init__(INDEX)
        self.segid = info.name.removeprefix(f"{INDEX}_")
        self._documents = info.documents
        self._deleted = info.deleted

    @property
    def info(self) -> SegmentInfo:
        return SegmentInfo(self.segment_id(), self._documents, self._deleted)

    def codec(self) -> base.Codec:
        # Only Whoosh asks, when it opens an index; writing needs nothing of its searching.
        from search.engines.columnar.codec import ColumnarCodec

        return ColumnarCodec()

    def doc_count_all(self) -> int:
        return self._documents

    def deleted_count(self) -> int:
        return int.from_bytes(self._deleted, "little").bit_count()

    def deleted_docs(self) -> Iterator[int]:
        live = self.info.live()
        return iter(() if live is None else np.flatnonzero(~live).tolist())

    def is_deleted(self, document: int) -> bool:
        # Whoosh's InverseMatcher asks for numbers behind the last one, too.
        place = document >> 3
        return place < len(self._deleted) and bool(self._deleted[place] >> (document & 7) & 1)
