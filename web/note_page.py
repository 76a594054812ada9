"""Note page: a note's HTML as a page shows it: headings in their place, addresses as links, words marked.

Marks are looked for once, in all that is seen: so a word is marked whose letters emphasis parts.
"""

import html
import re
from collections.abc import Callable, Sequence

from search.model import Mark
from search.text.signs.html_signs import url_end
from search.text.signs.pieces import is_wide
from web.clean import BLOCKS, INLINE, PLAYERS, VOID, Tag, address_of, player_address, short_of

Marked = Callable[[str, Sequence[Mark]], str]
"""Escapes a text as HTML, with these ranges of it marked."""
Marker = Callable[[str], Sequence[Mark]]
"""Finds what to highlight in a text: ranges in order that do not overlap."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_LINE_END = re.compile(r"[ \t]*\n\s*")
_QUIET = frozenset(("a", "pre", "code", "kbd", "samp"))
"""What addresses in it are not made links."""


class NotePage:
    """Puts HTML together out of `pieces`: at even places markup, at odd ones what is seen."""

    def __init__(self, tokens: Sequence[Tag | str], top_heading: int, picture: str) -> None:
        levels = sorted(
            {token.name for token in tokens if isinstance(token, Tag) and token.name in _HEADINGS}
        )
        self._headings = {name: f"h{min(top_heading + n, 6)}" for n, name in enumerate(levels)}
        self._picture = picture
        self._markup: list[str] = [""]
        self._texts: list[str] = []
        self._open: dict[str, int] = {}
        self._linked: list[bool] = []
        self._boxes: list[bool] = []
        self._line_end = ""
        self._last = ""
        self._hidden = ""
        for token in tokens:
            if isinstance(token, Tag):
                self._add_tag(token)
            elif not self._hidden:
                self._add_text(token)
        self._put(self._line_end)

    def html(self, marker: Marker, marked: Marked) -> str:
        whole: list[str] = []
        places: list[int] = []
        at = 0
        for markup, text in zip(self._markup, [*self._texts, ""], strict=True):
            if _parts(markup) and whole:
                whole.append("\n")
                at += 1
            whole.append(text)
            places.append(at)
            at += len(text)
        marks = list(marker("".join(whole)))
        pieces = []
        first = 0
        for markup, text, place in zip(self._markup, [*self._texts, ""], places, strict=True):
            pieces.append(markup)
            own = []
            while first < len(marks) and marks[first][1] <= place:
                first += 1
            at = first
            while at < len(marks) and marks[at][0] < place + len(text):
                start, end = marks[at]
                own.append((max(0, start - place), min(len(text), end - place)))
                at += 1
            pieces.append(marked(text, own))
        return "".join(pieces)

    def _put(self, markup: str) -> None:
        self._markup[-1] += markup

    def _show(self, text: str) -> None:
        if text:
            self._texts.append(text)
            self._markup.append("")
            self._last = text[-1]

    def _add_text(self, text: str) -> None:
        if self._open.get("pre"):
            self._show(text)
            return
        for number, piece in enumerate(_LINE_END.split(text)):
            if number:
                self._line_end = "\n"
            if piece:
                self._wrap(piece[0])
                self._add_words(piece)

    def _wrap(self, behind: str) -> None:
        """Put the line end that waits; a browser shows it as a space, which Japanese has not."""
        if self._line_end and not (is_wide(self._last or " ") and is_wide(behind)):
            (self._show if self._last else self._put)(self._line_end)
        self._line_end = ""

    def _add_words(self, text: str) -> None:
        at = seen = 0
        if not any(self._open.get(name) for name in _QUIET):
            for match in _ADDRESS.finditer(text):
                start = match.start()
                if start < seen:
                    continue
                seen = max(url_end(text, start), match.end())
                if address := address_of(text[start:seen]):
                    self._show(text[at:start])
                    self._put(_link(address))
                    self._show(text[start:seen])
                    self._put("</a>")
                    at = seen
        self._show(text[at:])

    def _add_tag(self, tag: Tag) -> None:
        name = tag.name
        if self._hidden:
            if tag.closes and name == self._hidden:
                self._hidden = ""
        elif name in PLAYERS:
            if not tag.closes:
                self._add_link(player_address(tag), tag.attributes.get("title", ""))
                self._hidden = "" if name == "embed" else name
        elif name == "img":
            self._add_picture(tag)
        elif name == "a":
            self._add_anchor(tag)
        elif name == "div":
            self._add_box(tag)
        elif name in BLOCKS or name in INLINE:
            self._add_element(tag)
        elif self._last:
            self._end_block()

    def _add_element(self, tag: Tag) -> None:
        name = self._headings.get(tag.name, tag.name)
        if tag.name in BLOCKS:
            self._end_block()
        if name not in VOID:
            self._open[tag.name] = self._open.get(tag.name, 0) + (-1 if tag.closes else 1)
        if tag.closes:
            self._put(f"</{name}></div>" if name == "table" else f"</{name}>")
            return
        start = tag.attributes.get("start", "")
        match name:
            case "pre":
                # A wide block scrolls by itself, so the keyboard must reach it.
                self._put('<pre tabindex="0">')
            case "table":
                self._put('<div class="table" tabindex="0"><table>')
            case "ol" if start.isascii() and start.isdigit() and len(start) < 10:
                self._put(f'<ol start="{start}">')
            case _:
                self._put(f"<{name}>")

    def _add_box(self, tag: Tag) -> None:
        self._end_block()
        if tag.closes:
            if self._boxes and self._boxes.pop():
                self._put("</div>")
            return
        self._boxes.append(tag.attributes.get("class") == "box")
        if self._boxes[-1]:
            self._put('<div class="box">')

    def _add_anchor(self, tag: Tag) -> None:
        if tag.closes:
            if self._linked and self._linked.pop():
                self._put("</a>")
                self._open["a"] -= 1
            return
        address = address_of(tag.attributes.get("href", ""))
        self._linked.append(bool(address))
        if address:
            self._put(_link(address))
            self._open["a"] = self._open.get("a", 0) + 1

    def _add_picture(self, tag: Tag) -> None:
        text = " ".join((tag.attributes.get("alt") or "").split())
        # Hatena gives a picture without words its own name.
        text = "" if text.startswith("f:id:") else text
        address = address_of(tag.attributes.get("data-src") or tag.attributes.get("src") or "")
        self._wrap(" ")
        if self._open.get("a") or not address:
            self._show(text)
        else:
            self._put(f"{_link(address)}{html.escape(self._picture)}: ")
            self._show(text or self._picture)
            self._put("</a>")

    def _add_link(self, address: str, title: str) -> None:
        if address and not self._open.get("a"):
            self._wrap(" ")
            self._put(_link(address))
            self._show(title.strip() or short_of(address))
            self._put("</a>")

    def _end_block(self) -> None:
        self._put(self._line_end)
        self._line_end = self._last = ""


def _parts(markup: str) -> bool:
    """Say whether markup has a tag that parts what stands before it from what stands behind."""
    return any(name in BLOCKS for name in re.findall(r"</?([a-z0-9]+)", markup))


def _link(address: str) -> str:
    return f'<a href="{html.escape(address)}" rel="nofollow noopener">'
