"""A title that is pasted as it stands finds its talk first, whatever its signs mean in a query."""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk
from search.text.lexicon import Lexicon

EVENING = Event("titles", "題名の会", datetime.date(2020, 2, 1))
TITLES = (
    "ひとり開発入門 -週末の場合-",
    "「索引」を作る: 転置の話",
    "Docker",
    "Docker と仲間たち",
    "A OR B (再演)",
    "date:2020-02 の謎",
    "監視*入門",
)


@pytest.fixture(scope="module")
def titled_index(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("titles"))
    bodies = (
        "週末に作る。",
        "転置索引。",
        "小さく。",
        "Docker の話。",
        "再演。",
        "謎。",
        "監視。",
    )
    index.rebuild(
        tuple(
            Talk(f"titles/{number}", title, EVENING, (), (), EVENING.date, body)
            for number, (title, body) in enumerate(zip(TITLES, bodies, strict=True))
        ),
        Lexicon(),
    )
    return index


@pytest.mark.parametrize("title", TITLES)
def test_a_pasted_title_finds_its_talk_first(titled_index: TalkIndex, title: str) -> None:
    assert titled_index.search(Query(title)).hits[0].talk.title == title


@pytest.mark.parametrize("typed", ["ｄｏｃｋｅｒ", "docker", " Docker "])
def test_the_title_that_is_the_query_comes_first_however_spelt(titled_index: TalkIndex, typed: str) -> None:
    assert [hit.talk.title for hit in titled_index.search(Query(typed)).hits] == [
        "Docker",
        "Docker と仲間たち",
    ]
