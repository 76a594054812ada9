"""The codec: Whoosh's word for how an index is kept. Whoosh reads by this one what `whoosh_segments` writes.

All that Whoosh asks for is here: terms, and what is known of each document. It may be shared by threads, and
is loaded only when Whoosh itself opens an index: searches of ours need none of it.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec import base
from whoosh.filedb.filestore import Storage
from whoosh.matching import Matcher, UnionMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.util import make_binary_tree

from search.arrays import Array
from search.engines.columnar.posting_matcher import PostingMatcher, lengths_of, term_info_of
from search.engines.columnar.segment_infos import open_segment
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.columnar.whoosh_schema import GAP, stored_values, stream_of
from search.engines.columnar.whoosh_segments import ColumnarSegment


class ColumnarCodec(base.Codec):  # type: ignore[misc]  # whoosh is untyped
    """Reads segments kept as arrays. It writes none: Whoosh would hand over one posting at a time."""

    def terms_reader(self, storage: Storage, segment: ColumnarSegment) -> "ColumnarTermsReader":
        return ColumnarTermsReader(open_segment(Path(storage.folder), segment.info))

    def per_document_reader(self, storage: Storage, segment: ColumnarSegment) -> "ColumnarDocumentsReader":
        return ColumnarDocumentsReader(open_segment(Path(storage.folder), segment.info), segment)


class _NoTerm(TermNotFound, KeyError):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's readers catch the one, their callers the other."""


class ColumnarTermsReader(base.TermsReader):  # type: ignore[misc]  # whoosh is untyped
    """The terms of all fields of a segment, in order of field and term."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def _found(self, field_name: str, text: bytes) -> tuple[Terms, range, int]:
        """Return the terms that are meant, and by how many positions they count further ahead (see `GAP`).

        It is one term, but for events of one name.
        """
        terms = self.segment.terms(stream_of(field_name))
        plain = text.lstrip(GAP.encode())
        first = last = 0 if terms is None else terms.first_from(plain)
        while terms is not None and last < len(terms):
            term = terms.text(last)
            if term != plain and not (field_name == "event" and term.startswith(plain)):
                break
            last += 1
        if terms is None or first == last:
            raise _NoTerm(f"No term {field_name}:{text!r}")
        return terms, range(first, last), len(text) - len(plain)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            self._found(*term)
        except _NoTerm:
            return False
        return True

    def indexed_field_names(self) -> tuple[str, ...]:
        return self.segment.fields

    def cursor(self, field_name: str, field: fields.FieldType) -> base.FieldCursor:
        terms = self.segment.terms(stream_of(field_name))
        return base.EmptyCursor() if terms is None else _Cursor(self, field_name, field, terms)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.segment.fields):
            yield from self.terms_from(name, b"")

    def terms_from(self, field_name: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of a field that are not before `prefix`. Nobody reads on into the next field."""
        terms = self.segment.terms(stream_of(field_name))
        if terms is not None:
            for number in range(terms.first_from(prefix), len(terms)):
                yield field_name, terms.text(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, field_name: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(field_name, prefix))

    def term_info(self, field_name: str, text: bytes) -> TermInfo:
        terms, numbers, _ = self._found(field_name, text)
        return term_info_of(self.segment, field_name, terms, numbers[0])

    def matcher(
        self, field_name: str, text: bytes, format_: formats.Format, scorer: BaseScorer | None = None
    ) -> Matcher:
        terms, numbers, gap = self._found(field_name, text)
        matchers = [
            PostingMatcher(terms, number, (field_name, text), info, format_, scorer, gap)
            for number in numbers
            for info in [term_info_of(self.segment, field_name, terms, number)]
        ]
        return make_binary_tree(UnionMatcher, matchers)


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
        return term_info_of(self._reader.segment, self._field_name, self._terms, self._number)

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
        return name in self.segment.columns

    def column_reader(self, name: str, column: columns.Column) -> columns.ColumnReader:
        return _Numbers(self.segment.column(name))

    def doc_field_length(self, document: int, field_name: str, default: float = 0) -> float:
        return float(lengths_of(self.segment, field_name)[document]) or default

    def field_length(self, field_name: str) -> float:
        return float(lengths_of(self.segment, field_name).sum(dtype=np.float64))

    def min_field_length(self, field_name: str) -> float:
        return float(lengths_of(self.segment, field_name).min())

    def max_field_length(self, field_name: str) -> float:
        return float(lengths_of(self.segment, field_name).max())

    def stored_fields(self, document: int) -> dict[str, object]:
        return stored_values(self.segment.texts("stored", [document])[0].decode("utf-8", "surrogatepass"))


class _Numbers(columns.ColumnReader):  # type: ignore[misc]  # whoosh is untyped
    """Reads a column of numbers."""

    def __init__(self, numbers: Array) -> None:
        self._numbers = numbers
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, document: int) -> float:
        number: float = self._numbers[document].item()
        return number

    def __iter__(self) -> Iterator[float]:
        return iter(self._numbers.tolist())

    def sort_key(self, document: int) -> float:
        return self._sign * self[document]

    def set_reverse(self) -> None:
        self._sign = -1
