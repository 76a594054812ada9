"""Marking: where a query's words stand in texts, and by which route.

A word is marked where its terms stand, and where enough of its bigrams stand close together: シャーディング
marks シャーでぃんぐ. Those are widened to whole written words. Words and readings come from the texts' spans,
bigrams and skeletons from their characters. Who has a word as a whole has no piece of it marked elsewhere.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, islice, pairwise
from typing import TypeAlias, get_args

import numpy as np

from search import ranking
from search.arrays import NO_NUMBERS, Array, Int64Array, bounds_of, ranges_of
from search.clauses import Route, Word
from search.results.faint import faint_places
from search.results.grams import GramFinder, GramRuns, Places
from search.results.joined_texts import PageTexts, bases_of
from search.results.latin_marks import Held, shown_of_run
from search.text.analysis import Analyzer
from search.text.kept_spans import joined_spans
from search.text.spans import spans_of
from search.text.streams import Stream

WordMatch: TypeAlias = tuple[int, int, int, Route]
"""(start, end, word, route): `text[start:end]` is how the query's word of this number is written here.

A plain tuple, for hundreds of them are made for a page of hits.
"""

MOST_MATCHES = 5_000
"""Matches of a text, the first ones: nobody looks at more, and each is made an object."""
_ROUTES: tuple[Route, ...] = tuple(sorted(get_args(Route)))
"""In the order in which matches of one word at one place stand."""
_TYPED, _TYPO = _ROUTES.index("typed"), _ROUTES.index("typo")
_GRAMS = {
    ("bigrams", 2): PageTexts.grams,
    ("readings", 3): PageTexts.triples,
    ("readings", 2): PageTexts.whole_readings,
}
"""How grams are found, by their stream and size."""

_Kind: TypeAlias = tuple[Stream, int]
"""A stream, and the size of its grams; of words it says nothing."""
_Label: TypeAlias = tuple[int, int, int]
"""The number of a word, that of the route to one of its spellings, and how much of the word it is."""
_Columns: TypeAlias = tuple[Array, Array, Array, Array, Array]
"""Start, end, word and route of matches, the last as numbers, and how much of the word each is."""
_WHOLE, _MOST, _PIECE = range(3)
"""How much of a word something is."""


class Marker:
    """Finds the words of one query in texts."""

    def __init__(self, words: Sequence[Word], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._words = words
        exact: dict[str, list[_Label]] = {}
        terms: dict[_Kind, dict[str, list[_Label]]] = {}
        grams: dict[_Kind, list[tuple[_Label, set[str], Held | None]]] = {}
        for number, word in enumerate(words):
            # What was typed with a blank between is words by themselves.
            piece = _MOST if " " in word.text else _PIECE
            for phrase in word.exact:
                exact.setdefault(phrase, []).append((number, _TYPED, _WHOLE))
            # Of what has bounds nothing is marked by itself.
            for spelling in (each for each in word.spellings if not each.bounds):
                route = _ROUTES.index(spelling.route)
                # 3 is a piece of python3, and no word of it: alone it would be marked in 3D.
                written = [term for term in spelling.more if term.stream == "words" and is_word(term.text)]
                # Marked by bigrams only: what Sudachi made of a word it could not read (ぐ of
                # しゃーでぃんぐ), and other names of several words, which mean nothing one by one.
                alone = spelling.route in ("typed", "sound") or len(spelling.words) == 1
                lexical = (*spelling.words, *written) if alone and spelling.share >= ranking.ENOUGH else ()
                skeleton = spelling.skeleton if alone else ()
                amounts = dict.fromkeys(skeleton, _MOST) | dict.fromkeys(lexical, piece)
                wholes = spelling.words if len(spelling.words) == 1 and spelling.share == 1 else ()
                amounts |= dict.fromkeys((*wholes, *spelling.whole), _WHOLE)
                for term, amount in amounts.items():
                    kind: _Kind = (term.stream, 1 if term.stream == "bigrams" and len(term.text) == 1 else 2)
                    terms.setdefault(kind, {}).setdefault(term.text, []).append((number, route, amount))
                # Other runs are of kana, and held by readings.
                latin = [run for run in spelling.runs if run.text.isascii()]
                held = Held(latin) if latin else None
                # A spelling has bigrams or readings, hardly ever both; each set is measured by itself.
                for own in (spelling.grams, spelling.readings):
                    if own and (sized := (own[0].stream, len(own[0].text))) in _GRAMS:
                        label = (number, route, _WHOLE)
                        grams.setdefault(sized, []).append((label, {term.text for term in own}, held))
        self._exact = _Terms(exact) if exact else None
        self._terms = {kind: _Terms(labels) for kind, labels in terms.items()}
        self._grams = _Grams(grams) if grams else None

    def matches_of(self, text: str) -> tuple[WordMatch, ...]:
        """Return every place where a word stands, in order, in a text whose spans nobody kept."""
        if not text or not self._words:
            return ()
        return self._matches(self._page_of([text]), [1])[0]

    def matches_in(
        self, documents: Sequence[Sequence[str]], kept: Sequence[bytes]
    ) -> list[list[tuple[WordMatch, ...]]]:
        """Return every place where a word stands, in order, for each text of each document.

        `kept` are each document's spans as they were encoded; raises `ValueError` where they are not. Many
        documents at once cost little more than one.
        """
        if not documents or not self._words:
            return [[()] * len(texts) for texts in documents]
        texts, sizes = list(chain.from_iterable(documents)), list(map(len, documents))
        bases = bases_of(texts)
        own = iter(self._matches(PageTexts(texts, joined_spans(kept, sizes, bases), bases), sizes))
        return [list(islice(own, len(each))) for each in documents]

    def faint_matches_of(self, text: str, others: Sequence[str]) -> tuple[WordMatch, ...]:
        """Return where most of each word stands in a text that has none, nor `others` of its document."""
        if not text or not self._words or any(map(self.matches_of, others)):
            return ()
        return self._faint_matches(self._page_of([text, *others]))[0]

    def faint_matches_in(self, texts: Sequence[str], kept: bytes) -> list[tuple[WordMatch, ...]]:
        """Return where the most of each word stands in the texts of one document that has none."""
        bases = bases_of(texts)
        return self._faint_matches(PageTexts(texts, joined_spans([kept], [len(texts)], bases), bases))

    def _page_of(self, texts: Sequence[str]) -> PageTexts:
        return PageTexts(texts, spans_of(self._analyzer.analyze("\n".join(texts))), bases_of(texts))

    def _faint_matches(self, page: PageTexts) -> list[tuple[WordMatch, ...]]:
        found = [
            (start, end, number, _ROUTES.index(route))
            for number, word in enumerate(self._words)
            for start, end, route in faint_places(word, page)
        ]
        return _by_text(page.bases, _distinct(list(np.array(found, np.int64).reshape(-1, 4).T)))

    def _matches(self, page: PageTexts, sizes: Sequence[int]) -> list[tuple[WordMatch, ...]]:
        """`sizes` are how many of the texts each document has."""
        found = [terms.matches_at(terms.found_in(page, kind)) for kind, terms in self._terms.items()]
        if self._grams:
            found.append(self._grams.matches_in(page))
        if self._exact:
            starts, ends, terms = page.phrases(self._exact.texts)
            # What folds to nothing at their ends is a part of them.
            found.append(self._exact.matches_at(Places(*page.widened(starts, ends), terms)))
        *columns, amounts = [np.concatenate(column) for column in zip(*found, strict=True)] or _NOTHING
        if (are_pieces := amounts == _PIECE).any():
            # A text's own place among all is that of the document's first.
            firsts = page.bases[bounds_of(sizes)[:-1]]
            owners = firsts.searchsorted(columns[0], "right") * len(self._words) + columns[2]
            has_whole = np.zeros((len(sizes) + 1) * len(self._words), np.bool_)
            has_whole[owners[amounts == _WHOLE]] = True
            kept = ~(are_pieces & has_whole[owners])
            columns = [column[kept] for column in columns]
        return _by_text(page.bases, _distinct(columns))


def is_word(piece: str) -> bool:
    """Say whether a piece of a word says anything by itself: no number does, and no single letter."""
    return not piece.isascii() or (len(piece) > 1 and not piece.isdigit())


class _Terms:
    """Terms of a stream that are marked wherever they stand, each with what it is marked as."""

    def __init__(self, labels: Mapping[str, Sequence[_Label]]) -> None:
        self.texts = list(labels)
        self._labels = np.array([label for own in labels.values() for label in own], np.int64).T
        self._counts = np.array(list(map(len, labels.values())), np.int64)
        self._firsts = self._counts.cumsum() - self._counts

    def found_in(self, page: PageTexts, kind: _Kind) -> Places:
        stream, size = kind
        if stream == "words":
            return page.words(self.texts)
        finder = GramFinder(self.texts, size)
        return page.skeletons(finder) if stream == "skeleton" else page.grams(finder)

    def matches_at(self, places: Places) -> _Columns:
        """Return a match for each label of what stands at each place."""
        counts = self._counts[places.terms]
        at = ranges_of(self._firsts[places.terms], counts)
        return places.starts.repeat(counts), places.ends.repeat(counts), *self._labels[:, at]


class _Grams:
    """The grams of spellings, by their kind, which are marked where enough of them stand together."""

    def __init__(self, kinds: Mapping[_Kind, Sequence[tuple[_Label, set[str], Held | None]]]) -> None:
        self._kinds = tuple(kinds)
        self._runs = GramRuns(
            [(size, [own for _, own, _ in spellings]) for (_, size), spellings in kinds.items()]
        )
        every = list(chain.from_iterable(kinds.values()))
        self._labels = np.array([label for label, _, _ in every], np.int64)
        self._held = [held for _, _, held in every]
        self._are_held = np.array([held is not None for held in self._held])

    def matches_in(self, page: PageTexts) -> _Columns:
        """Return a match, widened to whole words, for each run of grams."""
        finders = zip(self._kinds, self._runs.finders, strict=True)
        runs = self._runs.runs_in([_GRAMS[kind](page, finder) for kind, finder in finders])
        words, routes, amounts = self._labels[runs.spellings].T
        # With some of its bigrams only, a word is not as typed but near it.
        routes = np.where(runs.are_whole | (routes != _TYPED), routes, _TYPO)
        amounts = np.where(runs.are_whole, amounts, _MOST)
        starts, ends = page.widened(runs.starts.copy(), runs.ends.copy())
        kept = np.ones(len(starts), np.bool_)
        is_wider = (starts != runs.starts) | (ends != runs.ends)
        at = (is_wider | self._are_held[runs.spellings]).nonzero()[0]
        if len(at):
            # Most words of a page stand on it a few times: each is looked at once.
            shown, text, held = cache(shown_of_run), page.text, self._held
            looked_at = (each[at].tolist() for each in (starts, ends, *runs[:3]))
            found = [
                shown(text[start:end], first - start, last - start, held[spelling])
                for start, end, first, last, spelling in zip(*looked_at, strict=True)
            ]
            begins, stops, kept[at] = zip(*found, strict=True)
            ends[at] = starts[at] + stops
            starts[at] += begins
        return starts[kept], ends[kept], words[kept], routes[kept], amounts[kept]


_NOTHING: _Columns = (NO_NUMBERS,) * 5


def _distinct(columns: Sequence[Int64Array]) -> Int64Array:
    """Return the different matches in order, shape (4, m)."""
    matches = np.array(columns)[:, np.lexsort(columns[::-1])]
    is_new = np.ones(matches.shape[1], np.bool_)
    np.logical_or.reduce(matches[:, 1:] != matches[:, :-1], axis=0, out=is_new[1:])
    return matches[:, is_new]


def _by_text(bases: Int64Array, matches: Int64Array) -> list[tuple[WordMatch, ...]]:
    """Cut matches of all texts joined with line ends, in order, into those of each."""
    borders = matches[0].searchsorted(bases)
    sizes = borders[1:] - borders[:-1]
    own = np.arange(matches.shape[1]) - borders[:-1].repeat(sizes)
    matches, sizes = matches[:, own < MOST_MATCHES], np.minimum(sizes, MOST_MATCHES)
    matches[:2] -= bases[:-1].repeat(sizes)
    starts, ends, words, routes = matches.tolist()
    all_matches = tuple(zip(starts, ends, words, map(_ROUTES.__getitem__, routes), strict=True))
    return [all_matches[first:last] for first, last in pairwise(bounds_of(sizes).tolist())]
