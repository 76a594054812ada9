"""Tags, comments and references of HTML, as they stand in HTML and in Markdown."""

import html
import re
from collections.abc import Callable

from search.text.signs.code_blocks import comment_end
from search.text.signs.pieces import HARD, SOFT, Pieces

TAG = re.compile(r"""</?([A-Za-z][\w.:-]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""", re.ASCII)
URL = re.compile(
    r"(?:https?|ftp)://(?:[-A-Za-z0-9._~:/?#@!$&'*+,;=%|\[\]]|\((?:[-A-Za-z0-9._~:/?#@!$&*+,;=%])*+\))++",
    re.IGNORECASE,
)
"""An address in running text. Japanese letters and closing brackets end it."""
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_BROKEN_TAG = re.compile(r"</?[A-Za-z][\w.:-]*+[^<>\n]*+", re.ASCII)
_OTHER = re.compile(r"<[!?/][^<>]*+>")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HEADING = re.compile(r"\n[ \t]*+#{1,6}[ \t]|<h[1-6][\s>]", re.IGNORECASE)
_SIGN = re.compile(r"<|&|\[|\{[{%]|\n\s*+|[^\S\n]{2,}+(?:\n\s*+)?|https?://|ftp://", re.IGNORECASE)
_PLUGIN = (
    r"(?:(?:wp_)?caption|gallery|audio|video|playlist|embed|youtube|vimeo|gist|slideshare|googlemaps|map"
    r"|crayon[\w-]*|sourcecode|code|contact-form[\w-]*)"
)
SHORTCODE = re.compile(
    rf"(?:\[embed\][^\[\]\n]*\[/embed\]|\[/{_PLUGIN}\]|\[(?:(?:wp_)?caption|gallery|crayon[\w-]*|sourcecode)\s*/?\]"
    rf"|\[{_PLUGIN}(?:\s+(?:[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\[\]\"']+)|https?://[^\s\[\]]+))+\s*/?\])(?!\()",
    re.ASCII,
)
"""Shortcodes, as blogs that came from WordPress have them: what they stand around is kept. Of words that may
be meant as such, as [video], only those with attributes or an address are some."""
_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_LONGEST_TEMPLATE = 2_000
_TRAILING = ".,;:!?'*_~|]["
_BLOCKS = frozenset(
    """
    address article aside blockquote br center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody td tfoot th thead
    tr ul body html title caption video audio iframe object script style head select
    """.split()  # noqa: SIM905  # A list of fifty strings is no easier to read.
)
_CODE = frozenset(("script", "style"))
ASIDE = frozenset(
    """
    audio canvas head iframe math noframes noscript object select svg template textarea video
    """.split()  # noqa: SIM905
)
"""Elements of which nothing is text, where somebody closed them: else people write of the tag."""
_HIDDEN = _CODE | ASIDE


def url_end(source: str, at: int) -> int:
    """Return where the address that begins here ends; `at` where there is none."""
    match = URL.match(source, at)
    if not match:
        return at
    end = match.end()
    while source[end - 1] in _TRAILING:
        end -= 1
    return end


