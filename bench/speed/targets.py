"""Targets: the ratios that Kikigaki means to reach, and what a run says of each.

A target is missed when it is; `--check` fails only beyond a margin, since a ratio of two timings on a busy
machine comes out some per cent higher or lower from run to run.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.speed.engine import AND, OR, PHRASE
from bench.speed.engines import FTS5, GROONGA, KIKIGAKI, TANTIVY, WHOOSH
from bench.speed.measured import ALL, Measured

MARGIN = 0.15
"""How far beyond a target a run may come out before `--check` fails."""

FACETED: Mapping[str, float] = {TANTIVY: 0.8, GROONGA: 0.5, FTS5: 0.2, WHOOSH: 0.01}
"""At 20,000 and 100,000 notes, p50 and p95 of each kind, ours to the peer's."""
PLAIN: Mapping[str, float] = {TANTIVY: 2.0}
"""At 100,000 notes, without facets."""
MILLION: Mapping[str, float] = {TANTIVY: 1.0}
"""At 1,000,000 notes, p95 of all questions, with facets."""
SIZE: Mapping[str, float] = {TANTIVY: 1.5}

REBUILD, SECOND_REBUILD = 0.8, 0.15
"""To one process of Sudachi alone; to the first rebuild."""
UPDATE_SECONDS, FIRST_ANSWER_SECONDS = 0.150, 0.300
"""More than a process that starts; more than one that imports Flask."""
MEMORY = 1.2
"""To the mapped files touched."""
REQUEST_P50, REQUEST_P99 = 12.0, 40.0
"""To the p50 of a bare Flask hello."""

_KINDS = (OR, AND, PHRASE)
_FACETED_SIZES = (20_000, 100_000)
_LARGE, _MILLION = 100_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target and what was reached; `nan` where it was not measured. `unit` is × or s."""

    name: str
    limit: float
    reached: float
    unit: str = "×"

    @property
    def is_measured(self) -> bool:
        return not math.isnan(self.reached)

    @property
    def is_met(self) -> bool:
        return self.reached <= self.limit

    @property
    def fails(self) -> bool:
        """Whether it is missed by more than the margin."""
        return self.reached > self.limit * (1 + MARGIN)


def verdicts_of(measured: Sequence[Measured]) -> Iterator[Verdict]:
    """Yield a verdict for every target of the engine; none for a corpus that Kikigaki did not answer on."""
    for each in measured:
        if each.reference != KIKIGAKI:
            continue
        if each.notes in _FACETED_SIZES:
            yield from _by_kind(each, FACETED, facets=True)
        if each.notes == _LARGE:
            yield from _by_kind(each, PLAIN, facets=False)
            yield from _starts(each)
        if each.notes == _MILLION:
            for peer, limit in MILLION.items():
                yield _verdict(each, peer, ALL, 95, limit, facets=True)
        if each.notes >= min(_FACETED_SIZES):
            for peer, limit in SIZE.items():
                reached = each.engines[KIKIGAKI].size / _size(each, peer)
                yield Verdict(f"{_named(each)}: index size to {peer}", limit, reached)


def failures_of(measured: Sequence[Measured], verdicts: Sequence[Verdict]) -> list[str]:
    """Return why `--check` fails, a line each: targets missed by more than the margin, and wrong answers."""
    missed = [
        f"{verdict.name}: {verdict.reached:.3g} {verdict.unit}, at most {verdict.limit:g} wanted"
        for verdict in verdicts
        if verdict.fails
    ]
    wrong = [
        f"{_named(each)}: {complaint}"
        for each in measured
        if KIKIGAKI in each.engines
        for complaint in each.engines[KIKIGAKI].complaints
    ]
    nothing = [] if any(verdict.is_measured for verdict in verdicts) else ["no target was measured"]
    return [*missed, *wrong, *nothing]


def _by_kind(each: Measured, limits: Mapping[str, float], facets: bool) -> Iterator[Verdict]:
    for peer, limit in limits.items():
        for kind in _KINDS:
            for percent in (50, 95):
                yield _verdict(each, peer, kind, percent, limit, facets)


def _verdict(each: Measured, peer: str, kind: str, percent: float, limit: float, facets: bool) -> Verdict:
    reached = each.against(peer, kind, facets, percent).ratio if peer in each.engines else math.nan
    with_facets = "three facets" if facets else "no facets"
    return Verdict(f"{_named(each)}, {with_facets}, {kind} p{percent:g} to {peer}", limit, reached)


def _starts(each: Measured) -> Iterator[Verdict]:
    ours = each.engines[KIKIGAKI]
    more = ours.first_answer - each.import_flask
    yield Verdict(
        f"{_named(each)}: start to first answer, less importing Flask", FIRST_ANSWER_SECONDS, more, "s"
    )
    grown = ours.held.resident - ours.before
    touched = ours.held.mapped
    reached = grown / touched if touched else math.nan
    yield Verdict(f"{_named(each)}: memory to mapped files touched", MEMORY, reached)


def _size(each: Measured, peer: str) -> float:
    return each.engines[peer].size if peer in each.engines else math.nan


def _named(each: Measured) -> str:
    return f"{each.notes:,} notes"
