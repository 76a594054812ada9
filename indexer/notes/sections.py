"""Sections: where the talks of a note begin and end, by its Markdown alone."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from indexer.notes.problems import Problems
from search.text.signs.code_blocks import code_blocks, comment_end
from search.text.visible_text import visible_title

# Every line that matters begins so; a pattern that begins with a line end is looked for at memchr's speed.
_MARK = re.compile(r"\n[^\S\n]*+(?:`{3}|~{3}|##|<!--)[^\n]*")
_HEADING = re.compile(r" {0,3}##(?!#)")
_ID_SUFFIX = re.compile(r"(?P<title>.*?)(?<!\\)\{#(?P<id>[^{}]*)\}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Section(Struct, frozen=True):
    """One `##` heading with the text below it; `line` is the heading's."""

    title: str
    """Without its markup."""
    named: str
    """What makes the id: the title as written."""
    written_id: str
    """What stands in `{#…}`; empty when the title makes the id."""
    line: int
    text: str


class Sections(Struct, frozen=True):
    preface: str
    talks: tuple[Section, ...]


def sections_of(text: str, first_line: int, problems: Problems) -> Sections:
    """Cut the text below the front matter, which begins in `first_line`, at its `##` headings.

    A `##` inside a fenced code block or an HTML comment is no heading; `###` belongs to its talk.
    """
    text = f"\n{text}"
    headings = list(_headings(text, first_line, problems))
    ends = [start for start, _ in headings] + [len(text)]
    talks: list[Section] = []
    line, counted = first_line - 1, 0
    for (start, heading_end), (_, end) in zip(headings, pairwise(ends), strict=True):
        line += text.count("\n", counted, start + 1)
        counted = start + 1
        talks.append(_section_of(text[start + 1 : heading_end], text[heading_end + 1 : end], line, problems))
    return Sections(body_of(text[: ends[0]]), tuple(talks))


def body_of(text: str) -> str:
    """Return a text as written, without the blank lines around it."""
    start = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    end = text.find("\n", len(text.rstrip()))
    return text[start : end if end >= 0 else len(text)] if text and not text.isspace() else ""


def _headings(text: str, first_line: int, problems: Problems) -> Iterator[tuple[int, int]]:
    """Yield each heading as where the line end before it is and where it ends itself."""

    def line_of(place: int) -> int:
        return first_line + text.count("\n", 1, place + 1)

    blocks = deque(code_blocks(text))
    at = 0
    while mark := _MARK.search(text, at):
        at = mark.end()
        while blocks and blocks[0].end <= mark.start():
            blocks.popleft()
        line = mark[0][1:]
        if blocks and blocks[0].start <= mark.start() + 1:
            block = blocks.popleft()
            if not block.closed:
                marks = re.sub(r"[^`~].*", "", line.strip())
                problems.add(
                    line_of(mark.start()),
                    f"コードブロックが閉じていません。終わりに {marks} の行を足してください",
                )
            # The line end before the next heading belongs to that.
            at = max(at, block.end - (not block.closed))
        elif line.lstrip().startswith("<!--"):
            end, closed = comment_end(text, text.index("<!--", mark.start()))
            if not closed:
                problems.add(
                    line_of(mark.start()), "コメント <!-- が閉じていません。終わりに --> を足してください"
                )
            line_end = text.find("\n", end) if closed else end - 1
            if line_end < 0:
                return
            at = max(at, line_end)
        elif _HEADING.match(line):
            yield mark.start(), at


def _section_of(heading: str, below: str, line: int, problems: Problems) -> Section:
    text = heading.strip()[2:]
    if text and not text[0].isspace():
        problems.add(line, "見出しの ## のあとに空白を入れてください")
    open_text = text.rstrip("#")
    if open_text != text and (not open_text or open_text[-1].isspace()):
        text = open_text  # Markdown lets a heading end in hashes of its own.
    text = text.strip()
    with_id = _ID_SUFFIX.fullmatch(text)
    title, written_id = (with_id["title"].strip(), with_id["id"]) if with_id else (text, "")
    named = _ESCAPE.sub(r"\1", title) if "\\" in title else title
    return Section(visible_title(title), named, written_id, line, below)
