"""Lists, events and names as JSON; searches and lists as CSV; whether anything has changed."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import BASE
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.index import TalkIndex
from search.model import Talk
from search.settings import Settings
from web import create_app
from web.tables import csv_of


def table(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_without_words_the_newest_come_first_and_with_them_the_best(client: FlaskClient) -> None:
    dates = [row["date"] for row in table(client, "/search.csv")]
    assert dates == sorted(dates, reverse=True) != sorted(dates)
    best = [hit["id"] for hit in client.get("/search.json?q=MongoDB").get_json()["hits"]]
    assert [row["id"] for row in table(client, "/search.csv?q=MongoDB")] == best
    oldest = [row["date"] for row in table(client, "/search.csv?sort=oldest")]
    assert oldest == dates[::-1]


def test_events_are_listed_with_their_talks(client: FlaskClient) -> None:
    answer = client.get("/events.json").json
    assert answer and (answer["total"], answer["page"]) == (2, 1)
    assert answer["events"][0] == {
        "id": "kaigi",
        "name": "分散会議 2016",
        "date": "2016-03-05",
        "venue": "秋葉原",
        "hashtag": "",
        "talks": 2,
        "url": f"{BASE}/events/kaigi",
    }
    assert [each["id"] for each in client.get("/events.json?sort=count").json["events"]] == [
        "dogenzaka",
        "kaigi",
    ]


def test_names_are_listed_with_their_readings(client: FlaskClient) -> None:
    names = client.get("/speakers.json").json["speakers"]
    assert names[0] == {
        "name": "桑野",
        "reading": names[0]["reading"],
        "others": ["くわの"],
        "talks": 2,
        "url": f"{BASE}/speakers/%E6%A1%91%E9%87%8E",
    }
    by_name = [each["name"] for each in client.get("/technologies.json?sort=name").json["technologies"]]
    assert sorted(by_name) == sorted(
        each["name"] for each in client.get("/technologies.json").json["technologies"]
    )


def test_a_list_is_narrowed_to_what_was_typed_as_on_its_page(client: FlaskClient) -> None:
    assert [each["name"] for each in client.get("/speakers.json?find=くわ").json["speakers"]] == ["桑野"]
    assert [row["name"] for row in table(client, "/technologies.csv?find=mongo")] == ["MongoDB"]
    found = client.get("/events.json?find=道玄坂").json
    assert ([each["id"] for each in found["events"]], found["total"]) == (["dogenzaka"], 1)
    assert client.get("/events.json?find=どこにもない").json["events"] == []
    by_name = [each["name"] for each in client.get("/events.json?sort=name").json["events"]]
    assert by_name == sorted(by_name)


def test_a_list_goes_on_on_the_next_page(client: FlaskClient) -> None:
    pages = [client.get(f"/technologies.json?per_page=3&page={page}").json for page in (1, 2, 3)]
    names = [each["name"] for page in pages for each in page["technologies"]]
    assert len(names) == len(set(names)) == pages[0]["total"]
    assert client.get("/technologies.json?per_page=9999999999").json["per_page"] == 500


def test_an_event_has_its_talks_and_those_that_were_missed(client: FlaskClient) -> None:
    event = client.get("/events/dogenzaka.json").json
    assert event and [talk["id"] for talk in event["missed"]] == ["dogenzaka/aurora"]
    assert event["heard"][0]["title"] == "HBase 徹底入門のさわり"
    assert (event["note"], event["text"]) == ("途中で**ビール**が配られた。", "途中でビールが配られた。")
    assert event["site"] == "https://example.jp/dogenzaka"
    assert client.get(event["search_url"].removeprefix(BASE)).json["total"] == event["talks"] == 3


def test_a_name_has_its_newest_talks(client: FlaskClient) -> None:
    name = client.get("/speakers/くわの.json").json
    assert name and (name["name"], name["talks"]) == ("桑野", 2)
    assert [talk["date"] for talk in name["newest"]] == ["2016-03-05", "2015-01-14"]
    assert client.get("/technologies/C%2B%2B.json").json["name"] == "C++"
    assert client.get("/speakers/だれか.json").status_code == 404


def test_values_of_a_facet_lead_to_the_search_with_them(client: FlaskClient) -> None:
    answer = client.get("/facets/technology.json?q=MongoDB&find=wired").json
    assert answer and [each["value"] for each in answer["values"]] == ["WiredTiger"]
    found = client.get(answer["values"][0]["url"].removeprefix(BASE)).json
    assert found["total"] == answer["values"][0]["count"]
    assert client.get("/facets/place.json").json["error"]["status"] == 404


@pytest.mark.parametrize(
    ("page", "beside"),
    [
        ("/?q=HBase", "/search.json?q=HBase"),
        ("/talks/dogenzaka/hbase", "/talks/dogenzaka/hbase.json"),
        ("/events/kaigi", "/events/kaigi.json"),
        ("/speakers/Smith%2C%20Jr.", "/speakers/Smith%2C%20Jr..json"),
        ("/technologies/Node.js", "/technologies/Node.js.json"),
        ("/events", "/events.json"),
        ("/speakers", "/speakers.json"),
        ("/technologies", "/technologies.json"),
        ("/", "/search.json"),
    ],
)
def test_every_page_leads_to_its_json(client: FlaskClient, page: str, beside: str) -> None:
    assert f'<link rel="alternate" type="application/json" href="{BASE}{beside}">' in client.get(page).text
    answer = client.get(beside)
    assert answer.status_code == 200 and answer.json
    written = answer.get_data(as_text=True)
    assert '": "/' not in written  # every address is whole


def test_a_search_is_a_table(client: FlaskClient) -> None:
    rows = table(client, "/search.csv?q=シャーディング")
    assert list(rows[0]) == ["date", "title", "speakers", "event", "technologies", "url", "passage", "id"]
    assert rows[0]["title"] == "シャーディングのコラム"
    assert rows[0]["speakers"] == "Smith, Jr.; 桑野"
    assert rows[0]["url"] == f"{BASE}/talks/kaigi/sharding"
    assert len(table(client, "/search.csv")) == 5
    assert len(table(client, "/search.csv?per_page=2&page=3")) == 1


def test_lists_are_tables(client: FlaskClient) -> None:
    assert [row["name"] for row in table(client, "/events.csv")] == [
        "分散会議 2016",
        "道玄坂LT祭り(ミドル・インフラ)",
    ]
    names = table(client, "/technologies.csv")
    assert {row["name"]: row["talks"] for row in names}["MongoDB"] == "2"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "　＋1", "\n-1"]
)
def test_no_text_of_a_table_is_a_formula(
    tmp_path_factory: pytest.TempPathFactory, text: str, talks: Sequence[Talk]
) -> None:
    index = TalkIndex(tmp_path_factory.mktemp("formula"))
    index.rebuild([replace(talks[0], title=text, technologies=(text.strip(),), aliases=())])
    client = create_app(Settings(public_url=BASE), index).test_client()
    for path in ("/search.csv", "/technologies.csv"):
        (row,) = table(client, path)
        assert all(
            not cell.lstrip(" \u3000").startswith(tuple("=+-@＝＋－＠\t\r\n")) for cell in row.values()
        )
    assert text.strip() in table(client, "/technologies.csv")[0]["name"]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_a_table_is_read_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    written = csv_of(("題", "b"), [{"題": first, "b": second} for first, second in rows])
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read[0] == ["題", "b"] and len(read) == len(rows) + 1
    for (first, second), cells in zip(rows, read[1:], strict=True):
        for text, cell in zip((first, second), cells, strict=True):
            assert cell in (text.replace("\0", ""), "'" + text.replace("\0", ""))


UNCHANGING = (
    "/search.json?q=MongoDB",
    "/search.csv?q=MongoDB",
    "/search.atom?q=MongoDB",
    "/talks/dogenzaka/hbase.json",
    "/events.json",
    "/events/kaigi.json",
    "/speakers/桑野.json",
    "/feed.atom",
    "/sitemap.xml",
    "/suggest.json?q=く",
)


@pytest.mark.parametrize("path", UNCHANGING)
def test_what_has_not_changed_is_not_looked_for_again(
    tmp_path_factory: pytest.TempPathFactory,
    talks: Sequence[Talk],
    path: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = TalkIndex(tmp_path_factory.mktemp("etags"))
    index.rebuild(talks)
    client = create_app(Settings(public_url=BASE), index).test_client()
    first = client.get(path)
    etag = first.headers["ETag"]
    assert first.status_code == 200 and client.get(path).headers["ETag"] == etag
    with monkeypatch.context() as nothing:
        for name in ("search", "talk", "event", "events", "name", "names", "suggestions", "ranked"):
            nothing.setattr(index, name, None)
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
    index.rebuild([*talks[:-1], replace(talks[-1], title="新しい題")])
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_another_question_or_another_site_has_another_name(index: TalkIndex) -> None:
    client = create_app(Settings(public_url=BASE), index).test_client()
    other = create_app(Settings(public_url="https://other.example.jp"), index).test_client()
    names = {
        client.get("/search.json?q=a").headers["ETag"],
        client.get("/search.json?q=b").headers["ETag"],
        client.get("/search.csv?q=a").headers["ETag"],
        other.get("/search.json?q=a").headers["ETag"],
    }
    assert len(names) == 4
    japanese, english = (
        client.get("/feed.atom", headers={"Accept-Language": code}).headers["ETag"] for code in ("ja", "en")
    )
    assert japanese != english


def test_an_error_has_no_name_and_is_json(client: FlaskClient) -> None:
    for path in ("/talks/no/such.json", "/events/no.json", "/events/no.atom", "/no.csv"):
        answer = client.get(path)
        assert "ETag" not in answer.headers and json.loads(answer.data)["error"]["status"] == 404


@pytest.mark.parametrize("path", [*UNCHANGING, "/openapi.json", "/oembed?url=x", "/embed/box", "/no.json"])
def test_other_pages_may_read_a_public_site_and_no_private_one(index: TalkIndex, path: str) -> None:
    public = create_app(Settings(public_url=BASE), index).test_client().get(path)
    private = create_app(Settings(), index).test_client().get(path)
    assert public.headers["Access-Control-Allow-Origin"] == "*"
    assert public.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in private.headers


def test_pages_are_not_for_other_pages_to_read(client: FlaskClient) -> None:
    for path in ("/", "/talks/dogenzaka/hbase", "/speakers"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


def test_a_name_that_ends_like_a_format_keeps_its_page(
    tmp_path_factory: pytest.TempPathFactory, talks: Sequence[Talk]
) -> None:
    index = TalkIndex(tmp_path_factory.mktemp("suffixes"))
    index.rebuild([replace(talks[0], technologies=("package.json", "CI/CD", "feed.atom"), aliases=())])
    client = create_app(Settings(public_url=BASE), index).test_client()
    page = client.get("/technologies/package.json")
    assert page.mimetype == "text/html" and "<h1>package.json</h1>" in page.text
    dark = client.get("/technologies/package.json?theme=dark")
    assert dark.headers.get("ETag") != page.headers["ETag"]
    assert client.get("/technologies/package.json.json").json["name"] == "package.json"
    assert client.get("/technologies/feed.atom").mimetype == "text/html"
    assert client.get("/technologies/feed.atom.atom").mimetype == "application/atom+xml"
    assert client.get("/technologies/CI%2FCD.json").json["url"] == f"{BASE}/technologies/CI%2FCD"
