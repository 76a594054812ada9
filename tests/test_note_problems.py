"""What is wrong with a note: where, what to do about it, and what is left out for it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from noting import FRONT, parsed, problems_of, the_problem_of

from indexer.notes.note import MAX_BYTES, read_note
from search.errors import NoteError


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("", 1, "front matter がありません"),
        ("## 発表\n", 1, "front matter がありません"),
        ("---\nevent: x\ndate: 2015-01-14\n\n## 発表\n", 1, "閉じていません"),
        ("---\ndate: 2015-01-14\n---\n## 発表\n", 1, "`event` がありません"),
        ("---\nevent: x\n---\n## 発表\n", 1, "`date` がありません"),
        ("---\nevent: x\ndate: 1月14日\n---\n## 発表\n", 3, "2015-01-14 のように"),
        ("---\nevent: x\n  date: 2015-01-14\n---\n## 発表\n", 3, "引用符で囲んで"),
        ('---\nevent: "x\ndate: 2015-01-14\n---\n## 発表\n', 3, "YAML を読めません"),
        ("---\nevent: x\ndate: 2015-01-14\nevent: y\n---\n## 発表\n", 4, "2 回あります"),
        ("---\nevent: x\ndate: 2015-01-14\nid: a/b\n---\n## 発表\n", 4, "先頭は文字か数字"),
        ("---\nevent:\n- x\ndate: 2015-01-14\n---\n## 発表\n", 3, "文字を 1 つ"),
    ],
)
def test_unusable_front_matter_leaves_out_the_note(text: str, line: int, cure: str) -> None:
    note = parsed(text)
    assert (note.event, note.talks, note.lines) == (None, (), ())
    assert note.problems[0].line == line
    assert cure in note.problems[0].problem


@pytest.mark.parametrize(
    ("facts", "line", "cure"),
    [
        ("url: javascript:alert(1)", 4, "https://"),
        ("hashtag: # まだない", 4, "dogenzakalt` のように"),
        ("hashtga: dogenzakalt", 4, "`hashtag` のことですか"),
        ("aliases: [a/b]", 4, "前の ID"),
        ("イベント: y", 4, "同じ意味"),
    ],
)
def test_an_unusable_fact_of_the_event_leaves_out_that_fact(facts: str, line: int, cure: str) -> None:
    text = f"---\nevent: x\ndate: 2015-01-14\n{facts}\n---\n## 発表\n"
    found_line, problem = the_problem_of(text)
    assert (found_line, len(parsed(text).talks)) == (line, 1)
    assert cure in problem


@pytest.mark.parametrize(
    ("bullet", "cure"),
    [
        ("- speeker: 桑野", "`speaker` のことですか"),
        ("- slides: file:///etc/passwd", "https://"),
        ("- date: 来週", "2015-01-14 のように"),
        ("- mention: たぶん", "true か false"),
        ("- speaker: (くわの)", "名前がありません"),
        ("- aliases: a/b/c", "「発表」か「イベント/発表」"),
        ("- aliases: ../x", "ID"),
    ],
)
def test_an_unusable_fact_of_a_talk_leaves_out_that_fact(bullet: str, cure: str) -> None:
    text = f"{FRONT}## WiredTiger\n{bullet}\n- tech: MongoDB\n\n本文。\n"
    line, problem = the_problem_of(text)
    assert line == (5 if "aliases" in bullet else 6)
    assert cure in problem
    (talk,) = parsed(text).talks
    assert (talk.technologies, talk.body, talk.mention) == (("MongoDB",), "本文。", False)


@pytest.mark.parametrize(
    ("heading", "cure"),
    [
        ("##", "題名が空"),
        ("## {#id}", "題名が空"),
        ("## 🍺", "{#id} と書いて"),
        ("## 題名 {#a/b}", "先頭は文字か数字"),
        ("## HDFS {#storage}", "5 行目の発表と同じ"),
        ("## HDFS {#storage}", "{#storage-2}"),
    ],
)
def test_an_unusable_heading_leaves_out_its_talk_and_no_other(heading: str, cure: str) -> None:
    text = f"{FRONT}## HBase {{#storage}}\n\n一\n\n{heading}\n\n二\n\n## Spark\n\n三\n"
    line, problem = the_problem_of(text)
    assert line == 9
    assert cure in problem
    assert [talk.body for talk in parsed(text).talks] == ["一", "三"]


def test_every_problem_of_a_note_is_told_at_once() -> None:
    text = "---\nurl: x\n---\n## \n## A\n- date: ?\n## ？\n"
    assert [line for line, _ in problems_of(text)] == [1, 1, 2, 4, 6, 7]


def test_a_note_without_a_talk_is_a_problem() -> None:
    assert the_problem_of(FRONT + "ビールがおいしかった。\n")[1].startswith("発表がありません")


def test_a_heading_without_a_blank_is_a_talk_and_a_problem() -> None:
    assert the_problem_of(FRONT + "##HBase\n")[0] == 5
    assert parsed(FRONT + "##HBase\n").talks[0].title == "HBase"


def test_an_open_code_block_is_named_where_it_opens() -> None:
    line, problem = the_problem_of(FRONT + "## A\n\n```\n## B\n")
    assert (line, "閉じていません" in problem) == (7, True)


@pytest.mark.parametrize(
    ("data", "line", "cure"),
    [
        ((FRONT + "## シャーディング\n").encode("cp932"), 2, "Shift_JIS"),
        ((FRONT + "## シャーディング\n").encode("euc_jp"), 2, "EUC-JP"),
        ((FRONT + "## シャーディング\n").encode("utf-16"), 1, "UTF-16"),
        (FRONT.encode() + b"## \xff\xff\n", 5, "UTF-8"),
        (FRONT.encode() + b"## A\n" + b"x" * MAX_BYTES, 1, "大きすぎます"),
    ],
)
def test_a_file_that_is_no_text_says_what_to_do(tmp_path: Path, data: bytes, line: int, cure: str) -> None:
    path = tmp_path / "note.md"
    path.write_bytes(data)
    with pytest.raises(NoteError, match=cure) as raised:
        read_note(path)
    assert raised.value.line == line


MARKS = st.sampled_from(
    ["---\n", "## ", "- ", "speaker: ", "date: ", "event: x\n", "{#", "}", "```\n", "<!--", "、", "("]
)


@given(st.lists(MARKS | st.text(max_size=5)).map("".join))
def test_no_text_ever_breaks_the_parser(text: str) -> None:
    for whole in (text, FRONT + text):
        assert all(
            1 <= error.line <= whole.count("\n") + whole.count("\r") + 1 for error in parsed(whole).problems
        )


@pytest.mark.parametrize("heading", ["## #", "## ##", "## {#x}"])
def test_a_heading_of_nothing_but_hashes_has_no_title(heading: str) -> None:
    assert "題名が空です" in the_problem_of(f"{FRONT}{heading}\n本文。\n\n## 監視\n")[1]
