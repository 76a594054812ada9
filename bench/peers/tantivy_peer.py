"""tantivy through its Python binding, over terms that Sudachi made: Rust, and the one to beat."""

import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.judged import Collection
from bench.measures import DEPTH
from bench.peers import facets_of, most
from bench.peers.sudachi_terms import SudachiTerms, terms_of
from bench.ranker import PAGE, TOP_VALUES, Page, Shown
from search.model import FACET_NAMES

_WRITER_BYTES = 1_000_000_000
_PASSAGE = 120
"""Characters of a passage."""
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$#&~-]")
_AGGREGATIONS = {facet: {"terms": {"field": facet, "size": TOP_VALUES}} for facet in FACET_NAMES}


class TantivySudachi:
    """tantivy's BM25 (k1 1.2, b 0.75, fixed in the library) over Sudachi's normalized A units.

    Facets are fast fields, counted by terms aggregations, for which the binding has a call of its own. A
    prefix is its regex query; its phrase-prefix query stops at 50 words.
    """

    settings = (
        "tantivy: Sudachi A normalized content words, whitespace tokenizer, one segment, SnippetGenerator,"
        " terms aggregations on raw fast fields"
    )

    def missing(self) -> str:
        return "" if importlib.util.find_spec("tantivy") else "tantivy is not installed: pip install tantivy"

    def index(self, collection: Collection, folder: Path) -> None:
        import tantivy

        self._sudachi = SudachiTerms()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="freq")
        # Every text field is indexed; bytes need not be.
        builder.add_bytes_field("title", stored=True)
        builder.add_integer_field("number", stored=True, fast=True)
        for facet in FACET_NAMES:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        index = tantivy.Index(self._schema, path=str(folder))
        # One thread and memory for all: one segment, and equal scores stay in the order of the corpus.
        writer = index.writer(_WRITER_BYTES, num_threads=1)
        for number, terms in enumerate(terms_of(collection)):
            document = collection.documents[number]
            row = tantivy.Document(number=number, body=terms, title=document.title.encode())
            for facet, values in zip(FACET_NAMES, facets_of(document), strict=True):
                for value in values:
                    row.add_text(facet, value)
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, text: str) -> Sequence[int]:
        return self._numbers(self._any(self._terms(text)), DEPTH)

    def matches(self, text: str) -> Sequence[int]:
        whole = max(1, self._searcher.num_docs)
        tries = (self._numbers(query, whole) for query in self._tries(self._terms(text)))
        return next(filter(None, tries), [])

    def page(self, text: str) -> Page:
        return self._page(self._terms(text))

    def page_while_typing(self, text: str) -> Page:
        from tantivy import Query

        asked = self._sudachi.asked(text)
        terms = [self._term(term) for term in asked[:-1]]
        for last in asked[-1:]:
            escaped = _SPECIAL.sub(r"\\\g<0>", last)
            terms.append(Query.regex_query(self._schema, "body", f"{escaped}.*"))
        return self._page(terms)

    def _page(self, terms: Sequence[Any]) -> Page:
        for query in self._tries(terms):
            found: Any = self._searcher.search(query, PAGE, count=True)
            if found.count:
                break
        counted = self._searcher.aggregate(query, _AGGREGATIONS)
        counts = (
            most((bucket["key"], bucket["doc_count"]) for bucket in counted[facet]["buckets"])
            for facet in FACET_NAMES
        )
        return Page(found.count, tuple(self._shown(query, found.hits)), tuple(counts))

    def _shown(self, query: Any, hits: Iterable[tuple[float, Any]]) -> Iterable[Shown]:
        from tantivy import SnippetGenerator

        passages = SnippetGenerator.create(self._searcher, query, self._schema, "body")
        passages.set_max_num_chars(_PASSAGE)
        for _, address in hits:
            row = self._searcher.doc(address)
            passage = passages.snippet_from_doc(row).to_html()
            yield Shown(row["number"][0], bytes(row["title"][0]).decode(), passage, "<b>" in passage)

    def _terms(self, text: str) -> list[Any]:
        return [self._term(term) for term in self._sudachi.asked(text)]

    def _term(self, term: str) -> Any:
        from tantivy import Query

        return Query.term_query(self._schema, "body", term, index_option="freq")

    def _numbers(self, query: Any, limit: int) -> list[int]:
        hits = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [int(number or 0) for number in numbers]

    def _tries(self, terms: Sequence[Any]) -> Iterator[Any]:
        """Yield what to ask until something is found."""
        yield self._any(terms)

    def _any(self, terms: Sequence[Any]) -> Any:
        from tantivy import Occur, Query

        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def close(self) -> None:
        del self._searcher


class TantivyAllWords(TantivySudachi):
    """The same, asked for documents with all of the words; for those with any where there are none."""

    settings = "tantivy: the same, every word required, or else any"

    def _tries(self, terms: Sequence[Any]) -> Iterator[Any]:
        from tantivy import Occur, Query

        yield Query.boolean_query([(Occur.Must, term) for term in terms])
        if len(terms) > 1:
            yield self._any(terms)
