"""HTML of a blog's export -> Markdown that a person can go on writing in. What says nothing is left out."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ("p", "div", "section", "article", "blockquote", "ul", "ol", "table", "tr", "figure", "dl", "dt")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SIGNS = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}
_SILENT = frozenset(("script", "style", "noscript", "template"))
_SECTION = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_CONDITION = re.compile(r"<!\[[^<>\[\]]{0,200}\]>")
_DEEPEST = 20
"""Lists in lists that are indented further and further."""
_BACKQUOTES = re.compile("`+")
_PLAYERS = frozenset(("iframe", "embed", "video", "audio"))


def markdown_of(html: str) -> str:
    """Return the text with links, lists, emphasis, code, and headings below those of a talk, as Markdown."""
    reader = _Reader()
    html = _without_sections(html)
    # A comment or a tag that nobody closes is looked through to its end at every further one.
    closed = html.rfind("-->") + 1
    html = html[:closed] + html[closed:].replace("<!--", "&lt;!--")
    closed = html.rfind(">") + 1
    reader.feed(html[:closed] + html[closed:].replace("<", "&lt;"))
    reader.close()
    return reader.text()


def _without_sections(html: str) -> str:
    """Take `<![CDATA[…]]>` and `<![if …]>` out: the parser fails on those that nobody closes."""
    closed = html.rfind("]]>") + 3
    html = _SECTION.sub("", html[:closed]) + html[closed:] if closed > 2 else html
    return _CONDITION.sub("", html).replace("<![", "&lt;![")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._target: str | None = None
        """Where the open link leads, whose parts begin at `_link_at`: there is one at most, as in HTML."""
        self._link_at = 0
        self._lists: list[int] = []
        """Of each open list the number of its latest item; -1 when it has none."""
        self._silent = 0
        self._code = 0
        """How many `pre` are open; the parts of the first begin at `_code_at`."""
        self._code_at = 0

    def text(self) -> str:
        text = re.sub(r"(?<![ \t])[ \t]++\n", "\n", "".join(self._parts))
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def close(self) -> None:
        """End what nobody has ended."""
        super().close()
        self._close_link()
        if self._code:
            self._close_code()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag in _HEADINGS:
            self._parts.append(f"\n\n{'#' * max(3, int(tag[1]))} ")
        elif tag == "pre":
            self._close_link()
            self._code_at = self._code_at if self._code else len(self._parts)
            self._code += 1
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
            self._parts.append("" if len(self._lists) > 1 else "\n\n")
        elif tag == "li":
            indent = "  " * (min(len(self._lists), _DEEPEST) - 1)
            self._parts.append(f"\n{indent}{self._bullet()} ")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "hr":
            self._parts.append("\n\n")
        elif tag == "a" and not self._code:
            self._close_link()
            self._target, self._link_at = found.get("href", ""), len(self._parts)
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
        elif tag == "pre" and self._code:
            self._code -= 1
            if not self._code:
                self._close_code()
        elif tag in ("ul", "ol"):
            if self._lists:
                self._lists.pop()
            self._parts.append("" if self._lists else "\n\n")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._parts.append("\n\n")
        elif tag == "a":
            self._close_link()
        elif tag in _SIGNS and not self._code:
            self._parts.append(_SIGNS[tag])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data if self._code else re.sub(r"(?<![ \t])[ \t]*+\n[ \t]*+", "\n", data))

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "-"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def _close_code(self) -> None:
        """Put code between fences, longer than any in it."""
        code = "".join(self._parts[self._code_at :])
        longest = max(map(len, _BACKQUOTES.findall(code)), default=0)
        fence = "`" * max(3, longest + 1)
        self._parts[self._code_at :] = [f"\n\n{fence}\n", code, f"\n{fence}\n\n"]

    def _close_link(self) -> None:
        """End the link, if one is open; one that leads nowhere on the web, or shows nothing, is no link."""
        target, self._target = self._target, None
        if target is not None:
            label = "".join(self._parts[self._link_at :]).strip()
            shown = f"[{label}]({target})" if label and target.startswith("http") else label
            self._parts[self._link_at :] = [shown]
