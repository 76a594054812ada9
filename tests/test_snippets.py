"""Which passage is shown, and what is marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.snippets import WIDTH, marks_of, snippet_of

ANALYZER = Analyzer()


def wanted(*words: str) -> frozenset[tuple[str, str]]:
    return frozenset(("word", word) for word in words)


def test_the_words_as_written_are_marked() -> None:
    text = "サーバの引越しは済んだ。"
    marks = marks_of(text, wanted("サーバー", "引っ越し"), ANALYZER)
    assert [text[start:end] for start, end in marks] == ["サーバ", "引越し"]


def test_a_latin_word_is_marked_whole_when_a_piece_of_it_matches() -> None:
    text = "小さい HPMoonShot の話"
    ((start, end),) = marks_of(text, wanted("moonshot"), ANALYZER)
    assert text[start:end] == "HPMoonShot"


def test_the_passage_with_most_different_words_is_chosen() -> None:
    body = "監視。" * 60 + "ここで初めて監視とバッファの話になる。" + "後書き。" * 60
    snippet = snippet_of(body, wanted("監視", "バッファー"), ANALYZER)
    assert "バッファ" in snippet.text
    assert snippet.text in body
    assert len(snippet.text) <= WIDTH


def test_without_a_match_the_beginning_is_shown() -> None:
    body = "始まり。" + "続き。" * 100
    assert snippet_of(body, frozenset(), ANALYZER).text == body[:WIDTH]


def test_an_empty_body_gives_an_empty_snippet() -> None:
    assert snippet_of("", wanted("監視"), ANALYZER).text == ""


@given(st.text(st.sampled_from("監視とバッファの話。\nAurora 3.0!ー"), max_size=400))
def test_marks_are_ordered_apart_and_inside_the_passage(body: str) -> None:
    snippet = snippet_of(body, wanted("監視", "バッファー", "aurora", "話"), ANALYZER)
    assert snippet.text in body
    assert len(snippet.text) <= WIDTH
    ends = [0, *(position for mark in snippet.marks for position in mark), len(snippet.text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in snippet.marks)
