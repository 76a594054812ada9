"""Scrapbox (Cosense). It knows no escape: signs that would end a link are written in full width."""

from collections.abc import Sequence

from search.linking.syntaxes.syntax import Entry, Syntax, bulleted

_SIGNS = str.maketrans("[]`", "［］｀")


class Scrapbox(Syntax):
    """`[url title]`."""

    def link(self, url: str, title: str) -> str:
        # The address comes first: so the title may hold another one.
        return f"[{url} {self.text(title)}]"

    def text(self, words: str) -> str:
        # Of two addresses in brackets the second is a picture.
        return words.translate(_SIGNS).replace("://", ":／／")

    def quotation(self, lines: Sequence[str], source: str) -> str:
        return "\n".join(f"> {line}" for line in (*map(self.text, lines), f"— {source}"))

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        return "\n".join((*bulleted(entries, " ", "  "), source))
