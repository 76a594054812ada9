"""Writers that Whoosh feeds: what it hands over document by document and posting by posting, as arrays.

Whoosh closes the writer of documents before that of postings, so the first leaves its part on the segment
and the second writes the file.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec import base
from whoosh.filedb.filestore import Storage

from search.arrays import Array
from search.engines.batches import Run
from search.engines.columnar.segments import SegmentData
from search.engines.columnar.stored import packed_values
from search.engines.columnar.whoosh_columns import ColumnDraft
from search.engines.columnar.whoosh_segments import ColumnarSegment, write_file
from search.engines.weights import Weights

STORED = "stored"
"""The text that holds a document's stored fields."""


def length_column(field_name: str) -> str:
    """Return the name of the column of a field's lengths. Whoosh lets no field's name begin with `_`."""
    return f"_length_{field_name}"


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]  # whoosh is untyped
    """Takes lengths, column values and stored fields of one document after the other."""

    def __init__(self, segment: ColumnarSegment) -> None:
        self._segment = segment
        self._lengths: dict[str, tuple[list[int], list[float]]] = {}
        self._columns: dict[str, ColumnDraft] = {}
        self._stored: list[bytes] = []
        self._document = -1
        self._values: dict[str, object] = {}
        self.is_closed = False

    def start_doc(self, document: int) -> None:
        self._document = document
        self._values = {}

    def add_field(self, name: str, field: fields.FieldType, value: object, length: float) -> None:
        if value is not None:
            self._values[name] = value
        if length:
            documents, lengths = self._lengths.setdefault(name, ([], []))
            documents.append(self._document)
            lengths.append(length)

    def add_column_value(self, name: str, column: columns.Column, value: object) -> None:
        if name not in self._columns:
            self._columns[name] = ColumnDraft(column)
        self._columns[name].add(self._document, value)

    def add_vector_items(self, name: str, field: fields.FieldType, items: Iterable[object]) -> None:
        raise TypeError(f"field {name!r} has a vector, which a columnar index does not keep")

    def finish_doc(self) -> None:
        self._stored.append(packed_values(self._values))

    def close(self) -> None:
        count = len(self._stored)
        kept: dict[str, Array] = {name: draft.array(count) for name, draft in self._columns.items()}
        for name, (documents, lengths) in self._lengths.items():
            column = np.zeros(count)
            column[documents] = lengths
            kept[length_column(name)] = _narrowed(column)
        self._segment.draft = SegmentData(count, {}, kept, {STORED: self._stored})
        self.is_closed = True


def _narrowed(lengths: Array) -> Array:
    """Return lengths in the fewest bytes that keep them: counts as integers, weighted ones as floats."""
    most = lengths.max(initial=0)
    for dtype in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(dtype).max and np.array_equal(lengths, np.floor(lengths)):
            return lengths.astype(dtype)
    return lengths.astype(np.float32)


class PostingsWriter(base.FieldWriter):  # type: ignore[misc]  # whoosh is untyped
    """Takes postings sorted by field, term and document, and writes the segment's file."""

    def __init__(self, storage: Storage, segment: ColumnarSegment, facets: Sequence[str]) -> None:
        self._storage = storage
        self._segment = segment
        self._facets = facets
        self._runs: dict[str, Run] | None = None
        self.is_closed = False

    def add_postings(
        self, schema: fields.Schema, lengths: object, items: Iterable[tuple[str, bytes, int, float, bytes]]
    ) -> None:
        """Take all postings there are. `lengths` are known already."""
        drafts: dict[str, _RunDraft] = {}
        name, draft = None, None
        for field_name, text, document, weight, value in items:
            # Words for Whoosh's former spelling graph are no postings.
            if document < 0:
                continue
            if field_name != name:
                name = field_name
                draft = drafts[name] = _RunDraft(name, schema[name].format)
            if draft is not None:
                draft.add(text, document, weight, value)
        self._runs = {name: draft.run() for name, draft in drafts.items()}

    def close(self) -> None:
        self.is_closed = True
        documents, self._segment.draft = self._segment.draft, None
        # A writer that is cancelled, or only deletes, is closed without postings.
        if self._runs is None or documents is None:
            return
        facets = tuple(name for name in self._facets if name in self._runs)
        write_file(
            self._storage,
            self._segment,
            SegmentData(documents.documents, self._runs, documents.columns, documents.texts, facets),
        )


class _RunDraft:
    """A `Run` being written, one posting at a time."""

    def __init__(self, field_name: str, format_: formats.Format) -> None:
        kind = type(format_)
        if kind not in (formats.Existence, formats.Frequency, formats.Positions):
            raise TypeError(
                f"field {field_name!r} keeps {kind.__name__}: "
                "a columnar index keeps Existence, Frequency or Positions"
            )
        self._decode: Any = format_.decode_positions if kind is formats.Positions else None
        self._count: Any = format_.decode_frequency if kind is formats.Frequency else None
        self._terms: list[bytes] = []
        self._firsts = array("q")
        self._documents = array("i")
        self._weights = array("f")
        self._counts = array("i")
        self._positions = array("i")

    def add(self, text: bytes, document: int, weight: float, value: bytes) -> None:
        """Add a posting; a second one of the same term and document says nothing new."""
        if not self._terms or text != self._terms[-1]:
            self._terms.append(text)
            self._firsts.append(len(self._documents))
        elif document == self._documents[-1]:
            return
        self._documents.append(document)
        self._weights.append(weight)
        if self._decode:
            positions = sorted(self._decode(value))
            self._counts.append(len(positions))
            self._positions.extend(positions)
        else:
            self._counts.append(self._count(value) if self._count else 0)

    def run(self) -> Run:
        self._firsts.append(len(self._documents))
        return Run(
            terms=self._terms,  # type: ignore[arg-type]  # as bytes, which sort as their strings do
            firsts=np.frombuffer(self._firsts, np.int64),
            documents=np.frombuffer(self._documents, np.int32),
            weights=Weights.of(np.frombuffer(self._weights, np.float32)),
            counts=np.frombuffer(self._counts, np.int32),
            positions=np.frombuffer(self._positions, np.int32),
        )
