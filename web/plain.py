"""A passage as a line of prose: no spaces between Japanese lines, … where it is cut out of a longer one."""

import re

from search.answers import Snippet
from search.model import Markup
from search.text.signs.pieces import is_wide

_LINE_END = re.compile(r"[ \t]*\n\s*")
_SENTENCE_ENDS = "。！？」』）】…"


def shortened(snippet: Snippet, markup: Markup = "markdown") -> Snippet:
    """Put … where the passage leaves out what stands before or after it, and make it one line."""
    text, marks = _one_line(snippet, markup) if "\n" in snippet.text else (snippet.text, snippet.marks)
    before = "…" if snippet.more_before else ""
    behind = "…" if snippet.more_behind else ""
    moved = tuple((start + len(before), end + len(before)) for start, end in marks)
    return Snippet(before + text + behind, moved)


def line_of(text: str, markup: Markup, limit: int) -> str:
    """Return the beginning of what is seen of a body as one line."""
    # A body may be a book.
    beginning = Snippet(text[: 2 * limit], more_behind=len(text) > 2 * limit)
    return cut_to(limit, shortened(beginning, markup).text.strip())


def cut_to(limit: int, text: str) -> str:
    """Return a text of at most so many characters, with … for what is left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _one_line(snippet: Snippet, markup: Markup) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Replace line ends by a blank, or by nothing where Japanese flows on; marks move along.

    In plain text a line end may be where somebody wrapped a sentence; elsewhere wrapped lines are joined
    already, and what is left ends a paragraph or an item.
    """
    text = snippet.text
    pieces: list[str] = []
    # Of each line end: where it stops, and by how much what is behind it moves.
    moves: list[tuple[int, int]] = []
    done = shift = 0
    for found in _LINE_END.finditer(text):
        before, behind = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        is_wrapped = markup == "text" and found[0].count("\n") == 1 and is_wide(before or " ")
        blank = "" if (is_wrapped or before in _SENTENCE_ENDS) and is_wide(behind or " ") else " "
        pieces += (text[done : found.start()], blank)
        shift += len(blank) - (found.end() - found.start())
        moves.append((found.end(), shift))
        done = found.end()
    pieces.append(text[done:])
    marks = tuple((_moved(start, moves), _moved(end, moves)) for start, end in snippet.marks)
    return "".join(pieces), tuple((start, end) for start, end in marks if start < end)


def _moved(place: int, moves: list[tuple[int, int]]) -> int:
    shift = 0
    for end, moved in moves:
        if place < end:
            break
        shift = moved
    return place + shift
