"""Truth: what a question's total and counts are, from the tokens themselves and no index.

Every engine's answers are held against it in the run that times them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.speed.engine import FACETS, TOP, TOP_VALUES, Answer, Question
from bench.speed.store import Rows, Store
from bench.speed.writing import Int32Array, Int64Array

Float64Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Right:
    """What is right: `matching` notes, a flag each, and for each facet every value's count."""

    matching: npt.NDArray[np.bool_]
    counts: tuple[Int64Array, ...]


class Truth:
    """Answers from one sort of a corpus' tokens; memory 16 bytes a token."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tokens: Int32Array = np.frombuffer(store.tokens.values, np.int32)
        self._owners: Int32Array = np.repeat(
            np.arange(store.about.notes, dtype=np.int32),
            _lengths(store.tokens),
        )
        self._order = np.argsort(self._tokens, kind="stable")
        self._ends = np.cumsum(np.bincount(self._tokens, minlength=len(store.words)))
        self._numbers = {word: number for number, word in enumerate(store.words)}
        self._facets = [_facet(store, place) for place in range(len(FACETS))]

    def of(self, question: Question) -> Right:
        """Return what every engine should find."""
        matching = self._matching(question)
        return Right(matching, tuple(self._counts(matching, place) for place in range(len(FACETS))))

    def complaints(self, question: Question, answer: Answer) -> Iterator[str]:
        """Yield what is wrong with an answer: nothing when totals, hits and counts are right."""
        right = self.of(question)
        total = int(right.matching.sum())
        if answer.total != total:
            yield f"total {answer.total}, not {total}"
        if len(answer.top) != min(TOP, total) or not all(right.matching[number] for number in answer.top):
            yield "the top holds too few notes, or some that do not match"
        places = range(len(answer.counts))
        for place, found, counts in zip(places, answer.counts, right.counts, strict=False):
            most = np.sort(counts)[::-1][:TOP_VALUES]
            wanted = [int(count) for count in most if count]
            values = self._store.facet_values[place]
            known = {values[ordinal]: int(counts[ordinal]) for ordinal in np.flatnonzero(counts)}
            if [count for _, count in found] != wanted or any(
                known.get(value) != count for value, count in found
            ):
                yield f"{FACETS[place]} {found[:3]}..., not {wanted[:3]}..."

    def best_scores(self, question: Question) -> Float64Array:
        """Return the `TOP` best scores of a question that is no prefix, best first, as stock Whoosh scores.

        BM25 with K1 1.2, B 0.75 and an idf of 1 + ln(N / (df + 1)); a phrase scores as its terms do. Lengths
        are exact, which those that Whoosh's own codec keeps in a byte are not.
        """
        notes = self._store.about.notes
        lengths = np.bincount(self._owners, minlength=notes)
        norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
        scores = np.zeros(notes)
        for term in question.terms:
            frequencies = np.bincount(self._owners[self._places(term)], minlength=notes)
            idf = 1 + np.log(notes / (np.count_nonzero(frequencies) + 1))
            scores += idf * frequencies * 2.2 / (frequencies + norm)
        best: Float64Array = np.sort(scores[self._matching(question)])[::-1][:TOP]
        return best

    def _matching(self, question: Question) -> npt.NDArray[np.bool_]:
        match question.kind:
            case "prefix":
                (beginning,) = question.terms
                words = [word for word in self._numbers if word.startswith(beginning)]
                return self._flags([self._places(word) for word in words])
            case "phrase":
                return self._flags([self._phrase(question.terms)])
            case "and":
                flags = self._flags([self._places(question.terms[0])])
                for term in question.terms[1:]:
                    flags &= self._flags([self._places(term)])
                return flags
        return self._flags([self._places(term) for term in question.terms])

    def _places(self, word: str) -> Int64Array:
        number = self._numbers.get(word)
        if number is None:
            return np.zeros(0, np.int64)
        start = self._ends[number - 1] if number else 0
        return self._order[start : self._ends[number]]

    def _phrase(self, terms: Sequence[str]) -> Int64Array:
        starts = self._places(terms[0])
        starts = starts[starts + len(terms) <= len(self._tokens)]
        for distance, term in enumerate(terms[1:], start=1):
            there = starts + distance
            same_note = self._owners[there] == self._owners[starts]
            starts = starts[same_note & (self._tokens[there] == self._numbers.get(term, -1))]
        return starts

    def _flags(self, places: Sequence[Int64Array]) -> npt.NDArray[np.bool_]:
        flags = np.zeros(self._store.about.notes, np.bool_)
        for each in places:
            flags[self._owners[each]] = True
        return flags

    def _counts(self, matching: npt.NDArray[np.bool_], place: int) -> Int64Array:
        owners, ordinals = self._facets[place]
        values = len(self._store.facet_values[place])
        return np.bincount(ordinals[matching[owners]], minlength=values)


def _facet(store: Store, place: int) -> tuple[Int32Array, Int32Array]:
    rows = store.facets[place]
    owners = np.repeat(np.arange(store.about.notes, dtype=np.int32), _lengths(rows))
    return owners, np.frombuffer(rows.values, np.int32)


def _lengths(rows: Rows) -> Int64Array:
    firsts: Int64Array = np.frombuffer(rows.firsts, np.int64)
    return firsts[1:] - firsts[:-1]
