"""Passages: what of a talk is quoted, in the spelling of the note and in whole sentences."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeAlias

from search.linking.syntax import one_line
from search.model import Mark

WIDTH = 240
"""Code points that a passage has, unless one sentence has more."""
LONGEST = 600
"""Code points of one sentence: a note without full stops has none."""

Passage: TypeAlias = tuple[str, ...]
"""Lines without markup, none of them empty."""

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?」』）)]*|[。！？!?]+")


def passage_of(text: str, marks: Sequence[Mark]) -> Passage:
    """Return the passage of a visible text with most marks, the first of equals; else its beginning."""
    sentences = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    if not sentences:
        return ()
    begins, ends = sorted(start for start, _ in marks), [end for _, end in sentences]

    def marked(passage: tuple[int, int]) -> int:
        return bisect_left(begins, passage[1]) - bisect_left(begins, passage[0])

    # A sentence is quoted with those behind it that end within reach.
    passages = [
        (start, ends[bisect_right(ends, start + WIDTH, lo=first + 1) - 1])
        for first, (start, _) in enumerate(sentences)
    ]
    found = [passage for passage, own in zip(passages, sentences, strict=True) if marked(own)]
    start, end = max(found, key=marked, default=passages[0])
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
