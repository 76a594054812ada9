"""Snippets: the passage that shows a query's words best, and how each of them stands in a talk."""

import re
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from string import ascii_letters, digits

from search.answers import Snippet, Why, WhyRoute
from search.clauses import Route, Word
from search.model import Mark
from search.results.marking import WordMatch
from search.text.lexicon import name_key
from search.text.spelling.folding import folded

WIDTH = 140
"""Code points of a passage: about three lines on a phone."""
LEAD = 24
"""How far before its first match a passage may begin, to start with a sentence."""

_WHY_ROUTES: dict[Route, WhyRoute] = {
    "typed": "spelling",
    "name": "spelling",
    "alias": "alias",
    "form": "spelling",
    "reading": "reading",
    "romaji": "reading",
    "typo": "correction",
    "prefix": "spelling",
    "okurigana": "spelling",
    "sound": "sound",
}
_PLAINEST: tuple[Route, ...] = (
    "typed", "name", "alias", "form", "reading", "romaji", "okurigana", "prefix", "sound", "typo",
)  # fmt: skip
_PLAINNESS: dict[Route, int] = dict(zip(_PLAINEST, (10, 8, 8, 8, 7, 7, 7, 6, 6, 5), strict=True))
"""What a character of a match is worth in a passage, by its route."""
_RANK: dict[Route, int] = {route: rank for rank, route in enumerate(_PLAINEST)}
_A_WORD = 100_000
"""What each different word is worth: more than any length."""
_SIGNS = re.compile(r"\*\*+|\]\(|\{\{|\}\}")
_TAGS_OR_SIGNS = re.compile(rf"<|(?<![-=])>|{_SIGNS.pattern}")
_FULL_WIDTH = str.maketrans("<>*]({}", "＜＞＊］（｛｝")
_ENDS = "。！？!?\n"
_LATIN = ascii_letters + digits


def marks_of(matches: Sequence[WordMatch], begin: int = 0, end: int = sys.maxsize) -> tuple[Mark, ...]:
    """Return the ranges of the matches that are wholly in a passage of their text, counted from its begin, in
    order; touching and overlapping ones are joined.
    """
    if not matches:
        return ()
    marks: list[Mark] = []
    first, last = 0, -1
    for start, stop, _, _ in matches:
        if start < begin or stop > end:
            continue
        if start > last:
            if last >= 0:
                marks.append((first - begin, last - begin))
            first, last = start, stop
        elif stop > last:
            last = stop
    if last >= 0:
        marks.append((first - begin, last - begin))
    return tuple(marks)


class TextMatches:
    """Where words stand in one text, in order; not shared by threads."""

    __slots__ = ("joined", "matches")

    def __init__(self, matches: Sequence[WordMatch]) -> None:
        self.matches = matches
        self.joined = _joined(matches)
        """The matches of each word, touching ones as one; its route is the plainest of the longest."""


def snippet_of(body: str, found: TextMatches) -> Snippet:
    """Return the passage of a visible body with the most different words, else its beginning."""
    start = _sentence_start(body, _best_start(found.joined, len(body)))
    end = min(len(body), start + WIDTH)
    marks = marks_of(found.matches, start, end)
    shorter = end - _begun_word(body, end, LEAD)
    end = max(shorter, start + marks[-1][1]) if marks else shorter
    return Snippet(_quoted(body[start:end]), marks, start > 0, end < len(body), start)


def _quoted(text: str) -> str:
    """Show what code has of signs that in a line of prose look like markup left over, full width."""
    if "<" in text:
        return _TAGS_OR_SIGNS.sub(_in_full_width, text)
    # To look for each is quicker than for any, and few texts have one.
    if "**" in text or "](" in text or "{{" in text or "}}" in text:
        return _SIGNS.sub(_in_full_width, text)
    return text


def _in_full_width(found: re.Match[str]) -> str:
    return found[0].translate(_FULL_WIDTH)


