"""Syntaxes: how each kind of blog writes a link, a quotation and a list.

Whatever a text holds, it stays that text: no sign in it ends a link or begins markup, and no brace stops the
build of a site that looks for `{{`, `{%` or `{`.
"""

from collections.abc import Mapping

from search.linking.syntaxes.hatena import Hatena
from search.linking.syntaxes.html import Html
from search.linking.syntaxes.markdown import Markdown
from search.linking.syntaxes.plain import Plain
from search.linking.syntaxes.rst import ReStructuredText
from search.linking.syntaxes.scrapbox import Scrapbox
from search.linking.syntaxes.syntax import Syntax

SYNTAXES: Mapping[str, Syntax] = {
    "markdown": Markdown(),
    "html": Html(),
    "hatena": Hatena(),
    "rst": ReStructuredText(),
    "scrapbox": Scrapbox(),
    "text": Plain(),
}
