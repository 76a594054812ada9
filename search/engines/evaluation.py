"""Evaluation: a request -> matching documents, scores and facet counts, on arrays of shape (documents,)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from search.clauses import AllOf, AnyOf, Clause, HasFacet, Not, Phrase, Term
from search.engines.contract import Request
from search.engines.evidence import evaluate_words
from search.engines.postings import Postings, score_term
from search.ranking import BoolArray, Float32Array, Int64Array


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents found: the `page` of (number, score), best first; the rest as in `Found`."""

    total: int
    page: tuple[tuple[int, float], ...]
    counts: Mapping[str, Mapping[str, int]]
    relaxed: bool


def select(request: Request, postings: Postings) -> Selection:
    """Answer a request."""
    matches, scores = evaluate(request.clause, postings)
    words = evaluate_words(request.words, postings)
    scores = scores + words.scores
    passing = {
        name: postings.facet(name).having(values, postings.documents)
        for name, values in request.chosen.items()
    }
    found = _all(matches, words.hits, *passing.values())
    taken = words.hits if found.any() else words.some
    matches &= taken
    found = _all(matches, *passing.values())
    relaxed = bool(found.any()) and not (found & words.complete).any()
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
        relaxed=relaxed,
    )


def evaluate(clause: Clause, postings: Postings) -> tuple[BoolArray, Float32Array]:
    """Return which documents match and their scores, both shape (n,); what does not match scores 0."""
    n = postings.documents
    match clause:
        case Term(stream, text, weight):
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            documents, contribution, _ = score_term(stream, text, postings)
            matches[documents] = True
            scores[documents] = np.float32(weight) * contribution
            return matches, scores
        case Phrase():
            return _evaluate_phrase(clause, postings)
        case AnyOf(clauses):
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            for inner in clauses:
                inner_matches, inner_scores = evaluate(inner, postings)
                matches |= inner_matches
                scores += inner_scores
            return matches, scores
        case AllOf(clauses):
            matches, scores = np.ones(n, np.bool_), np.zeros(n, np.float32)
            for inner in clauses:
                inner_matches, inner_scores = evaluate(inner, postings)
                matches &= inner_matches
                scores += inner_scores
            return matches, np.where(matches, scores, np.float32(0))
        case Not(inner):
            return ~evaluate(inner, postings)[0], np.zeros(n, np.float32)
        case HasFacet(name, values):
            return postings.facet(name).having(values, n), np.zeros(n, np.float32)


def _evaluate_phrase(phrase: Phrase, postings: Postings) -> tuple[BoolArray, Float32Array]:
    scores = np.zeros(postings.documents, np.float32)
    for text, _ in phrase.terms:
        documents, contribution, _ = score_term(phrase.stream, text, postings)
        scores[documents] += contribution
    # The key of an occurrence less its offset is where the phrase would begin.
    begins = [postings.positions(phrase.stream, text) - offset for text, offset in phrase.terms]
    begins.sort(key=len)
    common = begins[0]
    for other in begins[1:]:
        common = np.intersect1d(common, other, assume_unique=True)
    matches = np.zeros(postings.documents, np.bool_)
    matches[common >> 32] = True
    return matches, np.where(matches, scores, np.float32(0))


def _order(request: Request, numbers: Int64Array, scores: Float32Array, postings: Postings) -> Int64Array:
    """Return the indices that sort document numbers as asked; the number itself decides last."""
    dates = postings.dates[numbers]
    keys = {"relevance": (-dates, -scores[numbers]), "newest": (-dates,), "oldest": (dates,)}[request.sort]
    return np.lexsort((numbers, *keys))


def _all(first: BoolArray, *others: BoolArray) -> BoolArray:
    return np.asarray(np.logical_and.reduce((first, *others))) if others else first
