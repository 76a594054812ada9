"""A search of some days: as a question, on the page without JavaScript, and as JSON."""

import datetime
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from search.errors import QueryError
from search.index import TalkIndex
from search.model import FACET_NAMES, Event, Query, Talk
from search.query.dates import range_of
from search.settings import Settings
from web import create_app


@pytest.fixture
def client(index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), index).test_client()


def hrefs_of(page: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', page)]


def ids_of(index: TalkIndex, query: Query) -> set[str]:
    return {hit.talk.id for hit in index.search(query).hits}


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2015-01", ""),
        ("", "2015-01"),
        ("", "2014"),
        ("2015", "2015"),
        ("2015-01-14", "2015-01-14"),
        ("2014-06", "2015-01"),
        ("2016", "2014"),
    ],
)
def test_exactly_the_talks_of_these_days_are_found(
    index: TalkIndex, talks: tuple[Talk, ...], since: str, until: str
) -> None:
    first, last = (since + "-01-01")[:10], f"{until or 9999}-99-99"[:10]
    wanted = {talk.id for talk in talks if not talk.mention and first <= talk.date.isoformat() <= last}
    found = index.search(Query(since=since, until=until, per_page=100))
    assert {hit.talk.id for hit in found.hits} == wanted and found.total == len(wanted)
    years = next(facet for facet in found.facets if facet.name == "year")
    assert sum(value.count for value in years.values) == len(wanted)


def test_a_word_and_dates_must_both_hold(index: TalkIndex) -> None:
    every = ids_of(index, Query("サーバ"))
    assert every == ids_of(index, Query("サーバ", until="2014")) | ids_of(
        index, Query("サーバ", since="2015")
    )
    assert every


@pytest.mark.parametrize("written", ["2015-1", "2015-13", "昨日", "2015-01-14T00", "２０１５"])
def test_a_question_with_an_odd_date_is_refused(written: str) -> None:
    with pytest.raises(QueryError, match="since"):
        Query(since=written)


def test_every_link_of_a_page_keeps_the_dates_but_for_those_that_drop_them(client: FlaskClient) -> None:
    page = client.get(
        "/",
        query_string={"since": "2010-01", "until": "2015-06", "per_page": 1},
    ).text.partition('<div id="keys"')[0]  # Its examples are searches of their own.
    searches = [href for href in hrefs_of(page) if href.startswith(("/?", "/search.json", "/facets"))]
    kept = [href for href in searches if "since=2010-01" in href and "until=2015-06" in href]
    assert len(kept) > 6 and any("page=2" in href for href in kept)
    dropped = [href for href in searches if href not in kept]
    assert sorted(dropped) == [
        "/?per_page=1",
        "/?since=2010-01&per_page=1",
        "/?until=2015-06&per_page=1",
    ]


@pytest.mark.parametrize(("language", "chip"), [("ja", "2015-01 から"), ("en", "from 2015-01")])
def test_the_dates_stand_in_the_form_among_the_chips_and_in_the_title(
    client: FlaskClient, language: str, chip: str
) -> None:
    page = client.get("/", query_string={"since": "2015年1月", "until": "2015", "lang": language}).text
    assert f"</span> {chip}<" in page and chip in re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0]
    assert re.search(r'name="since" type="month" value="2015-01"', page)
    assert re.search(r'name="until" type="month" value="2015-12"', page)
    assert "front" not in re.findall(r'<div class="([^"]*)"', page)


def test_the_form_carries_the_rest_of_the_search_along(client: FlaskClient) -> None:
    asked = MultiDict(
        [("q", "の"), ("year", "2015"), ("sort", "newest"), ("since", "2015-01-14"), ("page", "1")]
    )
    page = client.get("/", query_string=asked).text
    form = re.findall(r'<form class="dates".*?</form>', page, re.DOTALL)[0]
    named = re.findall(r'name="([^"]*)"(?: type="(?:month|date)")? value="([^"]*)"', form)
    assert [(name, unescape(value)) for name, value in named] == [
        ("q", "の"),
        ("year", "2015"),
        ("sort", "newest"),
        ("since", "2015-01-14"),
        ("until", ""),
    ]


def test_json_takes_dates_and_keeps_them_in_its_addresses(client: FlaskClient) -> None:
    every = client.get("/search.json").json
    some = client.get("/search.json?since=2015-01&until=2015-12").json
    assert every and some
    assert 0 < some["total"] < every["total"]
    assert all(hit["date"].startswith("2015") for hit in some["hits"])
    values = [value for name in FACET_NAMES for value in some["facets"][name]]
    assert values and all("since=2015-01&until=2015-12" in value["url"] for value in values)


