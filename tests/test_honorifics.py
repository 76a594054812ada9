"""佐藤さん is 佐藤: what politeness adds to a name is neither wanted nor a reason."""

import datetime

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Speaker, Talk

EVENING = Event("na", "名の会", datetime.date(2020, 1, 1))
BODIES = {
    "with": "佐藤さんに聞いた。",
    "without": "佐藤 太一の話。",
    "another": "鈴木さんと高橋様、山田くん、先生も来た。",
    "river": "清水川の発表。",
    "handle": "irof に聞く。",
    "kana": "まつもとの話。",
    "unknown": "ゆーすけべーの話。",
    "guest": "お客さんとおじさんが来た。",
    "teacher": "生徒と先生の様子。",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("names"))
    speakers = (Speaker("佐藤 太一"),)
    index.rebuild(
        [
            Talk(f"na/{key}", "題", EVENING, speakers if key == "without" else (), (), EVENING.date, body)
            for key, body in BODIES.items()
        ]
    )
    return index


def found(index: TalkIndex, typed: str) -> list[str]:
    result = index.search(Query(typed, per_page=100))
    return [] if result.relaxed else [hit.talk.id[3:] for hit in result.hits]


@pytest.mark.parametrize("title", ["さん", "様", "氏", "くん", "君", "ちゃん", "先生", "氏 "])
def test_a_name_is_found_whatever_politeness_adds(names: TalkIndex, title: str) -> None:
    assert sorted(found(names, f"佐藤{title}")) == ["with", "without"]


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("清水川さん", "river"),
        ("irofさん", "handle"),
        ("@irofさん", "handle"),
        ("まつもとさん", "kana"),
        ("ゆーすけべーさん", "unknown"),
    ],
)
def test_so_are_names_that_the_dictionary_lacks(names: TalkIndex, typed: str, talk: str) -> None:
    assert found(names, typed) == [talk]


def test_who_is_called_politely_comes_first(names: TalkIndex) -> None:
    assert found(names, "佐藤さん")[0] == "with"


def test_politeness_is_no_reason(names: TalkIndex) -> None:
    for hit in names.search(Query("佐藤さん")).hits:
        assert [why.written for why in hit.why] == ["佐藤"]
        assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["佐藤"]


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ("お客さん", ["guest"]),
        ("おじさん", ["guest"]),
        ("様子", ["teacher"]),
        ("先生", ["another", "teacher"]),
    ],
)
def test_words_that_end_so_are_words(names: TalkIndex, typed: str, talks: list[str]) -> None:
    assert sorted(found(names, typed)) == talks


def test_a_teacher_beside_pupils_is_a_word(names: TalkIndex) -> None:
    hit = names.search(Query("生徒と先生")).hits[0]
    assert hit.talk.id == "na/teacher"
    assert [why.written for why in hit.why] == ["生徒", "先生"]


def test_a_name_is_left_out_and_narrowed_to_without_it(names: TalkIndex) -> None:
    assert found(names, "話 -佐藤さん") == found(names, "話 -佐藤")
    assert "without" not in found(names, "話 -佐藤さん")
    assert found(names, "発表者:佐藤さん") == ["without"]


def test_what_is_quoted_stands_as_it_is(names: TalkIndex) -> None:
    assert found(names, '"佐藤さん"') == ["with"]
