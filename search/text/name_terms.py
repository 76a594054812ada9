"""Name terms: the beginnings of names and of words as written, by which they are looked up.

They work on what is written and never on normalized text: Elastic normalizes to エラスティック, コン to こん,
and a beginning would no longer be one.

A name has a term for every word in it and every way to type that: kind, key, NUL, facet, value. Those of one
kind stand together in an index, in order of their keys, so that what begins so is a range of them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.text.analysis import Analyzer
from search.text.lexicon import name_key
from search.text.spelling.input_method import is_mixed, likely_keys, unfinished
from search.text.spelling.kana import KATAKANA
from search.text.spelling.romaji import romaji_key, romanized

BORDER = "\0"
"""Stands between what a term is looked up by and what it stands for."""
WRITTEN, KANA, ROMAJI = "wko"
"""Kinds of keys; in upper case those of a word inside a name."""
READING = "r"
"""Kind of the key of a whole name, in katakana."""
MAX_TYPED = 100
"""Nobody types more of a name."""
LONGEST_NAME = 256
"""Each word of a name has a term with all that follows: of 16,000 characters they would take 200 MB."""

_ALL_KANA = re.compile(r"[ァ-ヺー]+")
_THRICE = re.compile(r"(.)\1\1")
_LATIN = re.compile(r"[a-z'’ā-ž]+")


def surface_term(written: str) -> str:
    """Return a word as it is written behind its key, if that is another: `ruby`, `ruby NUL Ruby`."""
    key = name_key(written)
    return key if key == written else f"{key}{BORDER}{written}"


def terms_of_name(text: str, value: str, analyzer: Analyzer) -> list[str]:
    """Return the terms by which a name is looked up, of the text that it is and what it stands for.

    A name too long to be one is looked up by its first word alone, of its first characters.
    """
    is_name = len(text) <= LONGEST_NAME
    text = text[:LONGEST_NAME]
    pieces = _read(text, analyzer)
    terms: dict[str, None] = {}
    for at, (written, kana) in enumerate(_beginnings_of(text, pieces)[: None if is_name else 1]):
        keys = [(WRITTEN, written), (KANA, kana)]
        # Latin letters are found as they are written; as romaji they would be read wrong.
        if _ALL_KANA.match(kana):
            keys.append((ROMAJI, romanized(kana)))
        terms |= {f"{kind.upper() if at else kind}{key}{BORDER}{value}": None for kind, key in keys if key}
    if reading := _reading_of(pieces):
        terms[f"{READING}{reading}{BORDER}{value}"] = None
    return list(terms)


def typed_keys(typed: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, prefix) of the ways to read what was typed: as written, as kana, as romaji."""
    written = name_key(typed[:MAX_TYPED])
    if not written:
        return
    yield WRITTEN, written
    kana = written.translate(KATAKANA)
    if _ALL_KANA.fullmatch(kana):
        yield KANA, kana
    elif is_mixed(written):
        # かt is on its way to かた, らいl to rails.
        yield WRITTEN, likely_keys(written)
        begun, rest = unfinished(kana)
        if begun:
            yield ROMAJI, romaji_key(romanized(begun) + rest)
    # One letter begins too many readings to mean one, and no sound is three letters of a kind.
    if len(written) > 1 and _LATIN.fullmatch(written) and not _THRICE.search(written):
        if written.endswith("m"):
            # shim may be on its way to shimbun.
            yield ROMAJI, romaji_key(written[:-1] + "n")
        yield ROMAJI, romaji_key(written)


def beginnings_of(text: str, analyzer: Analyzer) -> list[tuple[str, str]]:
    """Return what follows each word's beginning in a text, as (written key, katakana)."""
    return _beginnings_of(text, _read(text, analyzer))


def reading_of(text: str, analyzer: Analyzer) -> str:
    """Return how a name begins to be read, in katakana; empty for names in Latin letters or unread kanji."""
    return _reading_of(_read(text, analyzer))


class _Piece(NamedTuple):
    """A piece of a text: where it begins, its reading (a Latin run's own letters), whether it is a word.

    A blank has the reading "" and parts no name; what cannot be read has a line end.
    """

    begin: int
    sound: str
    is_word: bool
    is_latin: bool


def _read(text: str, analyzer: Analyzer) -> list[_Piece]:
    # By itself: Sudachi reads a name differently by what stands around it, even in other lines.
    return [
        _Piece(
            begin,
            # A Latin run is typed as it is written, whatever its Japanese name.
            name_key(text[begin : begin + unit.size]) if unit.latin else unit.reading,
            any(part[0] for part in unit.parts),
            unit.latin,
        )
        for unit, begin in analyzer.placed(text)
    ]


def _beginnings_of(text: str, pieces: Sequence[_Piece]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    read = ""
    for piece in reversed(pieces):
        read = "" if piece.sound == "\n" else piece.sound + read
        if piece.is_word and piece.begin:
            found.append((name_key(text[piece.begin :]), read))
    found.append((name_key(text), read))
    return found[::-1]


def _reading_of(pieces: Sequence[_Piece]) -> str:
    heard = ""
    for piece in pieces:
        part = unicodedata.normalize("NFKC", piece.sound.strip()).translate(KATAKANA)
        if piece.is_latin or (part and not _ALL_KANA.fullmatch(part)):
            break
        heard += part
    return heard
