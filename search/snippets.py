"""Snippets: where a query's words stand in a text, by which route, and the passage that shows them best.

A word is marked where its terms stand, and where enough of its bigrams stand close together: シャーディング
marks シャーでぃんぐ. Those are widened to whole written words.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search import ranking
from search.analysis import Analysis, Analyzer
from search.clauses import Route, Term, Word
from search.lexicon import name_key
from search.model import Mark, Snippet, Why, WhyRoute
from search.streams import Stream

WIDTH = 140
"""Code points of a passage: about three lines on a phone."""
LEAD = 24
"""How far before its first match a passage may begin, to start with a sentence."""

_WHY_ROUTES: dict[Route, WhyRoute] = {
    "typed": "spelling",
    "name": "spelling",
    "alias": "alias",
    "reading": "reading",
    "romaji": "reading",
    "typo": "correction",
}
_PLAINEST: tuple[Route, ...] = ("typed", "name", "alias", "reading", "romaji", "typo")
_ENDS = "。！？!?\n"


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """`text[start:end]` is how the query's word of this number is written here."""

    start: int
    end: int
    word: int
    route: Route


class Marker:
    """Finds the words of one query in texts."""

    def __init__(self, words: Sequence[Word], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms: dict[tuple[Stream, str], list[tuple[int, Route]]] = defaultdict(list)
        self._grams: dict[tuple[Stream, str], list[tuple[int, int]]] = defaultdict(list)
        self._sizes: dict[tuple[int, int], int] = {}
        self._routes: dict[tuple[int, int], Route] = {}
        for number, word in enumerate(words):
            for place, spelling in enumerate(word.spellings):
                written = [term for term in spelling.more if term.stream == "words"]
                # Marked by bigrams only: what Sudachi made of a word it could not read (ぐ of
                # しゃーでぃんぐ), and other names of several words, which mean nothing one by one.
                alone = spelling.route == "typed" or len(spelling.words) == 1
                lexical = (*spelling.words, *written) if alone and spelling.share >= ranking.ENOUGH else ()
                skeleton = spelling.skeleton if alone else ()
                for term in dict.fromkeys((*lexical, *spelling.whole, *skeleton)):
                    self._terms[term.stream, term.text].append((number, spelling.route))
                for grams in (spelling.grams, spelling.readings):
                    self._add_grams(grams, (number, place), spelling.route)

    def matches_of(self, text: str) -> tuple[Match, ...]:
        """Return every place where a word stands, in order."""
        if not (self._terms or self._grams) or not text:
            return ()
        analysis = self._analyzer.analyze(text)
        found: set[Match] = set()
        pieces: dict[tuple[int, int], list[tuple[int, int, str]]] = defaultdict(list)
        for stream, terms in analysis.streams.items():
            for term, start, end in zip(terms.terms, terms.starts.tolist(), terms.ends.tolist(), strict=True):
                key = (stream, str(term))
                for number, route in self._terms.get(key, ()):
                    found.add(Match(start, end, number, route))
                for owner in self._grams.get(key, ()):
                    pieces[owner].append((start, end, key[1]))
        for owner, spans in pieces.items():
            for start, end, is_whole in _dense(spans, self._sizes[owner]):
                route = self._routes[owner]
                # With some of its bigrams only, a word is not as typed but near it.
                route = route if is_whole or route != "typed" else "typo"
                found.add(Match(*_whole_words(start, end, analysis), owner[0], route))
        return tuple(sorted(found))

    def _add_grams(self, grams: Sequence[Term], owner: tuple[int, int], route: Route) -> None:
        if not grams:
            return
        # A spelling has bigrams or readings, hardly ever both; each set is measured by itself.
        key = (owner[0], owner[1] * 2 + (grams[0].stream == "readings"))
        self._sizes[key] = len({term.text for term in grams})
        self._routes[key] = route
        for term in dict.fromkeys(grams):
            self._grams[term.stream, term.text].append(key)


def marks_of(matches: Sequence[Match]) -> tuple[Mark, ...]:
    """Return the ranges of matches in order; touching and overlapping ones are joined."""
    marks: list[Mark] = []
    for match in matches:
        if marks and match.start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], match.end))
        else:
            marks.append((match.start, match.end))
    return tuple(marks)


def snippet_of(body: str, matches: Sequence[Match]) -> Snippet:
    """Return the passage of a body, at most `WIDTH` long, with the most different words.

    Its text is a piece of the body as written. Without a match it is the beginning of the body.
    """
    start = _sentence_start(body, _best_start(matches, len(body)))
    end = min(len(body), start + WIDTH)
    inside = [
        Match(match.start - start, match.end - start, match.word, match.route)
        for match in matches
        if start <= match.start and match.end <= end
    ]
    return Snippet(body[start:end], marks_of(inside))


def reasons_of(words: Sequence[Word], matches: Mapping[str, Sequence[Match]]) -> tuple[Why, ...]:
    """Return how each word stands in a talk: as typed if it does, else as the longest match has it.

    `matches` are those of each of the talk's texts.
    """
    best: dict[int, tuple[bool, int, Why]] = {}
    for text, found in matches.items():
        for match in (*_joined(found), *found):
            typed, written = words[match.word].text, text[match.start : match.end]
            why = Why(typed, written, _why_route(typed, written, match.route))
            rank = (why.route == "typed", match.end - match.start)
            if match.word not in best or rank > best[match.word][:2]:
                best[match.word] = (*rank, why)
    return tuple(best[number][2] for number in sorted(best))


def _joined(matches: Sequence[Match]) -> list[Match]:
    """Return the matches of each word, touching ones as one; its route is the plainest of the longest."""
    joined: list[Match] = []
    best: list[tuple[int, int]] = []
    for match in sorted(matches, key=lambda match: (match.word, match.start)):
        rank = (match.end - match.start, -_PLAINEST.index(match.route))
        if joined and joined[-1].word == match.word and match.start <= joined[-1].end:
            before = joined[-1]
            route = match.route if rank > best[-1] else before.route
            joined[-1] = Match(before.start, max(before.end, match.end), match.word, route)
            best[-1] = max(best[-1], rank)
        else:
            joined.append(match)
            best.append(rank)
    return joined


def _why_route(typed: str, written: str, route: Route) -> WhyRoute:
    if name_key(typed) == name_key(written):
        return "typed"
    return _WHY_ROUTES[route]


def _dense(spans: list[tuple[int, int, str]], size: int) -> list[tuple[int, int, bool]]:
    """Return the runs of touching spans with enough of a spelling's bigrams, and whether they hold all."""
    spans.sort()
    found: list[tuple[int, int, bool]] = []
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


def _best_start(matches: Sequence[Match], length: int) -> int:
    """Return where the passage with the most different words begins; of equal ones the first."""
    best, best_value = 0, 0
    for index, first in enumerate(matches):
        words = set()
        for match in matches[index:]:
            if match.end > first.start + WIDTH - LEAD:
                break
            words.add(match.word)
        if len(words) > best_value:
            best, best_value = first.start, len(words)
    return max(0, min(best, length - WIDTH + LEAD))


def _sentence_start(body: str, start: int) -> int:
    """Return the beginning of the sentence if it is near, else a little before the match."""
    for candidate in range(start, max(-1, start - LEAD - 1), -1):
        if candidate == 0 or body[candidate - 1] in _ENDS:
            return candidate
    return start - LEAD // 2
