"""What is made beside answers lets answers through."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.guide.pace import REST, STEP, Pace


@given(st.lists(st.text("あいうgo", max_size=4)))
def test_few_at_a_time_are_sorted_as_all_at_once(keys: list[str]) -> None:
    assert [keys[place] for place in Pace().ascending(keys)] == sorted(keys)


def _rested(pace: Pace, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the rests that a thread takes after enough work."""
    rests: list[float] = []
    began = time.perf_counter()
    while time.perf_counter() - began < 2 * STEP:
        pass
    with monkeypatch.context() as patched:
        patched.setattr(time, "sleep", rests.append)
        pace.step()
    return rests


def test_a_thread_at_ease_rests_unless_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = Pace()
    assert _rested(pace, monkeypatch) == []
    with pace.at_ease():
        assert _rested(pace, monkeypatch) == [REST]
        with pace.waiting():
            assert _rested(pace, monkeypatch) == []
