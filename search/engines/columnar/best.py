"""Best: the k documents that come first, without sorting the others."""

import numpy as np

from search.arrays import Array, Int64Array

_SORTED = 128
"""So few are sorted at once."""
_GROUPS = 16
"""Groups, for each of k, whose best are looked at."""


def best(keys: Array, k: int) -> Int64Array:
    """Return the places of the k greatest keys, greatest first; of equal ones the first come first.

    Where the k best of the groups' best are, nothing below the last of them can be among the k best of all.
    """
    count = len(keys)
    if count <= max(k, _SORTED):
        return _descending(keys)[:k]
    groups = _GROUPS * k
    if count < 4 * groups:
        threshold = np.partition(keys, count - k)[count - k]
    else:
        rows = count // groups
        tops = keys[: rows * groups].reshape(rows, groups).max(axis=0)
        threshold = np.partition(tops, groups - k)[groups - k]
    places = np.flatnonzero(keys >= threshold)
    chosen = keys[places]
    if len(places) > 4 * k:
        # Very many are equal, or the best stand side by side.
        above = np.flatnonzero(chosen > threshold)
        equal = np.flatnonzero(chosen == threshold)
        if len(above) >= k:
            inner = above[best(chosen[above], k)]
            return places[inner]
        picked = np.concatenate([above, equal[: k - len(above)]])
        places, chosen = places[picked], chosen[picked]
    return places[_descending(chosen)[:k]]


def _descending(keys: Array) -> Int64Array:
    """Return the order that sorts keys, greatest first, equal ones as they are."""
    reversed_keys = ~keys if keys.dtype.kind in "iu" else -keys
    return reversed_keys.argsort(kind="stable")
