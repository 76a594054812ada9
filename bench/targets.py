"""Targets: what Kikigaki means to reach, by set, group of queries and measure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.scores import ALL, UNMIRRORED, SetScores

_TARGETS: dict[tuple[str, str], dict[str, float]] = {
    ("evening", ALL): {"success@1": 0.90, "success@3": 0.97},
    ("dev", ALL): {"nDCG@10": 0.960},
    ("devkw", ALL): {"nDCG@10": 0.935},
    ("clean", ALL): {"success@1": 0.985},
    ("perturbed", ALL): {"success@1": 0.91, "success@10": 0.975},
    ("perturbed", UNMIRRORED): {"nDCG@10": 0.88},
}
_EVERY_KIND: dict[str, dict[str, float]] = {"perturbed": {"success@1": 0.65, "success@10": 0.88}}
"""Floors for each kind of a set, whatever its kinds are."""

SETS_WITH_TARGETS = tuple(dict.fromkeys(stem for stem, _ in _TARGETS))


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, and what was reached."""

    set_name: str
    group: str
    measure: str
    target: float
    reached: float

    @property
    def is_met(self) -> bool:
        """Whether the mean reaches the target; the interval may reach below."""
        return self.reached >= self.target


def target_of(stem: str, group: str, measure: str) -> float | None:
    """Return the least that a mean should be, if there is a target for it."""
    floors = {} if group in (ALL, UNMIRRORED) else _EVERY_KIND.get(stem, {})
    return (_TARGETS.get((stem, group)) or floors).get(measure)


def verdicts_of(scores: SetScores, system: str) -> Iterator[Verdict]:
    """Yield a verdict for every target that a set has."""
    for group in scores.groups:
        for measure, score in group.scores[system].items():
            target = target_of(scores.stem, group.name, measure)
            if target is not None:
                yield Verdict(scores.name, group.name, measure, target, score.mean)
