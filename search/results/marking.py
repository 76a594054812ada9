"""Marking: where a query's words stand in texts, and by which route.

A word is marked where its terms stand, and where enough of its bigrams stand close together: シャーディング
marks シャーでぃんぐ. Those are widened to whole written words. Words and readings come from the texts' spans,
bigrams and skeletons from their characters.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from search import ranking
from search.clauses import Route, Term, Word
from search.results.joined_texts import PageTexts, Place, table_of
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


class Marker:
    """Finds the words of one query in texts."""

    def __init__(self, words: Sequence[Word], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms: dict[Stream, dict[str, list[tuple[int, Route]]]] = {stream: {} for stream in STREAMS}
        self._grams: dict[Stream, dict[str, list[_Owner]]] = {stream: {} for stream in STREAMS}
        self._sizes: dict[_Owner, int] = {}
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
                for grams in (spelling.grams, spelling.readings):
                    self._add_grams(grams, (number, place), spelling.route)
        self._tables = {stream: table_of(wanted) for stream in STREAMS if (wanted := self._wanted(stream))}

    def matches_of(self, text: str) -> tuple[Match, ...]:
        """Return every place where a word stands, in order, in a text whose spans nobody kept."""
        if not text or not self._tables:
            return ()
        return self._matches([[text]], spans_of(self._analyzer.analyze(text)))[0][0]

    def matches_in(
        self, documents: Sequence[Sequence[str]], kept: Sequence[bytes]
    ) -> list[list[tuple[Match, ...]]]:
        """Return every place where a word stands, in order, for each text of each document.

        `kept` are each document's spans as they were encoded; raises `ValueError` where they are not. Many
        documents at once cost little more than one.
        """
        if not documents or not self._tables:
            return [[()] * len(texts) for texts in documents]
        return self._matches(documents, joined_spans(kept, documents))

    def _matches(self, documents: Sequence[Sequence[str]], spans: TextSpans) -> list[list[tuple[Match, ...]]]:
        page = PageTexts(documents, spans)
        found: set[tuple[int, int, int, Route]] = set()
        pieces: dict[_Owner, list[Place]] = defaultdict(list)
        for stream in self._tables:
            terms, grams = self._terms[stream], self._grams[stream]
            for place in self._places(page, stream):
                start, end, term = place
                if term in terms:
                    found.update((start, end, number, route) for number, route in terms[term])
                if term in grams:
                    for owner in grams[term]:
                        pieces[owner].append(place)
        runs = [
            (owner, run) for owner, places in pieces.items() for run in _dense(places, self._sizes[owner])
        ]
        wide = page.widened([(start, end) for _, (start, end, _) in runs])
        for (owner, (_, _, is_whole)), (start, end) in zip(runs, wide, strict=True):
            route = self._routes[owner]
            # With some of its bigrams only, a word is not as typed but near it.
            found.add((start, end, owner[0], route if is_whole or route != "typed" else "typo"))
        return _by_text(documents, sorted(found))

    def _places(self, page: PageTexts, stream: Stream) -> list[Place]:
        match stream:
            case "words":
                return page.words(self._wanted(stream))
            case "bigrams":
                alone = [term for term in self._terms[stream] if len(term) == 1]
                return page.bigrams(self._tables[stream]) + page.singles(alone)
            case "skeleton":
                return page.skeletons(self._tables[stream])
            case "readings":
                return page.readings(self._tables[stream])

    def _wanted(self, stream: Stream) -> set[str]:
        return {*self._terms[stream], *self._grams[stream]}

    def _add_grams(self, grams: Sequence[Term], owner: _Owner, route: Route) -> None:
        if not grams:
            return
        # A spelling has bigrams or readings, hardly ever both; each set is measured by itself.
        key = (owner[0], owner[1] * 2 + (grams[0].stream == "readings"))
        self._sizes[key] = len({term.text for term in grams})
        self._routes[key] = route
        for term in dict.fromkeys(grams):
            self._grams[term.stream].setdefault(term.text, []).append(key)


def _dense(places: list[Place], size: int) -> list[tuple[int, int, bool]]:
    """Return the runs of touching places with enough of a spelling's bigrams, and whether they hold all."""
    places.sort()
    found: list[tuple[int, int, bool]] = []
    start, end, terms = places[0][0], places[0][1], {places[0][2]}
    for next_start, next_end, term in [*places[1:], (1 << 60, 1 << 60, "")]:
        if next_start <= end:
            end = max(end, next_end)
            terms.add(term)
            continue
        if len(terms) >= ranking.ENOUGH * size:
            found.append((start, end, len(terms) == size))
        start, end, terms = next_start, next_end, {term}
    return found


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
