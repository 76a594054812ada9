"""HTML, also where it stands in a post of Markdown or Hatena's syntax: those look for their signs in it."""

from collections.abc import Sequence
from html import escape

from search.linking.syntaxes.syntax import Entry, Syntax, as_typed, no_code, referenced

_SIGNS = referenced(r"\`*_[]()~$|^{}")


class Html(Syntax):
    """`<a href="url">title</a>`."""

    def link(self, url: str, title: str) -> str:
        return f'<a href="{escape(url)}">{self.text(title)}</a>'

    def text(self, words: str) -> str:
        return as_typed(escape(words)).translate(_SIGNS).replace("://", "&#58;//")

    def line(self, words: str) -> str:
        return no_code(self.text(words))

    def quotation(self, lines: Sequence[str], source: str) -> str:
        # No empty line: in Markdown it would end the HTML.
        told = "".join(f"<p>{self.text(line)}</p>\n" for line in lines)
        return f"<blockquote>\n{told}<p>— {source}</p>\n</blockquote>"

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        items = "\n".join(f"<li>{entry.line}{_below(entry)}</li>" for entry in entries)
        return f"<ul>\n{items}\n</ul>\n<p>{source}</p>"


def _below(entry: Entry) -> str:
    if not entry.below:
        return ""
    return "\n<ul>\n" + "\n".join(f"<li>{line}</li>" for line in entry.below) + "\n</ul>\n"
