"""Arrays: their types, and the few operations on what ascends and on whole numbers that several rooms need.

Ascending arrays: the distinct values of any array as one, and which values are in one. Ranges: several
ranges of numbers as one array, and where pieces of some sizes lie. Narrowing: whole numbers in the fewest
bytes, for there are many postings.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

BoolArray: TypeAlias = npt.NDArray[np.bool_]
Float32Array: TypeAlias = npt.NDArray[np.float32]
Float64Array: TypeAlias = npt.NDArray[np.float64]
Int32Array: TypeAlias = npt.NDArray[np.int32]
Int64Array: TypeAlias = npt.NDArray[np.int64]
UInt32Array: TypeAlias = npt.NDArray[np.uint32]
UInt64Array: TypeAlias = npt.NDArray[np.uint64]
Integers: TypeAlias = npt.NDArray[np.integer]
Array: TypeAlias = npt.NDArray[Any]
"""An array of a type that its file names."""

Codes: TypeAlias = npt.NDArray[np.uint32]
"""Characters by their code points."""
Offsets: TypeAlias = npt.NDArray[np.int32]
"""Where something begins or ends in a text, in code points."""

ScalarT = TypeVar("ScalarT", bound=np.generic)
StringT = TypeVar("StringT", str, bytes)

NO_NUMBERS: Int64Array = np.zeros(0, np.int64)


def distinct(values: npt.NDArray[ScalarT]) -> npt.NDArray[ScalarT]:
    """Return the distinct values, ascending, shape (d,), of an array of shape (n,) that has no NaN.

    As `np.unique` does, which since NumPy 2.3 hashes them first, several times slower than this sort,
    and loads a package for masked arrays, 10 ms of a program's start.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    return distinct_of(np.sort(values))


def distinct_of(ascending: npt.NDArray[ScalarT]) -> npt.NDArray[ScalarT]:
    """Return the distinct ones of values that ascend."""
    return ascending[changes_of(ascending)]


def changes_of(values: npt.NDArray[np.generic]) -> BoolArray:
    """Say where another value stands than before; the first one does.

    >>> changes_of(np.array([7, 7, 9]))
    array([ True, False,  True])
    """
    changes = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def beginning_with(strings: Sequence[str], begin: str) -> slice:
    """Return which of some ascending strings begin so.

    >>> beginning_with(["git", "go", "golang", "ruby"], "go")
    slice(1, 3, None)
    """
    first = bisect_left(strings, begin)
    return slice(first, bisect_left(strings, begin + "\U0010ffff", first))


def united(each: Sequence[Iterable[StringT]]) -> tuple[list[StringT], list[UInt32Array]]:
    """Return the strings of several lists, each once, ascending, and where those of each list are: it ascends
    without doubles, and is gone through twice.

    >>> united([["Go", "Ruby"], ["Git", "Go"]])
    (['Git', 'Go', 'Ruby'], [array([1, 2], dtype=uint32), array([0, 1], dtype=uint32)])
    """
    if len(each) == 1:
        (only,) = map(list, each)
        return only, [np.arange(len(only), dtype=np.uint32)]
    # In their order: to sort what is sorted in parts is to merge it.
    strings = sorted(dict.fromkeys(chain.from_iterable(each)))
    place_of = {string: place for place, string in enumerate(strings)}
    return strings, [np.fromiter(map(place_of.__getitem__, own), np.uint32) for own in each]


def is_among(values: npt.NDArray[ScalarT], ascending: npt.NDArray[ScalarT]) -> BoolArray:
    """Say which of the values are in an ascending array, shape (n,) as they: `np.isin` without its sort.

    >>> is_among(np.array([3, 5, 1]), np.array([1, 2, 3]))
    array([ True, False,  True])
    """
    if not len(ascending):
        return np.zeros(len(values), np.bool_)
    found: BoolArray = ascending.take(ascending.searchsorted(values), mode="clip") == values
    return found


def ranges_of(firsts: npt.NDArray[np.integer], counts: Int64Array) -> Int64Array:
    """Return `first, first + 1, ...`, so many of each, one behind the other.

    >>> ranges_of(np.array([10, 20, 30]), np.array([2, 0, 3]))
    array([10, 11, 30, 31, 32])
    """
    at: Int64Array = (firsts - counts.cumsum() + counts).repeat(counts)
    at += np.arange(len(at))
    return at


def bounds_of(sizes: Integers | BoolArray | Sequence[int]) -> Int64Array:
    """Return where n pieces of these sizes begin, one behind the other, and where the last ends: (n + 1,).

    >>> bounds_of([2, 0, 3])
    array([0, 2, 2, 5])
    """
    bounds = np.zeros(len(sizes) + 1, np.int64)
    np.add.accumulate(sizes, dtype=np.int64, out=bounds[1:])
    return bounds


def portions_of(ends: Int64Array, most: int) -> Iterator[tuple[slice, slice]]:
    """Yield pieces some at a time, and what they cover: at most so much, or one piece; `ends` say where each
    ends.

    >>> list(portions_of(np.array([2, 4, 9]), 4))
    [(slice(0, 2, None), slice(0, 4, None)), (slice(2, 3, None), slice(4, 9, None))]
    """
    first = done = 0
    while first < len(ends):
        last = max(first + 1, int(ends.searchsorted(done + most, "right")))
        stop = int(ends[last - 1])
        yield slice(first, last), slice(done, stop)
        first, done = last, stop


def sums_of(values: Integers | BoolArray, sizes: Int64Array) -> Int64Array:
    """Return the sums of so many values each, one group behind the other; of no values it is 0.

    >>> sums_of(np.array([5, 1, 2]), np.array([1, 0, 2]))
    array([5, 0, 3])
    """
    before, ends = bounds_of(values), sizes.cumsum()
    sums: Int64Array = before.take(ends) - before.take(ends - sizes)
    return sums


def steps_of(sums: Int64Array) -> Int64Array:
    """Return each number less the one before it, the first as it is: what running sums are the sums of.

    >>> steps_of(np.array([2, 2, 5]))
    array([2, 0, 3])
    """
    steps = sums.copy()
    steps[1:] -= sums[:-1]
    return steps


def narrowed(numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.unsignedinteger]:
    """Return numbers from 0 to 2**32 - 1 as the narrowest unsigned integers that hold all of them.

    >>> narrowed(np.array([1, 300])).dtype
    dtype('uint16')
    """
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
