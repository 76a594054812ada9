"""Front matter as people write it: the text behind a key is the name, whatever YAML makes of its signs."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corpus import read_corpus
from indexer.notes.note import ParsedNote, parse_note
from search.model import Event


def note_with(facts: str) -> ParsedNote:
    return parse_note(Path("2015-01-14-lt.md"), f"---\n{facts}\n---\n## 発表\n")


def event_with(facts: str) -> Event:
    note = note_with(facts)
    assert (note.problems, len(note.talks)) == ((), 1)
    assert note.event is not None
    return note.event


SIGNS = st.sampled_from(
    [*"#:[]{}*&!|>%@`,?-=~'\"\\<$^. 　＃：", " #", ": ", "- ", "勉強会", "LT", "12", "#12"]
)
TEXTS = st.lists(SIGNS | st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=4)).map(
    lambda parts: "".join(parts).strip()
)


@settings(deadline=None)
@given(TEXTS.filter(lambda text: text[:1] not in ("", "'", '"')))
def test_the_event_is_what_stands_behind_the_colon(text: str) -> None:
    assert event_with(f"event: {text}\ndate: 2015-01-14").name == text


@settings(deadline=None)
@given(TEXTS.filter(bool))
def test_a_name_in_quotes_is_what_stands_between_them(text: str) -> None:
    single, double = text.replace("'", "''"), text.replace("\\", "\\\\").replace('"', '\\"')
    assert event_with(f"event: '{single}'\ndate: 2015-01-14").name == text
    assert event_with(f'event: "{double}" # 主催は別\ndate: 2015-01-14').name == text


@pytest.mark.parametrize(
    "name",
    [
        *(
            "渋谷Web勉強会 #12",
            "[東京] LT会",
            "@IT セミナー",
            "*注目* LT",
            "勉強会: 秋の回",
            "%割 LT",
            "!大事",
        ),
        *(
            "&Tokyo",
            "`Go` の会",
            "- 番外 -",
            "? とは",
            "| 縦",
            ">> 次へ",
            "{x}",
            "[x]",
            "#12 の会",
            "~",
            "no",
        ),
        *("'26 夏の会", '"すごい" LT', "第3回　渋谷LT", "a  b", "\\o/"),
    ],
)
def test_signs_of_yaml_are_part_of_a_name(name: str) -> None:
    facts = f"event: {name}\ndate: 2015-01-14\nvenue: {name}"
    if name.startswith("'"):
        assert "引用符" in note_with(facts).problems[0].problem  # It might go on in the next line.
    else:
        assert (event_with(facts).name, event_with(facts).venue) == (name, name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("'a # b' # 注", "a # b"),
        ("|\n  道玄坂\n  LT祭り", "道玄坂 LT祭り"),
        (">-\n  道玄坂\n  LT祭り", "道玄坂 LT祭り"),
        ("道玄坂\n  LT祭り #2", "道玄坂 LT祭り #2"),
        ('"道玄坂\n  LT祭り"', "道玄坂 LT祭り"),
    ],
)
def test_quotes_and_blocks_are_read_as_yaml_says(written: str, name: str) -> None:
    assert event_with(f"event: {written}\ndate: 2015-01-14").name == name


@pytest.mark.parametrize(
    "key", ["event: ", "event：", "Event : ", "ＥＶＥＮＴ:", "イベント：　", '"event": ', "イベント名:"]
)
def test_a_key_is_known_in_every_width_and_case(key: str) -> None:
    assert event_with(f"{key}渋谷LT #3\n日付：2015年1月14日").name == "渋谷LT #3"


def test_a_remark_ends_a_date_an_address_and_a_hashtag() -> None:
    facts = "event: 渋谷LT\ndate: 2015-01-14 # 水曜\nurl: https://a.jp/#t # 受付"
    facts += "\nhashtag: #lt # 公式\npost: # まだ"
    event = event_with(facts)
    assert (event.date, event.url) == (datetime.date(2015, 1, 14), "https://a.jp/#t")
    assert (event.hashtag, event.post) == ("lt", "")


@pytest.mark.parametrize(
    "date",
    [
        "2015-01-14 19:00",
        "2015-01-14T19:00:00+09:00",
        "2015.1.14",
        "2015/01/14(水) 19時",
        "2015-01-14〜16",
        "2015年1月14日(水)～16日(金)",
    ],
)
def test_a_date_may_come_with_a_time_or_a_last_day(date: str) -> None:
    assert event_with(f"event: 渋谷LT\ndate: {date}").date == datetime.date(2015, 1, 14)


@pytest.mark.parametrize(
    "other",
    [
        *(
            "title: 勉強会: 秋の回",
            "title: [東京] LT会",
            "tags: [LT, Go]",
            "tags:\n- LT\n- '#go'",
            "cover: @img",
        ),
        *(
            "params:\n  toc: true\n  a: [b]",
            "tags: [LT,\n  Go]",
            "x: &a b",
            "y: {a: b}",
            "z: *a",
            "og:title: x",
        ),
    ],
)
def test_a_key_of_another_tool_never_hides_the_event(other: str) -> None:
    assert event_with(f"{other}\nevent: 渋谷LT #3\ndate: 2015-01-14\nmore-{other}").name == "渋谷LT #3"


def test_a_link_may_be_written_as_markdown() -> None:
    assert event_with("event: x\ndate: 2015-01-14\nurl: [受付](https://a.jp/1)").url == "https://a.jp/1"


def test_the_line_of_a_problem_is_the_line_in_the_file() -> None:
    (problem,) = note_with("event: a: b #c\n  続き\ndate: 2015-01-14\nurl: あとで").problems
    assert problem.line == 5


@pytest.mark.parametrize("long", [" ", ":", " :", "#", "'", '"', "[", "- ", "\\", "：", "a: "])
def test_a_long_line_costs_no_more_than_its_length(long: str) -> None:
    started = time.process_time()
    line = (long * 60_000)[:60_000]
    for facts in (f"event: x{line}y", f"x{line}y", line):
        note_with(facts)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("key", ["event: ", "ＥＶＥＮＴ：", "Ｅvent: ", "イベント名："])
def test_a_file_that_names_its_event_is_a_note_and_no_post(tmp_path: Path, key: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ndate: 2015-01-14\n{key}渋谷LT #3\n---\n## はじめに\n")
    (talk,) = read_corpus(tmp_path).talks
    assert (talk.event.name, talk.title) == ("渋谷LT #3", "はじめに")
