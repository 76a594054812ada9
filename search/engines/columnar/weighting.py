"""Weighting: what Whoosh's models of ranking, and our own, make of a term, as numbers for arrays.

Every model known here is `factor * weight / (weight + base + slope * length)`, or `factor * weight`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from whoosh import scoring
from whoosh.searching import Searcher

from search.engines.columnar.whoosh_segments import segment_of
from search.engines.columnar.writers import length_column
from search.ranking import K1, B, term_weight

Saturation: TypeAlias = tuple[float, float] | None
"""`base` and `slope`."""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """How a field's terms are scored; `factor` takes a term's document frequency."""

    factor: Callable[[int], float]
    saturation: Saturation


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A term, and what its weights are multiplied with and saturate by."""

    field_name: str
    text: bytes
    factor: float
    saturation: Saturation


class KikigakiBM25(scoring.WeightingModel):  # type: ignore[misc]  # whoosh is untyped
    """The ranking of `search.ranking` for Whoosh's own searches, and for `ColumnarCollector`.

    Lengths are compared with the mean of the documents that have any. A field without lengths scores weights.
    """

    def scorer(self, searcher: Searcher, field_name: str, text: bytes, qf: int = 1) -> scoring.BaseScorer:
        if not searcher.schema[field_name].scorable:
            return scoring.WeightScorer.for_(searcher, field_name, text)
        return _KikigakiScorer(searcher, field_name, text)


class _KikigakiScorer(scoring.WeightLengthScorer):  # type: ignore[misc]  # whoosh is untyped
    def __init__(self, searcher: Searcher, field_name: str, text: bytes) -> None:
        whole = searcher.get_parent()
        scale = _kikigaki_scale(whole, field_name)
        self._factor = scale.factor(whole.doc_frequency(field_name, text))
        self._base, self._slope = scale.saturation or (0.0, 0.0)
        self.setup(searcher, field_name, text)

    def _score(self, weight: float, length: float) -> float:
        return self._factor * weight / (weight + self._base + self._slope * length)


def scale_of(weighting: scoring.WeightingModel, whole: Searcher, field_name: str) -> Scale | None:
    """Return how a model scores a field in a whole index, or None for models that are not known here."""
    kind = type(weighting)
    documents = whole.doc_count_all()
    if kind is scoring.MultiWeighting:
        return scale_of(weighting.weightings.get(field_name, weighting.default), whole, field_name)
    if kind is scoring.Frequency:
        return Scale(_one, None)
    if kind is scoring.TF_IDF:
        return Scale(lambda frequency: _whoosh_idf(frequency, documents), None)
    if kind not in (scoring.BM25F, KikigakiBM25):
        return None
    if not whole.schema[field_name].scorable:
        return Scale(_one, None)
    if kind is KikigakiBM25:
        return _kikigaki_scale(whole, field_name)
    k1, b = weighting.K1, weighting._field_B.get(field_name, weighting.B)
    mean = whole.avg_field_length(field_name) or 1
    return Scale(
        lambda frequency: _whoosh_idf(frequency, documents) * (k1 + 1), (k1 * (1 - b), k1 * b / mean)
    )


def _kikigaki_scale(whole: Searcher, field_name: str) -> Scale:
    documents = whole.doc_count_all()
    slope = K1 * B / _mean_length(whole, field_name)
    return Scale(lambda frequency: term_weight(frequency, documents) * (K1 + 1), (K1 * (1 - B), slope))


def _mean_length(whole: Searcher, field_name: str) -> float:
    """Return the mean length of the documents that have any; 1.0 when none has."""
    total, count = 0.0, 0
    for searcher, _ in whole.leaf_searchers():
        segment = segment_of(searcher.reader())
        if segment is None:
            return whole.avg_field_length(field_name) or 1.0
        summary = segment.summary(length_column(field_name))
        total += summary.total
        count += summary.filled
    return total / count if total else 1.0


def _one(frequency: int) -> float:
    return 1.0


def _whoosh_idf(frequency: int, documents: int) -> float:
    """Return Whoosh's idf, as its `WeightingModel.idf` has it."""
    return math.log(documents / (frequency + 1)) + 1
