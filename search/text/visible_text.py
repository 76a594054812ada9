"""Visible text: what a reader sees of a body, and where each piece of it stands in what was written.

It is what is searched, quoted and compared. Tags, addresses, comments and signs of markup are not in it;
references and escapes are undone; a word that emphasis or a link parts is one word.
"""

import re

from search.model import Markup
from search.text.signs.html_signs import keep_words, read_html
from search.text.signs.markdown_signs import MarkdownReader
from search.text.signs.pieces import Pieces, VisibleText, as_written
from search.text.signs.rst_signs import RstReader

# Whatever begins a sign in any markup, and every line end.
_MAY_HOLD_SIGNS = re.compile(r"[\n\r\\`*_~\[\]<&{|]|://|^\s*(?:[-+#:=>]|\d+[.)])|::")
_TAG = re.compile(r"(?<!`)(?P<code>`++)[^`]+(?P=code)|\\<|</?(?P<name>[A-Za-z][\w-]*)\s*/?>", re.ASCII)
_OF_TITLES = frozenset(
    "a b big br code del em font i img ins kbd mark rp rt ruby s small span strong sub sup tt u wbr".split()  # noqa: SIM905
)


def visible_text(body: str, markup: Markup = "markdown") -> VisibleText:
    """Return what a reader sees of a body. Whatever was written is read, in time linear in its length."""
    return _read(body, markup).visible() if _MAY_HOLD_SIGNS.search(body) else as_written(body)


def seen_of(body: str, markup: Markup) -> str:
    """Return the text alone, a fifth sooner: for who does not ask where it comes from."""
    return _read(body, markup).text() if _MAY_HOLD_SIGNS.search(body) else body


def _read(body: str, markup: Markup) -> Pieces:
    pieces = Pieces(body)
    match markup:
        case "markdown":
            MarkdownReader(pieces).read()
        case "html":
            read_html(pieces)
        case "rst":
            RstReader(pieces).read()
        case "text":
            keep_words(pieces, 0, len(body))
    return pieces


def visible_title(title: str) -> str:
    """Return a title without its signs of Markdown, in one line; as it is where nothing else would be left.

    Tags that no title is made with are words in it: `Vec<T>`, `<dialog> 入門`.
    """
    if not _MAY_HOLD_SIGNS.search(title):
        return " ".join(title.split())
    pieces = Pieces(_TAG.sub(_kept_tag, title))
    MarkdownReader(pieces).read_line()
    return " ".join((pieces.text() or title).split())


def _kept_tag(tag: re.Match[str]) -> str:
    name = tag["name"]
    return tag[0] if name is None or name.lower() in _OF_TITLES else f"&lt;{tag[0][1:]}"
