"""SortedNames: strings as numbers, and where each stands in code point order, kept up as more are added."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class SortedNames:
    """Strings, numbered in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._strings: list[str] = []
        self._sorted: list[str] = []
        self._ranks = np.zeros(0, np.int32)

    def number_of(self, string: str) -> int:
        """Return the number of a string, a new one if need be."""
        number = self._numbers.setdefault(string, len(self._strings))
        if number == len(self._strings):
            self._strings.append(string)
        return number

    def strings_of(self, numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.object_]:
        """Return the strings of numbers."""
        strings: npt.NDArray[np.object_] = np.array(self._strings, np.object_)[numbers]
        return strings

    def ranks(self) -> npt.NDArray[np.int32]:
        """Return the rank of each number among all strings so far.

        >>> names = SortedNames()
        >>> [names.number_of(name) for name in ("b", "d")], names.ranks().tolist()
        ([0, 1], [0, 1])
        >>> names.number_of("c"), names.ranks().tolist()
        (2, [0, 2, 1])
        """
        new = sorted(self._strings[len(self._ranks) :])
        if new:
            # How many of the new ones come before each old one.
            places = np.array([bisect_left(self._sorted, string) for string in new], np.int64)
            before = np.bincount(places, minlength=len(self._sorted) + 1).cumsum()
            ranks = np.empty(len(self._strings), np.int32)
            ranks[: len(self._ranks)] = self._ranks + before[self._ranks]
            numbers = [self._numbers[string] for string in new]
            ranks[numbers] = places + np.arange(len(new))
            self._ranks = ranks
            self._sorted = _merged(self._sorted, new, places.tolist())
        return self._ranks

    def ranked(self) -> Sequence[str]:
        """Return the strings by their ranks; they stay as they are when more strings come."""
        self.ranks()
        return self._sorted


def _merged(old: list[str], new: list[str], places: list[int]) -> list[str]:
    """Return both, where each new one goes before the old one at its place; to sort thirty thousand strings
    once more for some hundred takes five times as long.

    >>> _merged(["b", "d"], ["a", "c"], [0, 1])
    ['a', 'b', 'c', 'd']
    """
    merged: list[str] = []
    done = 0
    for string, place in zip(new, places, strict=True):
        merged += old[done:place]
        merged.append(string)
        done = place
    return merged + old[done:]
