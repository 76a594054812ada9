"""Spans: where the terms of a text stand in it, so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; these are what only
Sudachi knows: words, the units they are parts of, and readings. `kept_spans` reads them as they are kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat

import numpy as np
from msgspec import Struct

from search.arrays import BoolArray, Codes, Int32Array, Int64Array, Integers, Offsets, bounds_of
from search.text.analysis import Analysis
from search.text.spelling.folding import BREAK
from search.text.streams import joined_readings, totals_of
from search.text.units import Unit

FIRST_SOUND = 0x3096
"""Taken from every sound but a BREAK, so that kana fit into a byte. It is a hiragana, which no folded code
is: 0 is a BREAK.
"""
PARTED_BY = "\0"
"""No folded term holds it: it is what BREAK would be."""
_NUL = PARTED_BY.encode()
_CODE = 4
"""Bytes of a code of a unit's sounds."""


class TextSpans(Struct, frozen=True, eq=False):
    """The words, parts and readings of texts; every start and end counts code points.

    `words` are the terms of the `words` stream in the order of `Terms`, as UTF-8, `PARTED_BY` before each and
    behind the last, at `word_borders`; they have `word_starts` and `word_ends`. `part_starts`, `part_ends`
    and `part_latin` are the parts of units in order (of a Latin run only the whole), silent ones too.
    """

    words: bytes
    word_borders: Int64Array
    word_starts: Offsets
    word_ends: Offsets
    part_starts: Offsets
    part_ends: Offsets
    part_latin: BoolArray
    readings: "Readings"


@dataclass(frozen=True, eq=False)
class Readings:
    """The readings of units one behind the other, each as it is by itself, before `join_ia`: BREAK for a unit
    without one, and behind each text.

    `sounds` are their codes as `sounds_of_codes` keeps them. They are given by parts: where each is, and how
    many sounds the unit has that begins with it, 0 where one goes on. `of_texts` is how many parts each text
    has. A unit is named by the part that it begins with: only few are asked for.

    Two units, one of two parts with 3 sounds and one with 2, have the sizes 3, 0, 2: they are units 0 and 2.
    """

    sounds: Int32Array
    part_starts: Offsets
    part_ends: Offsets
    part_sizes: Integers
    of_texts: Int64Array

    @cached_property
    def codes(self) -> Codes:
        codes: Codes = (self.sounds + np.int32(FIRST_SOUND) * (self.sounds != BREAK)).view(np.uint32)
        return codes

    @cached_property
    def starts(self) -> Offsets:
        """Where each unit begins, in order."""
        return self.part_starts.take((self.part_sizes > 0).nonzero()[0])

    def units_at(self, places: Integers) -> tuple[Int64Array, Int64Array]:
        """Return the units to which the codes at these places belong, and which of its codes each is; no
        BREAK behind a text is asked for.

        Of units with the sizes 3, 0, 2 in two texts the codes are at 0, 1, 2 and, behind a BREAK, at 4, 5:
        that at 5 is code 1 of unit 2.
        """
        breaks = self._sums.take(self.of_texts.cumsum()) + np.arange(len(self.of_texts))
        places = places - breaks.searchsorted(places)
        units = self._sums[:-1].searchsorted(places, "right") - 1
        return units, places - self._sums.take(units)

    def ends_of(self, units: Int64Array) -> Offsets:
        """Return where units end: with the part before the next one."""
        return self.part_ends.take(self._sums.searchsorted(self._sums.take(units + 1), "right") - 2)

    @cached_property
    def _sums(self) -> Int64Array:
        """How many sounds the parts before each have, shape (parts + 1,)."""
        return bounds_of(self.part_sizes)


def spans_of(analysis: Analysis) -> TextSpans:
    """Return what is kept of one text's analysis."""
    words, units = analysis.streams["words"], analysis.units
    parts = list(chain.from_iterable(map(_parts_of, units, analysis.begins.tolist())))
    columns = np.array(parts, dtype=np.int32).reshape(-1, 4)
    starts, ends, sizes = columns[:, 0], columns[:, 1], columns[:, 3]
    codes = joined_readings(units, analysis.begins, totals_of(units)).codes
    joined = parted([str(term).encode("utf-8", "surrogatepass") for term in words.terms])
    return TextSpans(
        words=joined,
        word_borders=borders_in(joined),
        word_starts=words.starts,
        word_ends=words.ends,
        part_starts=starts,
        part_ends=ends,
        part_latin=columns[:, 2].astype(np.bool_),
        readings=Readings(sounds_of_codes(codes), starts, ends, sizes, np.array([len(parts)])),
    )


def sounds_of_codes(codes: Codes) -> Int32Array:
    """Return folded codes so that kana fit into a byte, and a BREAK is 0."""
    sounds: Int32Array = codes.astype(np.int32) - np.int32(FIRST_SOUND) * (codes != BREAK)
    return sounds


def parted(words: Sequence[bytes]) -> bytes:
    """Return words one behind the other, as `TextSpans` has them."""
    return b"".join((_NUL, _NUL.join(words), _NUL)) if words else _NUL


def borders_in(words: bytes) -> Int64Array:
    """Return where such words begin and end."""
    borders: Int64Array = (np.frombuffer(words, np.uint8) == 0).nonzero()[0]
    return borders


def _parts_of(unit: Unit, begin: int) -> Iterable[tuple[int, int, bool, int]]:
    """Return start and end of a unit's parts, whether they are Latin, and how many sounds begin there."""
    sizes = chain((len(unit.sounds) // _CODE,), repeat(0))
    return [
        (begin + start, begin + end, unit.latin, size)
        for (_, _, start, end), size in zip(unit.outer_parts, sizes, strict=False)
    ]
