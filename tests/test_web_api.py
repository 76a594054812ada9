"""The JSON beside the pages: the same answers, for programs."""

import datetime
import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from search.answers import Facet, FacetValue
from search.index import TalkIndex
from search.model import Query
from search.settings import Settings
from web import create_app
from web.api import result_json

SITE = "http://localhost"


@pytest.fixture
def client(index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), index).test_client()


def test_an_event_with_the_words_is_told_beside_the_hits(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=ビール").json
    assert answer and answer["total"] == 0 and answer["hits"] == []
    (event,) = answer["events"]
    start, end = event["snippet"]["marks"][0]
    assert event["snippet"]["text"][start:end] == "ビール"
    assert {key: event[key] for key in ("id", "name", "value", "date", "url", "hashtag", "venue")} == {
        "id": "dogenzaka",
        "name": "道玄坂LT祭り(ミドル・インフラ)",
        "value": "道玄坂LT祭り(ミドル・インフラ)",
        "date": "2015-01-14",
        "url": f"{SITE}/events/dogenzaka",
        "hashtag": "dogenzakalt",
        "venue": "",
    }


def test_a_search_answers_with_exactly_the_documented_keys(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=HBase").json
    assert list(answer) == [
        "query",
        "total",
        "page",
        "per_page",
        "relaxed",
        "exact",
        "left_out",
        "took_ms",
        "hits",
        "mentions",
        "events",
        "facets",
        "facet_totals",
    ]
    assert list(answer["hits"][0]) == [
        "id",
        "title",
        "event",
        "event_id",
        "date",
        "speakers",
        "technologies",
        "event_url",
        "url",
        "score",
        "snippet",
        "why",
        "missing",
    ]
    assert list(answer["facets"]) == ["event", "speaker", "technology", "year"]
    assert list(answer["facets"]["year"][0]) == ["value", "count", "selected", "url"]


def test_a_hit_is_plain_data(client: FlaskClient) -> None:
    hit = client.get("/search.json?q=HBase").json["hits"][0]
    assert (hit["id"], hit["url"]) == ("dogenzaka/hbase", f"{SITE}/talks/dogenzaka/hbase")
    assert (hit["event"], hit["event_id"]) == ("道玄坂LT祭り(ミドル・インフラ)", "dogenzaka")
    assert hit["speakers"] == ["鈴木俊裕"]
    assert hit["technologies"] == ["HBase", "HDFS"]
    assert datetime.date.fromisoformat(hit["date"]) == datetime.date(2015, 1, 14)
    assert isinstance(hit["score"], float)


def test_marks_are_ranges_of_the_snippets_own_text(client: FlaskClient) -> None:
    snippet = client.get("/search.json?q=WAL").json["hits"][0]["snippet"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["WAL"]


def test_a_facet_value_toggles_itself(client: FlaskClient) -> None:
    def year_2015(path: str) -> dict[str, object]:
        values = client.get(path).json["facets"]["year"]
        return next(value for value in values if value["value"] == "2015")

    chosen = year_2015("/search.json?q=MongoDB&page=3")
    assert (chosen["selected"], chosen["url"]) == (False, f"{SITE}/search.json?q=MongoDB&year=2015")
    dropped = year_2015(str(chosen["url"]))
    assert (dropped["selected"], dropped["url"]) == (True, f"{SITE}/search.json?q=MongoDB")
    assert client.get(str(chosen["url"])).json["total"] == chosen["count"]


def test_missed_talks_are_beside_the_hits(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=Aurora").json
    assert answer["total"] == 0
    assert [each["url"] for each in answer["mentions"]] == [f"{SITE}/events/dogenzaka#aurora"]


def test_paging_and_its_limits_are_told(client: FlaskClient) -> None:
    answer = client.get("/search.json?per_page=2&page=2").json
    assert (answer["page"], answer["per_page"], len(answer["hits"]), answer["total"]) == (2, 2, 2, 5)
    assert client.get("/search.json?per_page=100000").json["per_page"] == 100


def test_japanese_is_readable_in_the_raw_answer(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=引っ越し")
    assert "引っ越し" in answer.get_data(as_text=True)
    assert answer.mimetype == "application/json"


def test_a_talk_has_its_whole_note(client: FlaskClient) -> None:
    talk = client.get("/talks/dogenzaka/fluentd.json").json
    assert talk["body"].startswith("設定は3000行。")
    assert talk["speakers"] == ["鈴木健太"]
    assert talk["speaker_details"] == [{"name": "鈴木健太", "heard": "すずけん", "affiliation": "VOYAGE"}]
    assert talk["links"] == []
    assert client.get("/talks/dogenzaka/hbase.json").json["links"][0] == {
        "kind": "slides",
        "url": "https://example.jp/slides/hbase",
    }


def test_an_old_id_leads_to_the_new_json(client: FlaskClient) -> None:
    answer = client.get("/talks/dogenzaka/hbase-talk.json")
    assert (answer.status_code, answer.location) == (301, "/talks/dogenzaka/hbase.json")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/talks/no/such.json", 404),
        ("GET", "/nowhere.json", 404),
        ("POST", "/search.json", 405),
        ("GET", "/search.json?q=" + "x" * 200_000, 414),
    ],
)
def test_errors_are_json_too(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert json.loads(answer.data)["error"]["status"] == status


def test_facets_of_any_names_are_written_as_json(index: TalkIndex) -> None:
    odd = ('"引用"\\', "改\n行\t\x00", "</script>", "\u2028")
    values = tuple(FacetValue(name, place, selected=place == 1) for place, name in enumerate(odd))
    found = replace(index.search(Query()), facets=(Facet("technology", values, len(values)),))
    read = json.loads(result_json(Query(), found, ""))
    assert [tuple(value.values())[:3] for value in read["facets"]["technology"]] == [
        (value.value, value.count, value.selected) for value in values
    ]
    assert len(read["hits"]) == len(found.hits)
