"""The codec: Whoosh's word for how an index is kept. This one keeps arrays.

    index.writer(codec=ColumnarCodec(facets=("speaker",)))

Any Whoosh reader opens the result. Refused, with the field's name: vectors, and formats that keep more than
positions (Characters, PositionBoosts, CharacterBoosts).
"""

from collections.abc import Sequence

from whoosh.codec import base
from whoosh.filedb.filestore import Storage

from search.engines.columnar.readers import ColumnarDocumentsReader, ColumnarTermsReader
from search.engines.columnar.segments import SegmentData
from search.engines.columnar.whoosh_segments import ColumnarSegment, open_segment, write_file
from search.engines.columnar.writers import DocumentsWriter, PostingsWriter


class ColumnarCodec(base.Codec):  # type: ignore[misc]  # whoosh is untyped
    """Keeps segments as arrays; `facets` are indexed fields whose terms are to be counted in searches.

    Segments that Whoosh merges have the facets of the codec that its writer was given.
    """

    # Lengths need not be read back for postings to be written.
    length_stats = False

    def __init__(self, facets: Sequence[str] = ()) -> None:
        self.facets = tuple(facets)

    def new_segment(self, storage: Storage, indexname: str) -> ColumnarSegment:
        return ColumnarSegment(self, indexname)

    def per_document_writer(self, storage: Storage, segment: ColumnarSegment) -> DocumentsWriter:
        return DocumentsWriter(segment)

    def field_writer(self, storage: Storage, segment: ColumnarSegment) -> PostingsWriter:
        return PostingsWriter(storage, segment, self.facets)

    def terms_reader(self, storage: Storage, segment: ColumnarSegment) -> ColumnarTermsReader:
        return ColumnarTermsReader(open_segment(storage, segment))

    def per_document_reader(self, storage: Storage, segment: ColumnarSegment) -> ColumnarDocumentsReader:
        return ColumnarDocumentsReader(open_segment(storage, segment), segment)


def write_columnar_segment(storage: Storage, indexname: str, data: SegmentData) -> ColumnarSegment:
    """Write finished arrays as a segment, for `commit_segments`.

    Terms' weights are Whoosh's, lengths are columns named by `length_column`, and the text named `STORED`
    holds `packed_values` for each document.
    """
    segment = ColumnarSegment(ColumnarCodec(data.facets), indexname, data.documents)
    write_file(storage, segment, data)
    return segment
