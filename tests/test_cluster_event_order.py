"""Events have numbers that ascend as their ids do, however many come between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines import Outgrown
from search.engines.opensearch.event_order import EventOrder

IDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


@given(st.lists(st.lists(IDS, max_size=5), max_size=6))
def test_numbers_ascend_as_ids_do_and_stay(added: list[list[str]]) -> None:
    order = EventOrder({})
    numbers: dict[str, int] = {}
    for events in added:
        order.add(events)
        assert all(order.first_of([event]) == number for event, number in numbers.items())
        numbers |= {event: order.first_of([event]) for event in events}
        assert sorted(numbers, key=numbers.__getitem__) == sorted(numbers)
        assert order.first_of(numbers) == min(numbers.values(), default=0)
    assert len({0, *numbers.values()}) == 1 + len(numbers)


@pytest.mark.parametrize("series", [range(500), range(500, 0, -1)], ids=["later", "earlier"])
def test_there_is_room_for_events_before_and_behind_all_others(series: range) -> None:
    order = EventOrder({})
    for number in series:
        order.add([f"{number:04}"])


def test_where_no_number_is_left_between_two_the_index_is_outgrown() -> None:
    order = EventOrder({})
    order.add(["a", "z"])
    for number in range(100):
        order.add([f"b{number:03}"])
    with pytest.raises(Outgrown, match="too many new events"):
        for number in range(999, 0, -1):
            order.add([f"a{number:03}"])
