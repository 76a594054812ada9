"""Finding: one thing measured of the whole product."""

import math
from dataclasses import dataclass

from bench.speed.targets import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What was `reached`, in `unit` (× or s), against a `limit`; `detail` says of what, in figures.

    `reached` is `nan` when it could not be measured, and `detail` says why.
    """

    name: str
    detail: str
    reached: float
    limit: float
    unit: str = "×"

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.name, self.limit, self.reached, self.unit)


def not_measured(name: str, why: str, limit: float, unit: str) -> Finding:
    """Return what stands in the table for a thing that is not there."""
    return Finding(name, f"not measured: {why}", math.nan, limit, unit)
