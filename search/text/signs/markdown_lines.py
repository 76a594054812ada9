"""Lines of Markdown: what of their beginnings is sign, and where one goes on with the one before it."""

import re

from search.text.signs.code_blocks import code_blocks
from search.text.signs.html_signs import keep_words
from search.text.signs.pieces import HARD, SOFT, Pieces

PARTED = re.compile(r"\n[^\S\n]*+(?:\n|[-*+][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|>|`{3}|~{3}|\||:::)")
"""What ends a paragraph, and with it what was opened there."""

_BLANK_LINES = re.compile(r"(?:[^\S\n]*+\n)*+")
_PREFIX = re.compile(
    r"[ \t\u3000]*+(?:(?P<quote>(?:>(?!\|)[ \t]*+)++)"
    r"|(?P<item>(?:[-*+]|\d{1,3}[.)])(?:[ \t]++|(?=\n|\Z))(?:\[[ xX]\][ \t]++)?+))*+"
)
_WHOLE = re.compile(
    r"""
    (?P<gone>(?:
        (?:[-=*_][ \t]*+){3,}+ | =++[ \t]*+ | --[ \t]*+
        | [:|](?=[ :|]*+-)[ :|-]*+ | :?-[ :|-]*+
        | \[[^\[\]\n]{1,200}\]:[ \t]*+(?:<[^<>\n]*+>|(?:https?:|/|\.|\#|mailto:)\S*+)[^\n]*+
        | \[{1,2}(?:toc|TOC|_TOC_|:contents)\]{1,2}[ \t]*+
        | import[ \t][^\n'"]*+['"][^\n'"]++['"];?[ \t]*+
        | \|{1,2}<[ \t]*+ | <<[ \t]*+ | \{:[^}\n]*+\}[ \t]*+
      )$)
    | (?P<heading>\#{1,6}[ \t]++|\#{2,6}(?=[^\s\#]))
    | :{3,}+[ \t]*+(?:\{[^}\n]*+\}|[\w-]*+(?:[ \t]++(?:info|warn|alert)\b)?+)[ \t]*+(?P<title>)
    | (?P<note>\[\^[^\[\]\s]{1,100}\]:[ \t]*+)
    | (?P<row>(?=\|(?!\||<)))
    | >\|[\w+-]*+\|?[ \t]*+\n(?P<listing>)
    | \{%-?[ \t]*+(?:highlight|codeblock)\b[^%\n]*+%\}[ \t]*+\n?(?P<liquid>)
    """,
    re.MULTILINE | re.VERBOSE,
)
_LISTING_END = re.compile(r"^\|{1,2}<", re.MULTILINE)
_LIQUID_END = re.compile(r"\{%-?[ \t]*+end(?:highlight|codeblock)\b")
_FRONT = re.compile(
    r"\s*+(?:---\n(?:[\w-]++:[^\n]*+\n|(?!---)[ \t-][^\n]*+\n)++---"
    r"|\+\+\+\n(?:[\w-]++\s*+=[^\n]*+\n)++\+\+\+)[ \t]*+$",
    re.MULTILINE,
)
# Indented tags are HTML that goes on behind a blank line: hardly anybody who writes them means code.
_CODE_LINE = re.compile(r"(?: {4}|\t)(?!\s*+(?:<|\n|\Z))")
_INDENTED = re.compile(r"(?:(?: {4}|\t)[^\n]*+(?:\n|\Z)|[ \t]*+\n)*+")


class Lines:
    """Reads how lines begin, from the first to the last.

    `in_table` and `in_heading` tell of the line that was begun last, `is_new` whether it begins a block.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._source = pieces.source
        self._blocks = {block.start: block for block in code_blocks(pieces.source)}
        self._quoted = self._listed = False
        self.in_table = self.in_heading = self.is_new = False
        self._missing: set[str] = set()

    def first(self) -> int:
        """Begin the first line; what some tool wrote above the text is none of it."""
        front = _FRONT.match(self._source)
        return self.begin(front.end() if front else 0, is_fresh=True)

    def behind(self, at: int) -> int:
        """Begin the line behind the line end here; return where its text begins."""
        source = self._source
        begin = at + 1
        blanks = _BLANK_LINES.match(source, begin)
        is_fresh = self.in_heading or self.in_table
        if blanks and blanks.end() > begin:
            begin, is_fresh = blanks.end(), True
        is_broken = is_fresh or source.startswith("  ", at - 2)
        self._pieces.put(HARD if is_broken else SOFT, at, at + 1)
        return self.begin(begin, is_fresh)

    def begin(self, at: int, is_fresh: bool) -> int:
        """Begin the line that begins here; `is_fresh` says that it does not go on with the one before."""
        source = self._source
        self.in_table = self.in_heading = False
        while at < len(source):
            if block := self._blocks.get(at):
                at = self._code(block.first, block.last, block.end)
                is_fresh = True
                continue
            if is_fresh and not self._listed and _CODE_LINE.match(source, at):
                end = _end_of(_INDENTED.match(source, at))
                at = self._code(at, end, end - source[at:end].endswith("\n"))
                continue
            prefix = _PREFIX.match(source, at)
            text = _end_of(prefix)
            quoted, item = bool(prefix and prefix["quote"]), bool(prefix and prefix["item"])
            self._listed = item or (self._listed and not (is_fresh and text == at))
            if item or quoted != self._quoted:
                is_fresh = True
            self._quoted = quoted
            whole = _WHOLE.match(source, text)
            if whole is None:
                break
            is_fresh = True
            if whole["gone"] is not None:
                at = min(whole.end() + 1, len(source))
            elif whole["listing"] is not None:
                at = self._until(_LISTING_END, whole.end())
            elif whole["liquid"] is not None:
                at = self._until(_LIQUID_END, whole.end())
            else:
                text = whole.end()
                self.in_table = whole["row"] is not None
                self.in_heading = whole["heading"] is not None or whole["title"] is not None
                break
        else:
            text = len(source)
        self.is_new = is_fresh
        if is_fresh:
            self._pieces.put(HARD, text, text)
        return text

    def _code(self, first: int, last: int, end: int) -> int:
        """Keep lines of code but for addresses; return where the line behind them begins."""
        self._pieces.put(HARD, first, first)
        keep_words(self._pieces, first, last - self._source[first:last].endswith("\n"))
        self._pieces.put(HARD, end, end)
        return end + self._source.startswith("\n", end)

    def _until(self, ending: re.Pattern[str], first: int) -> int:
        """Keep lines of code up to what ends them; without an end they are lines as others."""
        closed = None if ending.pattern in self._missing else ending.search(self._source, first)
        if closed is None:
            self._missing.add(ending.pattern)
            return first
        line_end = self._source.find("\n", closed.end())
        return self._code(first, closed.start(), line_end if line_end >= 0 else len(self._source))


def _end_of(match: re.Match[str] | None) -> int:
    """Return the end of a match that cannot fail."""
    return match.end() if match else 0
