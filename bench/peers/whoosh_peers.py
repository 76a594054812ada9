"""Whoosh 2.7.4 with its own analysis, scoring and search."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from whoosh import fields
from whoosh.analysis import Composable, LowercaseFilter, NgramTokenizer, SpaceSeparatedTokenizer
from whoosh.index import create_in
from whoosh.query import Or, Term

from bench.judged import Collection
from bench.measures import DEPTH
from bench.peers import whole_texts
from bench.peers.sudachi_terms import SudachiTerms


class WhooshBigrams:
    """What Whoosh offers for Japanese without a dictionary."""

    settings = "Whoosh 2.7.4: NgramTokenizer(2) | LowercaseFilter, BM25F (B 0.75, K1 1.2), Or, limit=None"

    def missing(self) -> str:
        return ""

    def index(self, collection: Collection, folder: Path) -> None:
        self._analyzer = NgramTokenizer(2) | LowercaseFilter()
        self._whoosh = _WhooshIndex(folder, self._analyzer, whole_texts(collection))

    def rank(self, text: str) -> Sequence[int]:
        return self._whoosh.rank(token.text for token in self._analyzer(text, mode="query"))

    def close(self) -> None:
        self._whoosh.close()


class WhooshSudachi:
    """What most people build: Sudachi's normalized A units in a Whoosh field."""

    settings = "Whoosh 2.7.4: Sudachi A normalized content words, BM25F (B 0.75, K1 1.2), Or, limit=None"

    def missing(self) -> str:
        return ""

    def index(self, collection: Collection, folder: Path) -> None:
        self._sudachi = SudachiTerms()
        texts = (" ".join(self._sudachi.of(text)) for text in whole_texts(collection))
        self._whoosh = _WhooshIndex(folder, SpaceSeparatedTokenizer(), texts)

    def rank(self, text: str) -> Sequence[int]:
        return self._whoosh.rank(self._sudachi.of(text))

    def close(self) -> None:
        self._whoosh.close()


class _WhooshIndex:
    """One field of texts. One segment, so Whoosh's document numbers are ours."""

    def __init__(self, folder: Path, analyzer: Composable, texts: Iterable[str]) -> None:
        # Its RamStorage shares one temporary folder among processes, and they lose each other's files.
        index = create_in(str(folder), fields.Schema(body=fields.TEXT(analyzer=analyzer, phrase=False)))
        writer = index.writer(limitmb=256)
        for text in texts:
            writer.add_document(body=text)
        writer.commit(optimize=True)
        self._searcher = index.searcher()

    def rank(self, terms: Iterable[str]) -> list[int]:
        query = Or([Term("body", term) for term in dict.fromkeys(terms)])
        # With a limit, 2.7.4 skips blocks; scoring all is never wrong, and twice as fast on short documents.
        results = self._searcher.search(query, limit=None)
        return [results.docnum(place) for place in range(min(DEPTH, results.scored_length()))]

    def close(self) -> None:
        self._searcher.close()
