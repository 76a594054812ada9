"""Evaluation: clauses -> matching documents, scores and facet counts, on NumPy arrays.

It reads postings through the small `Postings` protocol, so it does not care where they are kept. Shapes are
in documents (n,), postings of a term (p,), facet entries (e,) and values of a facet (v,).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from search.analysis import Stream
from search.clauses import AllOf, AnyOf, BestOf, Clause, HasFacet, Not, Phrase, Term
from search.engines.contract import Request
from search.ranking import STREAM_WEIGHTS, bm25, idf

Float32Array: TypeAlias = npt.NDArray[np.float32]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Int32Array: TypeAlias = npt.NDArray[np.int32]
Int64Array: TypeAlias = npt.NDArray[np.int64]


class Postings(Protocol):
    """Where the arrays come from. All may be asked for by many threads at once."""

    @property
    def documents(self) -> int:
        """n, the number of documents."""

    @property
    def dates(self) -> Int32Array:
        """Days since 0001-01-01, shape (n,)."""

    def lengths(self, stream: Stream) -> Float32Array:
        """Weighted length of each document, shape (n,)."""

    def term(self, stream: Stream, text: str) -> tuple[Int32Array, Float32Array]:
        """Ascending document numbers and weighted frequencies, both shape (p,); empty for an unknown term."""

    def positions(self, stream: Stream, text: str) -> Int64Array:
        """Ascending `document << 32 | position` of every occurrence."""

    def facet(self, name: str) -> "FacetColumn":
        """A facet's values."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet: entry i says that document `owners[i]` has the value `values[ordinals[i]]`."""

    values: tuple[str, ...]
    owners: Int32Array
    ordinals: Int32Array

    def having(self, wanted: Sequence[str], documents: int) -> BoolArray:
        """Return which documents have at least one of the wanted values, shape (n,)."""
        is_wanted = np.isin(self.values, wanted) if self.values else np.zeros(0, np.bool_)
        found = np.zeros(documents, np.bool_)
        found[self.owners[is_wanted[self.ordinals]]] = True
        return found

    def counts(self, among: BoolArray) -> dict[str, int]:
        """Return how many of these documents have each value; values of none are left out."""
        counted = np.bincount(self.ordinals[among[self.owners]], minlength=len(self.values))
        return {self.values[ordinal]: int(counted[ordinal]) for ordinal in np.flatnonzero(counted)}


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents found: the `page` of (number, score), best first; and facet counts, as `Found` says."""

    total: int
    page: tuple[tuple[int, float], ...]
    counts: Mapping[str, Mapping[str, int]]


def select(request: Request, postings: Postings) -> Selection:
    """Answer a request."""
    matches, scores = _evaluate(request.clause, postings)
    passing = {
        name: postings.facet(name).having(values, postings.documents)
        for name, values in request.chosen.items()
    }
    found = _all(matches, *passing.values())
    counts = {}
    for name in request.counted:
        others = [mask for other, mask in passing.items() if other != name]
        among = _all(matches, *others) if name in passing else found
        counts[name] = postings.facet(name).counts(among)
    numbers = np.flatnonzero(found)
    order = _order(request, numbers, scores, postings)
    page = numbers[order[request.offset : request.offset + request.limit]]
    return Selection(
        total=len(numbers),
        page=tuple((int(number), float(scores[number])) for number in page),
        counts=counts,
    )


def _order(request: Request, numbers: Int64Array, scores: Float32Array, postings: Postings) -> Int64Array:
    """Return the indices that sort document numbers as asked; the number itself decides last."""
    dates = postings.dates[numbers]
    keys = {"relevance": (-dates, -scores[numbers]), "newest": (-dates,), "oldest": (dates,)}[request.sort]
    return np.lexsort((numbers, *keys))


def _all(first: BoolArray, *others: BoolArray) -> BoolArray:
    return np.logical_and.reduce((first, *others)) if others else first


def _evaluate(clause: Clause, postings: Postings) -> tuple[BoolArray, Float32Array]:
    """Return which documents match and their scores, both shape (n,); what does not match scores 0."""
    n = postings.documents
    match clause:
        case Term(stream, text, weight):
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            documents, contribution = _score_term(stream, text, postings)
            matches[documents] = True
            scores[documents] = np.float32(weight) * contribution
            return matches, scores
        case Phrase():
            return _evaluate_phrase(clause, postings)
        case AnyOf(clauses):
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            for inner in clauses:
                inner_matches, inner_scores = _evaluate(inner, postings)
                matches |= inner_matches
                scores += inner_scores
            return matches, scores
        case AllOf(clauses):
            matches, scores = np.ones(n, np.bool_), np.zeros(n, np.float32)
            for inner in clauses:
                inner_matches, inner_scores = _evaluate(inner, postings)
                matches &= inner_matches
                scores += inner_scores
            return matches, np.where(matches, scores, np.float32(0))
        case BestOf(clauses):
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            for inner in clauses:
                inner_matches, inner_scores = _evaluate(inner, postings)
                matches |= inner_matches
                np.maximum(scores, inner_scores, out=scores)
            return matches, scores
        case Not(inner):
            return ~_evaluate(inner, postings)[0], np.zeros(n, np.float32)
        case HasFacet(name, values):
            return postings.facet(name).having(values, n), np.zeros(n, np.float32)


def _score_term(stream: Stream, text: str, postings: Postings) -> tuple[Int32Array, Float32Array]:
    documents, frequencies = postings.term(stream, text)
    lengths = postings.lengths(stream)
    weight = np.float32(STREAM_WEIGHTS[stream] * idf(len(documents), postings.documents))
    # Documents without a word (events) say nothing about how long notes are.
    average = float(lengths.sum() / max(1, np.count_nonzero(lengths))) or 1.0
    return documents, np.multiply(weight, bm25(frequencies, lengths[documents], average), dtype=np.float32)


def _evaluate_phrase(phrase: Phrase, postings: Postings) -> tuple[BoolArray, Float32Array]:
    scores = np.zeros(postings.documents, np.float32)
    for text, _ in phrase.terms:
        documents, contribution = _score_term(phrase.stream, text, postings)
        scores[documents] += np.float32(phrase.weight) * contribution
    # The key of an occurrence less its offset is where the phrase would begin.
    begins = [postings.positions(phrase.stream, text) - offset for text, offset in phrase.terms]
    begins.sort(key=len)
    common = begins[0]
    for other in begins[1:]:
        common = np.intersect1d(common, other, assume_unique=True)
    matches = np.zeros(postings.documents, np.bool_)
    matches[common >> 32] = True
    return matches, np.where(matches, scores, np.float32(0))
