"""tantivy, in memory, over terms that Sudachi made."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from bench.judged import Collection
from bench.measures import DEPTH
from bench.peers import whole_texts
from bench.peers.sudachi_terms import SudachiTerms

_WRITER_BYTES = 50_000_000


class TantivySudachi:
    """tantivy's BM25 (k1 1.2, b 0.75, fixed in the library) over Sudachi's normalized A units."""

    settings = "tantivy: Sudachi A normalized content words, whitespace tokenizer, BM25, boolean should"

    def missing(self) -> str:
        return "" if importlib.util.find_spec("tantivy") else "tantivy is not installed: pip install tantivy"

    def index(self, collection: Collection, folder: Path) -> None:
        import tantivy

        self._sudachi = SudachiTerms()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        builder.add_integer_field("number", stored=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        # One thread: one segment, and equal scores stay in the order of the corpus.
        writer = index.writer(_WRITER_BYTES, num_threads=1)
        for number, text in enumerate(whole_texts(collection)):
            body = " ".join(self._sudachi.of(text))
            writer.add_document(tantivy.Document(number=number, body=body))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, text: str) -> Sequence[int]:
        from tantivy import Occur, Query

        terms = dict.fromkeys(self._sudachi.of(text))
        queries = [Query.term_query(self._schema, "body", term, index_option="freq") for term in terms]
        should = Query.boolean_query([(Occur.Should, query) for query in queries])
        hits = self._searcher.search(should, DEPTH, count=False).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]

    def close(self) -> None:
        del self._searcher
