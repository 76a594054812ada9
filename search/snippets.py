"""Snippets: where a query's words stand in a text, and the passage that shows them best."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from search.analysis import Analyzer, Stream
from search.model import Mark, Snippet

WIDTH = 140
"""Code points of a passage: about three lines on a phone."""
LEAD = 24
"""How far before its first match a passage may begin, to start with a sentence."""

Wanted = AbstractSet[tuple[Stream, str]]
_ENDS = "。！？!?\n"


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    term: str


def marks_of(text: str, wanted: Wanted, analyzer: Analyzer) -> tuple[Mark, ...]:
    """Return where wanted terms stand in a text, in order; touching and overlapping ranges are joined."""
    return _joined(_matches_of(text, wanted, analyzer))


def marked(text: str, wanted: Wanted, analyzer: Analyzer) -> Snippet:
    """Return a whole text with its marks."""
    return Snippet(text, marks_of(text, wanted, analyzer))


def snippet_of(body: str, wanted: Wanted, analyzer: Analyzer) -> Snippet:
    """Return the passage of a body, at most `WIDTH` long, with the most different wanted terms.

    Its text is a piece of the body as written. Without a match it is the beginning of the body.
    """
    matches = _matches_of(body, wanted, analyzer)
    start = _best_start(matches, len(body))
    start = _sentence_start(body, start)
    end = min(len(body), start + WIDTH)
    inside = [
        _Match(match.start - start, match.end - start, match.term)
        for match in matches
        if start <= match.start and match.end <= end
    ]
    return Snippet(body[start:end], _joined(inside))


def _matches_of(text: str, wanted: Wanted, analyzer: Analyzer) -> list[_Match]:
    if not wanted:
        return []
    found = {
        _Match(start, end, term)
        for stream, terms in analyzer.analyze(text).streams.items()
        for term, start, end in zip(terms.texts, terms.starts, terms.ends, strict=True)
        if (stream, term) in wanted
    }
    return sorted(found, key=lambda match: (match.start, match.end))


def _best_start(matches: list[_Match], length: int) -> int:
    """Return where the passage with the most different terms begins; of equal ones the first."""
    best, best_value = 0, 0
    for index, first in enumerate(matches):
        terms = set()
        for match in matches[index:]:
            if match.end > first.start + WIDTH - LEAD:
                break
            terms.add(match.term)
        if len(terms) > best_value:
            best, best_value = first.start, len(terms)
    return max(0, min(best, length - WIDTH + LEAD))


def _sentence_start(body: str, start: int) -> int:
    """Return the beginning of the sentence if it is near, else a little before the match."""
    for candidate in range(start, max(-1, start - LEAD - 1), -1):
        if candidate == 0 or body[candidate - 1] in _ENDS:
            return candidate
    return start - LEAD // 2


def _joined(matches: list[_Match]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for match in matches:
        if marks and match.start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], match.end))
        else:
            marks.append((match.start, match.end))
    return tuple(marks)
