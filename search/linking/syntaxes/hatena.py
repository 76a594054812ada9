"""Hatena's syntax. Titles and texts may hold character references, so its signs are written as these.

Footnotes are `((…))`, keywords `[[…]]`, options of an address `:…`, names `id:…`.
"""

from collections.abc import Sequence

from search.linking.syntaxes.syntax import Entry, Syntax, bulleted, referenced

_SIGNS = referenced("[]:<>&\"'|{}")
_PARENTHESES = referenced("()")
_LINE_SIGNS = referenced("*-+=~")


class Hatena(Syntax):
    """`[url:title=title]`."""

    def link(self, url: str, title: str) -> str:
        return f"[{target_of(url)}:title={title.translate({**_SIGNS, **_PARENTHESES})}]"

    def text(self, words: str) -> str:
        return words.translate(_SIGNS).replace("((", "&#40;&#40;").replace("))", "&#41;&#41;")

    def line(self, words: str) -> str:
        # A sign there would make a heading or a list.
        return words[:1].translate(_SIGNS).translate(_LINE_SIGNS) + self.text(words[1:])

    def quotation(self, lines: Sequence[str], source: str) -> str:
        return "\n".join((">>", *map(self.line, lines), f"— {source}", "<<"))

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        return "\n".join((*bulleted(entries, "-", "--"), "", source))


def target_of(url: str) -> str:
    """Return an address that ends where its options begin."""
    return url.replace("[", "%5B").replace("]", "%5D").replace(":title", "%3Atitle")
