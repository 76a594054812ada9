"""The postings of terms in some documents are those in all, but of the others: from rows, or read and cut."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from test_columnar_files import corpora, part_of, segment_of

from search.engines.columnar.dense import DENSE, ROWS
from search.engines.columnar.reading import Place, postings_among, postings_of
from search.engines.columnar.segments import Segment
from search.engines.evaluate.postings import Among


def places_of(segments: Sequence[Segment], term: str) -> list[Place]:
    places, base = [], 0
    for segment in segments:
        terms = segment.terms("w")
        assert terms is not None
        number = terms.number(term.encode())
        if number is not None:
            places.append((terms, number, base))
        base += segment.documents
    return places


@examples(25)
@given(st.lists(corpora(), min_size=1, max_size=3), st.floats(0, 1), st.randoms())
def test_they_are_those_in_all_without_the_other_documents(
    tmp_path_factory: pytest.TempPathFactory,
    corpora: list[list[list[str]]],
    share: float,
    lots: random.Random,
) -> None:
    folder = tmp_path_factory.mktemp("segments")
    segments = [segment_of(part_of(each), folder / f"s{number}") for number, each in enumerate(corpora)]
    documents = [set(words) for each in corpora for words in each]
    wanted = [number for number in range(len(documents)) if lots.random() < share]
    are_among = np.zeros(len(documents), np.bool_)
    are_among[wanted] = True
    terms = sorted(set().union(*documents), key=lambda _: lots.random())[:20]
    places = [places_of(segments, term) for term in terms]

    found = list(postings_among(places, Among.of(are_among)))

    for term, own, (numbers, weights) in zip(terms, places, found, strict=True):
        assert numbers.tolist() == [place for place, at in enumerate(wanted) if term in documents[at]]
        in_all, of_all, _ = postings_of(own)
        assert weights.tolist() == of_all[are_among[in_all]].tolist()


def test_only_terms_that_many_documents_have_get_a_row(tmp_path: Path) -> None:
    documents = [["は", "稀"] if number == 5 else ["は"] for number in range(DENSE + 1)]
    terms = segment_of(part_of(documents), tmp_path / "x").terms("w")
    assert terms is not None
    assert [number in terms.dense.row_of for number in range(2)] == [True, False]


def test_weights_that_a_byte_does_not_tell_apart_get_none(tmp_path: Path) -> None:
    documents = [["語"] * (number + 1) for number in range(300)]
    assert f"field.w.{ROWS}" not in segment_of(part_of(documents), tmp_path / "x").file
