"""Passages: what of a talk is quoted, in the spelling of the note and in whole sentences."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeAlias

from search.linking.syntax import one_line
from search.model import Mark

WIDTH = 240
"""Code points that a passage reaches before its last sentence begins."""
LONGEST = 600
"""Code points of one sentence: a note without full stops has none."""

Passage: TypeAlias = tuple[str, ...]
"""Lines without markup, none of them empty."""

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?」』）)]*|[。！？!?]+")


def passage_of(text: str, marks: Sequence[Mark]) -> Passage:
    """Return the passage of a visible text around most of what is marked in it; else its beginning."""
    sentences = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    if not sentences:
        return ()
    begins = sorted(start for start, _ in marks)
    counts = [bisect_left(begins, end) - bisect_left(begins, start) for start, end in sentences]
    first = _best_first(sentences, counts) if any(counts) else 0
    start, end = sentences[first]
    for _, next_end in sentences[first + 1 :]:
        if next_end - start > WIDTH:
            break
        end = next_end
    return lines_of(text[start : min(end, start + LONGEST)])


def chosen_passage(text: str, chosen: str) -> Passage:
    """Return what somebody chose to quote, as it stands in a visible text; empty where it does not."""
    words = chosen.split()
    if not words:
        return ()
    # Between two lines of a page a selection has other white space than the note.
    found = re.search(r"\s*".join(re.escape(word) for word in words), text)
    return lines_of(found[0]) if found else ()


def lines_of(text: str) -> Passage:
    return tuple(line for each in text.splitlines() if (line := one_line(each)))


def _best_first(sentences: Sequence[tuple[int, int]], counts: Sequence[int]) -> int:
    """Return the sentence from which on most marks are within reach; the first of equals."""
    best, most = 0, 0
    for first, (start, _) in enumerate(sentences):
        if not counts[first]:
            continue
        within = 0
        for place in range(first, len(sentences)):
            if sentences[place][1] - start > WIDTH and within:
                break
            within += counts[place]
        if within > most:
            best, most = first, within
    return best
