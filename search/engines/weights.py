"""Weights: how much occurrences count, as numbers of a table, for there are few different ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import Float32Array, distinct

_STEPS = 200
"""Weights are mostly multiples of one part in so many."""
_DIRECT = 1 << 16
"""Numbers below this are found in a table of all of them, without sorting."""
_BYTE = 1 << 8


class Weights(Struct, frozen=True, eq=False):
    """w weights: `table[codes]`. `codes`, shape (w,), are unsigned, of the fewest bytes that will do.

    `table` ascends without doubles; where weights were picked from others it may hold some that none has.
    """

    codes: npt.NDArray[Any]
    table: Float32Array

    @classmethod
    def of(cls, weights: npt.NDArray[np.floating]) -> "Weights":
        """Return weights by their table.

        >>> weights = Weights.of(np.array([1.0, 0.5, 1.0]))
        >>> weights.codes.tolist(), weights.table.tolist()
        ([1, 0, 1], [0.5, 1.0])
        """
        weights = weights.astype(np.float32, copy=False)
        # Most are multiples of a small step, and need no sorting.
        if len(weights) and weights.min() >= 0 and weights.max() < _DIRECT / _STEPS:
            multiples = np.rint(weights * np.float32(_STEPS)).astype(np.uint16)
            weight_of = np.zeros(_DIRECT, np.float32)
            weight_of[multiples] = weights
            # What shares a multiple must be the same to the last bit.
            if np.array_equal(weight_of[multiples], weights):
                present = np.bincount(multiples).nonzero()[0]
                number_of = np.zeros(_DIRECT, np.uint16)
                table = weight_of[present]
                number_of[present] = np.arange(len(table))
                return cls(number_of.astype(_type_for(table))[multiples], table)
        table = distinct(weights)
        return cls(table.searchsorted(weights).astype(_type_for(table)), table)

    @classmethod
    def joined(cls, parts: Sequence["Weights"]) -> "Weights":
        """Return the weights of at least one part, one behind the other.

        >>> both = Weights.joined([Weights.of(np.array([1.5])), Weights.of(np.array([0.5, 1.5]))])
        >>> both.codes.tolist(), both.table.tolist()
        ([1, 0, 1], [0.5, 1.5])
        """
        table = distinct(np.concatenate([part.table for part in parts]))
        new = [table.searchsorted(part.table).astype(_type_for(table)) for part in parts]
        return cls(
            np.concatenate([numbers[part.codes] for numbers, part in zip(new, parts, strict=True)]), table
        )

    def array(self) -> Float32Array:
        weights: Float32Array = self.table[self.codes]
        return weights

    def at(self, codes: npt.NDArray[Any]) -> "Weights":
        return Weights(codes, self.table)


def _type_for(table: Float32Array) -> type[np.unsignedinteger]:
    return np.uint8 if len(table) <= _BYTE else np.uint16 if len(table) <= _DIRECT else np.uint32
