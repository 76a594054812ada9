"""Snippets: the passage that shows a query's words best, and how each of them stands in a talk."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from search.clauses import Route, Word
from search.model import Mark, Snippet, Why, WhyRoute
from search.results.marking import Match
from search.text.lexicon import name_key

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
_SIGNS = re.compile(r"\*\*+|\]\(|\{\{|\}\}")
_TAGS_OR_SIGNS = re.compile(rf"<|(?<![-=])>|{_SIGNS.pattern}")
_FULL_WIDTH = str.maketrans("<>*]({}", "＜＞＊］（｛｝")
_ENDS = "。！？!?\n"


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

    `body` is what is seen of it. Without a match the passage is the beginning of the body.
    """
    start = _sentence_start(body, _best_start(matches, len(body)))
    end = min(len(body), start + WIDTH)
    inside = [
        Match(match.start - start, match.end - start, match.word, match.route)
        for match in matches
        if start <= match.start and match.end <= end
    ]
    return Snippet(_quoted(body[start:end]), marks_of(inside), start > 0, end < len(body))


def _quoted(text: str) -> str:
    """Show what code has of signs that in a line of prose look like markup left over, full width."""
    signs = _TAGS_OR_SIGNS if "<" in text else _SIGNS
    return signs.sub(lambda found: found[0].translate(_FULL_WIDTH), text)


def reasons_of(words: Sequence[Word], matches: Mapping[str, Sequence[Match]]) -> tuple[Why, ...]:
    """Return how each word stands in a talk: as typed if it does, else as the longest match has it.

    `matches` are those of each of the talk's texts.
    """
    best: dict[int, tuple[bool, int]] = {}
    reasons: dict[int, Why] = {}
    for text, found in matches.items():
        if not found:
            continue
        for start, end, number, route in (*_joined(found), *found):
            rank = best.get(number, (False, 0))
            if rank[0] and end - start <= rank[1]:
                continue
            typed, written = words[number].text, text[start:end]
            why = _why_route(typed, written, route)
            if (why == "typed", end - start) > rank:
                best[number] = (why == "typed", end - start)
                reasons[number] = Why(typed, written, why)
    return tuple(reasons[number] for number in sorted(reasons))


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


@lru_cache(maxsize=4096)
def _why_route(typed: str, written: str, route: Route) -> WhyRoute:
    if name_key(typed) == name_key(written):
        return "typed"
    return _WHY_ROUTES[route]


def _best_start(matches: Sequence[Match], length: int) -> int:
    """Return where the passage with the most different words begins; of equal ones the first."""
    best, best_value = 0, 0
    most = len({match.word for match in matches})
    for index, first in enumerate(matches):
        if best_value == most:
            break
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
