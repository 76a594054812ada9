"""Sections: where the talks of a note begin and end, by its Markdown alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.problems import Problems

_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})(?P<info>.*)")
_ID_SUFFIX = re.compile(r"(?P<title>.*?)(?<!\\)\{#(?P<id>[^{}]*)\}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Section:
    """One `##` heading with the lines below it; `line` is the heading's."""

    title: str
    written_id: str
    """What stands in `{#…}`; empty when the title makes the id."""
    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    preface: str
    talks: tuple[Section, ...]


def sections_of(lines: list[str], first_line: int, problems: Problems) -> Sections:
    """Cut the text below the front matter at its `##` headings.

    A `##` inside a fenced code block or an HTML comment is no heading; `###` belongs to its talk.
    """
    starts = _heading_lines(lines, first_line, problems)
    preface = lines[: starts[0]] if starts else lines
    talks = [
        _section_of(lines[start], lines[start + 1 : end], first_line + start, problems)
        for start, end in pairwise((*starts, len(lines)))
    ]
    return Sections(text_of(preface), tuple(talks))


def text_of(lines: Sequence[str]) -> str:
    """Join lines as written, without the blank lines around them."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])


def _heading_lines(lines: list[str], first_line: int, problems: Problems) -> list[int]:
    headings: list[int] = []
    fence, opened_at, commented = "", 0, False
    for number, line in enumerate(lines):
        if fence:
            marks = line.strip()
            if marks.startswith(fence) and not marks.strip(fence[0]):
                fence = ""
        elif commented:
            commented = "-->" not in line
        elif (match := _FENCE.fullmatch(line)) and not ("`" in match["marks"] and "`" in match["info"]):
            fence, opened_at = match["marks"], number
        elif line.lstrip().startswith("<!--"):
            commented = "-->" not in line
        elif _is_heading(line):
            headings.append(number)
    if fence:
        problems.add(
            first_line + opened_at, f"コードブロックが閉じていません。終わりに {fence} の行を足してください"
        )
    return headings


def _is_heading(line: str) -> bool:
    text = line.lstrip(" ")
    return len(line) - len(text) <= 3 and text.startswith("##") and not text.startswith("###")


def _section_of(heading: str, lines: list[str], line: int, problems: Problems) -> Section:
    text = heading.strip()[2:]
    if text and not text[0].isspace():
        problems.add(line, "見出しの ## のあとに空白を入れてください")
    open_text = text.rstrip("#")
    if open_text != text and (not open_text or open_text[-1].isspace()):
        text = open_text  # Markdown lets a heading end in hashes of its own.
    text = text.strip()
    with_id = _ID_SUFFIX.fullmatch(text)
    title, written_id = (with_id["title"].strip(), with_id["id"]) if with_id else (text, "")
    return Section(_ESCAPE.sub(r"\1", title), written_id, line, tuple(lines))
