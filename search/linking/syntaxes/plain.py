"""Plain text, for mail and chat: titles as they are, with their addresses behind them."""

from search.linking.syntaxes.syntax import Syntax


class Plain(Syntax):
    """`title`, and at the end of the line its address."""

    def link(self, url: str, title: str) -> str:
        return title

    def text(self, words: str) -> str:
        return words

    def shown(self, url: str) -> str:
        return f", {url}"
