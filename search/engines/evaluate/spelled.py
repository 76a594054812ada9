"""Spelled: how far each document has one spelling of a word, and what that is worth.

Shapes are in documents (n,). "Cover" is the share of a spelling's terms, by weight, that a document has.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from search import ranking
from search.arrays import NO_NUMBERS, BoolArray, Float32Array, Int64Array, is_among
from search.clauses import Spelling, Term
from search.engines.evaluate.candidates import Candidates
from search.engines.evaluate.closeness import side_by_side, standing_together

_Claims: TypeAlias = tuple[Int64Array, Float32Array]
"""Documents, ascending, and the cover that they claim."""


class Spelled:
    """One spelling's `score` and `cover` in each document, shape (n,).

    A document may owe its cover to bigrams, or readings, that only stand scattered in it. Looking is dear,
    and for most documents nothing hangs on it: such covers are left out of `cover` until `settle` is asked
    for some. Only covers of `ranking.NEARLY` or more are sure to be in it, for less than that is nothing.
    """

    def __init__(self, spelling: Spelling, candidates: Candidates) -> None:
        self._spelling = spelling
        self._candidates = candidates
        self.score = np.zeros(candidates.size, np.float32)
        self.cover = np.zeros(candidates.size, np.float32)
        self.doubtful: Int64Array = NO_NUMBERS
        """Documents whose bigrams, then whose readings, nobody has looked at, each ascending, shape (d,)."""
        self.claims: Float32Array = _NO_COVERS
        """The cover that they would have, shape (d,)."""
        self._by_grams = 0
        """How many of the doubtful are there for their bigrams."""
        self._evaluate()

    def full(self) -> float:
        """Return what a document with all of its terms would score, if all documents were alike."""
        spelling, candidates, weights = self._spelling, self._candidates, self._candidates.weights
        telling = [term for term in (*spelling.words, *spelling.more, *spelling.grams) if term in weights]
        # Of what need not be there only what some document has.
        every = (*spelling.whole, *spelling.joined)
        enough = [term for term in every if term in weights and len(candidates.having(term))]
        return float(sum(term.weight * weights[term] for term in (*telling, *enough)))

    def settle(self, wanted: BoolArray) -> None:
        """Find out about some of the doubtful documents, a mask of shape (d,)."""
        asked, claims = self.doubtful[wanted], self.claims[wanted]
        if not len(asked):
            return
        by_grams = int(np.count_nonzero(wanted[: self._by_grams]))
        self._keep(~wanted)
        for terms, own in (
            (self._spelling.grams, slice(by_grams)),
            (self._spelling.readings, slice(by_grams, None)),
        ):
            stands = standing_together(terms, asked[own], self._candidates)
            self._claim(asked[own][stands], claims[own][stands])

    def _evaluate(self) -> None:
        spelling, candidates, scores, cover = self._spelling, self._candidates, self.score, self.cover
        if spelling.bounds:
            self._evaluate_bounded()
            return
        whole = add_terms(spelling.words, candidates, scores, cover)
        if whole:
            cover *= np.float32(spelling.share / whole)
            if len(spelling.words) > 1 and spelling.route in ranking.ALL_OR_NOTHING:
                self._drop_scattered()
        parts = (cover >= ranking.ENOUGH).nonzero()[0] if spelling.joints else NO_NUMBERS
        counts = self._holding_runs() if spelling.runs else None
        if spelling.grams:
            if spelling.is_run:
                for term in spelling.runs[0].holding:
                    held = candidates.having(term)
                    cover[held] = np.maximum(cover[held], np.float32(ranking.HELD))
            own = self._add_grams(spelling.grams, spelling.skeleton, ranking.GATE, counts)
            sure, (self.doubtful, self.claims) = self._weighed(spelling.grams, spelling.skeleton, *own)
            self._by_grams = len(self.doubtful)
        if spelling.readings:
            own = self._add_grams(spelling.readings, (), ranking.GATE_READING, counts)
            read, (doubtful, claims) = self._weighed(spelling.readings, (), *own)
            if len(doubtful):
                self.doubtful = np.concatenate([self.doubtful, doubtful])
                self.claims = np.concatenate([self.claims, claims])
            self._claim(*read)
        if spelling.grams:
            self._claim(*sure)
        if spelling.route in ranking.ALL_OR_NOTHING:
            cover[cover < ranking.ENOUGH] = 0
            self._keep(self.claims >= ranking.ENOUGH)
        enough = (*spelling.whole, *spelling.joined)
        add_terms((*enough, *spelling.more), candidates, scores)
        for term in enough:
            if term in candidates.weights:
                cover[candidates.having(term)] = 1
        if len(parts):
            scores[parts] *= self._joined()[parts]
        if enough and len(self.doubtful):
            # They have the word, together or not.
            self._keep(cover[self.doubtful] < 1)

    def _evaluate_bounded(self) -> None:
        """Score the documents with one of the phrases that the spelling is, and no others."""
        spelling = self._spelling
        for phrases in spelling.bounds:
            self.cover[self._candidates.with_phrases(phrases)] = 1
        terms = (*spelling.words, *spelling.grams, *spelling.whole, *spelling.joined, *spelling.more)
        add_terms(terms, self._candidates, self.score)
        self.score *= self.cover

    def _drop_scattered(self) -> None:
        """Take the cover by words from documents in which they are not one name."""
        had = self.cover.nonzero()[0]
        is_name = self.cover[had] >= ranking.ENOUGH
        is_name[is_name] = side_by_side(self._spelling.words, had[is_name], self._candidates)
        self.cover[had[~is_name]] = 0

    def _joined(self) -> Float32Array:
        """Return what documents with all units score of the spelling, by how many of these stand together."""
        candidates, share = self._candidates, np.zeros(self._candidates.size, np.float32)
        # Of a joint that stands in most documents nobody knows.
        joints = [
            [candidates.having(term) for term in joint if term in candidates.weights]
            for joint in self._spelling.joints
            if joint[0] in candidates.weights
        ]
        if not joints:
            return share + np.float32(1)
        for found in joints:
            has_any = np.zeros(len(share), np.bool_)
            for documents in found:
                has_any[documents] = True
            share += has_any
        return np.float32(ranking.APART) + np.float32((1 - ranking.APART) / len(joints)) * share

    def _holding_runs(self) -> BoolArray:
        """Return which documents hold all runs of the spelling, shape (n,)."""
        candidates, size = self._candidates, self._candidates.size
        found = np.ones(size, np.bool_)
        for run in self._spelling.runs:
            holding = np.zeros(size, np.bool_)
            for term in (*run.holding, *run.near):
                holding[candidates.having(term)] = True
            if run.parts:
                parts = np.zeros(size, np.int32)
                for term in run.parts:
                    parts[candidates.having(term)] += 1
                holding |= parts == len(run.parts)
            found &= holding
        return found

    def _add_grams(
        self, grams: Sequence[Term], helping: Sequence[Term], gate: float, counts: BoolArray | None = None
    ) -> tuple[Int64Array, Float32Array]:
        """Add the score of grams, damped where a document has few of them; return who has nearly enough of
        them, ascending, and their cover.

        `helping` may stand in for grams that a document lacks, but need not be there. `counts` says in which
        documents any of them count; None: in all.
        """
        candidates = self._candidates
        scores, cover = np.zeros(candidates.size, np.float32), np.zeros(candidates.size, np.float32)
        whole = add_terms(grams, candidates, scores, cover)
        if not whole:
            return NO_NUMBERS, _NO_COVERS
        add_terms(helping, candidates, scores, cover)
        cover /= np.float32(whole)
        np.minimum(cover, np.float32(1), out=cover)
        if counts is not None:
            cover *= counts
        near = (cover >= ranking.NEARLY).nonzero()[0]
        covers = cover[near]
        scores *= np.sqrt(cover) if gate == 0.5 else cover ** np.float32(gate)
        self.score += scores
        return near, covers

    def _weighed(
        self, grams: Sequence[Term], helping: Sequence[Term], near: Int64Array, claims: Float32Array
    ) -> tuple[_Claims, _Claims]:
        """Return whose cover by grams is what it is, and whose is in doubt."""
        is_doubtful = self.cover[near] < ranking.ENOUGH
        if ranking.is_short(grams):
            # So short a word has all of its grams or is not there.
            is_kept = ~is_doubtful | (claims >= ranking.ENOUGH)
            near, claims, is_doubtful = near[is_kept], claims[is_kept], is_doubtful[is_kept]
            if len(grams) == 1:
                return (near, claims), (NO_NUMBERS, _NO_COVERS)
            # What stands with okurigana in it has them apart.
            for term in helping:
                if term in self._candidates.weights:
                    is_doubtful &= ~is_among(near, self._candidates.having(term))
        return (near[~is_doubtful], claims[~is_doubtful]), (near[is_doubtful], claims[is_doubtful])

    def _keep(self, kept: BoolArray) -> None:
        """Leave some of the doubtful, a mask of shape (d,)."""
        self._by_grams = int(np.count_nonzero(kept[: self._by_grams]))
        self.doubtful, self.claims = self.doubtful[kept], self.claims[kept]

    def _claim(self, documents: Int64Array, covers: Float32Array) -> None:
        if len(documents):
            self.cover[documents] = np.maximum(self.cover[documents], covers)


def add_terms(
    terms: Iterable[Term], candidates: Candidates, scores: Float32Array, cover: Float32Array | None = None
) -> float:
    """Add to scores and cover what terms that tell documents apart do; return what all of them weigh."""
    added = candidates.added(terms)
    if added is None:
        return 0.0
    # Twice as fast as `scores[at] += ...`; each document's are added in the order of the terms.
    np.add.at(scores, added.documents, added.scores)
    if cover is not None:
        np.add.at(cover, added.documents, added.weights)
    return added.whole


_NO_COVERS = np.zeros(0, np.float32)
