"""Analyzer: text -> streams of terms, the same for notes, queries and snippets.

A text is cut into units: Sudachi's C units with their A parts, and runs of Latin letters, which are cut out
because Sudachi reads 3.0 as 3, C++ as C and elastic as エラスティック. `streams` lays out what they give as
terms.
"""

import hashlib
import importlib.metadata
import re
import unicodedata
from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from search.arrays import Offsets
from search.text import lexicon_builtin
from search.text.spelling.folding import codes_of, fold, folded
from search.text.spelling.latin import PIECE, RUN, ascii_of, key_of, pieces_of, spelt_out
from search.text.spelling.plain import plain_text
from search.text.streams import (
    COMPOUND,
    Stream,
    Terms,
    are_kanji,
    bigram_terms,
    reading_terms,
    skeleton_terms,
    totals_of,
    word_terms,
)
from search.text.sudachi import UNKNOWN, Sudachi, SudachiWord, parts_of
from search.text.units import Unit, unit_of

RECIPE = 20
"""Raised whenever the same notes would give other terms, names or facets, also because something else of them
is visible text, or what is kept of them is written otherwise, so that older indexes become stale."""

_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{3,}")
_CACHED_UNITS = 16_384
"""Units kept, of Sudachi's words and of Latin runs each: 1 kB."""
LONGEST_RUN = 64
"""No word is longer; what lies behind is found by its bigrams."""
_BLANK_POS = "空白"
_SIGN_POS = ("補助記号", "記号", _BLANK_POS)
_SILENT_POS = ("助詞", "助動詞", "代名詞", *_SIGN_POS)
_GRAMMAR = frozenset(
    {"言う", "よる", "因る", "おく", "つく", "付く", "こと", "事", "物", "所", "為", "何"}
    | {"其の", "此の", "どの", "どのような", "そのような", "このような"}
)
"""Normalised forms that are grammar when written in kana: という, における, こと, その."""
_CONJUNCTION = "接続詞"
"""Those in kana are grammar, too: でも is no デモ."""
_INFLECTING = ("動詞", "形容詞", "副詞", "連体詞", "接続詞")
_LIGHT_VERBS = frozenset({"為る", "居る", "有る", "成る", "言う", "因る"})
UnitKey: TypeAlias = int | tuple[int, str]


class Analysis(Struct, frozen=True):
    """All streams of one text, and the units they come from with where each begins."""

    streams: dict[Stream, Terms]
    units: list[Unit]
    begins: Offsets


