"""Evaluation: a request -> matching documents, scores and facet counts, on arrays."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from search.arrays import NO_NUMBERS, BoolArray, Float32Array, Int64Array, distinct, distinct_of, is_among
from search.budget import ENDLESS, Budget
from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet, HasKey, Not, Phrase, Term
from search.engines.contract import Request
from search.engines.evaluate.evidence import WordsFound
from search.engines.evaluate.postings import Documents, begins_of
from search.engines.evaluate.scoring import scored
from search.engines.facet_counts import FacetCounts

_EVERYTHING = AllOf(())
FIRST = 256
"""Documents of which it is tried first whether any matches."""
Evaluated: TypeAlias = tuple[BoolArray, Float32Array | None]


class Asking(Struct, frozen=True):
    """The time there is, and what phrases gave: searches that are asked together share them."""

    budget: Budget
    phrases: dict[Phrase, Evaluated]


class Selection(Struct, frozen=True):
    """Documents found: the `page` of (number, score), best first; the rest as in `Found`."""

    total: int
    page: tuple[tuple[int, float], ...]
    counts: Mapping[str, FacetCounts]
    relaxed: bool


def select(request: Request, words: WordsFound, documents: Documents, asking: Asking) -> Selection:
    """Answer a request, whose words have been evaluated."""
    if request.is_strict and not len(words.complete):
        return _nothing(request, documents)
    matches, scores = evaluate(request.clause, documents, asking)
    if documents.live is not None:
        matches = matches & documents.live
    passing = {name: documents.having(name, values) for name, values in request.chosen.items()}
    if request.is_strict and not _among(words.complete, matches, *passing.values()).any():
        # Asked first: who has but some of the words is dear to find out.
        return _nothing(request, documents)
    taken, passes = words.hits, _among(words.hits.numbers, matches, *passing.values())
    if not passes.any():
        taken = words.some()
        passes = _among(taken.numbers, matches, *passing.values())
    found, own = taken.numbers[passes], taken.scores[passes]
    if scores is not None:
        own = scores[found] + own
    page = _order(request, found, own, documents)
    relaxed = len(found) > 0 and not is_among(found, words.complete).any()
    if request.is_strict and (relaxed or not len(found)):
        return _nothing(request, documents)
    return Selection(
        total=len(found),
        page=tuple(zip(found[page].tolist(), own[page].tolist(), strict=True)),
        counts=_counts(request, taken.numbers, matches, found, passing, documents),
        relaxed=relaxed,
    )


def _nothing(request: Request, documents: Documents) -> Selection:
    return Selection(0, (), documents.counts(request.counted, NO_NUMBERS), relaxed=False)


def _among(numbers: Int64Array, *masks: BoolArray) -> BoolArray:
    passes: BoolArray = masks[0][numbers]
    for mask in masks[1:]:
        passes &= mask[numbers]
    return passes


def _counts(
    request: Request,
    taken: Int64Array,
    matches: BoolArray,
    found: Int64Array,
    passing: Mapping[str, BoolArray],
    documents: Documents,
) -> Mapping[str, FacetCounts]:
    """Count every facet, one with chosen values as if it had none: its other values stay to be seen."""
    plain = [name for name in request.counted if name not in passing]
    counts = dict(documents.counts(plain, found)) if plain else {}
    for name in request.counted:
        if name in passing:
            others = [mask for other, mask in passing.items() if other != name]
            counts |= documents.counts([name], taken[_among(taken, matches, *others)])
    return counts


def evaluate(clause: Clause, documents: Documents, asking: Asking) -> Evaluated:
    """Return which documents match and their scores, both over all documents; what does not match scores 0.

    None instead of scores says that all are 0. Neither array may be written to. Of clauses that stand
    together those are left out that there is no time for.
    """
    n = documents.size
    match clause:
        case Term():
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            (own,) = scored([clause], documents)
            matches[own.documents] = True
            scores[own.documents] = own.scores
            return matches, scores
        case Phrase():
            if clause not in asking.phrases:
                asking.phrases[clause] = _evaluate_phrase(clause, documents)
            return asking.phrases[clause]
        case AnyOf(clauses):
            found = [evaluate(inner, documents, asking) for inner in _timely(clauses, asking.budget)]
            matches = np.logical_or.reduce([mask for mask, _ in found]) if found else np.zeros(n, np.bool_)
            return matches, _sum([scores for _, scores in found])
        case AllOf(clauses):
            asked = [inner for inner in clauses if inner != _EVERYTHING]
            found = [evaluate(inner, documents, asking) for inner in _timely(asked, asking.budget)]
            if not found:
                return np.ones(n, np.bool_), None
            first, *others = [mask for mask, _ in found]
            matches = np.asarray(np.logical_and.reduce((first, *others))) if others else first
            total = _sum([scores for _, scores in found])
            return matches, None if total is None else np.where(matches, total, np.float32(0))
        case Not(inner):
            return ~evaluate(inner, documents, asking)[0], None
        case HasFacet(name, values):
            return documents.having(name, values), None
        case HasKey(key, score):
            matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
            matches[documents.with_key(key)] = True
            scores[matches] = score
            return matches, scores
        case Dated(first, last):
            return (documents.dates >= first) & (documents.dates <= last), None


def some_match(clause: Clause, documents: Documents) -> bool:
    """Say whether any document matches; where many have the rarest term of all, one of the first does."""
    needed = list(_needed(clause))
    if not needed:
        return len(_matching(clause, documents, np.arange(documents.size))) > 0
    rarest = min(needed, key=lambda term: documents.frequency(*term[:2]))
    among = documents.postings([rarest]).documents
    return any(len(_matching(clause, documents, part)) for part in (among[:FIRST], among[FIRST:]))


def _needed(clause: Clause) -> Iterator[Term]:
    """Yield terms that a document must have to match."""
    match clause:
        case Term():
            yield clause
        case Phrase():
            yield from clause.found()
        case AllOf(clauses):
            yield from chain.from_iterable(map(_needed, clauses))


def _matching(clause: Clause, documents: Documents, among: Int64Array) -> Int64Array:
    """Return which of some documents, which ascend, match."""
    if not len(among):
        return among
    match clause:
        case Phrase():
            # Where a few terms stand is soon read.
            for term in set(clause.found()) if len(among) > FIRST else ():
                among = _matching(term, documents, among)
            return distinct_of(begins_of(clause, among, documents) >> 32)
        case AnyOf(clauses):
            return distinct(
                np.concatenate([NO_NUMBERS, *(_matching(each, documents, among) for each in clauses)])
            )
        case AllOf(clauses) if clauses:
            for each in clauses:
                among = _matching(each, documents, among)
            return among
        case Term():
            return among[is_among(among, documents.postings([clause]).documents)]
        case _:
            mask = evaluate(clause, documents, Asking(ENDLESS, {}))[0]
            return among[(mask if documents.live is None else mask & documents.live)[among]]


def _timely(clauses: Sequence[Clause], budget: Budget) -> Iterator[Clause]:
    """Yield the clauses that there is time for, one after the other; filters cost next to nothing."""
    for clause in clauses:
        if isinstance(clause, HasFacet | HasKey | Dated) or not budget.lacks("words"):
            yield clause


def _sum(scores: Sequence[Float32Array | None]) -> Float32Array | None:
    """Return the sum in the order given, None for nothing."""
    total: Float32Array | None = None
    for each in scores:
        if each is not None:
            total = each if total is None else total + each
    return total


def _evaluate_phrase(phrase: Phrase, documents: Documents) -> tuple[BoolArray, Float32Array]:
    n = documents.size
    matches, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
    texts = list(dict.fromkeys(text for text, _ in phrase.terms))
    terms_of = [Term(phrase.stream, text) for text in texts]
    found = dict(zip(texts, scored(terms_of, documents), strict=True))
    rarest, *others = sorted(found.values(), key=lambda each: len(each.documents))
    among = rarest.documents
    for each in others:
        among = among[is_among(among, each.documents)]
    begins = begins_of(phrase, among, documents)
    if not len(begins):
        return matches, scores
    matches[begins >> 32] = True
    for text, _ in phrase.terms:
        np.add.at(scores, found[text].documents, found[text].scores)
    return matches, np.where(matches, scores, np.float32(0))


def _order(request: Request, numbers: Int64Array, scores: Float32Array, documents: Documents) -> Int64Array:
    """Return which of these documents stand on the page, in order; event and place in it decide last."""
    dates = documents.dates[numbers].astype(np.int64)
    keys = {"relevance": (-scores, -dates), "newest": (-dates,), "oldest": (dates,)}[request.sort]
    end = request.offset + request.limit
    chosen = _first(keys[0], end)
    order = chosen[np.lexsort((documents.order[numbers[chosen]], *(key[chosen] for key in reversed(keys))))]
    return order[request.offset : end]


def _first(keys: Float32Array | Int64Array, count: int) -> Int64Array:
    """Return where the `count` least keys stand, and all that equal the last of them."""
    if len(keys) <= count:
        return np.arange(len(keys))
    first: Int64Array = (keys <= np.partition(keys, count - 1)[count - 1]).nonzero()[0]
    return first
