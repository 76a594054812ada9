"""A passage of a note without its Markdown signs, so that a hit reads as a sentence."""

import re

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
    text = snippet.text
    kept = [True] * len(text)
    for sign in _SIGNS.finditer(text):
        for place in range(*sign.span()):
            kept[place] = False
    # Where each letter of the text stands afterwards; one more for the end.
    places = [0]
    for keep in kept:
        places.append(places[-1] + keep)
    marks = tuple((places[start], places[end]) for start, end in snippet.marks)
    return Snippet(
        text="".join(letter for letter, keep in zip(text, kept, strict=True) if keep),
        marks=tuple((start, end) for start, end in marks if start < end),
    )


def shortened(snippet: Snippet, whole: str) -> Snippet:
    """Put … where the passage leaves out what stands before or after it in the whole text."""
    before = "" if whole.startswith(snippet.text) else "…"
    after = "" if whole.endswith(snippet.text) else "…"
    moved = tuple((start + len(before), end + len(before)) for start, end in snippet.marks)
    return Snippet(before + snippet.text + after, moved)
