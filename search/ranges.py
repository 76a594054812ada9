"""Ranges: several ranges of numbers as one array, for what is kept one behind the other."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Int64Array: TypeAlias = npt.NDArray[np.int64]


def ranges_of(firsts: npt.NDArray[np.integer], counts: Int64Array) -> Int64Array:
    """Return `first, first + 1, ...`, so many of each, one behind the other."""
    at: Int64Array = (firsts - counts.cumsum() + counts).repeat(counts)
    at += np.arange(len(at))
    return at
