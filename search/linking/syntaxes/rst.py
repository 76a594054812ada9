"""reStructuredText, as docutils reads it: signs get a backslash, and `\\ ` parts two things with nothing."""

import re
from collections.abc import Sequence

from search.linking.syntaxes.syntax import Entry, Syntax

# Colons that a role, a literal block or an address of its own could begin with; `{{` and `{%` are templates'.
_SIGNS = re.compile(r"[\\`*_|<>{]|(?<=\{)[%#]|:(?=\S|$)|(?<=\S)@(?=\S)")
# What begins a list of any kind, a heading's line, a comment, a field or an option.
_LINE_START = re.compile(r"\W|\w{1,9}[.)]")


class ReStructuredText(Syntax):
    """`` `title <url>`__ ``: nothing needs to be unique."""

    def link(self, url: str, title: str) -> str:
        target = f"{url[:-1]}\\_" if url.endswith("_") else url
        return f"`{self.text(title)} <{target}>`__"

    def text(self, words: str) -> str:
        return _SIGNS.sub(lambda sign: f"\\{sign[0]}", words)

    def line(self, words: str) -> str:
        text = self.text(words)
        return f"\\ {text}" if _LINE_START.match(text) else text

    def quotation(self, lines: Sequence[str], source: str) -> str:
        # `..` ends whatever list stands before; what is indented is a quotation.
        told = (*map(self.line, lines), f"— {source}")
        return "..\n\n" + "\n\n".join(f"   {line}" for line in told)

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        # A list below an item stands between empty lines.
        parted = "\n\n" if any(entry.below for entry in entries) else "\n"
        return f"{parted.join(map(_item, entries))}\n\n{source}"


def _item(entry: Entry) -> str:
    if not entry.below:
        return f"- {entry.line}"
    return "\n".join((f"- {entry.line}", "", *(f"  - {line}" for line in entry.below)))
