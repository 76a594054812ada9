"""tantivy through its Python binding: Rust, and the one to beat."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from bench.speed.engine import AND, FACETS, KINDS, OR, PHRASE, TOP, TOP_VALUES, Answer, Note, Question

_WRITER_BYTES = 2_000_000_000
_SPECIAL = frozenset(r"\.+*?()|[]{}^$#&-~")
_AGGREGATIONS = {facet: {"terms": {"field": facet, "size": TOP_VALUES}} for facet in FACETS}


class Tantivy:
    """Facets are fast fields with the raw tokenizer, counted by terms aggregations, for which the binding
    has a call of its own: a faceted question is two calls. A hit's number is read from a fast field.

    A prefix is its regex query, which scores all hits alike; its phrase-prefix query stops at 50 words.
    One indexing thread, and memory for the largest corpora: one segment.
    """

    settings = "whitespace tokenizer, positions, raw fast fields, terms aggregations, one segment"
    kinds = KINDS
    facets = True

    def missing(self) -> str:
        return ""

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(_WRITER_BYTES, num_threads=1)
        for number, note in enumerate(notes):
            document = tantivy.Document(number=number, body=" ".join(note.tokens), text=note.text.encode())
            document.add_date("day", datetime.combine(date.fromordinal(note.day), datetime.min.time(), UTC))
            for facet, values in zip(FACETS, note.facets, strict=True):
                for value in values:
                    document.add_text(facet, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        query = self._query(question)
        found = self._searcher.search(query, TOP, count=True)
        numbers = self._searcher.fast_field_values("number", [address for _, address in found.hits])
        counted = self._searcher.aggregate(query, _AGGREGATIONS) if facets else {}
        return Answer(
            total=found.count,  # type: ignore[attr-defined, unused-ignore]  # its stub lacks it
            top=tuple(int(number or 0) for number in numbers),
            scores=tuple(score for score, _ in found.hits),
            counts=tuple(
                tuple((bucket["key"], bucket["doc_count"]) for bucket in counted[facet]["buckets"])
                for facet in facets
            ),
        )

    def close(self) -> None:
        del self._searcher

    def _query(self, question: Question) -> Any:
        if question.kind in (OR, AND):
            # Without positions: what counts occurrences need not decode them.
            terms = [
                Query.term_query(self._schema, "body", term, index_option="freq") for term in question.terms
            ]
            occur = Occur.Should if question.kind == OR else Occur.Must
            return terms[0] if len(terms) == 1 else Query.boolean_query([(occur, term) for term in terms])
        if question.kind == PHRASE:
            return Query.phrase_query(self._schema, "body", list(question.terms))
        escaped = "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in question.terms[0])
        return Query.regex_query(self._schema, "body", f"{escaped}.*")


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="position")
    # Every text field is indexed; bytes need not be.
    builder.add_bytes_field("text", stored=True)
    builder.add_integer_field("number", fast=True)
    builder.add_date_field("day", fast=True)
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()
