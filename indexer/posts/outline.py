"""Outline: the headings of a post as a tree, whatever the markup; every other line belongs to one of them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from indexer.posts.inline import marked_of, unmarked
from search.model import Markup

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s\d!]))(.*)")
_FENCE = re.compile(r"[ \t]{0,12}(`{3,}|~{3,})(?P<info>.*)")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_NO_PARAGRAPH = re.compile(
    r" {0,3}(?:[-*+>|]\s|#{1,6}\s|\d{1,3}[.)]\s|[|>]|:::|!\[|</?[a-zA-Z]|@\[)|[ \t]{4,}"
)
_HTML_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_RST_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_QUOTE = re.compile(r"\s*<blockquote\b", re.IGNORECASE)
"""A card of another page has headings of its own."""
_CLOSING_TAG = re.compile(r"</h[1-6]\s*>", re.IGNORECASE)
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_LONGEST_TITLE = 1_000
_LONGEST_TAG = 500


@dataclass(slots=True)
class Section:
    """One heading with what stands below it, up to the next heading of its level or above.

    `marked` is the title as a reader sees it, with people marked; `start` is where the heading begins in the
    text, `body` where the text below it begins, `own_end` where the first heading below it begins and `end`
    where the section ends.
    """

    level: int
    source: str
    marked: str
    line: int
    start: int
    body: int
    own_end: int = 0
    end: int = 0
    parent: "Section | None" = field(default=None, repr=False)
    children: "list[Section]" = field(default_factory=list, repr=False)

    @property
    def title(self) -> str:
        return unmarked(self.marked).replace("\t", " ")


class Heading(Struct, frozen=True):
    """A heading as it was found; `level` counts from 1, `start` and `end` are offsets."""

    level: int
    source: str
    start: int
    end: int


def outline_of(text: str, start: int, first_line: int, markup: Markup) -> Section:
    """Return the root of the tree: a section of level 0 that holds the whole text from `start` on."""
    headings = _rst_headings(text, start) if markup == "rst" else _markdown_headings(text, start)
    return tree_of(text, headings, start, first_line, is_rst=markup == "rst")


def tree_of(
    text: str, headings: Iterable[Heading], start: int, first_line: int, *, is_rst: bool = False
) -> Section:
    """Make a tree of headings that stand in order."""
    root = Section(0, "", "", first_line, start, start)
    newlines = [match.start() for match in re.finditer("\n", text[start:])]
    path = [root]
    latest = root
    for heading in headings:
        latest.own_end = heading.start
        while path[-1].level >= heading.level:
            path.pop().end = heading.start
        line = first_line + bisect_right(newlines, heading.start - start - 1)
        # A tab parts the cells of a table that was pasted: a title and who spoke.
        cells = (marked_of(cell, is_rst=is_rst) for cell in heading.source.split("\t"))
        marked = "\t".join(" ".join(cell.split("\n")) for cell in cells).strip()
        section = Section(
            heading.level, heading.source, marked, line, heading.start, heading.end, parent=path[-1]
        )
        path[-1].children.append(section)
        path.append(section)
        latest = section
    latest.own_end = len(text)
    for section in path:
        section.end = len(text)
    return root


def walk(section: Section) -> Iterator[Section]:
    """Yield every section below this one, in the order of the text."""
    waiting = list(reversed(section.children))
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


def _markdown_headings(text: str, start: int) -> list[Heading]:
    found: list[Heading] = []
    never_closed = {"`": 1_000, "~": 1_000}
    hidden_until = start
    paragraph, before, before_at = 0, "", start
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        line, following, is_text = text[at:end], min(end + 1, len(text)), False
        if at < hidden_until:
            pass
        elif (fence := _FENCE.match(line)) and not ("`" in fence["info"] and fence[1][0] == "`"):
            # What nobody closes hides nothing, and is not looked for twice.
            if len(fence[1]) < never_closed[fence[1][0]]:
                hidden_until = _end_of_fence(text, end, fence[1]) or hidden_until
                if hidden_until <= at:
                    never_closed[fence[1][0]] = len(fence[1])
        elif line.lstrip().startswith("<!--") and "-->" not in line:
            hidden_until = (text.find("-->", end) if never_closed.get("<", 1) else -1) + 3
            if hidden_until < end:
                never_closed["<"] = 0
        elif heading := _ATX.match(line):
            title = _CLOSING_HASHES.sub("", heading[2][:_LONGEST_TITLE]).strip()
            found.append(Heading(len(heading[1]), title, at, following))
        elif paragraph == 1 and before and (rule := _SETEXT.match(line)):
            found.append(Heading(1 if rule[1][0] == "=" else 2, before.strip(), before_at, following))
        elif (opened := _html_heading_in(text, at, end)) and not _QUOTE.match(line):
            if closed := _CLOSING_TAG.search(text, opened.end(), opened.end() + 2_000):
                title = text[opened.end() : closed.start()]
                found.append(Heading(int(opened[1]), title, opened.start(), closed.end()))
                following = closed.end()
        else:
            is_text = bool(line.strip()) and not _NO_PARAGRAPH.match(line)
        paragraph = paragraph + 1 if is_text else 0
        # A rule below a whole sentence is a rule.
        before = line if is_text and len(line) <= _LONGEST_TITLE and not line.rstrip().endswith("。") else ""
        before_at, at = at, following
    return found


def _html_heading_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the tag that opens a heading on the line between two offsets; it may close on the next ones."""
    if text.find("<", start, end) < 0:
        return None
    opened = _HTML_HEADING.search(text, start, end + _LONGEST_TAG)
    return opened if opened and opened.start() < end else None


def _end_of_fence(text: str, at: int, marks: str) -> int:
    """Return where the line that closes a fence ends; 0 when there is none."""
    closing = re.compile(rf"^[ \t]*+{marks}{marks[0]}*+[ \t]*+$", re.MULTILINE).search(text, at)
    return closing.end() if closing else 0


def _rst_headings(text: str, start: int) -> list[Heading]:
    found: list[Heading] = []
    styles: list[tuple[str, bool]] = []
    lines = text[start:].split("\n")
    offsets = [start]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    number = 0
    while number + 1 < len(lines):
        title, rule = lines[number], lines[number + 1]
        is_over = False
        if _RST_RULE.match(title) and number + 2 < len(lines) and lines[number + 2].strip() == title.strip():
            title, rule, is_over = rule, lines[number + 2], True
        match = _RST_RULE.match(rule)
        is_title = match and title.strip() and not _RST_RULE.match(title) and len(title) <= _LONGEST_TITLE
        if not is_title or match is None or (title[0].isspace() and not is_over) or title.startswith(".. "):
            number += 1
            continue
        # Docutils wants a rule as long as the title; a third of it is no accident either.
        if len(rule.strip()) * 3 < len(title.strip()):
            number += 1
            continue
        style = (match[1], is_over)
        if style not in styles:
            styles.append(style)
        first, after = number, number + (3 if is_over else 2)
        found.append(
            Heading(styles.index(style) + 1, title.strip(), offsets[first], min(offsets[after], len(text)))
        )
        number = after
    return found
