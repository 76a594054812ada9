"""Readers that Whoosh asks: terms, and what is known of each document. Both may be shared by threads."""

from collections.abc import Iterator
from functools import cached_property

from whoosh import columns, fields, formats
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from search.arrays import Array, Int64Array
from search.engines.columnar.posting_matcher import PostingMatcher
from search.engines.columnar.segments import Segment
from search.engines.columnar.stored import unpacked_values
from search.engines.columnar.terms import Terms
from search.engines.columnar.whoosh_columns import column_reader
from search.engines.columnar.whoosh_segments import ColumnarSegment
from search.engines.columnar.writers import STORED, length_column


class ColumnarTermInfo(TermInfo):  # type: ignore[misc]  # whoosh is untyped
    """What is known of a term; looked up when it is asked for, and by names that Whoosh writes to, too."""

    def __init__(self, segment: Segment, field_name: str, terms: Terms, number: int) -> None:
        # Not the attributes that Whoosh would set: they are below.
        self._segment = segment
        self._field_name = field_name
        self._terms = terms
        self._number = number

    @cached_property
    def _weight(self) -> float:
        return self._terms.total_weight(self._number)

    @cached_property
    def _df(self) -> int:
        return self._terms.document_frequency(self._number)

    @cached_property
    def _maxweight(self) -> float:
        return float(self._terms.weights(self._number).max())

    @cached_property
    def _minid(self) -> int:
        return int(self._documents[0])

    @cached_property
    def _maxid(self) -> int:
        return int(self._documents[-1])

    @cached_property
    def _minlength(self) -> float:
        lengths = self._lengths
        return 0 if lengths is None else lengths.min().item()

    @cached_property
    def _maxlength(self) -> float:
        lengths = self._lengths
        return 0 if lengths is None else lengths.max().item()

    @cached_property
    def _documents(self) -> Int64Array:
        return self._terms.documents(self._number)

    @property
    def _lengths(self) -> Array | None:
        column = self._segment.optional_column(length_column(self._field_name))
        return None if column is None else column[self._documents]


class ColumnarTermsReader(base.TermsReader):  # type: ignore[misc]  # whoosh is untyped
    """The terms of all fields of a segment, in order of field and term."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def _found(self, field_name: str, text: bytes) -> tuple[Terms, int]:
        terms = self.segment.terms(field_name)
        number = None if terms is None else terms.number(text)
        if terms is None or number is None:
            raise TermNotFound(f"No term {field_name}:{text!r}")
        return terms, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        terms = self.segment.terms(term[0])
        return terms is not None and terms.number(term[1]) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        return self.segment.fields

    def cursor(self, field_name: str, field: fields.FieldType) -> base.FieldCursor:
        terms = self.segment.terms(field_name)
        return base.EmptyCursor() if terms is None else _Cursor(self, field_name, field, terms)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.segment.fields):
            terms = self.segment.terms(name)
            for text in terms.texts() if terms is not None else ():
                yield name, text

    def terms_from(self, field_name: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of a field that are not before `prefix`. Nobody reads on into the next field."""
        terms = self.segment.terms(field_name)
        if terms is not None:
            for number in range(terms.first_from(prefix), len(terms)):
                yield field_name, terms.text(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for name in sorted(self.segment.fields):
            yield from self.items_from(name, b"")

    def items_from(self, field_name: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        terms = self.segment.terms(field_name)
        if terms is not None:
            for number in range(terms.first_from(prefix), len(terms)):
                info = ColumnarTermInfo(self.segment, field_name, terms, number)
                yield (field_name, terms.text(number)), info

    def term_info(self, field_name: str, text: bytes) -> ColumnarTermInfo:
        return ColumnarTermInfo(self.segment, field_name, *self._found(field_name, text))

    def frequency(self, field_name: str, text: bytes) -> float:
        terms = self.segment.terms(field_name)
        number = None if terms is None else terms.number(text)
        return 0 if terms is None or number is None else terms.total_weight(number)

    def doc_frequency(self, field_name: str, text: bytes) -> int:
        terms = self.segment.terms(field_name)
        number = None if terms is None else terms.number(text)
        return 0 if terms is None or number is None else terms.document_frequency(number)

    def matcher(
        self, field_name: str, text: bytes, format_: formats.Format, scorer: BaseScorer | None = None
    ) -> PostingMatcher:
        terms, number = self._found(field_name, text)
        info = ColumnarTermInfo(self.segment, field_name, terms, number)
        return PostingMatcher(terms, number, (field_name, text), info, format_, scorer)


class _Cursor(base.FieldCursor):  # type: ignore[misc]  # whoosh is untyped
    """A place among the terms of a field."""

    def __init__(
        self, reader: ColumnarTermsReader, field_name: str, field: fields.FieldType, terms: Terms
    ) -> None:
        self._reader = reader
        self._field_name = field_name
        self._field = field
        self._terms = terms
        self._number = 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, text: str | bytes) -> str | None:
        self._number = self._terms.first_from(text if isinstance(text, bytes) else self._field.to_bytes(text))
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        return self._field.from_bytes(self._terms.text(self._number)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        if not self.is_valid():
            return None
        return ColumnarTermInfo(self._reader.segment, self._field_name, self._terms, self._number)

    def is_valid(self) -> bool:
        return self._number < len(self._terms)


class ColumnarDocumentsReader(base.PerDocumentReader):  # type: ignore[misc]  # whoosh is untyped
    """Lengths, columns and stored fields of a segment's documents, and which of them are deleted."""

    def __init__(self, segment: Segment, listed: ColumnarSegment) -> None:
        self.segment = segment
        self.listed = listed

    def doc_count(self) -> int:
        return self.listed.doc_count_all() - self.listed.deleted_count()

    def doc_count_all(self) -> int:
        return self.segment.documents

    def has_deletions(self) -> bool:
        return self.listed.deleted_count() > 0

    def is_deleted(self, document: int) -> bool:
        return self.listed.is_deleted(document)

    def deleted_docs(self) -> Iterator[int]:
        return self.listed.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, name: str) -> bool:
        return self.segment.optional_column(name) is not None

    def list_columns(self) -> tuple[str, ...]:
        return self.segment.columns

    def column_reader(self, name: str, column: columns.Column) -> columns.ColumnReader:
        return column_reader(column, self.segment.column(name), self.segment.documents)

    def doc_field_length(self, document: int, field_name: str, default: float = 0) -> float:
        lengths = self.segment.optional_column(length_column(field_name))
        return default if lengths is None else lengths[document].item()

    def field_length(self, field_name: str) -> float:
        return self.segment.summary(length_column(field_name)).total

    def min_field_length(self, field_name: str) -> float:
        return self.segment.summary(length_column(field_name)).least

    def max_field_length(self, field_name: str) -> float:
        return self.segment.summary(length_column(field_name)).most

    def stored_fields(self, document: int) -> dict[str, object]:
        return unpacked_values(self.segment.text(STORED, document))
