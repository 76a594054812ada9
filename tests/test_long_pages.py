"""A long note is a page like others: its beginning is shown, in about the time of a page."""

import datetime
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DOGENZAKA
from flask.testing import FlaskClient

from search import EventTalks
from search.index import TalkIndex
from search.model import Event, Talk
from search.settings import Settings
from web import create_app
from web.note_html import MOST_SHOWN, shown_of

BODIES = {
    "a table": "| 監視 | b |\n|---|---|\n" + "| 監視 x | データ |\n" * 4_000,
    "paragraphs": "監視の話。データ*強調*した。\n\n" * 5_000,
    "one line": "監視 " * 20_000,
    "cells": "<td>監視</td>" * 6_000,
    "stars": "*監*" * 20_000,
    "links": "[監視](http://a)" * 5_000,
    "open tags": "<b>監視" * 20_000,
    "signs": "\\|`" * 20_000 + "監視",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("long") / "index"
    talks = []
    for number, body in enumerate(BODIES.values()):
        event = Event(f"e{number}", f"会{number}", datetime.date(2015, 1, 14))
        talks.append(Talk(f"e{number}/t", f"題{number}", event, (), (), event.date, body))
    TalkIndex(folder).rebuild(talks)
    return create_app(Settings(index=folder)).test_client()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(BODIES)), ids=list(BODIES))
def test_a_long_note_keeps_nobody_waiting(client: FlaskClient, number: int) -> None:
    for words in ("", "?q=監視"):
        began = time.process_time()
        answer = client.get(f"/talks/e{number}/t{words}")
        # A few times what a page of so many marks takes by itself; paragraphs take the longest.
        assert time.process_time() - began < 2.5
        assert answer.status_code == 200
        assert len(answer.data) < 512 * 1024
    assert "長いノート" in answer.text
    assert ("<mark>" in answer.text) == ("監" in shown_of(list(BODIES.values())[number]) and number != 4)


@pytest.mark.slow
def test_all_of_a_long_note_is_its_json(client: FlaskClient) -> None:
    answer = client.get("/talks/e2/t.json?q=監視").json
    assert answer["body"] == BODIES["one line"]
    assert answer["marks"][0] == [0, 2] and answer["marks"][-1][1] <= MOST_SHOWN


def test_a_note_of_usual_length_is_shown_whole() -> None:
    body = "監視の話。\n" * 1_000
    assert shown_of(body) is body


@pytest.mark.parametrize("body", ["あ" * 50_000, "あ\n" * 50_000, "あ" * 30_000 + "\n" + "い" * 30_000])
def test_a_long_note_ends_with_a_line_where_it_can(body: str) -> None:
    shown = shown_of(body)
    assert body.startswith(shown) and MOST_SHOWN // 2 < len(shown) <= MOST_SHOWN
    assert "\n" not in body[:MOST_SHOWN] or body[len(shown)] == "\n"


LONGEST = {
    "japanese": "監視の話を聞いた。\n" * 33_000,
    "quotes": '"' * 700_000,
    "backslashes": "\\" * 1_000_000,
    "emoji": "🔥" * 250_000,
    "words": "監 " * 250_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("body", LONGEST.values(), ids=list(LONGEST))
def test_the_longest_note_is_told_in_parts_of_half_a_megabyte(
    index: TalkIndex, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    talk = replace(index.talk("dogenzaka/hbase"), body=body, event=replace(DOGENZAKA, note=body))
    monkeypatch.setattr(index, "talk", lambda talk_id: talk)
    monkeypatch.setattr(index, "event", lambda *_: EventTalks(talk.event, (talk,), (), "", 1, 1))
    client = create_app(Settings(), index).test_client()
    first = client.get("/talks/dogenzaka/hbase.json?q=監").json
    assert (first["body_cut"], first["page"]) == (True, 1) and first["pages"] > 1
    told = []
    for page in range(1, first["pages"] + 1):
        answer = client.get(f"/talks/dogenzaka/hbase.json?page={page}{'&q=監' if page < 3 else ''}")
        assert len(answer.data) <= 512 * 1024
        told.append(answer.json["body"])
    assert "".join(told) == body
    assert client.get("/talks/dogenzaka/hbase.json?page=99999").json["page"] == first["pages"]
    whole = client.get("/events/dogenzaka.json")
    assert len(whole.data) <= 512 * 1024 and whole.json["note_cut"]


def test_a_usual_note_is_told_whole(index: TalkIndex) -> None:
    answer = create_app(Settings(), index).test_client().get("/talks/dogenzaka/hbase.json?page=7").json
    assert (answer["body_cut"], answer["page"], answer["pages"]) == (False, 1, 1)
