"""Targets: the ratios that Kikigaki means to reach, and what a run says of each."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.job.measuring import Size
from bench.job.rebuilds import Rebuilds
from bench.job.turns import percentile
from bench.systems import KIKIGAKI

_MARGIN = 1.15
"""How far beyond a target without a line of its own a run may come out before `--check` fails: a ratio of two
timings on a busy machine comes out some per cent higher or lower from run to run."""

_WHOLE_JOB = (
    # talks, peer, percentile, target, fails above
    (10_000, "tantivy", 50, 2.0, 3.0),
    (10_000, "tantivy", 95, 2.5, 3.7),
    (10_000, "sqlite-fts5", 50, 0.9, 1.3),
    (10_000, "sqlite-fts5", 95, 0.25, 0.35),
    (100_000, "tantivy", 50, 2.0, 3.0),
    (100_000, "tantivy", 95, 1.5, 2.0),
)
_SITE_TALKS, _MANY_TALKS = 10_000, 100_000
_MB = 1e6


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, what was reached and how that was made up; `nan` where it was not measured."""

    name: str
    detail: str
    reached: float
    target: float
    unit: str = "×"
    fails_above: float = 0.0
    """0 where a margin says it."""

    @property
    def is_measured(self) -> bool:
        return not math.isnan(self.reached)

    @property
    def is_met(self) -> bool:
        return self.reached <= self.target

    @property
    def fails(self) -> bool:
        return self.reached > (self.fails_above or self.target * _MARGIN)


def verdicts_of(sizes: Sequence[Size], rebuilt: tuple[int, Rebuilds] | None) -> Iterator[Verdict]:
    """Yield a verdict for every target that this run can say something of."""
    by_talks = {size.talks: size for size in sizes}
    for talks, peer, percent, target, fails in _WHOLE_JOB:
        if (size := by_talks.get(talks)) and peer in size.engines:
            ours, theirs = size.engines[KIKIGAKI].asked, size.engines[peer].asked
            detail = f"{1e3 * ours.percentile(percent):.2f} to {1e3 * theirs.percentile(percent):.2f} ms"
            name = f"whole job, {talks:,} talks, p{percent} to {peer}"
            yield Verdict(name, detail, ours.ratio(theirs, percent), target, fails_above=fails)
    if site := by_talks.get(_SITE_TALKS):
        yield from _of_the_site(site)
    if many := by_talks.get(_MANY_TALKS):
        yield from _of_many(many)
    if rebuilt:
        yield from _of_rebuilds(*rebuilt)


def _of_the_site(size: Size) -> Iterator[Verdict]:
    site = size.site
    base = percentile(site.hellos, 50)
    for name, times, percent, target in (
        ("page of hits over HTTP", site.pages, 50, 12.0),
        ("page of hits over HTTP", site.pages, 99, 30.0),
        ("/search.json", site.answers, 50, 9.0),
    ):
        reached = percentile(times, percent)
        detail = f"{1e3 * reached:.1f} to {1e3 * base:.2f} ms"
        yield Verdict(
            f"{name}, {size.talks:,} talks, p{percent} to a bare Flask's p50", detail, reached / base, target
        )
    start = f"{1e3 * site.start:.0f} less {1e3 * site.import_flask:.0f} ms"
    more = 1e3 * (site.start - site.import_flask)
    yield Verdict("start of the site to its first page, less importing Flask", start, more, 250.0, "ms")


def _of_many(size: Size) -> Iterator[Verdict]:
    held = size.site.held
    named = f"{size.talks:,} talks"
    own = held.own / _MB or math.nan
    detail = f"beside {held.mapped / _MB:,.0f} MB of mapped files"
    yield Verdict(f"{named}: the site's own memory after 300 pages", detail, own, 200.0, "MB")
    yield Verdict(f"{named}: slowest of these pages", "", 1e3 * size.site.slowest, 60.0, "ms")
    yield _peak(size.talks, size.rebuilt.peak, f"{size.rebuilt.wall:.1f} s")


def _of_rebuilds(talks: int, found: Rebuilds) -> Iterator[Verdict]:
    named = f"{talks:,} talks"
    first, second = found.first.wall, found.second.wall
    detail = f"{first:.1f} s ({found.first.cpu:.1f} s of processor) to {found.sudachi:.1f} s"
    yield Verdict(f"rebuild of {named}, to Sudachi alone", detail, first / found.sudachi, 0.8)
    yield _peak(talks, found.first.peak, "")
    detail = f"{second:.1f} to {first:.1f} s"
    yield Verdict(f"rebuild of {named} after one change, to the first", detail, second / first, 0.15)
    detail = f"{1e3 * found.update:.0f} less {1e3 * found.nothing:.0f} ms"
    more = 1e3 * (found.update - found.nothing)
    yield Verdict(f"update after one change, {named}, more than `indexer status`", detail, more, 150.0, "ms")


def _peak(talks: int, peak: int, detail: str) -> Verdict:
    return Verdict(
        f"peak memory of a rebuild of {talks:,} talks", detail, peak / _MB or math.nan, 1_000.0, "MB"
    )
