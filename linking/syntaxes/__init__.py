"""Syntaxes: how each kind of blog writes a link, a quotation and a list.

Whatever a text holds, it stays that text: no sign in it ends a link or begins markup, and no brace stops the
build of a site that looks for `{{`, `{%` or `{`.
"""

from collections.abc import Mapping

from linking.syntaxes.hatena import Hatena
from linking.syntaxes.html import Html
from linking.syntaxes.markdown import Markdown
from linking.syntaxes.plain import Plain
from linking.syntaxes.rst import ReStructuredText
from linking.syntaxes.scrapbox import Scrapbox
from linking.syntaxes.syntax import Syntax

SYNTAXES: Mapping[str, Syntax] = {
    "markdown": Markdown(),
    "html": Html(),
    "hatena": Hatena(),
    "rst": ReStructuredText(),
    "scrapbox": Scrapbox(),
    "text": Plain(),
}
