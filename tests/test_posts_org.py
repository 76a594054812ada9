"""Org: reports of Emacs' users are read as those in Markdown are, and every line keeps its number."""

import datetime

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from reports import read, talks, titles

from indexer.posts.org import markdown_of_org

REPORT = """:PROPERTIES:
:ID: 1B2C
:END:
#+TITLE: 第4回 灯台勉強会 に参加してきた
#+DATE: <2021-06-05 Sat>
#+FILETAGS: :Rust:勉強会:
#+STARTUP: fold
* はじめに
[[https://todai.example/4][灯台勉強会]] へ。
* DONE 霧笛を *Rust* で鳴らす by [[https://twitter.com/iso][@iso]]  :rust:
:PROPERTIES:
:CUSTOM_ID: muteki
:END:
#hashtag で流れた =cargo= の話。[fn:1]
** メモ
#+begin_src rust
* これは見出しではない
#+end_src
* 「灯りの色を測る」 浜さん
[[https://speakerdeck.com/hama/akari][資料]]
"""

PIECES = [*REPORT, "* ", "#+begin_src\n", ":END:\n", ":A:\n", "[[", "]]", "\n"]


def test_headings_with_stars_are_talks() -> None:
    found = talks(REPORT, "2021-06-05-todai.org")
    assert [(talk.title, [speaker.name for speaker in talk.speakers], talk.date) for talk in found] == [
        ("霧笛を Rust で鳴らす", ["iso"], datetime.date(2021, 6, 5)),
        ("灯りの色を測る", ["浜"], datetime.date(2021, 6, 5)),
    ]
    assert [link.url for link in found[1].links] == ["https://speakerdeck.com/hama/akari"]


def test_a_talk_is_told_by_its_line_in_the_file() -> None:
    note = read(REPORT, "2021-06-05-todai.org").note
    assert note is not None
    assert [REPORT.split("\n")[line - 1][:5] for line in note.lines] == ["* DON", "* 「灯り"]


def test_a_body_is_markdown() -> None:
    body = talks(REPORT, "2021-06-05-todai.org")[0].body
    assert "\\#hashtag で流れた `cargo` の話。[^1]" in body
    assert "```rust\n* これは見出しではない\n```" in body
    assert "CUSTOM_ID" not in body and "#+" not in body


def test_an_ox_hugo_draft_is_left_out() -> None:
    post = read(REPORT.replace("#+STARTUP: fold", "#+HUGO_DRAFT: true"), "todai.org")
    assert post.note is None and "下書き" in post.reason


def test_what_org_links_within_itself_is_its_text() -> None:
    text = "[[id:9F-1][灯台の話]] [[*霧笛]] [[./akari.png]] [[https://a.example/]]"
    assert markdown_of_org(text) == "灯台の話 霧笛 ![](./akari.png) https://a.example/"


def test_signs_within_words_and_paths_are_no_emphasis() -> None:
    text = "2*3*4 と /usr/bin と a=b=c と https://a.example/b/c"
    assert markdown_of_org(text) == text


def test_an_article_in_org_is_no_report() -> None:
    assert read("#+TITLE: Emacs の設定\n#+DATE: 2021-01-01\n* 見出し\n本文\n", "emacs.org").note is None


def test_the_author_may_choose_the_level_of_talks() -> None:
    assert titles(f"#+KIKIGAKI: {{talks: h2}}\n{REPORT}", "todai.org") == ["メモ"]


@examples(200)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_every_line_stays_a_line(text: str) -> None:
    assert markdown_of_org(text).count("\n") == text.count("\n")
