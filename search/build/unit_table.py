"""UnitTable: units as numbers, so that a text is an array of them and what they give is taken by index."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from search.arrays import Int32Array, Int64Array, ranges_of
from search.text.name_terms import surface_term
from search.text.units import Unit, unit_of, written_spans

SEPARATOR = 0
"""The unit between two texts: one character, a border of readings, no term."""


class SortedNames:
    """Strings, numbered as they come, and where each stands in code point order, kept up as more come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._strings: list[str] = []
        self._sorted: npt.NDArray[np.object_] = np.zeros(0, np.object_)
        self._order = np.zeros(0, np.int64)
        """The numbers of the sorted ones."""
        self._ranks = np.zeros(0, np.int32)

    def number_of(self, string: str) -> int:
        """Return the number of a string, a new one if need be."""
        number = self._numbers.setdefault(string, len(self._strings))
        if number == len(self._strings):
            self._strings.append(string)
        return number

    def ranks(self) -> npt.NDArray[np.int32]:
        """Return the rank of each number among all strings so far.

        >>> names = SortedNames()
        >>> [names.number_of(name) for name in ("b", "d")], names.ranks().tolist()
        ([0, 1], [0, 1])
        >>> names.number_of("c"), names.ranks().tolist()
        (2, [0, 2, 1])
        """
        new = np.array(sorted(self._strings[len(self._ranks) :]), np.object_)
        if len(new):
            places = self._sorted.searchsorted(new)
            self._sorted = np.insert(self._sorted, places, new)
            self._order = np.insert(self._order, places, [self._numbers[string] for string in new])
            self._ranks = np.empty(len(self._order), np.int32)
            self._ranks[self._order] = np.arange(len(self._order))
        return self._ranks

    def ranked(self) -> npt.NDArray[np.object_]:
        """Return the strings by their ranks; they stay as they are when more strings come."""
        self.ranks()
        return self._sorted


class Rows:
    """Rows of integers, shape (rows, width), to which more are added."""

    def __init__(self, width: int) -> None:
        self._rows = np.zeros((1024, width), np.int32)
        self._size = 0
        self._new: list[int] = []

    def add(self, numbers: Iterable[int]) -> None:
        """Add rows, given one number after the other."""
        self._new.extend(numbers)

    def array(self) -> Int32Array:
        """Return all rows."""
        if self._new:
            new = np.array(self._new, np.int32).reshape(-1, self._rows.shape[1])
            size = self._size + len(new)
            if size > len(self._rows):
                grown = np.zeros((2 * size, self._rows.shape[1]), np.int32)
                grown[: self._size] = self._rows[: self._size]
                self._rows = grown
            self._rows[self._size : size] = new
            self._size, self._new = size, []
        return self._rows[: self._size]


class Ragged:
    """Any number of rows for each unit; units are added in the order of their numbers."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows = Rows(width)
        self._sizes = Rows(1)
        self._firsts: Int64Array = np.zeros(0, np.int64)

    def add(self, numbers: Sequence[int]) -> None:
        """Add the rows of the next unit, one number after the other."""
        self._rows.add(numbers)
        self._sizes.add((len(numbers),))

    def rows_of(self, units: Int32Array) -> tuple[Int64Array, Int32Array]:
        """Return how many rows each unit has, shape (units,), and all of them, shape (rows, width).

        >>> ragged = Ragged(1)
        >>> for rows in ([5, 6], [], [7]):
        ...     ragged.add(rows)
        >>> counts, rows = ragged.rows_of(np.array([2, 1, 0], np.int32))
        >>> counts.tolist(), rows.ravel().tolist()
        ([1, 0, 2], [7, 5, 6])
        """
        sizes = self._sizes.array()[:, 0] // self._width
        if len(self._firsts) < len(sizes):
            self._firsts = np.cumsum(sizes, dtype=np.int64) - sizes
        counts = sizes[units].astype(np.int64)
        return counts, self._rows.array().take(ranges_of(self._firsts[units], counts), axis=0)


class UnitTable:
    """Every unit met so far. `facts` are rows of (size, steps, whether its reading is two characters)."""

    def __init__(self) -> None:
        self.words = SortedNames()
        self.surfaces = SortedNames()
        self._kinds: dict[float, int] = {}
        self.weights: list[float] = []
        """What a term may weigh; columns have indices into it, called kinds."""
        self.facts = Rows(3)
        self.terms = Ragged(5)
        """(word, position, start, end, kind), counted from the unit's start."""
        self.parts = Ragged(3)
        """(start, end, whether Latin)."""
        self.sounds = Ragged(1)
        """Code points of the folded reading."""
        self.heads = Ragged(3)
        """Code points of how its words' readings begin, 0 behind two."""
        self.written = Ragged(3)
        """Words to complete to, as written: (start, end, surface)."""
        self.letters = Ragged(1)
        """Code points of the unit as it was written when it was first met."""
        self._size = 0
        self.add(_SEPARATOR_UNIT, "\n")

    def __len__(self) -> int:
        return self._size

    def add(self, unit: Unit, written: str) -> int:
        """Return the number of a new unit; `written` is the text it stood for."""
        columns = iter(memoryview(unit.columns).cast("i").tolist())
        terms: list[int] = []
        # Four numbers a term.
        for term, position, start, end, hundredths in zip(unit.terms, *[columns] * 4, strict=True):
            terms += (self.words.number_of(term), position, start, end, self.kind_of(hundredths / 100))
        self.facts.add((unit.size, unit.steps, bool(unit.short_reading)))
        self.terms.add(terms)
        self.parts.add([number for part in unit.outer_parts for number in (*part[2:], unit.latin)])
        self.sounds.add(memoryview(unit.sounds).cast("I").tolist())
        self.heads.add([ord(kana) for head in unit.heads for kana in head.ljust(3, "\0")])
        spans = list(written_spans(unit))
        self.written.add(
            [
                number
                for a, b in spans
                for number in (a, b, self.surfaces.number_of(surface_term(written[a:b])))
            ]
        )
        self.letters.add(list(map(ord, written)) if spans else ())
        self._size += 1
        return self._size - 1

    def kind_of(self, weight: float) -> int:
        """Return the index of a weight in `weights`."""
        kind = self._kinds.setdefault(weight, len(self.weights))
        if kind == len(self.weights):
            self.weights.append(weight)
        return kind


_SEPARATOR_UNIT = unit_of((), "", "\n", (), steps=0, size=1)
