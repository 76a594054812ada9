"""Tables whose header names their columns: a talk a row, where the post has no fuller one of that name."""

import pytest
from reports import talks, titles

from indexer.posts.tables import tables_in

Told = list[tuple[str, list[str], list[str]]]

MARKDOWN = """
| 時間 | {title} | {speaker} | {slides} |
|---|---|---|---|
| 19:00 | 受付 | | |
| 19:10 | 網を編む仕組み | 山田 太郎さん（株式会社帆布） | [これ](https://example.com/ami.pdf) |
| 19:30 | 櫂の話 | [@sato](https://twitter.com/sato) | https://speakerdeck.com/sato/kai |
| 19:50 | 休憩 | - | - |
| 20:00 | LT大会 | | |
| 20:10 | 波を読む | @nami, @iso | - |
"""
ROWS: Told = [
    ("網を編む仕組み", ["山田 太郎"], ["https://example.com/ami.pdf"]),
    ("櫂の話", ["sato"], ["https://speakerdeck.com/sato/kai"]),
    ("波を読む", ["nami", "iso"], []),
]


def told(text: str, path: str = "2020-05-01-kai.md") -> Told:
    found = talks(text, path)
    return [
        (talk.title, [who.name for who in talk.speakers], [link.url for link in talk.links]) for talk in found
    ]


@pytest.mark.parametrize(
    "title", ["題名", "タイトル", "発表", "セッション", "**Title**", "Talk", "発表タイトル"]
)
@pytest.mark.parametrize("speaker", ["発表者", "登壇者", "スピーカー", "Speaker", "発表者（敬称略）"])
def test_a_row_is_a_talk(title: str, speaker: str) -> None:
    assert told(MARKDOWN.format(title=title, speaker=speaker, slides="資料")) == ROWS


@pytest.mark.parametrize("slides", ["資料", "スライド", "Slides", "URL", "リンク"])
def test_a_column_of_addresses_has_links(slides: str) -> None:
    found = talks(MARKDOWN.format(title="題名", speaker="発表者", slides=slides))
    kind = "link" if slides in ("URL", "リンク") else "slides"
    assert [link.kind for talk in found for link in talk.links] == [kind, "slides"]


def test_a_fuller_talk_gets_what_it_lacks_and_is_no_second_one() -> None:
    text = MARKDOWN.format(title="題名", speaker="発表者", slides="資料")
    found = talks(f"{text}\n## 網を編む仕組み\n\n編んだ。\n\n## 櫂の話 / @sato\n\n漕いだ。\n")
    assert [(talk.title, talk.body) for talk in found] == [
        ("波を読む", ""),
        ("網を編む仕組み", "編んだ。"),
        ("櫂の話", "漕いだ。"),
    ]
    assert sorted(told(f"{text}\n## 網を編む仕組み\n\n編んだ。\n")) == sorted(ROWS)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("題名 | 発表者\n--- | ---\n網の話 | 山田\n櫂の話 | 佐藤\n", "kai.md"),
        ("|*時間|*題名|*発表者|\n|10:00|網の話|山田|\n|11:00|櫂の話|佐藤|\n", "kai.md"),
        (
            "<table border=1><tr><th>題名</th><th>発表者</th></tr>\n<tr><td>網の話</td><td>山田さん</td>\n"
            "<tr><td><b>櫂の話</b></td><td>佐藤<br>さん</td></tr></table>\n",
            "2020-05-01-kai.md",
        ),
        (
            "#+TITLE: 海べの会 参加メモ\n| 題名 | 発表者 |\n|---+---|\n"
            "| 網の話 | 山田 |\n| 櫂の話 | 佐藤 |\n",
            "kai.org",
        ),
        (
            "海べの会 参加メモ\n==================\n\n+------+--------+\n| 題名 | 発表者 |\n"
            "+======+========+\n| 網の話 | 山田 |\n+------+--------+\n| 櫂の話 | 佐藤 |\n+------+--------+\n",
            "kai.rst",
        ),
    ],
)
def test_tables_of_any_markup_are_read(text: str, path: str) -> None:
    assert told(text, path) == [("網の話", ["山田"], []), ("櫂の話", ["佐藤"], [])]


def test_without_a_column_of_speakers_a_title_names_who_spoke() -> None:
    rows = "| 網の話 (@ami) | https://speakerdeck.com/ami/net |\n| 櫂の話 / 佐藤さん | |\n"
    text = f"| 発表 | 資料 |\n|---|---|\n{rows}"
    assert told(text) == [
        ("網の話", ["ami"], ["https://speakerdeck.com/ami/net"]),
        ("櫂の話", ["佐藤"], []),
    ]


def test_what_of_a_programme_nobody_gave_is_a_break() -> None:
    rows = "| 18:50 | 自由解散 | |\n| 19:00 | LT大会 前半 | 7人 |\n"
    table = MARKDOWN.format(title="題名", speaker="発表者", slides="資料").rstrip() + f"\n{rows}"
    assert told(table) == ROWS


@pytest.mark.parametrize("heading", ["LTのタイムスケジュール", "LT会のスケジュール"])
def test_a_heading_above_a_programme_is_no_talk_and_its_header_names_nobody(heading: str) -> None:
    rows = "|発表者|LTタイトル|\n|:--:|:--|\n|かもめー|『網（仮）』の編み方|\n|磯野|「櫂の話」|\n"
    assert told(f"LT会でした。\n\n## {heading}\n\n{rows}") == [
        ("『網（仮）』の編み方", ["かもめー"], []),
        ("櫂の話", ["磯野"], []),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| 名前 | 内容 |\n|---|---|\n| 山田 | 網 |\n| 佐藤 | 櫂 |\n",
        "| タイトル | URL |\n|---|---|\n| 網の話 | https://example.com/a |\n",
        "| 時間 | A会場 | B会場 |\n|---|---|---|\n| 10:00 | 網の話 | 櫂の話 |\n",
        "```\n| 題名 | 発表者 |\n|---|---|\n| 網の話 | 山田 |\n```\n",
        "題名 | 発表者\n",
    ],
)
def test_other_tables_have_no_talks(table: str) -> None:
    assert told(f"話を聞いた。\n\n{table}") == []


def test_the_level_that_an_author_chose_has_all_the_talks() -> None:
    front = "---\ntitle: 海べの会 参加メモ\ndate: 2020-05-01\nkikigaki: {{talks: {}}}\n---\n"
    text = MARKDOWN.format(title="題名", speaker="発表者", slides="資料") + "\n## 櫂の話\n\n漕いだ。\n"
    assert told(front.format("h2") + text) == [ROWS[1]]
    assert told(front.format("none") + text) == []


def test_a_long_line_of_bars_is_no_row() -> None:
    assert list(tables_in("| a | b |\n|---|---|\n" + "| x " * 100_000, 0)) == []


def test_a_row_of_the_one_talk_of_its_speaker_adds_none_under_another_name() -> None:
    table = "| 時間 | 発表内容 | 発表者 |\n|---|---|---|\n| 10:00 | オープニング。磯の会について | 港さん |\n"
    table += "| 10:30 | 512bit の網 | 磯さん |\n| 11:00 | 貝の数え方 | 浜さん |\n\n"
    told = "## 網のゆるい話\n\n- 発表者: 磯さん\n\nゆるい。\n\n## 貝の数え方\n\n- 発表者: 浜さん\n\n多い。\n"
    assert titles(table + told) == ["網のゆるい話", "貝の数え方"]
