"""A fence or a comment that nobody closed hides no talk behind the next heading, and is told."""

from pathlib import Path

import pytest
from reports import read

from indexer.corpus import gather

POST = """---
title: "みどり勉強会 #3 に参加してきた"
date: 2020-05-02
---

## LT1: 木を植える（@midori）

```python
print("閉じ忘れ")

## LT2: 森を歩く（@hayashi）

<!-- 書きかけ

## LT3: 川を渡る（@kawa）

本文。
"""


def test_what_is_not_closed_hides_no_talk_and_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "2020-05-02-midori.md").write_text(POST, encoding="utf-8")
    (post,) = gather(tmp_path).notes.posts["2020-05-02-midori.md"]
    assert post.note is not None
    assert [talk.title for talk in post.note.talks] == ["木を植える", "森を歩く", "川を渡る"]
    assert [remark.line for remark in post.remarks] == [8, 13]


def test_a_front_matter_that_is_not_closed_is_read_and_told(tmp_path: Path) -> None:
    text = POST.replace('"', "").replace("2020-05-02\n---\n", "2020-05-02\n").replace("```python", "")
    (tmp_path / "midori.md").write_text(text.replace("<!-- ", ""), encoding="utf-8")
    (post,) = gather(tmp_path).notes.posts["midori.md"]
    assert post.note is not None and post.note.event is not None
    assert (post.note.event.name, len(post.note.talks)) == ("みどり勉強会 #3", 3)
    assert [(remark.line, "---" in remark.problem) for remark in post.remarks] == [(4, True)]


@pytest.mark.parametrize(
    ("written", "lines", "said"),
    [
        ("tags: [森, 木", [4], "[ ]"),
        ('tags: [森, "木]', [4], "[ ]"),
        ("tags:\n- 森\ntags:\n- 木", [6], "tags が二度"),
        ("event_date: 2023-02-30", [4], "2023-02-30 という日はありません"),
        ("event_date: ２０２３年１３月１日", [4], "2023-13-01 という日はありません"),
        ("event_date: 2020-05-02 10:99\ntags: [森, 木]\ntag: [森,\n  木]", [], ""),
    ],
)
def test_what_a_front_matter_cannot_mean_is_read_and_told(
    tmp_path: Path, written: str, lines: list[int], said: str
) -> None:
    front = f"title: みどり勉強会 #3 に参加してきた\ndate: 2020-05-02\n{written}"
    text = f"---\n{front}\n---\n\n## 森を歩く（@hayashi）\n\n緑。\n"
    (tmp_path / "midori.md").write_text(text, encoding="utf-8")
    (post,) = gather(tmp_path).notes.posts["midori.md"]
    assert post.note is not None and post.note.event is not None
    assert (post.note.event.name, str(post.note.event.date)) == ("みどり勉強会 #3", "2020-05-02")
    assert [remark.line for remark in post.remarks] == lines
    assert all(said in remark.problem for remark in post.remarks)


@pytest.mark.parametrize(
    ("broken", "line"),
    [("date = 2020-05-01\ntags = 海", 4), ("tags = [\n", 4), ('date = "2020-05-01"', None)],
)
def test_a_line_that_is_no_toml_is_told(broken: str, line: int | None) -> None:
    post = read(f'+++\ntitle = "海べの勉強会 #3"\n{broken}\n+++\n## 潮を測る（@iso）\n')
    assert post.note is not None
    assert [remark.line for remark in post.remarks] == ([] if line is None else [line])
