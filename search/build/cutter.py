"""Cutting: many texts at once into units, as one array of numbers. What `Analyzer.units` does for one."""

import mmap
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.arrays import BoolArray, Codes, Int32Array, Int64Array
from search.build.unit_table import SEPARATOR, UnitTable
from search.text.analysis import UNKNOWN, Analyzer, SudachiWord, SudachiWords, words_of
from search.text.name_terms import terms_of_name
from search.text.spelling.latin import IS_LETTER, RUN
from search.text.spelling.plain import plain_of

_CACHED_UNITS = 120_000
"""More take more memory than it takes time to make them again: 1 kB each, in every process."""
_CACHED_NAMES = 4_000
_WORDS = 1 << 24
"""Beyond all of Sudachi's word numbers, few of which a text has. For a table of them NumPy would ask for huge
pages, and the system clear all 64 MB, 50 ms, when a few thousand are used.
"""
_BORDER = 0xFFFF_FFFF
"""Stands for a newline between texts among Sudachi's word numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
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
        self._names: dict[str, Sequence[str]] = {}
        self._forget()

    def _forget(self) -> None:
        self._table = UnitTable()
        # Units by Sudachi's word number, one of them where it has several lengths. The first and the last
        # place stay empty: numbers beyond are clipped to them.
        self._by_word = np.frombuffer(mmap.mmap(-1, 4 * _WORDS), np.int32)
        self._by_key: dict[tuple[int, int | str], int] = {}
        self._by_run: dict[str, int] = {}

    def cut(self, codes: Codes, ends: Sequence[int]) -> Cut:
        """Return the units of texts that stand one behind the other in `codes`, a newline behind each.

        `ends` says where the newlines are.

        Of four words, the second and third of which are inside a Latin run, two are kept, and `kept_before`
        is 0, 1, 1, 1, 2: the run, which goes before the second, is put behind one kept word.
        """
        if len(self._table) > _CACHED_UNITS:
            self._forget()
        plain = plain_of(codes)
        words = _Words(self._analyzer, plain, ends)
        begins = words.sizes.cumsum() - words.sizes
        runs = _latin_runs(plain, codes)
        starts = np.array([start for start, _, _ in runs], np.int64)
        stops = np.array([stop for _, stop, _ in runs], np.int64)
        first, kept = _around(starts, stops, begins, words.sizes)
        kept_before = np.concatenate([[0], kept.cumsum()])
        units = np.insert(
            self._units_of(words, begins, kept, plain),
            kept_before[first],
            [self._latin_unit(run) for _, _, run in runs],
        )
        return Cut(units, np.insert(begins[kept], kept_before[first], starts), self._table)

    def terms_of_name(self, text: str, value: str) -> Sequence[str]:
        """Return the terms of a name (`text.name_terms`): the same come again with every batch."""
        terms = self._names.get(value)
        if terms is None:
            if len(self._names) > _CACHED_NAMES:
                self._names.clear()
            terms = self._names[value] = terms_of_name(text, value, self._analyzer)
        return terms

    def _units_of(self, words: "_Words", begins: Int64Array, kept: BoolArray, plain: str) -> Int32Array:
        """Return the unit numbers of the words that are kept."""
        units = self._by_word.take(words.numbers, mode="clip")
        unsure = (units == SEPARATOR) & (words.numbers != _BORDER)
        unsure |= self._table.facts.array()[units, 0] != words.sizes
        for at in (unsure & kept).nonzero()[0].tolist():
            number, size, begin = int(words.numbers[at]), int(words.sizes[at]), int(begins[at])
            key = (number, size if number < UNKNOWN else plain[begin : begin + size])
            unit = self._by_key.get(key)
            if unit is None:
                unit = self._by_key[key] = self._table.add(
                    self._analyzer.unit(words.morpheme(at)), plain[begin : begin + size]
                )
                if 0 < number < len(self._by_word) - 1:
                    self._by_word[number] = unit
            units[at] = unit
        found: Int32Array = units[kept]
        return found

    def _latin_unit(self, run: str) -> int:
        unit = self._by_run.get(run)
        if unit is None:
            unit = self._by_run[run] = self._table.add(self._analyzer.latin_unit(run), run)
        return unit


class _Words:
    """Sudachi's words of some texts, a border behind those of each text.

    `numbers` and `sizes`, in code points, have shape (words,).
    """

    def __init__(self, analyzer: Analyzer, plain: str, ends: Sequence[int]) -> None:
        self._lists: list[SudachiWords] = []
        self._firsts: list[int] = []
        columns = []
        start = count = 0
        for end in ends:
            for morphemes in analyzer.morphemes(plain[start:end]):
                columns.append(words_of(morphemes))
                self._lists.append(morphemes)
                self._firsts.append(count)
                count += len(morphemes)
            columns.append(_BORDERS)
            count += 1
            start = end + 1
        self.numbers = np.concatenate([numbers for numbers, _ in columns])
        self.sizes: Int64Array = np.concatenate([sizes for _, sizes in columns], dtype=np.int64)

    def morpheme(self, at: int) -> SudachiWord:
        """Return the word at an index that is no border."""
        number = bisect_right(self._firsts, at) - 1
        return self._lists[number][at - self._firsts[number]]


def _latin_runs(plain: str, codes: Codes) -> list[tuple[int, int, str]]:
    """Return (start, end, text) of what `RUN` finds, which is tried only where letters begin."""
    is_letter = IS_LETTER.take(codes, mode="clip")
    begins = np.diff(is_letter, prepend=np.False_) & is_letter
    runs: list[tuple[int, int, str]] = []
    end = 0
    for start in begins.nonzero()[0].tolist():
        if start >= end and (match := RUN.match(plain, start)):
            end = match.end()
            runs.append((start, end, match[0]))
    return runs


def _around(
    starts: Int64Array, stops: Int64Array, begins: Int64Array, sizes: Int64Array
) -> tuple[Int64Array, BoolArray]:
    """Return before which word each Latin run goes, and which words are not wholly inside one.

    >>> _around(np.array([2]), np.array([5]), np.array([0, 2, 3, 5]), np.array([2, 1, 2, 1]))
    (array([1]), array([ True, False, False,  True]))
    """
    first = begins.searchsorted(starts)
    done = begins.searchsorted(stops)
    # A word that reaches beyond the run stays: Tシャツ beside T.
    beyond = (done > first) & (begins[done - 1] + sizes[done - 1] > stops)
    done = done - beyond
    inside = np.zeros(len(begins) + 1, np.int64)
    np.add.at(inside, first, 1)
    np.add.at(inside, done, -1)
    return first, inside.cumsum()[:-1] == 0


_BORDERS = (np.array([_BORDER], np.uint32), np.array([1], np.uint8))
