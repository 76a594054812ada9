"""One search has one address, and every address is some search."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from search.linking.addresses import mention_path, talk_path, url_of
from search.model import FACET_NAMES, GROUPINGS, MATCHES, SORTS, Event, FacetName, Filter, Query, Talk
from web.params import (
    MAX_FILTERS,
    MAX_PAGE,
    MAX_PER_PAGE,
    MAX_TEXT,
    MAX_VALUE,
    Narrowing,
    clean,
    cleared,
    query_of,
    toggled,
    with_page,
    with_sort,
    with_text,
    without,
)

_texts = st.text(max_size=40).map(lambda text: clean(text, MAX_TEXT))
_values = st.text(max_size=30).map(lambda text: clean(text, MAX_VALUE)).filter(bool)
_filters = st.lists(st.builds(Filter, st.sampled_from(FACET_NAMES), _values), max_size=6, unique=True).map(
    lambda filters: tuple(sorted(filters, key=lambda each: FACET_NAMES.index(each.facet)))
)
_dates = st.just("") | st.dates().flatmap(
    lambda date: st.sampled_from([date.isoformat()[:length] for length in (4, 7, 10)])
)
queries = st.builds(
    Query,
    text=_texts,
    filters=_filters,
    sort=st.sampled_from(SORTS),
    page=st.integers(1, MAX_PAGE),
    per_page=st.integers(1, MAX_PER_PAGE),
    match=st.sampled_from(MATCHES),
    group=st.sampled_from(GROUPINGS),
    since=_dates,
    until=_dates,
)


def read(url: str) -> Query:
    path, _, query_string = url.partition("?")
    return query_of(Request(EnvironBuilder(path=path, query_string=query_string).get_environ()).args)


@given(queries)
def test_an_address_reads_back_as_the_search_it_was_made_from(query: Query) -> None:
    assert read(url_of(query)) == query


@given(queries)
def test_an_address_is_plain_ascii_without_spaces(query: Query) -> None:
    url = url_of(query)
    assert url.isascii() and " " not in url


@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "page", "per_page", "sort", "match", "group", "since", "until", *FACET_NAMES, "x"]
        ),
        st.text(),
    )
)
def test_whatever_an_address_holds_it_is_a_search_that_keeps_its_address(raw: dict[str, str]) -> None:
    query = query_of(MultiDict(raw))
    assert read(url_of(query)) == query


def test_defaults_are_left_out_of_the_address() -> None:
    assert url_of(Query()) == "/"
    assert url_of(Query("HBase", page=1)) == "/?q=HBase"


def test_repeated_parameters_are_several_filters_in_the_order_of_the_facets() -> None:
    query = read("/?technology=HBase&event=%E9%81%93%E7%8E%84%E5%9D%82&technology=Spark&technology=HBase")
    assert query.filters == (
        Filter("event", "道玄坂"),
        Filter("technology", "HBase"),
        Filter("technology", "Spark"),
    )


@pytest.mark.parametrize("page", ["abc", "", "0", "-1", "1.5", "٣", "１", "+1", "0x2", "000"])
def test_a_page_that_is_no_number_is_the_first(page: str) -> None:
    assert query_of(MultiDict({"page": page})).page == 1


def test_enormous_numbers_are_capped() -> None:
    query = query_of(MultiDict({"page": "9" * 10_000, "per_page": "9999"}))
    assert (query.page, query.per_page) == (MAX_PAGE, MAX_PER_PAGE)


def test_an_unknown_sort_is_by_relevance() -> None:
    assert query_of(MultiDict({"sort": "price"})).sort == "relevance"


def test_control_characters_and_lone_surrogates_never_reach_a_page() -> None:
    assert query_of(MultiDict({"q": " 引っ\x00越し\ud800　"})).text == "引っ 越し\N{REPLACEMENT CHARACTER}"


def test_very_long_words_are_cut() -> None:
    assert len(query_of(MultiDict({"q": "長" * 10_000})).text) == MAX_TEXT


def test_ever_more_filters_are_ignored() -> None:
    raw = MultiDict([("speaker", str(number)) for number in range(1_000)])
    assert len(query_of(raw).filters) == 50


@given(queries, st.sampled_from(FACET_NAMES), _values)
def test_toggling_twice_gives_the_same_filters_on_the_first_page(
    query: Query, facet: str, value: str
) -> None:
    name = next(each for each in FACET_NAMES if each == facet)
    once = toggled(query, name, value)
    assert once.page == 1
    assert set(toggled(once, name, value).filters) == set(query.filters)


def test_changing_anything_but_the_page_returns_to_the_first() -> None:
    query = Query("HBase", (Filter("year", "2015"),), page=7)
    changed = [
        toggled(query, "technology", "Spark"),
        without(query, query.filters[0]),
        cleared(query),
        with_sort(query, "oldest"),
        with_text(query, "Spark"),
    ]
    assert {each.page for each in changed} == {1}
    assert with_page(query, 8) == Query("HBase", query.filters, page=8)


def test_ids_in_paths_are_percent_encoded() -> None:
    assert talk_path("祭り/a (b)") == "/talks/%E7%A5%AD%E3%82%8A/a%20%28b%29"
    day = datetime.date(2015, 1, 14)
    missed = Talk("祭り/オーロラ", "Aurora", Event("祭り", "祭り", day), (), (), day, "", mention=True)
    place = "/events/%E7%A5%AD%E3%82%8A#%E3%82%AA%E3%83%BC%E3%83%AD%E3%83%A9"
    assert mention_path(missed) == place
    # Of an event that is told in several files, talks may have one name in two.
    assert mention_path(replace(missed, id="夜/オーロラ")) == place.replace("#", "#%E5%A4%9C.")


@given(queries, st.sampled_from(FACET_NAMES), _values)
def test_the_address_of_a_toggled_value_is_that_of_the_toggled_search(
    query: Query, name: FacetName, value: str
) -> None:
    for each in (value, *(chosen.value for chosen in query.filters if chosen.facet == name)):
        assert Narrowing(query, name).url(each) == url_of(toggled(query, name, each))
        assert Narrowing(query, name, "/x").url(each) == url_of(toggled(query, name, each), "/x")


@pytest.mark.parametrize("empty", ["", " ", "\u3000", "\x00", "\t\n"])
@pytest.mark.parametrize("facet", FACET_NAMES)
def test_a_filter_without_a_value_is_none(facet: FacetName, empty: str) -> None:
    assert query_of(MultiDict([(facet, empty)])) == Query()
    chosen = query_of(MultiDict([(facet, empty), (facet, "桑野"), (facet, empty)]))
    assert chosen.filters == (Filter(facet, "桑野"),)


@pytest.mark.parametrize(
    "counts",
    [{"speaker": 51}, {"speaker": 49, "technology": 2}, {"event": 30, "speaker": 30}, {"year": 3_000}],
    ids=str,
)
def test_a_search_has_at_most_fifty_filters(counts: dict[FacetName, int]) -> None:
    asked = MultiDict([(facet, f"{number}") for facet, count in counts.items() for number in range(count)])
    filters = query_of(asked).filters
    assert len(filters) == MAX_FILTERS == 50
    # The first of each facet, in order.
    wanted = [Filter(facet, f"{number}") for facet, count in counts.items() for number in range(count)]
    assert filters == tuple(wanted[:MAX_FILTERS])


def test_fifty_filters_are_all_heeded_and_one_chosen_twice_counts_once() -> None:
    speakers = [("speaker", f"{number}") for number in range(25)]
    asked = MultiDict([*speakers, *speakers, ("year", "2015")])
    assert len(query_of(asked).filters) == 26


@pytest.mark.parametrize("written", ["2015-01", "2015/1", "2015年1月", "２０１５．０１", " 2015-1 "])
def test_a_month_is_read_however_it_is_written(written: str) -> None:
    assert query_of(MultiDict({"since": written})) == Query(since="2015-01")


@pytest.mark.parametrize(
    "written", ["", "2015-13", "0000", "2015-02-30", "昨日", "2015-01..2015-02", "9" * 5000]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert query_of(MultiDict({"since": written, "until": written})) == Query()
