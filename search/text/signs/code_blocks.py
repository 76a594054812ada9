"""Fenced code and comments: where they end, also where nobody closed them.

What is not closed ends before the next heading, so that it hides nothing that comes behind. That it is not
closed shows where another one begins behind a heading, or where one is left over at the end of the text.
"""

import re
from bisect import bisect_left
from itertools import takewhile

from msgspec import Struct

HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE)

_LINE = re.compile(
    r"^(?:[ \t>]*+(?:(?:[-*+]|\d{1,3}[.)])[ \t]++)?+"
    r"(?P<marks>`{3,}+(?=[^`\n]*+$)|~{3,}+)[ \t]*+(?P<info>[^\n]*+)"
    r"| {0,3}(?P<hashes>#{1,6})[ \t][^\n]*+)$",
    re.MULTILINE,
)

_COMMENT = re.compile(r"<!--|-->|^ {0,3}#{1,6}[ \t]", re.MULTILINE)


class CodeBlock(Struct, frozen=True):
    """One fenced block: `source[start:end]` with its fences, `source[first:last]` without.

    Not `closed`, it ends before the next heading or at the end of the text, with no fence there.
    """

    start: int
    first: int
    last: int
    end: int
    closed: bool


def code_blocks(source: str) -> list[CodeBlock]:
    """Return the fenced blocks of a text in order; each character is looked at a bounded number of times."""
    if "```" not in source and "~~~" not in source:
        return []
    lines = list(_LINE.finditer(source))
    blocks = _paired(source, lines, ())
    if not blocks or blocks[-1].closed:
        return blocks
    # One fence is left over. A block with a talk's heading in it, if there is one, is where it is missing.
    sections = [line.start() for line in lines if line["hashes"] and len(line["hashes"]) > 1]
    whole = list(takewhile(lambda block: not _holds(block, sections), blocks))
    if len(whole) == len(blocks):
        return blocks
    behind = whole[-1].end if whole else 0
    return whole + _paired(source, [line for line in lines if line.start() >= behind], sections)


def comment_end(source: str, at: int) -> tuple[int, bool]:
    """Return where the comment that begins here ends, and whether somebody closed it."""
    heading = -1
    for sign in _COMMENT.finditer(source, at + 4):
        if sign[0] == "-->":
            return sign.end(), True
        if sign[0] != "<!--":
            heading = sign.start() if heading < 0 else heading
        elif heading >= 0:
            break
    return (heading if heading >= 0 else len(source)), False


def _holds(block: CodeBlock, sections: list[int]) -> bool:
    return bisect_left(sections, block.first) < bisect_left(sections, block.last)


def _paired(source: str, lines: list[re.Match[str]], sections: list[int] | tuple[()]) -> list[CodeBlock]:
    """Pair fences; a heading that is among `sections` ends a block in which it stands."""
    ending = frozenset(sections)
    blocks: list[CodeBlock] = []
    opened: re.Match[str] | None = None
    heading = -1
    for line in lines:
        if line["hashes"]:
            if opened and heading < 0:
                heading = line.start()
            if opened and line.start() in ending:
                blocks.append(_block(opened, line.start()))
                opened = None
        elif opened is None:
            opened, heading = line, -1
        elif line["marks"].startswith(opened["marks"]) and not line["info"].strip():
            blocks.append(_block(opened, line.start(), line.end()))
            opened = None
        elif line["marks"] == opened["marks"] and heading >= 0:
            blocks.append(_block(opened, heading))
            opened, heading = line, -1
    if opened:
        blocks.append(_block(opened, heading if heading >= 0 else len(source)))
    return blocks


def _block(opened: re.Match[str], last: int, end: int | None = None) -> CodeBlock:
    first = min(opened.end() + 1, last)
    return CodeBlock(opened.start(), first, last, last if end is None else end, end is not None)