class Analyzer:
    """Splits text. Make one per process; it opens the dictionary once and may be shared by threads."""

    def __init__(self) -> None:
        self.sudachi = Sudachi()
        self._units: dict[UnitKey, Unit] = {}
        self._content = lru_cache(maxsize=None)(self._is_content)
        self._latin = lru_cache(maxsize=_CACHED_UNITS)(self.new_latin_unit)
        self.japanese_of = lru_cache(maxsize=_CACHED_UNITS)(self._japanese_of)

    @cached_property
    def fingerprint(self) -> str:
        """Names everything that decides which terms a text or a listed name gives; 16 hexadecimal digits."""
        parts = [f"recipe {RECIPE}", f"unicode {unicodedata.unidata_version}", lexicon_builtin.digest()]
        parts += [f"{name} {importlib.metadata.version(name)}" for name in ("sudachipy", "sudachidict-core")]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def analyze(self, text: str) -> Analysis:
        """Return every stream of `text`; text without a word gives empty streams. Never raises."""
        characters = fold(codes_of(text))
        units, begins = self.units(text)
        totals = totals_of(units)
        kanji = are_kanji(characters.codes)
        return Analysis(
            {
                "words": word_terms(units, begins, totals, _parted_katakana(text, begins)),
                "bigrams": bigram_terms(characters),
                "readings": reading_terms(units, begins, totals),
                "skeleton": skeleton_terms(characters, kanji),
            },
            units,
            begins,
        )

    def words(self, text: str) -> Terms:
        """Return the words of `text` alone, in half the time of all streams."""
        units, begins = self.units(text)
        return word_terms(units, begins, totals_of(units), _parted_katakana(text, begins))

    def units(self, text: str) -> tuple[list[Unit], Offsets]:
        """Return Sudachi's units with the Latin runs between them, and where each begins, in order.

        A run stands in the place of the words that are wholly inside it (Tシャツ stays beside T).
        """
        plain = plain_text(text)
        words = self.sudachi.words(plain)
        starts = list(accumulate(map(len, words), initial=0))
        units: list[Unit] = []
        begins: list[int] = []
        done = 0
        for run in RUN.finditer(plain):
            start, end = run.span()
            first = bisect_left(starts, start, done)
            units += map(self.unit, words[done:first])
            # Of one that is very long only the beginning counts.
            units.append(self._latin(run[0][:LONGEST_RUN]))
            begins += (*starts[done:first], start)
            done = min(bisect_left(starts, end, first), len(words))
            if done > first and starts[done] > end:
                done -= 1
        units += map(self.unit, words[done:])
        begins += starts[done:-1]
        return units, np.array(begins, dtype=np.int32)

    def placed(self, text: str) -> list[tuple[Unit, int]]:
        """Return the units of a text with where each begins, in order."""
        units, begins = self.units(text)
        return list(zip(units, begins.tolist(), strict=True))

    def has_word(self, text: str) -> bool:
        """Say whether the dictionary has a text as one word."""
        words = self.sudachi.words(plain_text(text))
        return len(words) == 1 and words[0].word_id() < UNKNOWN

    def unit(self, morpheme: SudachiWord) -> Unit:
        key = unit_key(morpheme.word_id(), morpheme.surface())
        unit = self._units.get(key)
        if unit is None:
            if len(self._units) > _CACHED_UNITS:
                self._units.clear()
            unit = self._units[key] = self.new_unit(morpheme)
        return unit

    def new_unit(self, morpheme: SudachiWord) -> Unit:
        """Make the unit of a morpheme: for who keeps by himself what units give."""
        if morpheme.word_id() >= UNKNOWN:
            morpheme = self.sudachi.alone(morpheme)
        begin = morpheme.begin()
        size = morpheme.end() - begin
        parts = []
        heads = []
        for part in parts_of(morpheme):
            normal, surface = part.normalized_form(), part.surface()
            word, written = folded(normal), folded(surface)
            in_kana = all("ぁ" <= c <= "ゖ" or c == "何" for c in surface)
            grammar = in_kana and (normal in _GRAMMAR or part.part_of_speech()[0] == _CONJUNCTION)
            if grammar or not surface.strip() or not self._content(part.part_of_speech_id(), normal):
                word = written = ""
            start, end = part.begin() - begin, part.end() - begin
            parts.append((word, written if written != word else "", start, end))
            heads.append(part.reading_form() if word and size else "")
        compound = folded(morpheme.normalized_form()) if len(parts) > 1 and size else ""
        posted = [(compound, 0, 0, size, COMPOUND)] if compound else []
        for at, (word, written, start, end) in enumerate(parts):
            posted += [(term, at, start, end, 1.0) for term in (word, written) if term and start < end]
        pos, kind, subtype, *_ = morpheme.part_of_speech()
        # ﷺ yields morphemes without a surface; they would point nowhere.
        reading = "\n" if size == 0 or pos in _SIGN_POS else morpheme.reading_form() or "\n"
        if pos == _BLANK_POS and not morpheme.is_oov():
            # 池田 大志 is read as one name. An end of a line is a blank that the dictionary does not have.
            parts, reading = [], ""
        steps = 0 if pos == _BLANK_POS else len(parts)
        return unit_of(
            tuple(parts),
            compound,
            reading,
            posted,
            steps,
            size,
            heads=heads,
            inflects=pos in _INFLECTING,
            person=subtype == "人名",
            place=subtype == "地名",
            counts=subtype.startswith("助数詞") or (pos, kind) == ("接尾辞", "名詞的"),
        )

    def _is_content(self, pos_id: int, normal: str) -> bool:
        pos = self.sudachi.part_of_speech(pos_id)
        return pos[0] not in _SILENT_POS and not (pos[1] == "非自立可能" and normal in _LIGHT_VERBS)

    def new_latin_unit(self, run: str) -> Unit:
        """Make the unit of a Latin run: whole, pieces, and the Japanese name Sudachi knows for it."""
        narrow = ascii_of(run)
        # Where a sign is several characters (½), pieces would point nowhere.
        pieces = pieces_of(narrow) if len(narrow) == len(run) else ()
        name, reading = self.japanese_of(narrow)
        key = key_of(run)
        posted = [(key, 0, 0, len(run), 1.0)]
        posted += [(piece, 0, start, end, PIECE) for piece, start, end in pieces]
        if name:
            posted.append((folded(name), 0, 0, len(run), PIECE))
        parts = ((key, "", 0, len(run)), *((piece, "", start, end) for piece, start, end in pieces))
        return unit_of(parts, name, reading, posted, 1, len(run), heads=(reading,), latin=True)

    def _japanese_of(self, word: str) -> tuple[str, str]:
        """Return (normalised form, reading) of a Latin word: router -> ルーター twice. Empty when unknown.

        Words of up to three letters have a reading only (NHK エヌエイチケー): WAL is no ワール, Go no ゴー.
        """
        if word.isdigit() or len(word) < 2:
            return "", "\n"
        morphemes = self.sudachi.words(word)
        known = len(morphemes) == 1 and not morphemes[0].is_oov()
        reading = morphemes[0].reading_form() if known else ""
        if not reading or reading.isascii():
            return "", spelt_out(word) or "\n"
        name = morphemes[0].normalized_form()
        return (name if len(word) > 3 and not name.isascii() else ""), reading


def _parted_katakana(text: str, begins: Offsets) -> list[tuple[str, int, int]]:
    """Return (term, start, end) of the katakana runs that Sudachi parts: パーク|セー is asked as one word."""
    runs = [(match.start(), match.end()) for match in _KATAKANA_RUN.finditer(text)]
    if not runs:
        return []
    first = np.searchsorted(begins, np.array(runs, dtype=np.int32))
    parted = np.flatnonzero(first[:, 1] - first[:, 0] > 1).tolist()
    return [(folded(text[runs[n][0] : runs[n][1]]), *runs[n]) for n in parted]


def unit_key(number: int, surface: str) -> UnitKey:
    """Return by what a unit is known: Sudachi's number of the word and its length; its surface where Sudachi
    does not know it, or takes what stands in brackets behind it for its reading.
    """
    if number < UNKNOWN and "(" not in surface and "（" not in surface:
        return number << 16 | len(surface)
    return number, surface
