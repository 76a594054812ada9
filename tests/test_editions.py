"""Editions: people count the evenings of a series in other ways than its name does."""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk

DAY = datetime.date(2020, 1, 1)
NAMES = {
    "r31": "広島Ruby勉強会 #031",
    "r32": "広島Ruby勉強会 #032",
    "iot": "IoTLT大阪 Vol.4",
    "kansai": "第67回 Ruby関西 勉強会",
    "dist": "DIST.33 「ゲームから学ぶ」",
    "kernel": "カーネル探検隊@関西 9回目",
    "kagoshima": "鹿児島Ruby会議01",
    "pycon": "PyCon JP 2019",
    "kaigi": "Kaigi on Rails 2023",
}
BODIES = {"pycon": "PyConJP の感想。", "kaigi": "kaigionrails は楽しい。"}


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("series"))
    index.rebuild(
        [
            Talk(f"{key}/{number}", f"話 {number}", Event(key, name, DAY), (), (), DAY, BODIES.get(key, "。"))
            for key, name in NAMES.items()
            for number in ("a", "b")
        ]
    )
    return index


@pytest.mark.parametrize(
    ("typed", "event"),
    [
        ("広島Ruby勉強会 第31回", "r31"),
        ("広島Ruby勉強会 31回目", "r31"),
        ("広島ruby #31", "r31"),
        ("IoTLT大阪 第4回", "iot"),
        ("IoTLT大阪 #4", "iot"),
        ("IoTLT vol4", "iot"),
        ("Ruby関西 vol.67", "kansai"),
        ("Ruby関西 #67", "kansai"),
        ("DIST 第33回", "dist"),
        ("カーネル探検隊 第九回", "kernel"),
        ("カーネル探検隊 #9", "kernel"),
        ("鹿児島Ruby会議 第1回", "kagoshima"),
    ],
)
def test_an_edition_is_found_however_its_name_counts(series: TalkIndex, typed: str, event: str) -> None:
    hits = series.search(Query(typed)).hits
    assert [hit.talk.event.id for hit in hits[:2]] == [event, event]
    assert not hits[0].missing
    assert all(hit.missing for hit in hits[2:])


@pytest.mark.parametrize(("typed", "event"), [("pyconjp2019", "pycon"), ("#kaigionrails2023", "kaigi")])
def test_a_hashtag_with_a_year_is_the_words_it_is_made_of(series: TalkIndex, typed: str, event: str) -> None:
    """Also where some talk has it as one word, without the year."""
    assert {hit.talk.event.id for hit in series.search(Query(typed)).hits} == {event}


def test_an_edition_that_there_is_not_is_no_other_one(series: TalkIndex) -> None:
    hits = series.search(Query("広島Ruby勉強会 第35回")).hits
    assert all("第35回" in hit.missing for hit in hits)
