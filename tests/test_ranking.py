"""What scores know of the average length: the nearest step, so that it stays while documents come and go."""

import datetime
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ranking
from search.index import TalkIndex
from search.model import Event, Query, Talk


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


def test_words_side_by_side_count_for_more_than_apart_and_for_less_than_in_a_title(tmp_path: Path) -> None:
    event = Event("e", "会", datetime.date(2015, 1, 14))
    between = "天気の話から始まった。参加者は多く、会場は広かった。飲み物も出た。質問は最後にまとめて受けた。"

    def talk(own: str, title: str, body: str) -> Talk:
        return Talk(f"e/{own}", title, event, (), (), event.date, body)

    talks = (
        talk("title", "監視とログ", f"{between}監視をした。{between}ログを見た。"),
        talk("near", "発表", f"{between}監視のログを見た。{between}"),
        talk("apart", "発表", f"監視の{between}{between}ログを見た。"),
    )
    for number, order in enumerate(permutations(talks)):
        index = TalkIndex(tmp_path / str(number))
        index.rebuild(order)
        assert [hit.talk for hit in index.search(Query("監視 ログ")).hits] == list(talks)
