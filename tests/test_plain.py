"""Passages as one line: Japanese lines flow on, items and words stay apart, marks stay on their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers import Snippet
from search.model import Markup
from web.plain import line_of, shortened


@pytest.mark.parametrize(
    ("text", "markup", "line"),
    [
        ("長い文を\n折り返す。\nつぎの文。", "text", "長い文を折り返す。つぎの文。"),
        ("長い段落。\n\nつぎの段落。", "text", "長い段落。つぎの段落。"),
        ("見出し\n\n本文", "text", "見出し 本文"),
        ("何でもできる\n何でもしない", "markdown", "何でもできる 何でもしない"),
        ("詰まる。\n何でもできる", "markdown", "詰まる。何でもできる"),
        ("shadow\nproxy", "text", "shadow proxy"),
        ("設定は\nfluentd", "text", "設定は fluentd"),
        ("「はい」  \n  次", "markdown", "「はい」次"),
    ],
)
def test_lines_become_one(text: str, markup: Markup, line: str) -> None:
    assert shortened(Snippet(text), markup).text == line
    assert line_of(text, markup, 500) == line_of(text, markup, len(line)) == line
    assert line_of(text, markup, len(line) - 1) == f"{line[:-2]}…"


@given(st.lists(st.sampled_from(["あ。", "\n", " ", "x", "い", "\n\n", "「う」"]), max_size=30), st.data())
def test_marks_stay_on_their_words(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    starts = [place for place, letter in enumerate(text) if not letter.isspace()]
    chosen = data.draw(st.sets(st.sampled_from(starts))) if starts else set()
    marks = tuple((start, start + 1) for start in sorted(chosen))
    for markup in ("markdown", "text"):
        made = shortened(Snippet(text, marks, True, True), markup)
        assert [made.text[a:b] for a, b in made.marks] == [text[a:b] for a, b in marks]
        assert "".join(made.text.split()) == "…" + "".join(text.split()) + "…"
        assert "\n" not in made.text
