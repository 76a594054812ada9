"""The plain twin of `results.marking`: a text is analysed and every term of it looked at, one by one."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from search import ranking
from search.clauses import Route, Term, Word
from search.results.latin_marks import Held
from search.results.marking import WordMatch, is_word
from search.text.analysis import Analysis
from search.text.spelling.folding import codes_of, fold
from search.text.streams import Stream

_DIGITS = re.compile("[0-9]{2}")
_Places = dict[tuple[Stream, str], list[tuple[int, int]]]


class PlainMarker:
    """Finds the words of one query in texts."""

    def __init__(self, words: Sequence[Word], analyze: Callable[[str], Analysis]) -> None:
        self._analyze = analyze
        self._terms: dict[tuple[Stream, str], list[tuple[int, Route, str]]] = defaultdict(list)
        self._grams: dict[tuple[Stream, str], list[tuple[int, int]]] = defaultdict(list)
        self._sizes: dict[tuple[int, int], int] = {}
        self._routes: dict[tuple[int, int], Route] = {}
        self._held: dict[tuple[int, int], Held] = {}
        self._exact = [(number, phrase) for number, word in enumerate(words) for phrase in word.exact]
        for number, word in enumerate(words):
            for place, spelling in enumerate(word.spellings):
                if spelling.bounds:
                    continue
                written = [term for term in spelling.more if term.stream == "words" and is_word(term.text)]
                # Marked by bigrams only: what Sudachi made of a word it could not read (ぐ of
                # しゃーでぃんぐ), and other names of several words, which mean nothing one by one.
                alone = spelling.route == "typed" or len(spelling.words) == 1
                lexical = (*spelling.words, *written) if alone and spelling.share >= ranking.ENOUGH else ()
                skeleton = spelling.skeleton if alone else ()
                is_one = len(spelling.words) == 1 and spelling.share == 1
                for term in dict.fromkeys((*lexical, *spelling.whole, *skeleton)):
                    is_piece = term in (*lexical, *spelling.whole) and " " not in word.text
                    amount = "piece" if is_piece else "most"
                    if term in spelling.whole or (is_one and term in spelling.words):
                        amount = "whole"
                    self._terms[term.stream, term.text].append((number, spelling.route, amount))
                latin = Held([run for run in spelling.runs if run.text.isascii()])
                for grams in (spelling.grams, spelling.readings):
                    self._add_grams(grams, (number, place), spelling.route, latin)

    def matches_in(self, texts: Sequence[str]) -> list[tuple[WordMatch, ...]]:
        """Return for each text of a document every place where a word stands, in order."""
        found = [self._found_in(text) for text in texts]
        whole = {number for own in found for _, _, number, _, amount in own if amount == "whole"}
        # Who has a word has no piece of it marked elsewhere.
        kept = [[each for each in own if each[4] != "piece" or each[2] not in whole] for own in found]
        return [
            tuple(sorted({(start, end, number, route) for start, end, number, route, _ in own}))
            for own in kept
        ]

    def _found_in(self, text: str) -> set[tuple[int, int, int, Route, str]]:
        if not (self._terms or self._grams or self._exact) or not text:
            return set()
        analysis, places = _analysed(text, self._analyze)
        found: set[tuple[int, int, int, Route, str]] = set()
        pieces: dict[tuple[int, int], list[tuple[int, int, str]]] = defaultdict(list)
        for key, meant in self._terms.items():
            found |= {(*place, *each) for place in places.get(key, ()) for each in meant}
        for key, owners in self._grams.items():
            for owner in owners:
                pieces[owner] += [(*place, key[1]) for place in places.get(key, ())]
        for number, phrase in self._exact:
            for start, end in _standing(phrase, text):
                found.add((*_whole_words(start, end, analysis), number, "typed", "whole"))
        for owner, spans in pieces.items():
            for start, end, is_whole in _dense(spans, self._sizes[owner]):
                route = self._routes[owner]
                # With some of its bigrams only, a word is not as typed but near it.
                route = route if is_whole or route != "typed" else "typo"
                start, end = _parted(text, *_whole_words(start, end, analysis), start, end)
                if self._held[owner].is_in(text[start:end]):
                    found.add((start, end, owner[0], route, "whole" if is_whole else "most"))
        return found

    def _add_grams(self, grams: Sequence[Term], owner: tuple[int, int], route: Route, latin: Held) -> None:
        if not grams:
            return
        # A spelling has bigrams or readings, hardly ever both; each set is measured by itself.
        key = (owner[0], owner[1] * 2 + (grams[0].stream == "readings"))
        self._sizes[key] = len({term.text for term in grams})
        self._routes[key] = route
        self._held[key] = latin
        for term in dict.fromkeys(grams):
            self._grams[term.stream, term.text].append(key)


def _standing(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where folded characters stand in a text in this order."""
    characters = fold(codes_of(text))
    codes, size = list(map(chr, characters.codes.tolist())), len(phrase)
    starts, ends = characters.start.tolist(), characters.end.tolist()
    for at in range(len(codes) - size + 1):
        is_longer = any(
            0 < place < len(codes)
            and _DIGITS.fullmatch(codes[place - 1] + codes[place])
            and ends[place - 1] == starts[place]
            for place in (at, at + size)
        )
        if "".join(codes[at : at + size]) == phrase and not is_longer:
            yield starts[at], ends[at + size - 1]


@lru_cache(maxsize=4096)
def _analysed(text: str, analyze: Callable[[str], Analysis]) -> tuple[Analysis, _Places]:
    """Return a text's analysis, and where each of its terms stands."""
    analysis = analyze(text)
    places: _Places = defaultdict(list)
    for stream, terms in analysis.streams.items():
        for term, start, end in zip(terms.terms, terms.starts.tolist(), terms.ends.tolist(), strict=True):
            places[stream, str(term)].append((start, end))
    return analysis, places


def _dense(spans: list[tuple[int, int, str]], size: int) -> list[tuple[int, int, bool]]:
    """Return the runs of touching spans with enough of a spelling's bigrams, and whether they hold all."""
    found: list[tuple[int, int, bool]] = []
    if not spans:
        return found
    spans.sort()
    start, end, terms = spans[0][0], spans[0][1], {spans[0][2]}
    for next_start, next_end, term in [*spans[1:], (1 << 60, 1 << 60, "")]:
        if next_start <= end:
            end = max(end, next_end)
            terms.add(term)
            continue
        if len(terms) >= ranking.ENOUGH * size:
            found.append((start, end, len(terms) == size))
        start, end, terms = next_start, next_end, {term}
    return found


def _parted(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Narrow a range to what joints part from the rest around its own `text[first:last]`."""
    while any(joint in text[start:first] for joint in "./-_"):
        start += 1
    while any(joint in text[last:end] for joint in "./-_"):
        end -= 1
    return start, end


def _whole_words(start: int, end: int, analysis: Analysis) -> tuple[int, int]:
    """Widen a range to the Latin words it touches, and to others of which it has more than half."""
    begins = analysis.begins.tolist()
    for number in range(max(0, bisect_right(begins, start) - 1), bisect_left(begins, end)):
        unit = analysis.units[number]
        for _, _, first, last in unit.parts[:1] if unit.latin else unit.parts:
            left, right = begins[number] + first, begins[number] + last
            overlap = min(end, right) - max(start, left)
            if overlap > 0 and (unit.latin or 2 * overlap > right - left):
                start, end = min(start, left), max(end, right)
    return start, end
