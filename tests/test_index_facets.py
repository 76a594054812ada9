"""What a TalkIndex counts for each facet, and how its values narrow a search."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from search.answers import SearchResult
from search.engines import FacetCounts, Found, Request
from search.engines.whoosh_engine import WhooshEngine
from search.index import TalkIndex
from search.model import Filter, Query, Talk


def counts(result: SearchResult) -> dict[str, dict[str, int]]:
    return {facet.name: {value.value: value.count for value in facet.values} for facet in result.facets}


def test_values_of_one_facet_widen_and_of_two_facets_narrow(index: TalkIndex) -> None:
    mongo, fluentd = Filter("technology", "MongoDB"), Filter("technology", "fluentd")
    assert index.search(Query("", (mongo, fluentd))).total == 3
    assert index.search(Query("", (mongo, Filter("year", "2015")))).total == 1


def test_a_facet_keeps_its_other_values_visible(index: TalkIndex) -> None:
    result = index.search(Query("", (Filter("technology", "MongoDB"),)))
    assert counts(result)["technology"]["fluentd"] == 1
    assert counts(result)["year"] == {"2015": 1, "2016": 1}


def test_a_selected_value_stays_visible_at_zero(index: TalkIndex) -> None:
    result = index.search(Query("HBase", (Filter("speaker", "山田"), Filter("speaker", "誰でもない"))))
    speakers = next(facet for facet in result.facets if facet.name == "speaker")
    assert {value.value: value.count for value in speakers.values if value.selected} == {
        "山田": 0,
        "誰でもない": 0,
    }


def test_a_search_brings_the_first_values_of_a_facet_and_the_rest_can_be_asked_for(
    corpus_index: TalkIndex,
) -> None:
    (speakers,) = (each for each in corpus_index.search(Query(), values=50).facets if each.name == "speaker")
    everyone = corpus_index.facet(Query(), "speaker", "", limit=10_000)
    assert len(speakers.values) == 50 < speakers.total == len(everyone.values) == everyone.total
    assert speakers.values == everyone.values[:50]
    found = corpus_index.facet(Query(), "speaker", "ＳＡＴＯ", limit=10_000)
    assert found.total == len(found.values) > 0
    # Latin names that hold it, and those that are read so: 佐藤.
    spelt = [each.value for each in found.values if not each.value.startswith("佐藤")]
    assert spelt and all("sato" in value.casefold() for value in spelt)


def test_a_selected_value_stays_though_it_is_not_among_the_first(index: TalkIndex) -> None:
    chosen = Query(filters=(Filter("speaker", "誰でもない"),))
    facet = index.facet(chosen, "speaker", "", limit=1)
    assert [(each.value, each.count) for each in facet.values if each.selected] == [("誰でもない", 0)]


def test_a_value_beyond_those_that_an_engine_counts_is_found_by_typing(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild(talks)
    every = index.facet(Query(), "speaker", "", limit=10)
    last = every.values[-1].value
    count_all = WhooshEngine.find

    def count_one(engine: WhooshEngine, request: Request) -> Found:
        """Count, as an engine may where there are many, the value of most talks and those it is told of."""
        found = count_all(engine, request)
        counts = {}
        for name, own in found.counts.items():
            told = sorted({*(value for value, _ in own.top(1)), *request.named})
            counts[name] = FacetCounts(
                told, np.array([own.of(value) for value in told]), own.total - len(told)
            )
        return replace(found, counts=counts)

    monkeypatch.setattr(WhooshEngine, "find", count_one)
    assert index.facet(Query(), "speaker", "", limit=10).total == every.total > 1
    assert [each.value for each in index.facet(Query(), "speaker", last, limit=10).values] == [last]
