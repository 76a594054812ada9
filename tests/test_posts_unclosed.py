"""A fence or a comment that nobody closed hides no talk behind the next heading, and is told."""

from pathlib import Path

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
