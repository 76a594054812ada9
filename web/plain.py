"""A passage of a note without its Markdown signs, so that a hit reads as a sentence."""

import re
from collections.abc import Sequence
from itertools import chain

from search.model import Snippet

# A passage may start or end in the middle of anything, so only what is certain is taken away.
_SIGNS = re.compile(
    r"""
    ^[ \t]*(?:\#{1,6}|[-*+]|\d{1,3}[.)]|>)[ \t]+   # headings, list items, quotations
    | ^[ \t]*(?:`{3,}|~{3,})[^\n]*$                # fences
    | ^[ \t]*(?:[-*_][ \t]*){3,}$                  # rules
    | !?\[(?=[^\[\]\n]*\]\([^()\s]*\))             # [ of a link
    | \]\([^()\s]*\)                     # ](url) of a link
    | \*\*|~~|`+
    """,
    re.MULTILINE | re.VERBOSE,
)


def plain_snippet(snippet: Snippet) -> Snippet:
    """Return the passage without Markdown signs; marks stay on the same letters."""
    signs = [sign.span() for sign in _SIGNS.finditer(snippet.text)]
    marks = tuple((_place(start, signs), _place(end, signs)) for start, end in snippet.marks)
    borders = [0, *chain.from_iterable(signs), len(snippet.text)]
    return Snippet(
        text="".join(
            [snippet.text[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)]
        ),
        marks=tuple((start, end) for start, end in marks if start < end),
    )


def shortened(snippet: Snippet, whole: str) -> Snippet:
    """Put … where the passage leaves out what stands before or after it in the whole text."""
    before = "" if whole.startswith(snippet.text) else "…"
    after = "" if whole.endswith(snippet.text) else "…"
    moved = tuple((start + len(before), end + len(before)) for start, end in snippet.marks)
    return Snippet(before + snippet.text + after, moved)


def _place(old: int, signs: Sequence[tuple[int, int]]) -> int:
    """Return where a place of the text is once the signs are gone."""
    return old - sum(min(old, end) - start for start, end in signs if start < old)