class HtmlReader:
    """Reads what begins with `<` or `&`. What was looked for in vain is not looked for again."""

    __slots__ = ("_in_pre", "_lasts", "_missing", "pieces", "source")

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.source = pieces.source
        self._missing: set[str] = set()
        self._lasts: dict[str, int] = {}
        self._in_pre = False

    def sign(self, at: int) -> int:
        """Read the sign that begins with `<` here; return where reading goes on, `at` if it is none."""
        source, pieces = self.source, self.pieces
        if source.startswith("<!--", at):
            return comment_end(source, at)[0]
        tag = TAG.match(source, at) or _OTHER.match(source, at)
        if tag is None:
            broken = _BROKEN_TAG.match(source, at)
            # What is left of a tag that something cut is no word either.
            return broken.end() if broken and "=" in broken[0] else at
        name = (tag[1] or "").lower() if tag.re is TAG else ""
        if name in _BLOCKS:
            pieces.put(HARD, at, tag.end())
        elif name == "img" and (alt := _ALT.search(tag[0])):
            words = html.unescape(alt[1] or alt[2] or alt[3] or "")
            pieces.put("" if words.startswith("f:id:") else words, at, tag.end())
        if name in _HIDDEN and source[at + 1] != "/" and not tag[0].endswith("/>"):
            return self._until(name, tag.end())
        if name == "pre" and source[at + 1] != "/" and not self._in_pre:
            return self._preformatted(tag.end())
        return tag.end()

    def reference(self, at: int) -> int:
        """Read the reference that begins with `&` here; return where reading goes on, `at` if it is none."""
        match = REFERENCE.match(self.source, at)
        character = html.unescape(match[0]) if match else ""
        if not match or character == match[0]:
            return at
        self.pieces.put(" " if character in "\xa0\n\r\t" else character, at, match.end())
        return match.end()

    def template(self, at: int) -> int:
        """Return where the shortcode or liquid tag ends that begins with `{` here; `at` if it is none."""
        closing = "%}" if self.source.startswith("{%", at) else "}}"
        if closing not in self._lasts:
            self._lasts[closing] = self.source.rfind(closing)
        if self._lasts[closing] < at:
            return at
        end = self.source.find(closing, at + 2, at + _LONGEST_TEMPLATE)
        return at if end < 0 or self.source.find("\n\n", at, end) >= 0 else end + 2

    def shortcode(self, at: int) -> int:
        """Read the shortcode that begins with `[` here; return where reading goes on, `at` if it is none."""
        shortcode = SHORTCODE.match(self.source, at)
        if not shortcode:
            return at
        self.pieces.put(HARD, at, shortcode.end())
        return shortcode.end()

    def found(self, wanted: str, at: int) -> int:
        """Return where this next stands, whatever its case, or -1."""
        if wanted in self._missing:
            return -1
        match = re.compile(re.escape(wanted), re.IGNORECASE).search(self.source, at)
        if match is None:
            self._missing.add(wanted)
            return -1
        return match.start()

    def _preformatted(self, at: int) -> int:
        """Keep the lines of a `pre`, of which tags and references are still read."""
        end = self.found("</pre", at)
        end = len(self.source) if end < 0 else end
        self._in_pre = True
        read_text(self, at, end, str)
        self._in_pre = False
        return end

    def _until(self, name: str, start: int) -> int:
        """Return where hidden text ends: behind what closes it, else code before the next heading."""
        end = self.found(f"</{name}", start)
        if end < 0:
            if name in ASIDE:
                return start
            heading = _HEADING.search(self.source, start)
            return heading.start() if heading else len(self.source)
        closing = self.source.find(">", end)
        return closing + 1 if closing >= 0 else len(self.source)


def _as_soft(text: str) -> str:
    return SOFT if "\n" in text else " "


def read_text(reader: HtmlReader, at: int, end: int, blank: Callable[[str], str]) -> None:
    """Read HTML from `at` to `end`; `blank` says what stands for white space."""
    source, pieces = reader.source, reader.pieces
    while match := _SIGN.search(source, at, end):
        start = match.start()
        pieces.keep(_behind_break(pieces, at), start)
        first = source[start]
        at = start
        if first == "<":
            at = reader.sign(start)
        elif first == "&":
            at = reader.reference(start)
        elif first == "{":
            at = reader.template(start)
        elif first == "[":
            at = reader.shortcode(start)
        elif first.isspace():
            pieces.put(blank(match[0]), start, match.end())
            at = match.end()
        else:
            at = url_end(source, start)
        if at == start:
            pieces.keep(start, start + 1)
            at = start + 1
    pieces.keep(_behind_break(pieces, at), end)


def _behind_break(pieces: Pieces, at: int) -> int:
    """Skip the blank behind a tag that begins a line."""
    return at + bool(pieces.texts and pieces.texts[-1] == HARD and pieces.source.startswith(" ", at))


def read_html(pieces: Pieces) -> None:
    """Read a source that is HTML throughout."""
    read_text(HtmlReader(pieces), 0, len(pieces.source), _as_soft)


def keep_words(pieces: Pieces, start: int, end: int) -> None:
    """Keep a piece of the source, of which only the addresses are signs: code, or plain text."""
    source, at = pieces.source, start
    if source.find("://", start, end) >= 0:
        for match in _ADDRESS.finditer(source, start, end):
            if match.start() >= at and (stop := min(url_end(source, match.start()), end)) > match.start():
                pieces.keep(at, match.start())
                at = stop
    pieces.keep(at, end)
