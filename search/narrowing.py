"""Narrowing: whole numbers in the fewest bytes, as much of which is moved and kept as there are postings."""

import numpy as np
import numpy.typing as npt

_TYPES = (np.uint8, np.uint16, np.uint32)


def narrowed(numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.unsignedinteger]:
    """Return numbers from 0 to 2**32 - 1 as the narrowest unsigned integers that hold all of them."""
    most = int(numbers.max(initial=0))
    narrow: npt.NDArray[np.unsignedinteger] = numbers.astype(
        next(dtype for dtype in _TYPES if most <= np.iinfo(dtype).max)
    )
    return narrow
