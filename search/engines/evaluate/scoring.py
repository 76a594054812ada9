"""Scoring: what terms add to the scores of the documents that have them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from search.arrays import Float32Array
from search.clauses import Term
from search.engines.evaluate.postings import Postings, Scored, TermPostings
from search.ranking import bm25, term_weight
from search.text.streams import Stream


def scores_of(
    terms: Sequence[Term],
    found: TermPostings,
    weights: Sequence[float],
    saturation: Callable[[Stream], Float32Array],
) -> Float32Array:
    """Return what terms, of these weights, add to the score of each document found, shape (postings,)."""
    worth = [term.weight * weight for term, weight in zip(terms, weights, strict=True)]
    scores = np.array(worth, np.float32).repeat(found.counts)
    soon = np.empty(len(scores), np.float32)
    end = 0
    for stream, own in groupby(
        zip(terms, found.counts.tolist(), strict=True), key=lambda each: each[0].stream
    ):
        start, end = end, end + sum([count for _, count in own])
        # All of them are there; with "raise" NumPy would write to a copy of `out` first.
        saturation(stream).take(found.documents[start:end], out=soon[start:end], mode="clip")
    scores *= bm25(found.frequencies, soon)
    return scores


def scored(terms: Sequence[Term], documents: Postings) -> Iterator[Scored]:
    """Yield for each term the documents that have it and what it adds to their scores."""
    found = documents.postings(terms)
    weights = [
        term_weight(documents.frequency(term.stream, term.text), documents.documents) for term in terms
    ]
    scores = scores_of(terms, found, weights, documents.saturation)
    end = 0
    for count in found.counts.tolist():
        start, end = end, end + count
        yield Scored(found.documents[start:end], scores[start:end])
