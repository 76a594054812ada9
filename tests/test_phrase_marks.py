"""What is marked for a phrase is the phrase, and none of its words by itself."""

import datetime
from pathlib import Path

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk

EVENING = Event("ku", "句の会", datetime.date(2020, 1, 1))
BODIES = (
    "カラムファミリーは先に決める。カラムは後でよい。ファミリーは家族。カラム型。",
    "**自動**で分割する。自動車。分割。",
    "`pip`でinstallする。pipの話。installの話。",
    "[全文検索](http://e.jp)エンジンを作る。検索とエンジン。全文。",
    "GPT-4の話。GPTと4。",
    "Project Atomic の話。Atomic な操作の Project。",
    "引っ越しの手続きを、引っ越し前に。手続き。",
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("phrases"))
    talks = [Talk(f"ku/{n}", f"題{n}", EVENING, (), (), EVENING.date, body) for n, body in enumerate(BODIES)]
    index.rebuild(talks)
    return index


def marked(index: TalkIndex, typed: str) -> list[str]:
    """Return what is marked in the passages of all hits."""
    hits = index.search(Query(typed)).hits
    return [hit.snippet.text[start:end] for hit in hits for start, end in hit.snippet.marks]


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ('"カラムファミリー"', "カラムファミリー"),
        ("「からむふぁみりー」", "カラムファミリー"),
        ("『カラム ファミリー』", "カラムファミリー"),
        ('"自動で分割"', "自動で分割"),
        ('"pipでinstall"', "pipでinstall"),
        ('"全文検索エンジン"', "全文検索エンジン"),
        ('"GPT-4"', "GPT-4"),
        ('"Project Atomic"', "Project Atomic"),
        ('"引っ越しの手続き"', "引っ越しの手続き"),
    ],
)
def test_a_phrase_is_marked_and_nothing_else(evening: TalkIndex, typed: str, phrase: str) -> None:
    assert marked(evening, typed) == [phrase]


def test_words_beside_a_phrase_are_marked_as_ever(evening: TalkIndex) -> None:
    assert marked(evening, '家族 "カラムファミリー"') == ["カラムファミリー", "家族"]
    assert marked(evening, "カラムファミリー") == ["カラムファミリー"]
    assert set(marked(evening, "カラム")) == {"カラム"}


def test_a_phrase_of_one_word_is_marked_wherever_it_stands(evening: TalkIndex) -> None:
    assert marked(evening, '"手続き"') == ["手続き", "手続き"]
    assert set(marked(evening, '"pip"')) == {"pip"}


def test_the_reason_is_the_phrase(evening: TalkIndex) -> None:
    (hit,) = evening.search(Query('"カラムファミリー"')).hits
    assert [(why.word, why.written, why.route) for why in hit.why] == [
        ("カラムファミリー", "カラムファミリー", "typed")
    ]


def test_a_talk_page_marks_the_phrase_alone(evening: TalkIndex) -> None:
    body = BODIES[0]
    assert [body[start:end] for start, end in evening.marks(body, '"カラムファミリー"')] == [
        "カラムファミリー"
    ]


@pytest.mark.parametrize("sign", sorted({sign for body in BODIES for sign in body if "一" <= sign <= "龠"}))
@pytest.mark.parametrize("typed", ['"{}"', "「{}」", "{}"])
def test_a_single_kanji_is_marked_in_every_hit_also_within_a_word(
    evening: TalkIndex, typed: str, sign: str
) -> None:
    hits = evening.search(Query(typed.format(sign))).hits
    assert {hit.talk.id for hit in hits} == {f"ku/{n}" for n, body in enumerate(BODIES) if sign in body}
    for hit in hits:
        assert {hit.snippet.text[start:end] for start, end in hit.snippet.marks} == {sign}
        assert [why.word for why in hit.why] == [sign]


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ('"データ"', ["データ", "データ", "でーた"]),
        ("題名:データ", ["データ", "データ", "でーた"]),
        ("「でーた」", ["データ", "データ", "でーた"]),
        ('"ロー"', []),
        ('"~ Closing"', ["Closing"]),
        ('題名:"・Closing"', ["Closing"]),
        ('"XML-"', ["XML"]),
    ],
)
def test_a_short_phrase_is_marked_wherever_it_is_found(tmp_path: Path, typed: str, phrase: list[str]) -> None:
    index = TalkIndex(tmp_path)
    titles = ("分散データベースの話", "遅いデーターベース", "でーたの山", "LT~Closing", "XML-RPC")
    index.rebuild(
        [Talk(f"ku/{n}", title, EVENING, (), (), EVENING.date, "") for n, title in enumerate(titles)]
    )
    hits = index.search(Query(typed)).hits
    assert [hit.title.text[start:end] for hit in hits for start, end in hit.title.marks] == phrase


def test_a_single_kanji_of_a_title_is_marked(evening: TalkIndex) -> None:
    hits = evening.search(Query("題名:題")).hits
    assert len(hits) == len(BODIES)
    assert {hit.title.text[start:end] for hit in hits for start, end in hit.title.marks} == {"題"}
