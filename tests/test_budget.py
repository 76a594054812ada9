"""The budget of a search: what there is no time for is left out, and said."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.report import Report
from search.answers import SearchResult
from search.budget import Budget
from search.errors import SettingsError
from search.index import TalkIndex
from search.model import Filter, Query, Talk
from search.results import ways_out
from search.settings import Settings
from web import create_app

QUERIES = (
    "HBase 設定 シャーディング",
    "elasticsaerch mongdb ホロレンズ",
    '"設定" -"話" (HBase OR MongoDB)',
    "speaker:桑野 MongoDB",
    "Aurora",
    "WiredTiger* 引っ越し",
    "",
)


def over_after(looks: int) -> Budget:
    """A budget that is over once so many were looked at the clock: a machine of any speed stops there."""
    ticks: Iterator[int] = count()
    return Budget(looks, lambda: float(next(ticks)))


def told(result: SearchResult) -> SearchResult:
    return replace(result, took=0.0, left_out=())


@pytest.mark.parametrize("text", QUERIES)
def test_wherever_time_runs_out_what_was_left_out_is_said(index: TalkIndex, text: str) -> None:
    whole = index.search(Query(text))
    assert whole.left_out == () and whole.is_exact
    for looks in range(200):
        found = index.search(Query(text), budget=over_after(looks))
        if not found.left_out:
            assert told(found) == told(whole)
            break
        if found.is_exact:
            assert [hit.talk.id for hit in found.hits] == [hit.talk.id for hit in whole.hits]
            assert (found.total, found.facets, found.relaxed) == (whole.total, whole.facets, whole.relaxed)
        if "beside" in found.left_out:
            assert found.events == ()
        if "passages" in found.left_out:
            assert all(not hit.snippet.marks and not hit.missing for hit in found.hits)
            # Of names that were asked for talks tell without their texts.
            assert all(f":{why.word}" in text for hit in found.hits for why in hit.why)
    else:
        raise AssertionError("it never ends")
    # What was cut is not kept as if it were all.
    assert told(index.search(Query(text))) == told(whole)


@pytest.mark.slow
def test_each_part_is_left_out_at_some_time(index: TalkIndex) -> None:
    seen = {
        part
        for text in QUERIES
        for looks in range(60)
        # No text twice: a query that was read already is kept.
        for part in index.search(Query(text + " " * (1 + looks)), budget=over_after(looks)).left_out
    }
    assert seen == {"spellings", "words", "beside", "passages"}


def test_filters_hold_without_time(index: TalkIndex) -> None:
    found = index.search(Query("since:2016 シャーディング speaker:桑野 年:2016"), budget=over_after(0))
    assert "words" in found.left_out
    assert index.search(Query("", since="2016"), budget=over_after(0)).total == 2


@pytest.fixture
def hurried(index: TalkIndex, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A site whose searches have no time at all."""
    monkeypatch.setattr(index, "_seconds", -1.0)
    return create_app(Settings(), index).test_client(use_cookies=False)


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "時間切れ: 一部の語"), ("en", "Out of time; left out: some of the words")]
)
def test_the_page_says_so(hurried: FlaskClient, language: str, said: str) -> None:
    page = hurried.get("/?q=HBase+設定", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert said in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_json_says_so_and_nobody_keeps_it(hurried: FlaskClient) -> None:
    answer = hurried.get("/search.json?q=HBase+設定")
    assert answer.get_json()["exact"] is False
    assert {"words", "passages"} <= set(answer.get_json()["left_out"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    for path in ("/search.csv", "/search.atom", "/embed/search"):
        answer = hurried.get(f"{path}?q=HBase+設定")
        assert "words" in answer.headers["Kikigaki-Left-Out"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert "時間切れ" in hurried.get("/search.atom?q=HBase+設定").text


def test_a_search_with_time_may_be_kept(index: TalkIndex) -> None:
    answer = create_app(Settings(), index).test_client().get("/search.json?q=HBase")
    assert (answer.get_json()["exact"], answer.get_json()["left_out"]) == (True, [])
    assert "Kikigaki-Left-Out" not in answer.headers and "ETag" in answer.headers


def test_the_command_says_so(index: TalkIndex, capsys: pytest.CaptureFixture[str]) -> None:
    Report("ja").search(index.search(Query("HBase 設定"), budget=over_after(0)))
    told = capsys.readouterr().out
    assert "時間切れ: 省いたもの: 一部の語、" in told
    assert "件数と並び順は正確ではありません" in told
    Report("en").search(index.search(Query("HBase 設定"), budget=over_after(0)))
    assert "Out of time; left out: some of the words" in capsys.readouterr().out


@pytest.mark.parametrize(("written", "seconds"), [("0.5", 0.5), ("0", 0.0), ("10", 10.0)])
def test_the_time_is_a_setting(written: str, seconds: float) -> None:
    assert Settings().search_seconds == 1.0
    assert Settings.from_env({"KIKIGAKI_SEARCH_SECONDS": written}).search_seconds == seconds


@pytest.mark.parametrize("written", ["-1", "nan", "inf", "1e3", "１", "一秒", "1,5", "0.5s"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="KIKIGAKI_SEARCH_SECONDS"):
        Settings.from_env({"KIKIGAKI_SEARCH_SECONDS": written})


def test_many_names_are_looked_up_as_few_are(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where some documents were deleted; a letter that all names have makes thousands of them."""
    index = TalkIndex(tmp_path / "index")
    index.rebuild(talks)
    index.update(talks[4:], removed=["kaigi"])
    queries = (
        "speaker:木",
        "speaker:S",
        "tech:o",
        "tech:H 設定",
        "event:会",
        "-tech:o",
        "year:2015 speaker:桑",
    )
    few = [told(index.search(Query(text))) for text in queries]
    assert any(result.total for result in few)
    monkeypatch.setattr("search.engines.snapshot._MANY_VALUES", 0)
    many = TalkIndex(tmp_path / "index")
    assert [told(many.search(Query(text))) for text in queries] == few


def test_a_filter_that_is_to_blame_is_looked_at_before_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a cluster, where each look takes 20 ms, those at the words alone take all the time."""
    looks: list[Query] = []

    class Short(Budget):
        def is_over(self) -> bool:
            return len(looks) > 2

    def count(query: Query) -> int:
        looks.append(query)
        return 0 if query.filters else 1

    monkeypatch.setattr(ways_out, "Budget", Short)
    chosen = Filter("year", "2017")
    found = ways_out.ways_out_of(Query("分散 監視 復旧 暗号", filters=(chosen,)), count)
    assert [way.dropped for way in found.ways] == [chosen]
    assert found.unfiltered == 1 and len(found.words) == 1
