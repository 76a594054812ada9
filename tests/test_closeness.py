"""What words are worth that stand near each other, and which stand side by side, held against plain loops."""

import itertools
import math
from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from search import ranking
from search.arrays import Int64Array
from search.clauses import Term
from search.documents import BODY
from search.engines.evaluate.candidates import Candidates
from search.engines.evaluate.closeness import side_by_side
from search.engines.evaluate.nearness import add_nearness
from search.engines.evaluate.postings import Occurrences
from search.ranking import term_weight
from search.text.streams import Stream

Standing = dict[str, list[int]]
"""A document: each of its words with the places where it stands."""

WORDS = ("監視", "入門", "障害", "手順")
BODIES = st.lists(st.integers(BODY, BODY + 60), max_size=5, unique=True).map(sorted)
TITLES = st.lists(st.integers(0, 9), max_size=2, unique=True).map(sorted)
DOCUMENT = st.fixed_dictionaries({word: st.builds(lambda a, b: [*a, *b], TITLES, BODIES) for word in WORDS})
PLACE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(tuple)
DOCUMENTS = st.lists(DOCUMENT, min_size=1, max_size=6)


class Stub:
    """As many candidates as there are documents."""

    def __init__(self, documents: Sequence[Standing]) -> None:
        self._all = documents
        self.documents = len(documents)

    def frequency(self, stream: Stream, text: str) -> int:
        return sum(bool(each[text]) for each in self._all)

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        found = [
            [number << 32 | place for number in among.tolist() for place in self._all[number][text]]
            for text in texts
        ]
        ends = np.cumsum([len(each) for each in found], dtype=np.int64)
        return Occurrences(np.array(list(itertools.chain(*found)), np.int64), ends)


def nearness_of(document: Standing, places: Sequence[tuple[str, ...]], stub: Stub) -> float:
    known = [own for terms in places if (own := [each for each in terms if stub.frequency("words", each)])]
    weights = [
        term_weight(min(stub.frequency("words", each) for each in own), stub.documents) for own in known
    ]
    bodies = [[place for each in own for place in document[each] if place >= BODY] for own in known]
    gain = 0.0
    for one, other in itertools.combinations(range(len(known)), 2):
        gaps = [abs(a - b) for a in bodies[one] for b in bodies[other]]
        if gaps and other - one <= ranking.NEAR_SPAN:
            near = math.exp(-min(gaps) / ranking.NEAR_SCALE)
            gain += ranking.NEAR * min(weights[one], weights[other]) * near
    return gain


@examples(100)
@given(DOCUMENTS, st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True), max_size=4))
def test_words_are_worth_more_the_nearer_they_stand(
    documents: list[Standing], asked: list[list[str]]
) -> None:
    places, stub = list(map(tuple, asked)), Stub(documents)
    # Of places without an occurrence anywhere nothing is known, and those behind them move up.
    spoken = [each for each in places if any(stub.frequency("words", word) for word in each)]
    everywhere = [
        each
        for each in spoken
        if any(place >= BODY for word in each for document in documents for place in document[word])
    ]
    scores = np.ones(len(documents), np.float32)
    add_nearness(places, cast(Candidates, stub), scores)
    expected = [1 + nearness_of(document, everywhere, stub) for document in documents]
    assert scores.tolist() == pytest.approx(expected, abs=1e-5)


@examples(100)
@given(DOCUMENTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_words_stand_side_by_side_but_for_a_particle(documents: list[Standing], words: list[str]) -> None:
    asked = np.arange(len(documents))
    found = side_by_side([Term("words", word) for word in words], asked, cast(Candidates, Stub(documents)))
    expected = [
        any(
            all(
                any(abs(other - place - first) <= ranking.SHIFT for other in document[word])
                for place, word in enumerate(words)
            )
            for first in document[words[0]]
        )
        for document in documents
    ]
    assert found.tolist() == expected
