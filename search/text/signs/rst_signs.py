"""reStructuredText: what of it is sign: directives, roles, targets, fields, adornments, comments."""

import re

from search.text.signs.html_signs import keep_words, url_end
from search.text.signs.pieces import HARD, SOFT, Pieces

_LINE = re.compile(
    r"""
    (?P<gone>
      ([!-/:-@\[-`{-~])\2{2,}+[ \t]*+$                      # adornments of headings, rules
      | (?:=+[ \t]++)+=+[ \t]*+$ | \+(?:[-=]+\+)++[ \t]*+$   # borders of tables
      | \.\.[ \t]+_[^\n]*+$ | __[ \t]+\S[^\n]*+$             # targets
    )
    | (?P<note>\.\.[ \t]+\[(?:\#?[\w-]*|\*)\][ \t]*+)
    | (?P<directive>\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:.+-]+)::(?P<argument>[^\n]*+)$)
    | (?P<comment>\.\.(?=\s|\Z)[^\n]*+)
    | (?P<field>:[^:\s](?:[^:\n\\]|\\.|:(?=\S))*+:(?=\s|\Z)[ \t]*+)
    | (?P<item>(?:[-*+•]|\(?(?:\d{1,3}|\#|[a-zA-Z])[.)])[ \t]++(?=\S))
    | (?P<row>\|[ \t])
    """,
    re.MULTILINE | re.VERBOSE,
)
_INLINE = re.compile(
    r"""
    ``(?P<literal>[^`\n]++(?:`[^`\n]++)*+)``
    | (?P<role>:[A-Za-z][\w.+-]{0,40}(?::[\w.+-]{1,40})?:)?
      `(?P<text>[^`<\n]*+)(?P<target><[^<>`\n]*+>)?`(?::[A-Za-z][\w.+-]{0,40}:|__?)?
    | \*\*(?P<strong>[^*\s][^*\n]*+)(?<!\s)\*\*
    | \*(?P<emphasis>[^*\s][^*\n]*+)(?<!\s)\*
    | \|(?P<name>[^|\s][^|\n]*+)(?<!\s)\|_?
    | (?P<note>[ ]?\[(?:\d+|\#[\w-]*|\*)\]_)
    | (?P<reference>(?<![\w])[\w][\w.-]*[^\W_]__?(?![\w]))
    | (?P<escape>\\[^\n])
    | (?P<url>(?:https?|ftp)://)
    | (?P<colons>::[ \t]*+$)
    | (?P<bar>(?<=[ \t])\|(?=\s|\Z))
    """,
    re.MULTILINE | re.VERBOSE,
)
_CODE = frozenset(("code", "code-block", "sourcecode", "highlight", "parsed-literal", "literal"))
_NO_TEXT = frozenset(
    """
    author blockdiag contents csv-table default-role gist graphviz include index literalinclude math meta
    oembed plantuml post raw raw-html role sectnum slideshare speakerdeck toctree tweet twitter uml unicode
    vimeo youtube
    """.split()  # noqa: SIM905
)
"""Directives of which nothing is text for a reader."""
_ADDRESSED = frozenset(("image", "figure"))
_ALT = re.compile(r"[ \t]+:alt:[ \t]*+(?P<alt>[^\n]*+)")
_OPTION = re.compile(r"[ \t]+:[\w-]+:[^\n]*+(?:\n|\Z)")
_BLANKS = re.compile(r"(?:[ \t]*+\n)*+")
_INDENT = re.compile(r"[ \t]*+")
_BLOCK = re.compile(r"(?:[ \t]+[^\n]*+(?:\n|\Z)|[ \t]*+\n)*+")
"""Lines that are indented, and blank ones between them."""


class RstReader:
    """Reads one source line by line."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._source = pieces.source
        self._is_literal = False
        """The line that was read last announces a literal block."""

    def read(self) -> None:
        at = 0
        while at < len(self._source):
            at = self._line(at)

    def _line(self, at: int) -> int:
        """Read what begins with the line here; return where the next one begins."""
        source, pieces = self._source, self._pieces
        if blanks := _end(_BLANKS, source, at) - at:
            pieces.put(HARD, at, at + blanks)
            return at + blanks
        start = _end(_INDENT, source, at)
        if self._is_literal:
            self._is_literal = False
            if start > at:
                return self._kept(at)
        line = _LINE.match(source, start)
        if line is None:
            return self._text(start)
        pieces.put(HARD, at, start)
        if line["gone"] is not None:
            return self._next(line.end())
        if line["comment"] is not None:
            return _end(_BLOCK, source, self._next(line.end()))
        if line["directive"] is not None:
            return self._directive(line)
        return self._text(line.end())

    def _text(self, at: int) -> int:
        source, pieces = self._source, self._pieces
        end = source.find("\n", at)
        end = len(source) if end < 0 else end
        text_end = at + len(source[at:end].rstrip())
        while match := _INLINE.search(source, at, text_end):
            pieces.keep(at, match.start())
            at = self._inline(match)
        pieces.keep(at, text_end)
        pieces.put(SOFT, text_end, text_end)
        return self._next(end)

    def _inline(self, match: re.Match[str]) -> int:
        start, pieces = match.start(), self._pieces
        kind = match.lastgroup
        match kind:
            case "literal":
                keep_words(pieces, *match.span(kind))
            case "strong" | "emphasis" | "name":
                pieces.keep(*match.span(kind))
            case "text" | "target":
                first, last = match.span("text")
                pieces.keep(first, first + len(match["text"].rstrip()) if match["target"] else last)
            case "reference":
                pieces.keep(start, start + len(match[0].rstrip("_")))
            case "escape":
                # An escaped blank parts signs and is not seen.
                pieces.keep(start + 1 + match[0][1].isspace(), match.end())
            case "url":
                end = url_end(self._source, start)
                pieces.keep(start, match.end() if end == start else start)
                return max(end, match.end())
            case "colons":
                self._is_literal = True
                pieces.keep(start, start + (start > 0 and not self._source[start - 1].isspace()))
            case "bar":
                pieces.put(" ", start, match.end())
        return match.end()

    def _directive(self, line: re.Match[str]) -> int:
        source, pieces = self._source, self._pieces
        name = line["name"].lower()
        at = self._next(line.end())
        if name in _NO_TEXT:
            return _end(_BLOCK, source, at)
        if name not in _CODE and name not in _ADDRESSED and line["argument"].strip():
            self._text(line.start("argument") + 1)
        while option := _OPTION.match(source, at):
            if alt := _ALT.match(source, at):
                pieces.keep(*alt.span("alt"))
                pieces.put(HARD, alt.end(), alt.end())
            at = option.end()
        return self._kept(at) if name in _CODE else at

    def _kept(self, at: int) -> int:
        """Keep an indented block as it is."""
        end = _end(_BLOCK, self._source, at)
        text = self._source[at:end]
        first = at + len(text) - len(text.lstrip("\n"))
        keep_words(self._pieces, first, max(first, at + len(text.rstrip())))
        self._pieces.put(HARD, end, end)
        return end

    def _next(self, at: int) -> int:
        """Return where the line begins that stands behind the end of a line."""
        return at + self._source.startswith("\n", at)


def _end(pattern: re.Pattern[str], source: str, at: int) -> int:
    """Return where a match ends; these patterns match everywhere."""
    match = pattern.match(source, at)
    return match.end() if match else at
