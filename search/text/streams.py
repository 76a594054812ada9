"""Streams: what a text's units and folded characters give as terms, laid out as columns. NumPy, no work per
term.

words     Sudachi's units (normalised and as written, both folded), Latin runs and their pieces
bigrams   folded character bigrams, and every kanji and every sign alone
readings  triples of the joined readings, for queries written in kana or romaji, and how each word's begins
skeleton  two kanji with only okurigana between them (取り組 = 取組)
"""

from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import BoolArray, Codes, Int32Array, Int64Array, Offsets
from search.text.spelling.folded_codes import SIGNS
from search.text.spelling.folding import BREAK, Folded, join_ia
from search.text.units import Unit

Stream = Literal["words", "bigrams", "readings", "skeleton"]
STREAMS: tuple[Stream, ...] = get_args(Stream)

COMPOUND = 0.3
"""Weight of a C unit beside its A parts, and of a katakana run that Sudachi parts: 1.0 loses 0.007."""


class Terms(Struct, frozen=True):
    """One stream of one text, in order of `starts`. All columns have one length.

    `positions` count A units (words) or folded characters; several terms may share one. `starts` and `ends`
    are code points of the original text.
    """

    terms: Sequence[str] | npt.NDArray[np.str_]
    positions: Offsets
    starts: Offsets
    ends: Offsets


_terms, _columns, _sounds, _totals = map(attrgetter, ("terms", "columns", "sounds", "totals"))


def totals_of(units: Sequence[Unit]) -> Int32Array:
    """Return the units' totals, shape (units, 4)."""
    return np.frombuffer(b"".join(map(_totals, units)), dtype=np.int32).reshape(-1, 4)


def word_terms(
    units: Sequence[Unit], begins: Offsets, totals: Int32Array, runs: Sequence[tuple[str, int, int]]
) -> Terms:
    """Lay the units' terms one behind the other; `runs` are parted katakana runs (term, start, end)."""
    terms: list[str] = list(chain.from_iterable(map(_terms, units)))
    columns = np.frombuffer(b"".join(map(_columns, units)), dtype=np.int32).reshape(-1, 4)
    steps_before = np.cumsum(totals[:, 1], dtype=np.int32) - totals[:, 1]
    begin, before = begins.repeat(totals[:, 0]), steps_before.repeat(totals[:, 0])
    words = Terms(terms, before + columns[:, 0], begin + columns[:, 1], begin + columns[:, 2])
    if not runs:
        return words
    starts = np.array([start for _, start, _ in runs], dtype=np.int32)
    ends = np.array([end for _, _, end in runs], dtype=np.int32)
    return Terms(
        terms + [run for run, _, _ in runs],
        np.concatenate([words.positions, steps_before[np.searchsorted(begins, starts)]]),
        np.concatenate([words.starts, starts]),
        np.concatenate([words.ends, ends]),
    )


def bigram_terms(characters: Folded) -> Terms:
    """Return every pair of neighbouring characters that no BREAK parts, and every kanji and sign by itself.

    A kanji stands before its pair: terms are in order of `starts`.
    """
    chosen = bigram_places(characters.codes)
    if len(chosen) == 0:
        return NO_TERMS
    at, pairs = chosen >> 1, chosen & 1
    grams = np.zeros((len(chosen), 2), np.uint32)
    grams[:, 0] = characters.codes[at]
    grams[:, 1] = characters.codes[at + pairs] * pairs
    starts, ends = characters.start[at], characters.end[at + pairs]
    return Terms(grams.view("<U2").ravel(), at.astype(np.int32), starts, ends)


def bigram_places(codes: Codes) -> Int64Array:
    """Return where bigrams are, ascending: 2i for character i alone, 2i + 1 for the pair beginning there."""
    kept = np.zeros(2 * len(codes), dtype=np.bool_)
    solid = codes != BREAK
    np.logical_and(solid[:-1], solid[1:], out=kept[1:-1:2])
    kept[::2] = _ALONE.take(codes, mode="clip")
    return kept.nonzero()[0]


