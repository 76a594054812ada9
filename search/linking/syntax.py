"""What each syntax can write, and what several of them share."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence

from msgspec import Struct

_FINER = re.compile(r"""(?<=-)-|(?<=\.\.)\.|"|(?<![A-Za-z])'|'(?![A-Za-z])""")


class Entry(Struct, frozen=True):
    """One line of a list, written in a syntax already, with those that belong below it."""

    line: str
    below: tuple[str, ...] = ()


class Syntax(ABC):
    """One way to write. Addresses are absolute and percent-encoded; titles and texts are of one line."""

    @abstractmethod
    def link(self, url: str, title: str) -> str:
        """Write a link that may stand within a line."""

    @abstractmethod
    def text(self, words: str) -> str:
        """Write words that are only words."""

    def line(self, words: str) -> str:
        """Write words that a line begins with."""
        return self.text(words)

    def shown(self, url: str) -> str:
        """Write what stands at the end of a line whose link does not show its address."""
        return ""

    def quotation(self, lines: Sequence[str], source: str) -> str:
        """Write a passage, and below it where it is from, written in this syntax already."""
        return "\n".join((*(f"> {self.line(line)}" for line in lines), f"— {source}"))

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        """Write a list, and below it where it is from."""
        return "\n".join((*bulleted(entries, "- ", "  - "), "", source))


def referenced(signs: str) -> dict[int, str]:
    """Return a table that writes signs as character references of HTML."""
    return {ord(sign): f"&#{ord(sign)};" for sign in signs}


def as_typed(text: str) -> str:
    """Write signs by reference that Hugo and others make finer: quotes, `--` of an option, three dots."""
    return _FINER.sub(lambda sign: f"&#{ord(sign[0])};", text)


def no_code(line: str) -> str:
    """Return a line that MDX does not take for code: `import` or `export` at its beginning is."""
    return f"&#{ord(line[0])};{line[1:]}" if line.startswith(("import", "export")) else line


def bulleted(entries: Sequence[Entry], outer: str, inner: str) -> list[str]:
    """Write each entry in a line, those below others behind a mark of their own."""
    return [
        line
        for entry in entries
        for line in (f"{outer}{entry.line}", *(f"{inner}{below}" for below in entry.below))
    ]


def one_line(text: str) -> str:
    """Every title is one line: a line break would end the link in most syntaxes."""
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