def reasons_of(words: Sequence[Word], texts: Mapping[str, TextMatches]) -> tuple[Why, ...]:
    """Return how each word stands in texts of a talk: as typed if it does, else as the longest match is."""
    # How long what is written as typed, and what is not, is at most for each word.
    typed: dict[int, int] = {}
    other: dict[int, int] = {}
    reasons: dict[int, Why] = {}
    for text, found in texts.items():
        for pieces in (found.joined, found.matches):
            are_typed = True
            for start, end, number, route in pieces:
                size = end - start
                if size <= typed.get(number, 0):
                    continue
                written = text[start:end]
                word = words[number]
                asked = word.text
                if word.either:
                    asked = next((one for one in word.either if name_key(one) == name_key(written)), asked)
                why = _why_of(asked, written, route)
                if why.route == "typed":
                    typed[number], reasons[number] = size, why
                    continue
                are_typed = False
                if number not in typed and size > other.get(number, 0):
                    other[number], reasons[number] = size, why
            # What is joined and as typed is longer than what it was joined from.
            if are_typed:
                break
    return tuple([reasons[number] for number in sorted(reasons)])


def _joined(matches: Sequence[WordMatch]) -> Sequence[WordMatch]:
    if len(matches) < 2:
        return matches
    joined: list[WordMatch] = []
    first = reach = longest = 0
    last, shown = -1, matches[0][3]
    for match in sorted(matches, key=_by_word):
        start, end, word, route = match
        if word != last or start > reach:
            joined.append(match)
            first, reach, last, longest, shown = start, end, word, end - start, route
            continue
        # Of its pieces the longest, of equal ones the plainest, gives it its route.
        if end - start > longest or (end - start == longest and _RANK[route] < _RANK[shown]):
            longest, shown = end - start, route
        if end > reach:
            reach = end
        joined[-1] = (first, reach, word, shown)
    return joined


_by_word = itemgetter(2)
"""Those of a word stay in their order."""


@lru_cache(maxsize=4096)
def _why_of(typed: str, written: str, route: Route) -> Why:
    """Return one reason, the same for all hits of a page that have a word written so."""
    return Why(typed, written, _why_route(typed, written, route))


def _why_route(typed: str, written: str, route: Route) -> WhyRoute:
    if name_key(typed) == name_key(written):
        return "typed"
    if route == "typed" and len(key := folded(written)) < len(folded(typed)) and key in folded(typed):
        return "part"
    return _WHY_ROUTES[route]


def _best_start(joined: Sequence[WordMatch], length: int) -> int:
    """Return where the passage that is worth most begins; of equal ones the first.

    Different words count first; then how much of each stands there in one piece, and how plainly.
    """
    if not joined:
        return 0
    pieces = sorted(joined)
    best = pieces[0][0]
    # A passage that holds all of them is worth most.
    if max([end for _, end, _, _ in pieces]) > best + WIDTH - LEAD:
        worths = [_PLAINNESS[route] * (end - start) for start, end, _, route in pieces]
        most: dict[int, int] = {}
        for piece, worth in zip(pieces, worths, strict=True):
            most[piece[2]] = max(worth, most.get(piece[2], 0))
        best_value, possible = 0, sum(most.values()) + _A_WORD * len(most)
        # The pieces inside of each word, without those before one worth as much: the first is its best.
        inside: dict[int, deque[int]] = {word: deque() for word in most}
        value = behind = 0
        for index, first in enumerate(pieces):
            reach = first[0] + WIDTH - LEAD
            behind = max(behind, index)
            while behind < len(pieces) and pieces[behind][1] <= reach:
                own, worth = inside[pieces[behind][2]], worths[behind]
                value -= worths[own[0]] if own else -_A_WORD
                while own and worths[own[-1]] <= worth:
                    own.pop()
                own.append(behind)
                value += worths[own[0]]
                behind += 1
            if value > best_value:
                best, best_value = first[0], value
                if value == possible:
                    break
            own = inside[first[2]]
            if own and own[0] == index:
                own.popleft()
                value += (worths[own[0]] if own else -_A_WORD) - worths[index]
    return max(0, min(best, length - WIDTH + LEAD))


def _sentence_start(body: str, start: int) -> int:
    """Return the beginning of the sentence if it is near, else a little before the match."""
    if not start:
        return 0
    first = max(0, start - LEAD - 1)
    behind = max(map(body[first:start].rfind, _ENDS)) + 1
    if behind:
        return first + behind
    if start <= LEAD:
        return 0
    begin = start - LEAD // 2
    return begin - _begun_word(body, begin, LEAD // 2)


def _begun_word(body: str, place: int, most: int) -> int:
    """Return how many letters of a Latin word stand before a place inside it, 0 of `most` or more: an address
    may be cut anywhere.
    """
    if place == len(body) or body[place] not in _LATIN:
        return 0
    before = body[max(0, place - most) : place]
    size = len(before) - len(before.rstrip(_LATIN))
    return size if size < most else 0
