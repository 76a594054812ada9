"""Odd requests and broken indexes: a clear answer in the page's own look, never a stack trace."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.answers import SearchResult
from search.errors import (
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexStale,
    IndexUnsafe,
    QueryError,
)
from search.index import TalkIndex
from search.model import Query
from search.settings import Settings
from web import create_app, errors

ODD_QUERIES = [
    "q=" + "%E9%95%B7" * 10_000,
    "q=%22%E9%96%89%E3%81%98%E3%81%AA%E3%81%84",
    "q=%22%22%22",
    "q=%21%40%23%24%25%5E%26%2A%28%29",
    "q=%F0%9F%8D%BA%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9",
    "q=%00%01%1F%7F",
    "q=%ED%A0%80",
    "q=%ff%fe",
    "q=%",
    "q=%zz",
    "%ff=1&=&&&;",
    "technology=%00&speaker=%ED%A0%80&event=%ff",
    "year=%D9%A2%D9%A0%D9%A1%D9%A5",
    "page=99999999999999999999&per_page=-1&sort=%00",
    "q=event:&q=speaker:%22",
    "q=-&technology=",
    "q=" + "(" * 5_000,
    "q=" + "%E8%AA%9E*%20" * 300,
    "&".join(f"speaker={number}" for number in range(3_000)),
]
ODD_PATHS = [
    "/talks/../../etc/passwd",
    "/talks/..%2f..%2fetc/passwd",
    "/talks/%2e%2e/%2e%2e",
    "/talks/%00/%00",
    "/talks/%ff/%fe",
    "/talks/%ED%A0%80/x",
    "/talks/a/b/c",
    "/talks/",
    "/talks//",
    "/events/..%5c..%5c",
    "/events/" + "x" * 10_000,
    "/static/../pages.py",
    "/static/app.css",
    "/static/..%2fpages.py",
]


class BrokenIndex(TalkIndex):
    """An index that answers whatever a search asks with an error."""

    def __init__(self, directory: Path, error: Exception) -> None:
        super().__init__(directory)
        self.error = error

    def search(self, query: Query, values: int | None = None) -> SearchResult:
        raise self.error

    def canonical(self, query: Query) -> Query:
        raise self.error


@pytest.fixture(scope="module")
def app(index: TalkIndex) -> Flask:
    return create_app(Settings(), index)


def broken(tmp_path: Path, error: Exception) -> Flask:
    return create_app(Settings(), BrokenIndex(tmp_path, error))


@pytest.mark.parametrize("query_string", ODD_QUERIES, ids=range(len(ODD_QUERIES)))
@pytest.mark.parametrize("path", ["/", "/search.json", "/facets/speaker", "/talks/dogenzaka/hbase"])
def test_whatever_is_typed_is_answered(client: FlaskClient, path: str, query_string: str) -> None:
    assert client.get(path, query_string=query_string).status_code == 200


@pytest.mark.parametrize("path", ODD_PATHS)
def test_odd_paths_are_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "このページはありません" in answer.text


def test_what_was_typed_comes_back_escaped(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": '"><script>alert(1)</script>', "event": "<img onerror=x>"}).text
    assert "<script>alert" not in page and "<img" not in page


def test_without_an_index_every_page_says_what_to_run(tmp_path: Path) -> None:
    client = create_app(Settings(index=tmp_path / "none")).test_client()
    for path in ("/", "/talks/a/b", "/events/a", "/facets/year"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "索引がまだありません" in answer.text and "indexer rebuild" in answer.text
        assert answer.headers["Retry-After"]
        assert "件" not in answer.text
    assert client.get("/search.json").json["error"]["command"] == "indexer rebuild"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (IndexMissing("x"), "索引がまだありません"),
        (IndexStale("x"), "索引が古くなりました"),
        (IndexDamaged("x"), "索引が壊れています"),
        (IndexUnsafe("x"), "索引を信用できません"),
        (IndexLocked("x"), "索引を作り直しています"),
        (EngineError("x"), "いまは検索できません"),
    ],
)
def test_an_outage_says_which_and_never_shows_no_hits(tmp_path: Path, error: EngineError, told: str) -> None:
    answer = broken(tmp_path, error).test_client().get("/?q=HBase")
    assert answer.status_code == 503
    assert told in answer.text and "見つかりません" not in answer.text


def test_an_outage_is_in_the_log_once_a_minute_whoever_asks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = broken(tmp_path, IndexMissing("x")).test_client()
    for _ in range(20):
        client.get("/?q=HBase")
    assert caplog.text.count("the index cannot answer: x") == 1
    monkeypatch.setattr(errors, "TOLD_EVERY", 0.0)
    client.get("/?q=HBase")
    assert caplog.text.count("the index cannot answer: x") == 2


def test_an_outage_while_typing_comes_as_a_fragment(tmp_path: Path) -> None:
    answer = broken(tmp_path, IndexMissing("x")).test_client().get("/?q=HB", headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert "<html" not in answer.text and "索引がまだありません" in answer.text


def test_what_no_search_can_be_is_the_addresss_fault_and_not_the_sites(tmp_path: Path) -> None:
    answer = broken(tmp_path, QueryError("page", "is a whole number")).test_client().get("/search.json")
    assert answer.status_code == 400
    assert answer.json["error"]["status"] == 400


def test_an_error_of_our_own_shows_nothing_of_the_inside(tmp_path: Path) -> None:
    answer = broken(tmp_path, RuntimeError("a secret of the inside")).test_client().get("/")
    assert answer.status_code == 500
    assert "うまく表示できませんでした" in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
def test_pages_are_only_for_reading(client: FlaskClient, method: str) -> None:
    answer = client.open("/", method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert "この方法では受け付けていません" in answer.text


def test_an_endless_address_is_refused_in_the_pages_look(client: FlaskClient) -> None:
    answer = client.get("/?q=" + "x" * 200_000)
    assert answer.status_code == 414
    assert "アドレスが長すぎます" in answer.text


def test_errors_are_never_kept_by_a_cache_and_carry_the_policy(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
