"""Whoosh 2.7.4 with its own analysis, scoring, highlights and `groupedby`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from whoosh import fields, highlight, query, sorting
from whoosh.analysis import LowercaseFilter, NgramTokenizer, RegexTokenizer, SpaceSeparatedTokenizer
from whoosh.index import create_in
from whoosh.searching import Searcher

from bench.judged import Collection
from bench.measures import DEPTH
from bench.peers import facets_of, most, whole_texts
from bench.peers.sudachi_terms import SudachiTerms, terms_of
from bench.ranker import PAGE, Page, Shown
from search.model import FACET_NAMES

# No value holds it; a name may hold a comma.
_BETWEEN_VALUES = "\x1f"


class WhooshBigrams:
    """What Whoosh offers for Japanese without a dictionary."""

    settings = "Whoosh 2.7.4: NgramTokenizer(2) | LowercaseFilter, BM25F (B 0.75, K1 1.2), Or, limit=None"

    def missing(self) -> str:
        return ""

    def index(self, collection: Collection, folder: Path) -> None:
        self._analyzer = NgramTokenizer(2) | LowercaseFilter()
        index = create_in(str(folder), fields.Schema(body=fields.TEXT(analyzer=self._analyzer, phrase=False)))
        writer = index.writer(limitmb=256)
        for text in whole_texts(collection):
            writer.add_document(body=text)
        # One segment, so Whoosh's document numbers are ours.
        writer.commit(optimize=True)
        self._searcher = index.searcher()

    def rank(self, text: str) -> Sequence[int]:
        terms = dict.fromkeys(token.text for token in self._analyzer(text, mode="query"))
        return _numbers(self._searcher, query.Or(_terms_of(terms)))[:DEPTH]

    def close(self) -> None:
        self._searcher.close()


class WhooshSudachi:
    """What most people build: Sudachi's normalized A units in a Whoosh field.

    With a `limit` 2.7.4 skips blocks, which it then neither counts nor groups, and is slower on short
    documents: all are asked for, and the first hits taken.
    """

    settings = (
        "Whoosh 2.7.4: Sudachi A normalized content words, BM25F (B 0.75, K1 1.2), limit=None,"
        " highlights (PinpointFragmenter), KEYWORD facets by groupedby with Count"
    )

    def missing(self) -> str:
        return ""

    def index(self, collection: Collection, folder: Path) -> None:
        self._sudachi = SudachiTerms()
        keyword = fields.KEYWORD(analyzer=RegexTokenizer(f"[^{_BETWEEN_VALUES}]+"))
        schema = fields.Schema(
            body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False, chars=True, stored=True),
            title=fields.STORED(),
            **{facet: keyword for facet in FACET_NAMES},
        )
        index = create_in(str(folder), schema)
        writer = index.writer(limitmb=256)
        for document, terms in zip(collection.documents, terms_of(collection), strict=True):
            facets = zip(FACET_NAMES, facets_of(document), strict=True)
            named = {facet: _BETWEEN_VALUES.join(values) for facet, values in facets if values}
            writer.add_document(body=terms, title=document.title, **named)
        writer.commit(optimize=True)
        self._searcher = index.searcher()
        self._formatter = highlight.UppercaseFormatter()
        self._groups = {facet: sorting.FieldFacet(facet, allow_overlap=True) for facet in FACET_NAMES}

    def rank(self, text: str) -> Sequence[int]:
        return _numbers(self._searcher, query.Or(_terms_of(self._sudachi.asked(text))))[:DEPTH]

    def matches(self, text: str) -> Sequence[int]:
        return _numbers(self._searcher, query.Or(_terms_of(self._sudachi.asked(text))))

    def page(self, text: str) -> Page:
        return self._page(_terms_of(self._sudachi.asked(text)))

    def page_while_typing(self, text: str) -> Page:
        *whole, last = self._sudachi.asked(text) or [""]
        return self._page([*_terms_of(whole), *([query.Prefix("body", last)] if last else [])])

    def _page(self, terms: Sequence[query.Query]) -> Page:
        results = self._searcher.search(
            query.Or(terms), limit=None, groupedby=self._groups, maptype=sorting.Count, terms=True
        )
        results.fragmenter = highlight.PinpointFragmenter(maxchars=120)
        results.formatter = self._formatter
        hits = []
        for place in range(min(PAGE, results.scored_length())):
            hit = results[place]
            passage = hit.highlights("body", top=1)
            hits.append(Shown(hit.docnum, hit["title"], passage, bool(passage)))
        counts = (results.groups(facet) for facet in FACET_NAMES)
        named = (most((value, many) for value, many in each.items() if value) for each in counts)
        return Page(len(results), tuple(hits), tuple(named))

    def close(self) -> None:
        self._searcher.close()


def _terms_of(terms: Iterable[str]) -> list[query.Query]:
    return [query.Term("body", term) for term in terms]


def _numbers(searcher: Searcher, asked: query.Query) -> list[int]:
    # With a limit, 2.7.4 skips blocks; scoring all is never wrong.
    results = searcher.search(asked, limit=None)
    return [results.docnum(place) for place in range(results.scored_length())]
