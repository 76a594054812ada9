"""Markdown, as CommonMark, GitHub, kramdown, Goldmark, MDX and Zenn read it.

Signs get a backslash where all of them know it for that sign, and a character reference where one does not.
"""

import re
from collections.abc import Sequence

from search.linking.syntaxes.syntax import Syntax, as_typed, no_code, referenced

# `:name` is a directive or a picture, and an address would be a link by itself.
# `![` begins a picture, and for marked `\[x\](` begins a link.
_ESCAPED = re.compile(r"[\\`*_\[\]~]|:(?=[A-Za-z0-9/])|!(?=\[)|(?<=\])\(")
# `{{` is Liquid's and Hugo's, `{` MDX's, `$` begins a formula, `|` ends a cell, `^` is for footnotes.
_REFERENCED = {**referenced("{}$|^"), ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_LINE_SIGNS = frozenset("-+#=:")
_NUMBERED = re.compile(r"(\d+)([.)])", re.ASCII)


class Markdown(Syntax):
    """`[title](url)`."""

    def link(self, url: str, title: str) -> str:
        target = url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return f"[{self.text(title)}]({target})"

    def text(self, words: str) -> str:
        return as_typed(_ESCAPED.sub(lambda sign: f"\\{sign[0]}", words.translate(_REFERENCED)))

    def line(self, words: str) -> str:
        # No heading, list or line across the page begins with it.
        text = no_code(self.text(words))
        if text[:1] in _LINE_SIGNS:
            return f"\\{text}"
        return _NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text

    def quotation(self, lines: Sequence[str], source: str) -> str:
        # Each line is a paragraph: within one, the lines would be joined.
        return "\n>\n".join(f"> {line}" for line in (*map(self.line, lines), f"— {source}"))
