"""Forms of English words: the talk says library, somebody types libraries; and news, which is not new."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelt_notes import found

from search.index import TalkIndex
from search.model import Event, Query, Talk
from search.text.spelling.inflection import bases_of, forms_of

EVENING = Event("yoru", "夜の勉強会", datetime.date(2018, 5, 11))
NOTES = {
    "library": ("Our own library", "小さな library を公開した。"),
    "queries": ("Slow queries", "遅い queries を探す。"),
    "scale": ("Scaling out", "scaling の前に測る。"),
    "build": ("A build in a minute", "build を速くする。"),
    "app": ("One App", "最初の App を出す。"),
    "write": ("Writing a book", "We were writing for a year."),
    "debug": ("debug する夜", "debug の道具。"),
    "run": ("Ran on a phone", "It ran for hours."),
    "new": ("new な話", "It is new, and a stir."),
    "weekly": ("News of a week", "All the news."),
    "parser": ("ライブラリとパーサー", "ライブラリを選ぶ。"),
    "rail": ("A rail", "A rail in the garden."),
    "both": ("deploy or deployed", "We deploy; it was deployed."),
    "code": ("Fresh cod", "A cod is a fish."),
}


UNLIKE = (
    "news kubernetes redis css aws jenkins ios this string bed status canvas alias class need evening thing "
    "during lens series sql http gas was his spring"
)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    index = TalkIndex(tmp_path_factory.mktemp("english"))
    index.rebuild([Talk(n, title, EVENING, (), (), EVENING.date, body) for n, (title, body) in NOTES.items()])
    return index


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("libraries", "library"),
        ("query", "queries"),
        ("queried", "queries"),
        ("scale", "scale"),
        ("scaled", "scale"),
        ("builds", "build"),
        ("built", "build"),
        ("apps", "app"),
        ("write", "write"),
        ("written", "write"),
        ("debugging", "debug"),
        ("Debugged", "debug"),
        ("running", "run"),
        ("run", "run"),
    ],
)
def test_a_word_is_found_in_another_form(english: TalkIndex, typed: str, talk: str) -> None:
    assert found(english, typed)[0] == talk


def test_the_form_that_was_typed_comes_first(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    bodies = {"one": "The index of a book.", "many": "The indexes of a book.", "other": "Pages of a book."}
    index.rebuild([Talk(n, "本", EVENING, (), (), EVENING.date, body) for n, body in bodies.items()])
    assert found(index, "index") == ["one", "many"]
    assert found(index, "indexes") == ["many", "one"]


def test_another_form_is_marked_and_called_another_spelling(english: TalkIndex) -> None:
    (hit, *_) = english.search(Query("libraries")).hits
    assert [(why.word, why.written.lower(), why.route) for why in hit.why] == [
        ("libraries", "library", "spelling")
    ]
    assert [hit.title.text[start:end] for start, end in hit.title.marks] == ["library"]


def test_of_a_long_sentence_no_other_forms_are_asked_for(english: TalkIndex) -> None:
    unknown = " ".join(f"qq{letter}qq{letter}qq" for letter in "abcdefg")
    assert "library" in found(english, f"libraries {unknown}")
    assert "library" not in found(english, f"libraries {unknown} hazel")


def test_a_form_has_the_japanese_name_of_its_word(english: TalkIndex) -> None:
    assert set(found(english, "libraries")) == {"library", "parser"}


@pytest.mark.parametrize(
    ("typed", "talks"),
    [
        ("news", ["weekly"]),
        ("new", ["new"]),
        ("rails", []),
        ("Rails", []),
        ("coding", []),
        ("stirring", ["new"]),
    ],
)
def test_another_word_is_no_form(english: TalkIndex, typed: str, talks: list[str]) -> None:
    assert found(english, typed) == talks


@pytest.mark.parametrize(
    "word",
    UNLIKE.split(),
)
def test_a_word_that_only_ends_like_a_form_is_of_no_other_word(word: str) -> None:
    assert set(bases_of(word)) <= {"kubernete", "jenkin"}
    assert not {"new", "len", "even", "stre", "thi", "io", "aw", "redi", "statu"} & set(forms_of(word))


def test_of_short_words_the_last_letter_is_doubled_or_an_e_was_dropped() -> None:
    assert bases_of("coded") == ("code",)
    assert bases_of("rated") == ("rate",)
    assert "log" in bases_of("logging")
    assert "debug" in bases_of("debugging")
    assert "visit" in bases_of("visited")
    assert "commit" in bases_of("committed")


@given(st.text("abdegilnorsty", min_size=3, max_size=8))
def test_what_is_a_form_of_a_word_leads_back_to_it(word: str) -> None:
    for form in forms_of(word):
        assert word in forms_of(form), form
        assert form != word
