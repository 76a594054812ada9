"""Markdown as blogs have it: what of it is sign. Lines are looked at in `markdown_lines`."""

import re
from bisect import bisect_left
from collections.abc import Callable

from search.text.signs.html_signs import HtmlReader, keep_words, url_end
from search.text.signs.markdown_lines import PARTED, Lines
from search.text.signs.pieces import HARD, SOFT, Pieces

# Each way begins with one character as it is: only then does Python look for these alone, ten times as fast.
_SIGN = re.compile(r"\n|\\|``*|\*\**|__*|~~~*|!\[|@\[|\[|\]|<|&|https?://|Https?://|ftp://|\{|\|", re.ASCII)
_TARGET = re.compile(r"\((?:[^()\n\\]++|\\.|\((?:[^()\n\\]++|\\.|\([^()\n]*+\))*+\))*+\)")
_REFERENCE = re.compile(r"[ ]?\[([^\[\]\n]{0,200})\]")
HATENA = re.compile(
    r"\[(?:https?://[^\s\[\]]*?(?::(?:title(?:=(?P<title>[^\[\]\n]*))?|(?:embed|bookmark|image|favicon|barcode)"
    r"[^\[\]\n]*))|(?:f|id|asin|isbn|google|amazon|tex|map|keyword|g|d|b|a|question)?:[\w-]*[^\[\]\n]*:"
    r"(?:image|movie|detail|title|embed|cite|small|large|plain)[^\[\]\n]*|https?://[^\s\[\]]*)\]",
    re.ASCII,
)
WIKI = re.compile(
    r"\[\[(?![\s:\[])(?:[^\[\]|\n]{1,200}\|)?(?P<text>[^\[\]|\n]{1,200})(?<!\s)\]\](?![(\[])", re.ASCII
)
"""A link of Obsidian, a wiki or Hatena's keywords; behind `!` it embeds a file."""
_PHOTO = re.compile(r"!\[f:id:[\w:.-]{1,200}\](?=\()", re.ASCII)
"""What Hatena calls a picture that has no words of its own."""
_NOTE_SIGN = re.compile(r"\[\^[^\[\]\s]{1,100}\](?!:)")
EMBED = re.compile(r"@\[[\w-]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
ATTRIBUTES = re.compile(r"\{(?::|\s*[.#][A-Za-z])[^{}\n]*\}|\{target=[^{}\n]*\}")
_ESCAPED = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LABEL = re.compile(r"^[ \t>]*\[([^\[\]\n]{1,200})\]:", re.MULTILINE)


class MarkdownReader:
    """Reads one source from its beginning to its end; every place is looked at a bounded number of times."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._source = pieces.source
        self._lines = Lines(pieces)
        self._html = HtmlReader(pieces)
        self._emphasis: dict[str, list[int]] = {}
        self._brackets: list[int] = []
        self._hides_addresses = True
        self._ticks: dict[int, list[int]] | None = None
        has_labels = "]:" in pieces.source
        self._labels = set(map(_label_key, _LABEL.findall(pieces.source))) if has_labels else set()

    def read(self) -> None:
        """Read everything."""
        self._read(self._lines.first())

    def read_line(self) -> None:
        """Read one line that is no block of its own; an address in it is a word of a title."""
        self._hides_addresses = False
        self._read(0)

    def _read(self, at: int) -> None:
        source, pieces = self._source, self._pieces
        search = _SIGN.search
        while match := search(source, at):
            start = match.start()
            sign = match[0]
            if start > at:
                is_last = sign == "\n" or (sign == "|" and self._lines.in_table)
                pieces.keep(at, self._line_text(at, start) if is_last else start)
            at = _READ[sign[0]](self, start, sign)
            if at == start:
                pieces.keep(start, start + len(sign))
                at = start + len(sign)
        pieces.keep(at, self._line_text(at, len(source)))

    def _line_text(self, at: int, end: int) -> int:
        """Return where the last text of a line ends: without blanks, and without a heading's own hashes."""
        text = self._source[at:end].rstrip()
        if self._lines.in_heading and text.endswith("#"):
            bare = text.rstrip("#")
            text = bare.rstrip() if bare.endswith(" ") or not bare else text
        return at + len(text)

    def _line_end(self, at: int, sign: str) -> int:
        behind = self._lines.behind(at)
        if self._lines.is_new:
            self._emphasis.clear()
            self._brackets.clear()
        return behind

    def _tag(self, at: int, sign: str) -> int:
        end = self._html.sign(at)
        # What nobody closed ends where a heading's line begins.
        is_line = at < end < len(self._source) and self._source[end - 1] == "\n"
        return self._lines.begin(end, is_fresh=True) if is_line else end

    def _escape(self, at: int, sign: str) -> int:
        escaped = self._source[at + 1 : at + 2]
        if escaped == "\n":
            self._pieces.put(HARD, at, at + 1)
            return at + 1
        if escaped not in _ESCAPED or not escaped:
            return at
        self._pieces.keep(at + 1, at + 2)
        return at + 2

    def _code(self, at: int, sign: str) -> int:
        size = len(sign)
        end = self._closing_ticks(at + size, size)
        if end < 0:
            return at
        start, stop = at + size, end
        if self._source[start] == " " == self._source[stop - 1] and stop - start > 2:
            start, stop = start + 1, stop - 1
        while (line_end := self._source.find("\n", start, stop)) >= 0:
            keep_words(self._pieces, start, line_end)
            self._pieces.put(SOFT, line_end, line_end + 1)
            start = line_end + 1
        keep_words(self._pieces, start, stop)
        return end + size

    def _closing_ticks(self, at: int, size: int) -> int:
        if self._ticks is None:
            self._ticks = {}
            for match in re.finditer("`+", self._source):
                self._ticks.setdefault(match.end() - match.start(), []).append(match.start())
        places = self._ticks.get(size, [])
        number = bisect_left(places, at)
        if number == len(places) or PARTED.search(self._source, at, places[number]):
            return -1
        return places[number]

    def _stars(self, at: int, sign: str) -> int:
        if len(sign) > 1:
            return at + len(sign)
        before, behind = self._beside(at, 1)
        return self._emphasised(at, sign, not before.isspace(), not behind.isspace())

    def _underscores(self, at: int, sign: str) -> int:
        before, behind = self._beside(at, len(sign))
        closes = not before.isspace() and not behind.isalnum()
        return self._emphasised(at, sign, closes, not behind.isspace() and not before.isalnum())

    def _emphasised(self, at: int, sign: str, closes: bool, opens: bool) -> int:
        """Take a sign away together with the one it closes; one that opens waits for that."""
        waiting = self._emphasis.setdefault(sign, [])
        if closes and waiting:
            self._pieces.texts[waiting.pop()] = ""
            return at + len(sign)
        if opens:
            waiting.append(len(self._pieces.texts))
        return at

    def _beside(self, at: int, size: int) -> tuple[str, str]:
        source = self._source
        return source[at - 1] if at else " ", source[at + size] if at + size < len(source) else " "

    def _image(self, at: int, sign: str) -> int:
        if embedded := WIKI.match(self._source, at + 1):
            return embedded.end()
        if (photo := _PHOTO.match(self._source, at)) and (target := _TARGET.match(self._source, photo.end())):
            return target.end()
        # Its text stays; whether it is one is known at its end.
        self._brackets.append(len(self._pieces.texts))
        self._pieces.keep(at, at + 2)
        return at + 2

    def _embed(self, at: int, sign: str) -> int:
        if embed := EMBED.match(self._source, at):
            return embed.end()
        # The bracket behind it is a sign of its own.
        self._pieces.keep(at, at + 1)
        return at + 1

    def _opening(self, at: int, sign: str) -> int:
        source = self._source
        if note := _NOTE_SIGN.match(source, at):
            return note.end()
        if (end := self._html.shortcode(at)) > at:
            return end
        if wiki := WIKI.match(source, at):
            self._pieces.keep(*wiki.span("text"))
            return wiki.end()
        if (hatena := HATENA.match(source, at)) and not source.startswith("(", hatena.end()):
            if hatena["title"]:
                self._pieces.keep(*hatena.span("title"))
            return hatena.end()
        self._brackets.append(len(self._pieces.texts))
        return at

    def _closing(self, at: int, sign: str) -> int:
        if not self._brackets:
            return at
        opened = self._brackets.pop()
        source = self._source
        end = at
        if target := _TARGET.match(source, at + 1):
            end = target.end()
        elif (reference := _REFERENCE.match(source, at + 1)) and (
            # A number's definition may stand at the end of a post of which this is a part.
            reference[1].isdigit() or _label_key(reference[1] or self._label(opened, at)) in self._labels
        ):
            end = reference.end()
        elif self._labels and _label_key(self._label(opened, at)) in self._labels:
            end = at + 1
        if end > at:
            self._pieces.texts[opened] = ""
        return end

    def _label(self, opened: int, at: int) -> str:
        start = self._pieces.ends[opened]
        return self._source[start:at] if at - start <= 200 else ""

    def _template(self, at: int, sign: str) -> int:
        source = self._source
        if source.startswith(("{{", "{%"), at):
            return self._html.template(at)
        attributes = ATTRIBUTES.match(source, at)
        return attributes.end() if attributes else at

    def _address(self, at: int, sign: str) -> int:
        return url_end(self._source, at) if self._hides_addresses else at

    def _cell(self, at: int, sign: str) -> int:
        if not self._lines.in_table:
            return at
        self._pieces.put(HARD, at, at + 1)
        return at + 1 + self._source.startswith(" ", at + 1)


def _label_key(label: str) -> str:
    return " ".join(label.lower().split())


_Read = Callable[[MarkdownReader, int, str], int]
"""Reads the sign that stands at a place; returns where reading goes on, the same place if it is none."""
_READ: dict[str, _Read] = {
    "\n": MarkdownReader._line_end,
    "\\": MarkdownReader._escape,
    "`": MarkdownReader._code,
    "*": MarkdownReader._stars,
    "_": MarkdownReader._underscores,
    "~": lambda reader, at, sign: at + len(sign),
    "!": MarkdownReader._image,
    "@": MarkdownReader._embed,
    "[": MarkdownReader._opening,
    "]": MarkdownReader._closing,
    "<": MarkdownReader._tag,
    "&": lambda reader, at, sign: reader._html.reference(at),
    "{": MarkdownReader._template,
    "|": MarkdownReader._cell,
    **dict.fromkeys("hHf", MarkdownReader._address),
}
