"""Cutting: many texts at once into units, as one array of numbers. What `Analyzer.units` does for one."""

import mmap
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import BoolArray, Codes, Int32Array, Int64Array
from search.build.unit_table import SEPARATOR, UnitTable
from search.text.analysis import LONGEST_RUN, Analyzer, UnitKey, unit_key
from search.text.name_terms import terms_of_name
from search.text.spelling.latin import RUN
from search.text.spelling.plain import plain_of
from search.text.sudachi import Sudachi, SudachiWord, numbers_of

_CACHED_UNITS = 120_000
"""More take more memory than it takes time to make them again: 1 kB each, in every process."""
_CACHED_NAMES = 4_000
_WORDS = 1 << 24
"""Beyond all of Sudachi's word numbers, few of which a text has. For a table of them NumPy would ask for huge
pages, and the system clear all 64 MB, 50 ms, when a few thousand are used.
"""
_BORDER = 0xFFFF_FFFF
"""Stands for a newline between texts among Sudachi's word numbers."""
_AT_ONCE, _OF_WORD = 1 << 16, 3
"""Words are looked up together until they and their code points, the first counting three each, are so many:
until then what Sudachi knows of them is kept, 400 bytes for each."""


class Cut(Struct, frozen=True, eq=False):
    """The units of some texts, of each followed by a `SEPARATOR`; both arrays have shape (units,).

    `begins` count from the first text's start. What the numbers of units mean is in `table`.
    """

    units: Int32Array
    begins: Int64Array
    table: UnitTable


class Cutter:
    """Cuts texts and remembers units. For one thread."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        # The same names come again with every batch.
        self.terms_of_name = lru_cache(maxsize=_CACHED_NAMES)(partial(terms_of_name, analyzer=analyzer))
        """Gives the terms of a name (`text.name_terms`)."""
        self._forget()

    def _forget(self) -> None:
        self._table = UnitTable()
        # Units by Sudachi's word number, one of them where it has several lengths, none that is known by its
        # surface. The first and the last place stay empty: numbers beyond are clipped to them.
        self._by_word = np.frombuffer(mmap.mmap(-1, 4 * _WORDS), np.int32)
        self._by_key: dict[UnitKey, int] = {}
        self._by_run: dict[str, int] = {}

    def cut(self, codes: Codes, ends: Sequence[int]) -> Cut:
        """Return the units of texts that stand one behind the other in `codes`, a newline behind each.

        `ends` says where the newlines are.

        Of words from 0, 2, 3, 5 on, of which those from 2 and 3 are inside a Latin run, two are kept; the
        run, which begins at 2, goes before the one from 5.
        """
        if len(self._table) > _CACHED_UNITS:
            self._forget()
        plain = plain_of(codes)
        found = list(RUN.finditer(plain))
        # What lies behind is no part of the unit.
        runs = [run[0][:LONGEST_RUN] for run in found]
        spans = chain.from_iterable(map(re.Match.span, found))
        starts, stops = np.fromiter(spans, np.int64, 2 * len(found)).reshape(-1, 2).T
        units, begins = [], []
        for words in _words_of(self._analyzer.sudachi, plain, ends):
            kept = ~_inside(words.begins, words.sizes, starts, stops)
            units.append(self._units_of(words, kept, plain))
            begins.append(words.begins[kept])
        all_begins = np.concatenate(begins)
        places = all_begins.searchsorted(starts)
        for run in runs:
            if run not in self._by_run:
                self._by_run[run] = self._table.add(self._analyzer.new_latin_unit(run), run)
        return Cut(
            np.insert(np.concatenate(units), places, list(map(self._by_run.__getitem__, runs))),
            np.insert(all_begins, places, starts),
            self._table,
        )

    def _units_of(self, words: "_Words", kept: BoolArray, plain: str) -> Int32Array:
        """Return the unit numbers of the words that are kept."""
        units = self._by_word.take(words.numbers, mode="clip")
        unsure = (units == SEPARATOR) & (words.numbers != _BORDER)
        unsure |= self._table.facts.array()[units, 0] != words.sizes
        for at in (unsure & kept).nonzero()[0].tolist():
            number, size, begin = int(words.numbers[at]), int(words.sizes[at]), int(words.begins[at])
            surface = plain[begin : begin + size]
            key = unit_key(number, surface)
            unit = self._by_key.get(key)
            if unit is None:
                morpheme = words.morphemes[at]
                assert morpheme is not None
                unit = self._by_key[key] = self._table.add(self._analyzer.new_unit(morpheme), surface)
                if 0 < number < len(self._by_word) - 1 and isinstance(key, int):
                    self._by_word[number] = unit
            units[at] = unit
        found: Int32Array = units[kept]
        return found


class _Words(Struct, frozen=True, eq=False):
    """Some of Sudachi's words, a border behind those of each text: None among `morphemes`.

    `numbers`, `sizes` in code points and `begins` have shape (words,).
    """

    numbers: npt.NDArray[np.uint32]
    sizes: Int64Array
    begins: Int64Array
    morphemes: Sequence[SudachiWord | None]


def _words_of(sudachi: Sudachi, plain: str, ends: Sequence[int]) -> Iterator[_Words]:
    """Yield the words of texts, some at a time, at least once."""
    numbers: list[int] = []
    sizes: list[int] = []
    morphemes: list[SudachiWord | None] = []
    start = begin = waiting = 0

    def gathered() -> _Words:
        nonlocal begin
        own = np.array(sizes, np.int64)
        ends_of_words = own.cumsum() + begin
        words = _Words(np.array(numbers, np.uint32), own, ends_of_words - own, morphemes[:])
        begin = int(ends_of_words[-1])
        for column in (numbers, sizes, morphemes):
            column.clear()
        return words

    for end in ends:
        for found in sudachi.lists(plain[start:end]):
            words = list(found)
            morphemes += words
            numbers += numbers_of(words)
            new = list(map(len, words))
            sizes += new
            waiting += sum(new) + _OF_WORD * len(new)
            if waiting >= _AT_ONCE:
                yield gathered()
                waiting = 0
        morphemes.append(None)
        numbers.append(_BORDER)
        sizes.append(1)
        start = end + 1
    yield gathered()


def _inside(begins: Int64Array, sizes: Int64Array, starts: Int64Array, stops: Int64Array) -> BoolArray:
    """Say which words are wholly inside a Latin run; one that reaches beyond stays: Tシャツ beside T.

    >>> _inside(np.array([0, 2, 3, 5]), np.array([2, 1, 2, 1]), np.array([2]), np.array([5])).tolist()
    [False, True, True, False]
    """
    if not len(starts):
        return np.zeros(len(begins), np.bool_)
    run = starts.searchsorted(begins, "right") - 1
    stop = np.where(run >= 0, stops[run], 0)
    inside: BoolArray = (begins < stop) & (begins + sizes <= stop)
    return inside
