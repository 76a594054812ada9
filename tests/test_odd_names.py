"""Whatever somebody is called, there is a page for it."""

import datetime
from pathlib import Path

import pytest

from search.index import TalkIndex
from search.model import Event, Speaker, Talk
from search.settings import Settings
from web import create_app
from web.params import speaker_path, technology_path

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


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_a_page_and_its_link_leads_there(name: str, tmp_path: Path) -> None:
    event = Event("kai", "会", datetime.date(2015, 1, 14))
    talk = Talk("kai/a", "監視の話", event, (Speaker(name),), (name,), event.date, "本文")
    index = TalkIndex(tmp_path / "index")
    index.rebuild([talk])
    client = create_app(Settings(), index).test_client()
    for path in (speaker_path(name), technology_path(name)):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "監視の話" in answer.text
        assert client.get(f"{path}.json").status_code == 200
