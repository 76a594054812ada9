"""Visible text: what a reader sees of a body, and where each piece of it stands in what was written.

It is what is searched, quoted and compared. Tags, addresses, comments and signs of markup are not in it;
references and escapes are undone; a word that emphasis or a link parts is one word.
"""

import re

from search.model import Markup
from search.text.signs.html_signs import read_html, read_links
from search.text.signs.markdown_signs import MarkdownReader
from search.text.signs.pieces import Pieces, VisibleText, as_written
from search.text.signs.rst_signs import read_rst

__all__ = ["VisibleText", "visible_text", "visible_title"]

# Whatever begins a sign in any markup, and every line end.
_MAY_HOLD_SIGNS = re.compile(r"[\n\r\\`*_~\[\]<&{|]|://|^\s*(?:[-+#:=>]|\d+[.)])|::")


def visible_text(body: str, markup: Markup = "markdown") -> VisibleText:
    """Return what a reader sees of a body. Whatever was written is read, in time linear in its length."""
    if not _MAY_HOLD_SIGNS.search(body):
        return as_written(body)
    pieces = Pieces(body)
    match markup:
        case "markdown":
            MarkdownReader(pieces).read()
        case "html":
            read_html(pieces)
        case "rst":
            read_rst(pieces)
        case "text":
            read_links(pieces)
    return pieces.visible()


def visible_title(title: str, markup: Markup = "markdown") -> str:
    """Return a title without its markup, in one line."""
    return " ".join(visible_text(title, markup).text.split())
