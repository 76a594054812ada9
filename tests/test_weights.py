"""Weights as numbers of a table come back to the last bit, whatever they are; so do narrowed numbers."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import narrowed
from search.engines.weights import Weights

SUMS = st.builds(lambda a, b, c: 0.3 * a + b + 2.5 * c, *(st.integers(0, 40),) * 3)
ANY = st.one_of(
    st.lists(st.integers(0, 300).map(float)),
    st.lists(SUMS),
    st.lists(st.floats(width=32, allow_nan=False)),
)


@given(ANY)
def test_weights_come_back(weights: list[float]) -> None:
    expected = np.array(weights, np.float32)
    found = Weights.of(expected)
    assert found.array().tolist() == expected.tolist()
    assert (np.diff(found.table) > 0).all()


@given(st.lists(ANY, min_size=1, max_size=4))
def test_joined_weights_are_those_of_the_parts_in_order(parts: list[list[float]]) -> None:
    joined = Weights.joined([Weights.of(np.array(part, np.float32)) for part in parts])
    assert joined.array().tolist() == np.array(list(chain(*parts)), np.float32).tolist()


def test_many_different_weights_need_no_small_table() -> None:
    expected = np.arange(70_000, dtype=np.float32) / 7
    assert np.array_equal(Weights.of(expected).array(), expected)


@pytest.mark.parametrize(("most", "bytes_"), [(0, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4)])
def test_numbers_take_the_fewest_bytes_that_hold_them(most: int, bytes_: int) -> None:
    found = narrowed(np.array([0, most]))
    assert (found.tolist(), found.itemsize) == ([0, most], bytes_)