def test_dates_without_any_talk_offer_the_search_without_them(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "サーバ", "since": "2030"}).text
    assert "/?q=%E3%82%B5%E3%83%BC%E3%83%90" in hrefs_of(page)
    assert "期間の絞り込みを外す" in page


THIS_YEAR = datetime.date.today().year
DAYS = {
    "summer": datetime.date(2019, 7, 20),
    "september": datetime.date(2019, 9, 1),
    "december": datetime.date(2019, 12, 31),
    "february": datetime.date(2020, 2, 29),
    "last": datetime.date(THIS_YEAR - 1, 12, 3),
}


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("years"))
    events = {key: Event(key, "会", day) for key, day in DAYS.items()}
    texts = {
        "summer": "キャッシュの話。二〇二〇年のこと。",
        "last": "2020年2月にも話した。",
        "february": "2018/05/11に決めた。",
        "december": "平成31年と令和1年の境。",
        "september": "PyCon JP 2019の記録。",
    }
    index.rebuild(
        [
            Talk(f"{key}/talk", key, event, (), (), event.date, texts.get(key, "話。"))
            for key, event in events.items()
        ]
    )
    return index


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2019年", {"summer", "september", "december"}),
        ("2019年の夏", {"summer"}),
        ("2019年秋", {"september"}),
        ("2019年冬", {"december", "february"}),
        ("2019年九月", {"september"}),
        ("2019年十二月", {"december"}),
        ("2019年の12月31日", {"december"}),
        ("去年の12月", {"last"}),
        ("昨年", {"last"}),
        ("２０１９年夏のキャッシュ", {"summer"}),
        ("キャッシュ 2019年", {"summer"}),
        ("2019年にキャッシュ", {"summer"}),
        ("date:2019年春..2019年秋", {"summer", "september"}),
        ("令和元年の夏", {"summer"}),
        ("平成三十一年9月", {"september"}),
        ("date:令和2年", {"february"}),
        ("2019年の夏の話", {"summer"}),
        ("2019年9月の勉強会で聞いた話", {"september"}),
    ],
)
def test_dates_are_understood_as_they_are_said(years: TalkIndex, typed: str, wanted: set[str]) -> None:
    found = years.search(Query(typed)).hits
    assert {hit.talk.title for hit in found} == wanted
    assert all(hit.why for hit in found)


def test_what_has_the_date_in_its_text_is_of_it_too(years: TalkIndex) -> None:
    assert ids_of(years, Query("2020年2月")) == {"february/talk", "last/talk"}
    assert ids_of(years, Query("2020年")) == {"february/talk", "last/talk", "summer/talk"}


@pytest.mark.parametrize("typed", ["2019年9月", "2019/9", "2019-09", "2019年9月の発表"])
def test_a_part_of_a_day_is_no_reason(years: TalkIndex, typed: str) -> None:
    (hit,) = years.search(Query(typed)).hits
    assert [why.written for why in hit.why] == ["2019-09-01"] and not hit.snippet.marks


@pytest.mark.parametrize("typed", ["2018-5-11", "2018年5月11日", "2018/05/11", "2018-05-11"])
def test_a_day_in_a_text_is_found_however_it_is_written(years: TalkIndex, typed: str) -> None:
    (hit,) = years.search(Query(typed)).hits
    assert hit.talk.id == "february/talk"
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["2018/05/11"]


@pytest.mark.parametrize(("typed", "written"), [("令和元年", "令和1年"), ("平成三十一年", "平成31年")])
def test_a_year_of_an_era_is_marked_however_it_is_written(years: TalkIndex, typed: str, written: str) -> None:
    pieces = [hit.snippet.text[a:b] for hit in years.search(Query(typed)).hits for a, b in hit.snippet.marks]
    assert pieces == [written]


def test_an_era_has_no_year_without_a_number() -> None:
    assert [range_of(each) for each in ("令和0年", "平成三三年")] == [None, None]


def test_last_year_is_another_one_next_year(years: TalkIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids_of(years, Query("去年の12月")) == {"last/talk"}

    class NextYear(datetime.date):
        @classmethod
        def today(cls) -> "NextYear":
            return cls(THIS_YEAR + 1, 1, 1)

    monkeypatch.setattr(datetime, "date", NextYear)
    assert ids_of(years, Query("去年の12月")) == set()
    assert ids_of(years, Query("一昨年の12月")) == {"last/talk"}


@pytest.mark.parametrize("typed", ["1890年のキャッシュ", "2019年度のキャッシュ", "平成99年のキャッシュ"])
def test_a_year_without_talks_is_a_word(years: TalkIndex, typed: str) -> None:
    assert "summer/talk" in ids_of(years, Query(typed))
