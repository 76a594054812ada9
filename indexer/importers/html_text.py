"""HTML of a blog's export -> Markdown that a person can go on writing in. What says nothing is left out."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ("p", "div", "section", "article", "blockquote", "ul", "ol", "table", "tr", "figure", "dl", "dt")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SIGNS = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}
_SILENT = frozenset(("script", "style", "noscript", "template"))
_PLAYERS = frozenset(("iframe", "embed", "video", "audio"))


def markdown_of(html: str) -> str:
    """Return the text with links, lists, emphasis, code, and headings below those of a talk, as Markdown."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._targets: list[str] = []
        self._lists: list[int] = []
        """Of each open list the number of its latest item; -1 when it has none."""
        self._silent = 0
        self._code = 0

    def text(self) -> str:
        text = re.sub(r"[ \t]+\n", "\n", "".join(self._parts))
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def close(self) -> None:
        """End what nobody has ended."""
        super().close()
        while self._targets:
            self._close_link(self._targets.pop())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag in _HEADINGS:
            self._parts.append(f"\n\n{'#' * max(3, int(tag[1]))} ")
        elif tag == "pre":
            self._code += 1
            self._parts.append("\n\n```\n")
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
            self._parts.append("" if len(self._lists) > 1 else "\n\n")
        elif tag == "li":
            self._parts.append(f"\n{'  ' * (len(self._lists) - 1)}{self._bullet()} ")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "hr":
            self._parts.append("\n\n")
        elif tag == "a":
            self._targets.append(found.get("href", ""))
            self._parts.append("[")
        elif tag == "img" and found.get("src", "").startswith("http"):
            self._parts.append(f"![{found.get('alt', '')}]({found['src']})")
        elif tag in _PLAYERS and found.get("src", "").startswith(("http", "//")):
            source = found["src"]
            self._parts.append(f"\n\n<{'https:' + source if source.startswith('//') else source}>\n\n")
        elif tag in _SIGNS and not self._code:
            self._parts.append(_SIGNS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "pre":
            self._code = max(0, self._code - 1)
            self._parts.append("\n```\n\n")
        elif tag in ("ul", "ol"):
            if self._lists:
                self._lists.pop()
            self._parts.append("" if self._lists else "\n\n")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._parts.append("\n\n")
        elif tag == "a" and self._targets:
            self._close_link(self._targets.pop())
        elif tag in _SIGNS and not self._code:
            self._parts.append(_SIGNS[tag])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data if self._code else re.sub(r"[ \t]*\n[ \t]*", "\n", data))

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "-"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def _close_link(self, target: str) -> None:
        """End a link; one that leads nowhere on the web, or shows nothing, is no link."""
        start = max((at for at, part in enumerate(self._parts) if part == "["), default=-1)
        if start < 0:
            return
        label = "".join(self._parts[start + 1 :]).strip()
        self._parts[start:] = [f"[{label}]({target})" if label and target.startswith("http") else label]
