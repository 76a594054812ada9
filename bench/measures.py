"""Measures: what a ranking is worth for each query.

A ranking is an array of document numbers, best first, one row for each query; -1 fills rows that are shorter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Float64Array: TypeAlias = npt.NDArray[np.float64]
Int64Array: TypeAlias = npt.NDArray[np.int64]

DEPTH = 100
"""How many documents a ranking holds at most."""

MEASURES = (
    "nDCG@10",
    "MRR@10",
    "recall@1",
    "recall@10",
    "recall@100",
    "success@1",
    "success@3",
    "success@10",
)


@dataclass(frozen=True)
class Judgements:
    """Which document has which grade for which query: columns of equal length, shape (judgements,).

    Queries are numbered from 0, and each has at least one grade above 0. A pair that is not listed has
    grade 0.
    """

    queries: Int64Array
    documents: Int64Array
    grades: Float64Array

    @classmethod
    def of(cls, grades: Sequence[Mapping[int, float]]) -> "Judgements":
        """Return the judgements of queries in order, each a mapping of document numbers to grades."""
        pairs = [
            (query, document, grade) for query, row in enumerate(grades) for document, grade in row.items()
        ]
        columns = np.array(pairs, np.float64).reshape(-1, 3)
        # Grades below 0 (spam, in some collections) are worth no more than 0.
        return cls(columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2].clip(0))

    def of_queries(self, chosen: Int64Array) -> "Judgements":
        """Return the judgements of these queries only, numbered anew; `chosen` ascends."""
        kept = np.isin(self.queries, chosen)
        return Judgements(
            np.searchsorted(chosen, self.queries[kept]), self.documents[kept], self.grades[kept]
        )


def figures_of(ranking: Int64Array, judgements: Judgements) -> Float64Array:
    """Return every measure for every query, shape (queries, len(MEASURES)), each from 0 to 1."""
    gains = _gains(ranking, judgements)
    right = np.cumsum(gains > 0, axis=1, dtype=np.float64)
    wanted = np.bincount(judgements.queries, judgements.grades > 0, minlength=len(ranking))
    found = right > 0
    columns = {
        "nDCG@10": _ndcg(gains, judgements, 10),
        "MRR@10": _reciprocal_rank(found, 10),
        **{f"recall@{k}": right[:, k - 1] / wanted for k in (1, 10, 100)},
        **{f"success@{k}": found[:, k - 1] for k in (1, 3, 10)},
    }
    return np.column_stack([columns[name] for name in MEASURES]).astype(np.float64)


def _gains(ranking: Int64Array, judgements: Judgements) -> Float64Array:
    """Return the grade of what stands at each place, shape (queries, DEPTH)."""
    full = np.full((len(ranking), DEPTH), -1, np.int64)
    full[:, : ranking.shape[1]] = ranking[:, :DEPTH]
    # One number names a query and a document; 0 is kept for "no document", which is never judged.
    width = max(full.max(initial=0), judgements.documents.max(initial=0)) + 2
    judged = judgements.queries * width + judgements.documents + 1
    order = np.argsort(judged)
    asked = np.arange(len(full))[:, np.newaxis] * width + full + 1
    places = np.searchsorted(judged, asked, sorter=order).clip(max=len(judged) - 1)
    nearest = order[places]
    return np.where(judged[nearest] == asked, judgements.grades[nearest], 0.0)


def _ndcg(gains: Float64Array, judgements: Judgements, depth: int) -> Float64Array:
    """Return the normalized discounted cumulated gain, shape (queries,).

    DCG@k = Σ grade(r) / log2(1 + r) over the ranks r = 1..k, divided by the DCG@k of the best possible order.
    Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", with the grade itself as
    gain and rank 1 discounted by log2(2), as trec_eval's ndcg_cut computes it.
    """
    discounts = 1 / np.log2(np.arange(depth) + 2)
    order = np.lexsort((-judgements.grades, judgements.queries))
    queries, grades = judgements.queries[order], judgements.grades[order]
    rank = np.arange(len(queries)) - np.searchsorted(queries, queries)
    best = rank < depth
    ideal = np.bincount(queries[best], grades[best] * discounts[rank[best]], minlength=len(gains))
    return np.asarray(gains[:, :depth] @ discounts / ideal, np.float64)


def _reciprocal_rank(found: npt.NDArray[np.bool_], depth: int) -> Float64Array:
    """Return 1 / rank of the first right document, 0 if it stands below `depth`; shape (queries,).

    `found` says for each place whether a right document stands there or above.
    """
    misses = np.count_nonzero(~found[:, :depth], axis=1)
    return np.where(misses < depth, 1 / (misses + 1), 0.0)
