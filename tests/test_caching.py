"""What caches are told: on what an answer depends, whether it has changed, and who may keep it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.assets import _read_assets

IN_WORDS = [
    *("/", "/?q=HBase", "/talks/dogenzaka/hbase", "/events/dogenzaka", "/speakers", "/facets/year"),
    *(
        "/suggest.json?q=鈴",
        "/cards/site.svg",
        "/cards/talks/dogenzaka/hbase.svg",
        "/cards/events/dogenzaka.svg",
    ),
    *("/nowhere", "/nowhere.json", "/talks/a/b.json"),
]
SCRIPT = f"/static/{_read_assets()['app.css'].name}"


@pytest.fixture(scope="module")
def app(index: TalkIndex) -> Flask:
    return create_app(Settings(), index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.mark.parametrize("path", IN_WORDS)
def test_an_answer_in_the_readers_language_says_that_it_depends_on_it(client: FlaskClient, path: str) -> None:
    answers = [client.get(path, headers={"Accept-Language": code}) for code in ("ja", "en")]
    assert {"Accept-Language", "Cookie"} <= set(answers[0].vary)
    chosen = client.get(path, headers={"Cookie": "lang=en", "Accept-Language": "ja"})
    assert chosen.data == answers[1].data or path.startswith("/?q")


@pytest.mark.parametrize("path", ["/search.json?q=HBase", "/talks/dogenzaka/hbase.json", SCRIPT, "/healthz"])
def test_what_is_the_same_for_all_does_not(client: FlaskClient, path: str) -> None:
    assert not {"accept-language", "cookie"} & {each.lower() for each in client.get(path).vary}


@pytest.mark.parametrize("choice", ["lang=en", "theme=dark"])
def test_a_choice_is_remembered_with_a_page_and_with_nothing_else(client: FlaskClient, choice: str) -> None:
    page = client.get(f"/?{choice}")
    assert choice in page.headers["Set-Cookie"]
    assert page.headers["Cache-Control"] == "no-store"
    others = [
        "/nowhere",
        "/search.json",
        "/suggest.json",
        "/cards/site.svg",
        SCRIPT,
        "/favicon.ico",
        "/healthz",
    ]
    for path in [*others, "/talks/dogenzaka/hbase-talk", "/talks/dogenzaka/hbase.json", "/static/none"]:
        answer = client.get(f"{path}?{choice}")
        assert "Set-Cookie" not in answer.headers, path
    assert "Set-Cookie" not in client.post(f"/?{choice}").headers


@pytest.mark.parametrize(
    "path",
    [
        "/search.json?q=HBase",
        "/search.json?q=どこにもない",
        "/search.json",
        "/suggest.json?q=鈴",
        "/?q=HBase",
    ],
)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert set(again.vary) >= set(first.vary) - {"Accept-Encoding"}


def test_another_answer_has_another_tag(client: FlaskClient) -> None:
    tags = {client.get(f"/search.json?q={text}").headers["ETag"] for text in ("HBase", "MongoDB", "", "x")}
    assert len(tags) == 4


def test_a_file_that_never_changes_is_kept_by_everybody(client: FlaskClient) -> None:
    answer = client.get(f"{SCRIPT}?lang=en&theme=dark")
    assert "immutable" in answer.headers["Cache-Control"] and "Set-Cookie" not in answer.headers


def test_an_answer_that_nobody_keeps_has_no_name(index: TalkIndex) -> None:
    client = create_app(Settings(), index).test_client(use_cookies=False)
    for path in ("/?q=HBase", "/facets/speaker?q=HBase", "/link/search?q=HBase"):
        assert "ETag" in client.get(path).headers
        chosen = client.get(f"{path}&lang=en&theme=dark")
        assert chosen.headers["Cache-Control"] == "no-store" and "ETag" not in chosen.headers
