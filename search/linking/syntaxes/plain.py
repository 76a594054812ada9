"""Plain text, for mail and chat: titles as they are, with their addresses behind them."""

from collections.abc import Sequence

from search.linking.syntaxes.syntax import Entry, bulleted


class Plain:
    """`title`, and at the end of the line its address."""

    def link(self, url: str, title: str) -> str:
        return title

    def text(self, words: str) -> str:
        return words

    def line(self, words: str) -> str:
        return self.text(words)

    def shown(self, url: str) -> str:
        return f", {url}"

    def quotation(self, lines: Sequence[str], source: str) -> str:
        return "\n".join((*(f"> {line}" for line in lines), f"— {source}"))

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        return "\n".join((*bulleted(entries, "- ", "  - "), "", source))
