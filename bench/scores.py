"""Scores: means of figures with confidence intervals, for a whole set and for each kind of query in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.judged import JudgedSet
from bench.measures import MEASURES, Float64Array, Int64Array, figures_of

RESAMPLES = 1_000
SEED = 20150114
CONFIDENCE = 0.95
FEWEST = 20
"""Resampling a handful of queries says nothing about chance: one query is always the same."""

ALL = "all"
UNMIRRORED = "six kinds no folding mirrors"
UNMIRRORED_KINDS = frozenset(
    {"kanji_reading", "okurigana", "kata_variant", "latin2kata", "kata2latin", "itaiji"}
)
"""Misspellings that no rule of the analysis is the inverse of; the others partly flatter who folds."""


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over queries with its 95 % interval, and how it stands against the first system.

    `lead` is the mean difference to the first system; `is_sure` says that the interval of this difference,
    taken query by query, does not hold 0; it is never said of fewer than `FEWEST` queries.
    """

    mean: float
    low: float
    high: float
    lead: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The scores of some queries of a set: by system, by measure."""

    name: str
    queries: int
    scores: Mapping[str, Mapping[str, Score]]


@dataclass(frozen=True, slots=True)
class SetScores:
    """A set's scores; the first group is `ALL`, then its kinds, then `UNMIRRORED` if it has such kinds."""

    name: str
    groups: tuple[Group, ...]

    @property
    def stem(self) -> str:
        """The set's name without its folder."""
        return self.name.rpartition("/")[2]


def scores_of(judged: JudgedSet, rankings: Mapping[str, Int64Array]) -> SetScores:
    """Return the scores of each system's ranking; the first system is the one others are held against."""
    figures = np.stack([figures_of(ranking, judged.judgements) for ranking in rankings.values()], axis=1)
    groups = tuple(
        Group(name, len(members), _scored(figures[members], list(rankings)))
        for name, members in _groups_of(judged)
    )
    return SetScores(judged.name, groups)


def resampled_means(values: Float64Array) -> Float64Array:
    """Return means over queries drawn with replacement, shape (RESAMPLES, *values.shape[1:]).

    `values` has a row for each query. The draw depends on the number of queries alone, so systems asked the
    same queries are drawn alike. Efron & Tibshirani 1993, chapter 13 (percentile intervals).
    """
    queries = len(values)
    drawn = np.random.default_rng(SEED).integers(queries, size=(RESAMPLES, queries))
    drawn += np.arange(RESAMPLES)[:, np.newaxis] * queries
    counts = np.bincount(drawn.ravel(), minlength=RESAMPLES * queries).reshape(RESAMPLES, queries)
    means = counts.astype(np.float64) @ values.reshape(queries, -1) / queries
    return means.reshape(RESAMPLES, *values.shape[1:])


def _groups_of(judged: JudgedSet) -> Iterator[tuple[str, Int64Array]]:
    kinds = np.array([query.kind for query in judged.queries])
    yield ALL, np.arange(len(kinds))
    for kind in sorted({*kinds.tolist()} - {""}):
        yield kind, np.flatnonzero(kinds == kind)
    unmirrored = np.flatnonzero(np.isin(kinds, sorted(UNMIRRORED_KINDS)))
    if len(unmirrored):
        yield UNMIRRORED, unmirrored


def _scored(figures: Float64Array, systems: Sequence[str]) -> dict[str, dict[str, Score]]:
    """Return scores by system and measure; `figures` has the shape (queries, systems, measures)."""
    edges = (50 * (1 - CONFIDENCE), 50 * (1 + CONFIDENCE))
    means = figures.mean(axis=0)
    drawn = resampled_means(figures)
    lows, highs = np.percentile(drawn, edges, axis=0)
    lead_lows, lead_highs = np.percentile(drawn - drawn[:, :1], edges, axis=0)
    return {
        system: {
            measure: Score(
                mean=float(means[s, m]),
                low=float(lows[s, m]),
                high=float(highs[s, m]),
                lead=float(means[s, m] - means[0, m]),
                is_sure=bool(lead_lows[s, m] > 0 or lead_highs[s, m] < 0) and len(figures) >= FEWEST,
            )
            for m, measure in enumerate(MEASURES)
        }
        for s, system in enumerate(systems)
    }
