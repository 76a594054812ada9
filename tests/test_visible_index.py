"""What a reader sees is what is searched, marked and quoted; what was written stays as it was."""

from datetime import date
from pathlib import Path

from search.index import TalkIndex
from search.model import Event, Markup, Query, Talk


def written(body: str, name: str = "a", markup: Markup = "markdown") -> Talk:
    day = date(2026, 2, 14)
    return Talk(f"e/{name}", "題", Event("e", "会", day), (), (), day, body, markup=markup)


def test_what_a_reader_does_not_see_is_not_found(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    body = '<p class="lead">本文</p> https://example.com/kafka ![図](/hbase.png)\n\n<!-- 没 -->'
    index.rebuild([written(body)])
    assert [index.search(Query(word)).total for word in ("本文", "図")] == [1, 1]
    for hidden in ("class", "クラス", "lead", "kafka", "example", "hbase", "没"):
        assert index.search(Query(hidden)).total == 0, hidden


def test_a_phrase_is_found_and_marked_where_emphasis_or_a_line_end_parts_it(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild([written("Region は**自動**で`分割`される"), written("Region は自動\nで分割される", "b")])
    result = index.search(Query('"自動で分割"'))
    assert result.total == 2
    for hit in result.hits:
        assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["自動で分割"]
        assert hit.snippet.text == "Region は自動で分割される"
    assert index.talk("e/a").body == "Region は**自動**で`分割`される"


def test_marks_of_a_body_point_into_it_as_written(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild([written("Region は**自動**で`分割`される")])
    talk = index.talk("e/a")
    marks = index.body_marks(talk, '"自動で分割"')
    assert "".join(talk.body[start:end] for start, end in marks) == "自動で分割"
    assert index.body_marks(talk, "class") == ()


def test_code_is_found_and_a_passage_of_it_does_not_look_like_markup(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild([written("`Map<String, List>` と f(**options)\n\n```\nx[0](1) {{ y }} <b>zebra</b>\n```")])
    snippet = index.search(Query("zebra")).hits[0].snippet
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["zebra"]
    assert not any(sign in snippet.text for sign in ("<", "**", "](", "{{"))
    assert "Map＜String, List＞" in snippet.text


def test_an_unchanged_talk_is_known_without_reading_its_markup_again(tmp_path: Path) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild([written("**星**の話"), written("<b>月</b>の話", "b", markup="html")])
    index.rebuild([written("**星**の話"), written("<b>日</b>の話", "b", markup="html")])
    assert [hit.snippet.text for hit in index.search(Query("の話", sort="oldest")).hits] == [
        "星の話",
        "日の話",
    ]
    assert index.talk("e/b").markup == "html"
