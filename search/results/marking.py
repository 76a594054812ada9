"""Marking: where a query's words stand in texts, and by which route.

A word is marked where its terms stand, and where enough of its bigrams stand close together: シャーディング
marks シャーでぃんぐ. Those are widened to whole written words. Words and readings come from the texts' spans,
bigrams and skeletons from their characters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np

from search import ranking
from search.arrays import BoolArray, Int64Array, Offsets
from search.clauses import Route, Word
from search.results.gram_finder import GramFinder
from search.results.joined_texts import NOWHERE, PageTexts, Place, Places
from search.text.analysis import Analyzer
from search.text.spans import TextSpans, joined_spans, spans_of
from search.text.streams import STREAMS, Stream


class Match(NamedTuple):
    """`text[start:end]` is how the query's word of this number is written here.

    A tuple, for hundreds of them are made and sorted for a page of hits.
    """

    start: int
    end: int
    word: int
    route: Route


_Owner: TypeAlias = tuple[int, int]
"""A spelling's bigrams, or its readings: the number of the word, and one of their own."""
_Run: TypeAlias = tuple[int, int, bool]
"""Start and end of a place with enough of them, and whether it has all."""


class Marker:
    """Finds the words of one query in texts."""

    def __init__(self, words: Sequence[Word], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms: dict[Stream, dict[str, list[tuple[int, Route]]]] = {stream: {} for stream in STREAMS}
        # Readings are triples, or pairs of short words: a finder each.
        grams: dict[tuple[Stream, int], dict[_Owner, set[str]]] = {}
        self._routes: dict[_Owner, Route] = {}
        for number, word in enumerate(words):
            for place, spelling in enumerate(word.spellings):
                written = [term for term in spelling.more if term.stream == "words"]
                # Marked by bigrams only: what Sudachi made of a word it could not read (ぐ of
                # しゃーでぃんぐ), and other names of several words, which mean nothing one by one.
                alone = spelling.route == "typed" or len(spelling.words) == 1
                lexical = (*spelling.words, *written) if alone and spelling.share >= ranking.ENOUGH else ()
                skeleton = spelling.skeleton if alone else ()
                for term in dict.fromkeys((*lexical, *spelling.whole, *skeleton)):
                    self._terms[term.stream].setdefault(term.text, []).append((number, spelling.route))
                # A spelling has bigrams or readings, hardly ever both; each set is measured by itself.
                for kind, own in enumerate((spelling.grams, spelling.readings)):
                    if own:
                        owner = (number, 2 * place + kind)
                        self._routes[owner] = spelling.route
                        size = len(own[0].text)
                        grams.setdefault((own[0].stream, size), {})[owner] = {term.text for term in own}
        self._pairs = _Grams(2, grams.get(("bigrams", 2), {}), self._terms["bigrams"])
        self._readings = [_Grams(size, grams.get(("readings", size), {})) for size in (3, 2)]
        self._skeletons = GramFinder(list(self._terms["skeleton"]), 2)
        self._is_empty = not (grams or any(self._terms.values()))

    def matches_of(self, text: str) -> tuple[Match, ...]:
        """Return every place where a word stands, in order, in a text whose spans nobody kept."""
        if not text or self._is_empty:
            return ()
        return self._matches([[text]], spans_of(self._analyzer.analyze(text)))[0][0]

    def matches_in(
        self, documents: Sequence[Sequence[str]], kept: Sequence[bytes]
    ) -> list[list[tuple[Match, ...]]]:
        """Return every place where a word stands, in order, for each text of each document.

        `kept` are each document's spans as they were encoded; raises `ValueError` where they are not. Many
        documents at once cost little more than one.
        """
        if not documents or self._is_empty:
            return [[()] * len(texts) for texts in documents]
        return self._matches(documents, joined_spans(kept, documents))

    def _matches(self, documents: Sequence[Sequence[str]], spans: TextSpans) -> list[list[tuple[Match, ...]]]:
        page = PageTexts(documents, spans)
        found: set[tuple[int, int, int, Route]] = set()
        pairs = page.bigrams(self._pairs.finder) if self._pairs.finder.grams else NOWHERE
        for stream, places in self._term_places(page, pairs):
            terms = self._terms[stream]
            for start, end, term in places:
                found.update((start, end, number, route) for number, route in terms.get(term, ()))
        runs = list(self._runs(page, pairs))
        wide = page.widened([(start, end) for _, (start, end, _) in runs])
        for (owner, (_, _, is_whole)), (start, end) in zip(runs, wide, strict=True):
            route = self._routes[owner]
            # With some of its bigrams only, a word is not as typed but near it.
            found.add((start, end, owner[0], route if is_whole or route != "typed" else "typo"))
        return _by_text(documents, sorted(found))

    def _term_places(self, page: PageTexts, pairs: Places) -> Iterator[tuple[Stream, Iterable[Place]]]:
        """Yield where terms stand that are marked by themselves."""
        if self._terms["words"]:
            yield "words", page.words(self._terms["words"])
        if self._terms["bigrams"]:
            yield "bigrams", self._pairs.terms_in(pairs)
            yield "bigrams", page.singles(term for term in self._terms["bigrams"] if len(term) == 1)
        if self._terms["skeleton"]:
            yield "skeleton", page.skeletons(self._skeletons)

    def _runs(self, page: PageTexts, pairs: Places) -> Iterator[tuple[_Owner, _Run]]:
        """Yield where enough of a spelling's bigrams, or readings, stand together."""
        yield from self._pairs.runs_in(pairs)
        if any(grams.owners for grams in self._readings):
            long, short = self._readings
            for grams, places in zip(self._readings, page.readings(long.finder, short.finder), strict=True):
                yield from grams.runs_in(places)


class _Grams:
    """Bigrams or readings of one size: those of each spelling, and `terms` that are marked by themselves."""

    def __init__(self, size: int, owners: Mapping[_Owner, Set[str]], terms: Iterable[str] = ()) -> None:
        names = list(dict.fromkeys(chain(terms, *owners.values())))
        self.finder = GramFinder([name for name in names if len(name) == size], size)
        self.owners = {owner: (len(own), self._table(own)) for owner, own in owners.items()}
        self._are_terms = self._table(set(terms))

    def terms_in(self, places: Places) -> Iterator[Place]:
        """Yield those places where a term stands that is marked by itself."""
        for n in self._are_terms[places.terms].nonzero()[0].tolist():
            yield int(places.starts[n]), int(places.ends[n]), self.finder.grams[int(places.terms[n])]

    def runs_in(self, places: Places) -> Iterator[tuple[_Owner, _Run]]:
        """Yield the runs of touching places that have enough of a spelling's grams."""
        for owner, (size, table) in self.owners.items():
            own = table[places.terms]
            for run in _dense(places.starts[own], places.ends[own], places.terms[own], size):
                yield owner, run

    def _table(self, own: Set[str]) -> BoolArray:
        return np.array([gram in own for gram in self.finder.grams], np.bool_)


def _dense(starts: Offsets, ends: Offsets, terms: Int64Array, size: int) -> Iterator[_Run]:
    """Yield the runs of touching places, which ascend, with enough of `size` terms."""
    if len(starts) < ranking.ENOUGH * size:
        return
    reach = np.maximum.accumulate(ends)
    borders = (starts[1:] > reach[:-1]).nonzero()[0] + 1
    firsts, lasts = np.append(0, borders), np.append(borders, len(starts))
    for n in (lasts - firsts >= ranking.ENOUGH * size).nonzero()[0].tolist():
        first, last = int(firsts[n]), int(lasts[n])
        different = len(set(terms[first:last].tolist()))
        if different >= ranking.ENOUGH * size:
            yield int(starts[first]), int(reach[last - 1]), different == size


def _by_text(
    documents: Sequence[Sequence[str]], found: Sequence[tuple[int, int, int, Route]]
) -> list[list[tuple[Match, ...]]]:
    """Cut matches of all texts joined with line ends, in order, into those of each."""
    places = iter(found)
    start, end, word, route = next(places, _NO_MORE)
    base = 0
    matches: list[list[tuple[Match, ...]]] = []
    for texts in documents:
        matches.append([])
        for text in texts:
            behind = base + len(text) + 1
            own = []
            while start < behind:
                own.append(Match(start - base, end - base, word, route))
                start, end, word, route = next(places, _NO_MORE)
            matches[-1].append(tuple(own))
            base = behind
    return matches


_NO_MORE: tuple[int, int, int, Route] = (1 << 60, 1 << 60, 0, "typed")
