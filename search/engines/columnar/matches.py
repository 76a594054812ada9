"""Matches: the documents of a segment that match, with scores, and what And, Or and Not make of them.

Few documents are kept as a list of numbers, many as a mask over all n of the segment, and those of a common
term as the term itself; each operation works on whichever it gets. Arrays are shared, and never written to
after they are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np

from search.arrays import BoolArray, Float32Array, Int64Array, is_among
from search.engines.columnar.common_terms import Common

_SPARSE = 8
"""Where common documents are no more than one in so many, only their scores are worked out."""
MANY = 16
"""Documents are many when they are more than one in `MANY`: then work on masks costs less."""


@dataclass(frozen=True, slots=True, eq=False)
class Few:
    """Ascending document numbers and their scores, both shape (m,)."""

    documents: Int64Array
    scores: Float32Array


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """Which documents match, and scores, 0 where they do not, both shape (n,)."""

    mask: BoolArray
    scores: Float32Array


Matches: TypeAlias = Few | Many | Common

NONE = Few(np.zeros(0, np.int64), np.zeros(0, np.float32))


def alike(mask: BoolArray, score: float) -> Many:
    """Return documents that all have one score."""
    scores = mask.astype(np.float32)
    if score != 1:
        scores *= np.float32(score)
    return Many(mask, scores)


def boosted(matches: Matches, boost: float) -> Matches:
    """Return the same documents with scores multiplied."""
    if boost == 1:
        return matches
    if isinstance(matches, Common):
        return Common(matches.term, matches.factor * np.float32(boost), matches.saturation)
    scores = matches.scores * np.float32(boost)
    return Few(matches.documents, scores) if isinstance(matches, Few) else Many(matches.mask, scores)


def any_of(parts: Sequence[Matches], n: int) -> Matches:
    """Return documents of any part, with the sum of their scores."""
    few = [part for part in parts if isinstance(part, Few) and len(part.documents)]
    many = [part for part in parts if not isinstance(part, Few)]
    if not many:
        if len(few) < 2:
            return few[0] if few else NONE
        if sum([len(part.documents) for part in few]) * MANY < n:
            return _merged(few)
        mask, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
    elif len(many) == 1:
        if not few:
            return many[0]
        mask, scores = many[0].mask.copy(), _own_scores(many[0])
    else:
        mask, scores = many[0].mask | many[1].mask, _own_scores(many[0])
        scores += many[1].scores
        for part in many[2:]:
            mask |= part.mask
            scores += part.scores
    for each in few:
        mask[each.documents] = True
        np.add.at(scores, each.documents, each.scores)
    return Many(mask, scores)


def _own_scores(many: Many | Common) -> Float32Array:
    """Return scores that may be written to."""
    # A common term's are made anew each time they are asked for.
    return many.scores if isinstance(many, Common) else many.scores.copy()


def _merged(parts: Sequence[Few]) -> Few:
    documents = np.concatenate([part.documents for part in parts])
    # A stable sort merges what ascends already.
    order = documents.argsort(kind="stable")
    documents = documents[order]
    scores = np.concatenate([part.scores for part in parts])[order]
    again = documents[1:] == documents[:-1]
    if not again.any():
        return Few(documents, scores)
    firsts = np.concatenate([[0], np.flatnonzero(~again) + 1])
    return Few(documents[firsts], np.add.reduceat(scores, firsts))


def all_of(parts: Sequence[Matches]) -> Matches:
    """Return documents of every part, of which there is one at least, with the sum of their scores."""
    few = sorted([part for part in parts if isinstance(part, Few)], key=_size)
    many = [part for part in parts if not isinstance(part, Few)]
    if not few:
        mask = reduce(np.logical_and, [part.mask for part in many])
        if int(np.count_nonzero(mask)) * _SPARSE < len(mask):
            documents = np.flatnonzero(mask)
            return Few(documents, reduce(np.add, [scores_of(part, documents) for part in many]))
        scores = _own_scores(many[0])
        for part in many[1:]:
            scores += part.scores
        scores *= mask
        return Many(mask, scores)
    documents, scores = few[0].documents, few[0].scores
    for each in few[1:]:
        if not len(each.documents):
            return NONE
        places = each.documents.searchsorted(documents)
        found = (each.documents.take(places, mode="clip") == documents).nonzero()[0]
        documents = documents.take(found)
        scores = scores.take(found) + each.scores.take(places.take(found))
    for part in many:
        if isinstance(part, Common):
            documents, scores = _with_common(documents, scores, part)
        else:
            found = part.mask.take(documents).nonzero()[0]
            documents = documents.take(found)
            scores = scores.take(found) + part.scores.take(documents)
    return Few(documents, scores)


def _with_common(
    documents: Int64Array, scores: Float32Array, common: Common
) -> tuple[Int64Array, Float32Array]:
    """Return those of documents with scores that have a common term, too, and the sums of the scores."""
    codes = common.term.codes.take(documents)
    found = codes.nonzero()[0]
    if len(found) < len(documents):
        documents, scores, codes = documents.take(found), scores.take(found), codes.take(found)
    return documents, scores + common.scores_of_coded(codes, documents)


def documents_of_all(parts: Sequence[Matches]) -> Int64Array:
    """Return the documents of every part, of which there is one at least, ascending."""
    few = sorted([part for part in parts if isinstance(part, Few)], key=_size)
    many = [part for part in parts if not isinstance(part, Few)]
    if not few:
        return np.flatnonzero(reduce(np.logical_and, [part.mask for part in many]))
    documents = few[0].documents
    for part in (*few[1:], *many):
        documents = documents[among(part, documents)]
    return documents


def scores_of(matches: Matches, documents: Int64Array) -> Float32Array:
    """Return the scores of documents that match, shape (m,)."""
    if isinstance(matches, Common):
        return matches.scores_of(documents)
    if isinstance(matches, Many):
        return matches.scores.take(documents)
    return matches.scores.take(matches.documents.searchsorted(documents))


def _size(part: Few) -> int:
    return len(part.documents)


def count_of(matches: Matches) -> int:
    """Return how many documents match."""
    if isinstance(matches, Common):
        return matches.term.count
    return len(matches.documents) if isinstance(matches, Few) else int(np.count_nonzero(matches.mask))


def among(matches: Matches, documents: Int64Array) -> BoolArray:
    """Say which of these documents match, shape (m,)."""
    if isinstance(matches, Common):
        return np.asarray(matches.term.codes.take(documents) != 0)
    if isinstance(matches, Many):
        return matches.mask.take(documents)
    return is_among(documents, matches.documents)


def mask_of(matches: Matches, n: int) -> BoolArray:
    """Return which documents match, shape (n,)."""
    if not isinstance(matches, Few):
        return matches.mask
    mask = np.zeros(n, np.bool_)
    mask[matches.documents] = True
    return mask


def row_of(matches: Matches, n: int) -> Float32Array:
    """Return scores, 0 where nothing matches, shape (n,)."""
    if not isinstance(matches, Few):
        return matches.scores
    row = np.zeros(n, np.float32)
    row[matches.documents] = matches.scores
    return row


def kept(matches: Matches, mask: BoolArray) -> Matches:
    """Return the documents that are in a mask of shape (n,), too."""
    if not isinstance(matches, Few):
        return Many(matches.mask & mask, matches.scores * mask)
    found = mask[matches.documents]
    return Few(matches.documents[found], matches.scores[found])


def without(matches: Matches, excluded: Matches, n: int) -> Matches:
    """Return the documents that are not in `excluded`, with their scores."""
    if not isinstance(matches, Few):
        return kept(matches, ~mask_of(excluded, n))
    found = ~among(excluded, matches.documents)
    return Few(matches.documents[found], matches.scores[found])


def required(matches: Matches, other: Matches, n: int) -> Matches:
    """Return the documents that are in `other`, too, with their own scores."""
    if not isinstance(matches, Few):
        return kept(matches, mask_of(other, n))
    found = among(other, matches.documents)
    return Few(matches.documents[found], matches.scores[found])


def with_more(matches: Matches, other: Matches, n: int) -> Matches:
    """Return the documents of `matches`, with the scores that `other` gives them added."""
    if not isinstance(matches, Few):
        return Many(matches.mask, matches.scores + row_of(other, n) * matches.mask)
    if not isinstance(other, Few):
        return Few(matches.documents, matches.scores + scores_of(other, matches.documents))
    if not len(other.documents):
        return matches
    places = other.documents.searchsorted(matches.documents)
    found = other.documents.take(places, mode="clip") == matches.documents
    more = other.scores.take(places, mode="clip")
    return Few(matches.documents, matches.scores + more * found)


def best_of(parts: Sequence[Matches], tiebreak: float, n: int) -> Matches:
    """Return documents of any part with their best score and `tiebreak` of the others'; none is below 0."""
    masks = [mask_of(part, n) for part in parts]
    rows = [row_of(part, n) for part in parts]
    best = reduce(np.maximum, rows)
    if tiebreak:
        best = best + np.float32(tiebreak) * (reduce(np.add, rows) - best)
    return Many(reduce(np.logical_or, masks), best)
