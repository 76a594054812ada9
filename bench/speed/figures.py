"""Figures: percentiles of times, and ratios of two engines on the questions that both were asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

PERCENTILES = (50, 95, 99)

Times = Mapping[int, float]
"""Seconds for each question, by its number."""


def percentile(values: Iterable[float], percent: float) -> float:
    """Return a percentile, between neighbours by straight line; `nan` of nothing."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def typical(samples: Mapping[int, Sequence[float]]) -> dict[int, float]:
    """Return each question's median over its rounds: what it costs, not what else the machine did then."""
    return {number: median(times) for number, times in samples.items()}


@dataclass(frozen=True, slots=True)
class Against:
    """One percentile of two engines over the same questions, in seconds."""

    ours: float
    peer: float
    questions: int

    @property
    def ratio(self) -> float:
        """Ours to the peer's: below 1 we are quicker; `nan` when they share no question."""
        return self.ours / self.peer if self.peer else float("nan")


def against(ours: Times, peer: Times, numbers: Iterable[int], percent: float) -> Against:
    """Compare over those of `numbers` that both answered: a slow engine is asked only some."""
    common = [number for number in numbers if number in ours and number in peer]
    return Against(
        percentile([ours[number] for number in common], percent),
        percentile([peer[number] for number in common], percent),
        len(common),
    )
