"""Heads: the ways in which a word must begin that is read as some kana were typed."""

from msgspec.structs import replace

from search.clauses import Route, Spelling
from search.query.spelling import HIRAGANA, SHORT_KANA, units_of
from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.units import head_of

_FEW_KANA = 5
"""Folded kana that are read across words by accident where no word need begin so."""


def heads_of(kana: str, route: Route) -> tuple[str, ...]:
    """Return the ways in which a word must begin that is read so; none when it may stand inside another.

    Three katakana are a word: ロック is not in ブロック. はじめ is also the beginning of 始めよう. Four or
    five in hiragana may be two words, of which a first one of a single kana has no term: 非|同期. Many may
    be read otherwise where they begin (行先), and are seldom read by accident.
    """
    size = len(folded(kana))
    in_hiragana = HIRAGANA.search(kana) is not None
    if size < SHORT_KANA:
        return (head_of(kana, whole=True),)
    if size == SHORT_KANA:
        wholes: tuple[bool, ...] = (True, False) if in_hiragana or route == "romaji" else (True,)
        return tuple(head_of(kana, whole) for whole in wholes)
    if in_hiragana:
        return (*_first_words(kana), *_first_words(kana[1:])) if size <= _FEW_KANA else ()
    return _first_words(kana)


def read_whole(spelling: Spelling) -> Spelling:
    """Return a name's reading of three kana as that of a whole word: おおばさん is no 大林."""
    if len(folded(spelling.text)) > SHORT_KANA or not spelling.readings:
        return spelling
    return replace(spelling, runs=tuple(replace(run, holding=run.holding[:1]) for run in spelling.runs))


def begins_silent(text: str, analyzer: Analyzer) -> bool:
    """Say whether a word in hiragana begins with what is no word to Sudachi, and has no head: われわれ."""
    if len(folded(text)) <= SHORT_KANA or not HIRAGANA.match(text):
        return False
    unit, _ = units_of(text, analyzer)[0]
    return unit.size > 1 and not any(key for key, *_ in unit.parts)


def _first_words(kana: str) -> tuple[str, ...]:
    """Return the heads of words that may stand at the beginning: names are cut anywhere, かた|おか."""
    key = folded(kana)
    pieces = (key, *(key[:size] for size in (3, 2) if size < len(key)))
    return tuple(head for piece in pieces if (head := head_of(piece)))
