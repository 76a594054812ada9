"""What scores know of the average length: the nearest step, so that it stays while documents come and go."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ranking


@given(st.floats(0.25, 1e12), st.integers(1, 10**9))
def test_an_average_length_is_the_nearest_of_some_steps(total: float, documents: int) -> None:
    step = 2 ** (1 / ranking.AVERAGE_STEPS)
    found = ranking.average_length(total, documents)
    assert found / step**0.5001 <= total / documents <= found * step**0.5001
    assert ranking.average_length(found, 1) == found


def test_from_one_step_to_the_next_an_average_length_is_the_same() -> None:
    found = [ranking.average_length(1_000 + added, 10) for added in range(1_000)]
    assert found == sorted(found) and len(set(found)) in range(
        ranking.AVERAGE_STEPS, ranking.AVERAGE_STEPS + 3
    )
    jumps = [other / one for one, other in pairwise(found) if one != other]
    assert jumps == pytest.approx([2 ** (1 / ranking.AVERAGE_STEPS)] * len(jumps))


def test_of_no_words_there_is_an_average_length_to_divide_by() -> None:
    assert ranking.average_length(0.0, 0) == 1.0
