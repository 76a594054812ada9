"""Questions that make no sense are refused where they are asked."""

from collections.abc import Callable
from typing import Any

import pytest

from search.errors import KikigakiError, QueryError
from search.index import TalkIndex
from search.model import Filter, Query

UNKNOWN: Any = "venue"
ODD_VALUES: dict[str, Callable[[TalkIndex], object]] = {
    "a page before the first": lambda index: index.search(Query(page=-3)),
    "page 0": lambda index: index.search(Query(page=0)),
    "half a page": lambda index: index.search(Query(page=1.5)),  # type: ignore[arg-type]
    "a page that is a text": lambda index: index.search(Query(page="2")),  # type: ignore[arg-type]
    "fewer than no hits": lambda index: index.search(Query(per_page=-1)),
    "an unknown order": lambda index: index.search(Query(sort=UNKNOWN)),
    "an unknown match": lambda index: index.search(Query(match=UNKNOWN)),
    "an unknown grouping": lambda index: index.search(Query(group=UNKNOWN)),
    "a filter of an unknown facet": lambda index: index.search(Query(filters=(Filter(UNKNOWN, "秋葉原"),))),
    "a filter without a value": lambda index: index.search(
        Query(filters=(Filter("speaker", None),))  # type: ignore[arg-type]
    ),
    "filters that are no tuple": lambda index: index.search(
        Query(filters=[Filter("speaker", "桑野")])  # type: ignore[arg-type]
    ),
    "no text": lambda index: index.search(Query(None)),  # type: ignore[arg-type]
    "fewer than no values": lambda index: index.search(Query(), values=-1),
    "values of an unknown facet": lambda index: index.facet(Query(), UNKNOWN, "", 5),
    "fewer than no values of a facet": lambda index: index.facet(Query(), "speaker", "", -5),
    "names of an unknown facet": lambda index: index.names(UNKNOWN),
    "a name of an unknown facet": lambda index: index.name(UNKNOWN, "秋葉原"),
    "fewer than no completions": lambda index: index.complete("監", -1),
    "fewer than no ids": lambda index: index.ranked("監視", -1),
}


@pytest.mark.parametrize("odd", ODD_VALUES)
def test_a_question_that_makes_no_sense_is_refused_and_never_answered_with_nothing(
    index: TalkIndex, odd: str
) -> None:
    with pytest.raises(QueryError) as refused:
        ODD_VALUES[odd](index)
    assert isinstance(refused.value, KikigakiError) and isinstance(refused.value, ValueError)
    assert str(refused.value).startswith(refused.value.part)
