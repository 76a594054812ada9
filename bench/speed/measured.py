"""Measured: what one run found, as the report and the targets read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.speed.engine import Question
from bench.speed.figures import Against, Times, against
from bench.speed.memory import Held
from bench.speed.workers import Built

ALL = "all"


@dataclass(slots=True)
class EngineFigures:
    """One engine on one corpus; filled as the run goes on. Times are in seconds, sizes in bytes."""

    settings: str
    built: Built
    size: int
    kinds: Sequence[str] = ()
    opening: float = float("nan")
    cached: float | None = None
    """The part of the index that was in the page cache when the cold pass began; None if unknown."""
    cold: dict[int, float] = field(default_factory=dict)
    """The first pass of a new process, with facets where the engine has them."""
    before: int = 0
    """Bytes resident before the index was opened, with all libraries loaded."""
    held: Held = field(default_factory=lambda: Held(0, 0))
    """After the cold pass."""
    warm: dict[bool, Times] = field(default_factory=dict)
    """With facets and without: each question's median over the rounds."""
    warm_cpu: dict[bool, Times] = field(default_factory=dict)
    first_answer: float = float("nan")
    throughput: tuple[float, float] = (float("nan"), float("nan"))
    """Questions a second of one process and of two at once."""
    checked: int = 0
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Measured:
    """One corpus and all engines; `reference` is the engine to which ratios are made."""

    notes: int
    source: str
    questions: Sequence[Question]
    reference: str
    engines: Mapping[str, EngineFigures]
    import_flask: float
    """Seconds of a process that imports Flask and ends."""

    def numbers(self, kind: str) -> list[int]:
        """Return the numbers of the questions of a kind, or of `ALL`."""
        return [number for number, each in enumerate(self.questions) if kind in (ALL, each.kind)]

    def against(self, peer: str, kind: str, facets: bool, percent: float) -> Against:
        """Compare the reference with a peer, warm."""
        ours = self.engines[self.reference].warm.get(facets, {})
        return against(ours, self.engines[peer].warm.get(facets, {}), self.numbers(kind), percent)
