"""Honorifics: what stands behind a name out of politeness, and is no part of it: 佐藤さん is 佐藤."""

import re
from collections.abc import Sequence

from search.text.analysis import Analyzer
from search.text.units import Unit

SUFFIXES = frozenset({"さん", "さま", "様", "氏", "くん", "君", "ちゃん", "殿", "女史"})
POLITE = tuple(SUFFIXES)
_BEHIND_PERSONS = frozenset({*SUFFIXES, "先生"})
"""先生 is a word of its own as well: Google先生."""
_LIKE_A_NAME = re.compile(
    "(?:(?<![おご御一-鿿々])[一-鿿々]{2,}|[ァ-ヺー]{3,}|[A-Za-zＡ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ_-]*)$"
)
"""What may be a name that Sudachi does not know as one: 清水川, irof; not おじ, 皆, お医者."""


def honorifics_in(text: str, placed: Sequence[tuple[Unit, int]]) -> list[tuple[int, int]]:
    """Return where honorifics stand behind names, as (start, end)."""
    found = []
    persons = {begin + unit.size for unit, begin in placed if unit.person}
    for unit, begin in placed:
        end = begin + unit.size
        if begin in persons:
            is_honorific = text[begin:end] in _BEHIND_PERSONS
        else:
            is_honorific = text[begin:end] in SUFFIXES and _LIKE_A_NAME.search(text, 0, begin) is not None
        if is_honorific:
            found.append((begin, end))
    return found


def without_honorific(text: str, analyzer: Analyzer) -> str:
    """Return a name as it is without the honorific at its end."""
    ends = {end: start for start, end in honorifics_in(text, analyzer.placed(text))}
    return text[: ends.get(len(text), len(text))]
