"""Common names and how else they are written. Used on queries only; the stored text is never changed.

One line is one thing: its spellings parted by ` = `, the canonical one first. Left out on purpose: what
Sudachi's normalised forms bridge already (kernel = カーネル), and spellings that are common words (make, 蟻).
A spelling fires only as a whole query word. `>` stands before kana that is mostly a common word: asking for
the name finds the kana, asking for the kana not the name. `~` stands before a name that is no use in a search
(go, c, r): it only says what the thing is called.
"""

from functools import cache

from search.text.lexicon_builtin import (
    cloud,
    data,
    infrastructure,
    languages,
    learning,
    mobile,
    things,
    tools,
    web,
    words,
)

_TECHNOLOGIES = (languages, web, mobile, cloud, data, learning, infrastructure, tools, things)


@cache
def common_names() -> tuple[tuple[str, ...], ...]:
    """Return one tuple of spellings a thing, the canonical one first."""
    return tuple(
        tuple(spelling.removeprefix(">") for spelling in line if not spelling.startswith("~"))
        for module in (*_TECHNOLOGIES, words)
        for line in _lines_of(module.ENTRIES)
    )


@cache
def one_way_spellings() -> frozenset[str]:
    """Return the spellings that are mostly common words."""
    return frozenset(
        spelling[1:]
        for module in (*_TECHNOLOGIES, words)
        for line in _lines_of(module.ENTRIES)
        for spelling in line
        if spelling.startswith(">")
    )


@cache
def technology_names() -> tuple[tuple[str, ...], ...]:
    """Return what of the names is a technology, each with what it is called first, common words included."""
    return tuple(
        tuple(spelling.lstrip("~>") for spelling in line)
        for module in _TECHNOLOGIES
        for line in _lines_of(module.ENTRIES)
    )


def _lines_of(entries: str) -> list[list[str]]:
    return [line.split(" = ") for line in entries.strip().split("\n")]