def reading_terms(units: Sequence[Unit], begins: Offsets, totals: Int32Array) -> Terms:
    """Return every three neighbouring characters of the joined readings, whole unit readings of two, and how
    words begin.

    Pairs inside longer readings are left out: ウミ stands in every text, as the reading of 海 it does not.
    Each term points to the whole units that its characters belong to.
    """
    characters = joined_readings(units, begins, totals)
    codes = characters.codes
    join_ia(codes)
    at = triple_places(codes)
    threes = np.empty((len(at), 3), np.uint32)
    for step in range(3):
        threes[:, step] = codes[at + step]
    grams = threes.view("<U3").ravel()
    start, end = characters.start[at], characters.end[at + 2]
    before = np.cumsum(totals[:, 3], dtype=np.int32) - totals[:, 3]
    short = [n for n in (totals[:, 3] == 2).nonzero()[0].tolist() if units[n].short_reading]
    if short:
        words = np.array([units[n].short_reading for n in short], dtype="<U3")
        begin = begins[short]
        stop = begin + totals[short, 2]
        grams = np.concatenate([grams, words])
        start, end = np.concatenate([start, begin]), np.concatenate([end, stop])
        at = np.concatenate([at, before[short]])
    counts = [len(unit.heads) for unit in units]
    heads = np.array([head for unit in units for head in unit.heads], dtype="<U3")
    if len(heads):
        begin = begins.repeat(counts)
        stop = begin + totals[:, 2].repeat(counts)
        grams = np.concatenate([grams, heads])
        start, end = np.concatenate([start, begin]), np.concatenate([end, stop])
        at = np.concatenate([at, before.repeat(counts)])
    return Terms(grams, at.astype(np.int32), start, end)


def triple_places(codes: Codes) -> Int64Array:
    """Return where three characters begin that no BREAK parts."""
    solid = codes != BREAK
    at: Int64Array = (solid[:-2] & solid[1:-1] & solid[2:]).nonzero()[0]
    return at


def skeleton_terms(characters: Folded, kanji: BoolArray) -> Terms:
    """Return pairs of kanji that one or two okurigana part: 取り組 gives 取組, 引っ越 gives 引越."""
    codes = characters.codes
    first, second = skeleton_places(codes, kanji)
    if len(first) == 0:
        return NO_TERMS
    pairs = np.empty((len(first), 2), np.uint32)
    pairs[:, 0], pairs[:, 1] = codes[first], codes[second]
    terms = pairs.view("<U2").ravel()
    return Terms(terms, first.astype(np.int32), characters.start[first], characters.end[second])


def skeleton_places(codes: Codes, kanji: BoolArray) -> tuple[Int64Array, Int64Array]:
    """Return where the first and the second kanji of such pairs are."""
    # Clipped codes are no okurigana: the last entry of the table is False.
    okurigana = _OKURIGANA.take(codes, mode="clip")
    first = (kanji[:-1] & okurigana[1:]).nonzero()[0]
    first = first[first < len(codes) - 2]
    second = first + 2
    # Where a second okurigana follows, the kanji comes one later; behind the last place there is nothing.
    second += okurigana[second] & (second < len(codes) - 1)
    chosen = kanji[second]
    return first[chosen], second[chosen]


def are_kanji(codes: Codes) -> BoolArray:
    """Say which codes are kanji (々 too)."""
    return _KANJI.take(codes, mode="clip")


def joined_readings(units: Sequence[Unit], begins: Offsets, totals: Int32Array) -> Folded:
    """Return the units' folded readings one behind the other; each character points to its whole unit."""
    codes = np.frombuffer(bytearray().join(map(_sounds, units)), dtype=np.uint32)
    ends = begins + totals[:, 2]
    return Folded(codes, begins.repeat(totals[:, 3]), ends.repeat(totals[:, 3]))


_NONE = np.zeros(0, dtype=np.int32)
NO_TERMS = Terms((), _NONE, _NONE, _NONE)
_OKURIGANA = np.zeros(0x3100, dtype=np.bool_)
_OKURIGANA[[ord(c) for c in "アイウエカキクケコサシスセタチツテトマミムメモラリルレロワブビベグギゲジッ"]] = (
    True
)
_KANJI = np.zeros(0x20001, dtype=np.bool_)
_KANJI[0x3400:0xA000] = _KANJI[0x3005] = True
# Codes beyond the table are clipped to its last entry: all of those are kanji.
_KANJI[0x20000] = True
_ALONE = _KANJI.copy()
for _first, _last in SIGNS:
    _ALONE[_first:_last] = True
