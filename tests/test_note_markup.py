"""Notes that forget to close something, and titles with markup: told, and nothing is lost."""

import time
from itertools import pairwise

import pytest
from noting import FRONT, parsed, problems_of

from search.text.signs.code_blocks import code_blocks


@pytest.mark.parametrize(
    ("unclosed", "said"),
    [
        ("```\n隠れる", "コードブロックが閉じていません。終わりに ``` の行を足してください"),
        ("~~~~ js\n隠れる", "コードブロックが閉じていません。終わりに ~~~~ の行を足してください"),
        ("<!-- 隠れる", "コメント <!-- が閉じていません。終わりに --> を足してください"),
    ],
)
@pytest.mark.parametrize(
    "behind", ["普通の本文", "```sh\nls\n```", "<!-- 見えない -->後", "```sh\n# 注\n```\n\n~~~\na\n~~~"]
)
def test_what_is_not_closed_hides_no_later_talk_and_is_told(unclosed: str, said: str, behind: str) -> None:
    text = f"{FRONT}\n## 一番目\n\n{unclosed}\n\n## 二番目\n\n{behind}\n\n## 三番目\n\n本文\n"
    note = parsed(text)
    assert [talk.title for talk in note.talks] == ["一番目", "二番目", "三番目"]
    assert [talk.body for talk in note.talks] == [unclosed, behind, "本文"]
    assert problems_of(text) == [(8, said)]


def test_headings_in_closed_code_and_comments_are_none() -> None:
    hidden = "```\n## 見出しでない\n```\n\n<!--\n## これも\n-->\n\n````\n```\n## これも\n````"
    note = parsed(f"{FRONT}\n## 一番目\n\n{hidden}\n\n## 二番目\n\n本文\n")
    assert [talk.title for talk in note.talks] == ["一番目", "二番目"]
    assert note.problems == ()


@pytest.mark.parametrize(
    ("written", "title", "talk_id"),
    [
        ("**`Go`** の話", "Go の話", "go-の話"),
        ("[資料](https://x.example/)つきの話 {#data}", "資料つきの話", "data"),
        ("A &amp; B<br>C", "A & B C", ""),
        (r"C\# と \*", "C# と *", ""),
        ("1. 一番目 - https://x.example/ の話", "1. 一番目 - https://x.example/ の話", ""),
        ("Vec<T> の話", "Vec<T> の話", ""),
    ],
)
def test_a_title_loses_its_markup_and_keeps_its_id(written: str, title: str, talk_id: str) -> None:
    (talk,) = parsed(f"{FRONT}\n## {written}\n\n本文\n").talks
    assert talk.title == title
    assert not talk_id or talk.id.endswith(f"/{talk_id}")


def seconds_of(source: str) -> float:
    began = time.process_time()
    blocks = code_blocks(source)
    took = time.process_time() - began
    assert all(one.end <= two.start for one, two in pairwise(blocks))
    return took


@pytest.mark.parametrize("piece", ["```\n## 題\n", "````\n```\n", "~~~ a\n## 題\n```\n"])
def test_many_fences_that_nobody_closed_take_no_longer_than_in_proportion(piece: str) -> None:
    few = min(seconds_of(piece * 2_000) for _ in range(5))
    # Ten times the text: a hundred times as long where each fence looks at all headings.
    assert min(seconds_of(piece * 20_000) for _ in range(3)) < 50 * few
