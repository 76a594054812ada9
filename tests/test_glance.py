"""/glance: a passage with three sentences more, whatever the address asks for."""

import pytest
from flask.testing import FlaskClient

from search.index import TalkIndex
from search.model import Query
from search.settings import Settings
from web import create_app
from web.glance import LONGEST, PASSAGE


@pytest.fixture
def client(corpus_index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), corpus_index).test_client()


DATOMIC = "/glance/2015-01-14-dogenzaka-lt/datomic"


def plain(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")


def test_it_begins_with_what_the_list_shows_and_goes_on(client: FlaskClient, corpus_index: TalkIndex) -> None:
    hit = next(
        hit for hit in corpus_index.search(Query("シャーディング")).hits if hit.talk.id.endswith("/datomic")
    )
    more = client.get(DATOMIC, query_string={"at": hit.snippet.start, "q": "シャーディング"}).text
    assert "<mark>シャーでぃんぐ</mark>" in more
    text = plain(more).lstrip("…")
    assert text.startswith(hit.snippet.text[:60])
    assert len(text) > PASSAGE
    # The passage, the end of its sentence, and three more.
    assert 3 <= text[PASSAGE:].count("。") <= 6


@pytest.mark.parametrize("at", ["", "-1", "x", "99999999999999999999", "１", "0"])
def test_whatever_is_asked_gets_a_passage_that_ends(client: FlaskClient, at: str) -> None:
    answer = client.get(DATOMIC, query_string={"at": at, "q": "<script>"})
    assert answer.status_code == 200 and len(plain(answer.text)) <= LONGEST + 2
    assert "<script" not in answer.text


def test_a_talk_that_is_not_there_has_none(client: FlaskClient) -> None:
    assert client.get("/glance/no/such").status_code == 404
