"""Whatever somebody is called, there is a page for it."""

import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.index import TalkIndex
from search.linking.addresses import name_path
from search.model import Event, Speaker, Talk
from search.settings import Settings
from web import create_app

NAMES = [
    *("/dev/random", "//x", "a//b", "a/b/", "/", "C#", "F?", "100%", "%2F", "a+b", "a b", "é", "片岡", "..."),
    *(
        "a.json",
        "b.atom",
        "a/../b",
        "a\\b",
        '"quoted"',
        "<b>",
        "&amp;",
        "'",
        ";",
        ":",
        "@",
        "~",
        "#tag",
        "=",
        "|",
    ),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    event = Event("kai", "会", datetime.date(2015, 1, 14))
    talks = [
        Talk(f"kai/{n}", f"監視の話{n}", event, (Speaker(name),), (name,), event.date, "本文")
        for n, name in enumerate(NAMES)
    ]
    folder: Path = tmp_path_factory.mktemp("odd") / "index"
    TalkIndex(folder).rebuild(talks)
    return create_app(Settings(index=folder)).test_client()


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_a_page_and_its_link_leads_there(client: FlaskClient, name: str) -> None:
    for path in (name_path("speaker", name), name_path("technology", name)):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert f"監視の話{NAMES.index(name)}" in answer.text
        assert client.get(f"{path}.json").status_code == 200
