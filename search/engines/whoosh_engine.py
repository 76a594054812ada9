"""The default engine: a Whoosh index, embedded, one folder.

Whoosh keeps the postings; we make the terms before and read arrays after. Its query classes are not used:
in 2.7.4 the best ten of And(Term, Or(...)) are wrong, and its facets cost a pass over the whole index per
search.
"""

import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, TermNotFound

from search.documents import FACETS, Document, TermPosting
from search.engines.contract import Found, Request
from search.engines.evaluation import select
from search.engines.postings import FacetColumn
from search.errors import IndexDamaged
from search.ranking import Float32Array, Int32Array, Int64Array
from search.streams import STREAMS, Stream

_CACHED_TERMS = 20_000
"""Decoded postings kept in memory. Whoosh decodes in Python, about 2 µs a posting; once is enough."""


class _Terms(fields.FieldType):  # type: ignore[misc]  # whoosh is untyped
    """A field whose value is already a document's postings."""

    def __init__(self, format_: formats.Format) -> None:
        super().__init__(format_, None)

    def index(self, value: Sequence[TermPosting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for posting in value:
            positions = self.format.encode(posting.positions) if posting.positions else b""
            yield _bytes_of(posting.text), len(posting.positions) or 1, posting.weight, positions

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else _bytes_of(value)

    def from_bytes(self, value: bytes) -> str:
        return value.decode()


def write(directory: Path, documents: Iterable[Document]) -> None:
    """Write a new index of these documents, one segment, into an empty directory."""
    index = FileIndex.create(FileStorage(str(directory)), _schema(), "MAIN")
    # compound=True would copy every file into memory when the index is opened.
    writer = index.writer(limitmb=64, compound=False)
    try:
        for document in documents:
            writer.add_document(**_whoosh_fields(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)
    index.close()


def _schema() -> fields.Schema:
    return fields.Schema(
        **{stream: _Terms(formats.Positions()) for stream in STREAMS},
        **{_length(stream): fields.COLUMN(columns.NumericColumn("f")) for stream in STREAMS},
        **{_facet(name): _Terms(formats.Existence()) for name in FACETS},
        key=_Terms(formats.Existence()),
        date=fields.COLUMN(columns.NumericColumn("i")),
        stored=fields.STORED(),
    )


def _whoosh_fields(document: Document) -> dict[str, Any]:
    values: dict[str, Any] = dict(document.postings.items())
    values |= {_length(stream): float(length) for stream, length in document.lengths.items()}
    values |= {_facet(name): _bare(names) for name, names in document.facets.items()}
    return values | {
        "key": _bare(document.keys),
        "date": document.date.toordinal(),
        "stored": document.stored,
    }


def _bare(texts: Sequence[str]) -> tuple[TermPosting, ...]:
    return tuple(TermPosting(text, 1.0, ()) for text in texts)


def _bytes_of(text: str) -> bytes:
    # A URL may hold half a surrogate pair; it is no name of anything.
    return text.encode("utf-8", "replace")


def _length(stream: Stream) -> str:
    return f"{stream}_length"


def _facet(name: str) -> str:
    return f"facet_{name}"


class WhooshEngine:
    """An open Whoosh index; see `Engine` for what it promises."""

    def __init__(self, directory: Path) -> None:
        try:
            # Giving the schema spares unpickling the stored one.
            index = FileIndex(
                FileStorage(str(directory), supports_mmap=True, readonly=True), schema=_schema()
            )
            self._arrays = _WhooshPostings(index.reader())
        except Exception as error:
            raise IndexDamaged(f"the index in {directory} cannot be read: run `indexer rebuild`") from error

    @property
    def documents(self) -> int:
        return self._arrays.documents

    def find(self, request: Request) -> Found:
        selection = select(request, self._arrays)
        hits = tuple((self._arrays.stored(number), score) for number, score in selection.page)
        return Found(selection.total, hits, selection.counts, selection.relaxed)

    def stored(self, key: str) -> str | None:
        numbers = self._arrays.raw("key", key)[0]
        return self._arrays.stored(int(numbers[0])) if len(numbers) else None

    def facet_values(self, facet: str) -> tuple[str, ...]:
        return self._arrays.facet(facet).values

    def document_frequency(self, stream: Stream, term: str) -> int:
        return self._arrays.document_frequency(stream, term)

    def terms(self, stream: Stream) -> tuple[str, ...]:
        return self._arrays.terms(stream)


class _WhooshPostings:
    """The arrays of one Whoosh reader.

    A reader shared by threads returns wrong results silently, so every read holds a lock; what has been
    decoded is kept and needs none.
    """

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        weakref.finalize(self, reader.close)
        self._lock = threading.Lock()
        self.documents: int = reader.doc_count_all()
        self.dates: Int32Array = self._column("date", np.int32)
        self._lengths: dict[Stream, Float32Array] = {
            stream: self._column(_length(stream), np.float32) for stream in STREAMS
        }
        # Documents without a word (events) say nothing about how long notes are.
        self._averages = {
            stream: float(lengths.sum() / max(1, np.count_nonzero(lengths))) or 1.0
            for stream, lengths in self._lengths.items()
        }
        self._facets = {name: self._read_facet(name) for name in FACETS}
        self.raw = lru_cache(maxsize=_CACHED_TERMS)(self._decode)
        self.positions = lru_cache(maxsize=_CACHED_TERMS // 10)(self._decode_positions)

    def lengths(self, stream: Stream) -> Float32Array:
        return self._lengths[stream]

    def average_length(self, stream: Stream) -> float:
        return self._averages[stream]

    def term(self, stream: Stream, text: str) -> tuple[Int32Array, Float32Array]:
        return self.raw(stream, text)

    def facet(self, name: str) -> FacetColumn:
        return self._facets[name]

    def document_frequency(self, stream: Stream, term: str) -> int:
        with self._lock:
            return int(self._reader.doc_frequency(stream, _bytes_of(term)))

    def terms(self, stream: Stream) -> tuple[str, ...]:
        with self._lock:
            return tuple(sorted(term.decode() for term in self._reader.lexicon(stream)))

    def stored(self, number: int) -> str:
        with self._lock:
            text: str = self._reader.stored_fields(number)["stored"]
        return text

    def _column(self, name: str, dtype: type) -> Any:
        column = self._reader.column_reader(name)
        return np.fromiter((column[number] for number in range(self.documents)), dtype, self.documents)

    def _read_facet(self, name: str) -> FacetColumn:
        field = _facet(name)
        values = tuple(sorted(term.decode() for term in self._reader.lexicon(field)))
        owners = [self._decode(field, value)[0] for value in values]
        return FacetColumn(
            values=values,
            owners=np.concatenate([np.zeros(0, np.int32), *owners]),
            ordinals=np.repeat(
                np.arange(len(values), dtype=np.int32), [len(documents) for documents in owners]
            ),
        )

    def _decode(self, field: str, text: str) -> tuple[Int32Array, Float32Array]:
        with self._lock:
            documents: list[int] = []
            weights: list[float] = []
            for matcher in self._matchers(field, text):
                documents.append(matcher.id())
                weights.append(matcher.weight())
        return np.array(documents, np.int32), np.array(weights, np.float32)

    def _decode_positions(self, stream: Stream, text: str) -> Int64Array:
        with self._lock:
            keys = [
                matcher.id() << 32 | position
                for matcher in self._matchers(stream, text)
                for position in matcher.value_as("positions")
            ]
        return np.array(keys, np.int64)

    def _matchers(self, field: str, text: str) -> Iterator[Any]:
        """Yield a term's matcher at each of its postings."""
        try:
            matcher = self._reader.postings(field, _bytes_of(text))
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher
            matcher.next()
