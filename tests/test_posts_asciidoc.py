"""AsciiDoc: reports as HubPress and Asciidoctor have them are read as those in Markdown are."""

import datetime

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from reports import read, talks

from indexer.posts.asciidoc import markdown_of_asciidoc

REPORT = """= 港のJava勉強会 #7 に参加しました
浜 次郎 <hama@minato.example>
v1.0, 2017-09-30
:hp-tags: Java, 勉強会
:toc:

== はじめに

https://minato.example/7[港のJava勉強会^] へ。

== 錨を *Java* で下ろす (@iso)

.聞いたこと
* 深さを測る
** 潮を待つ

[source,java]
----
== これは見出しではない
----

link:https://speakerdeck.com/iso/ikari[資料,window=_blank]

== 「浮きの数を数える」磯野さん

NOTE: 数は多い。 +
とても。
"""

PIECES = [*REPORT, "----\n", "|===\n", "== ", "[[", "]]", ":a: b\n", "\n"]


def test_headings_with_equals_signs_are_talks() -> None:
    found = talks(REPORT, "minato.adoc")
    assert [(talk.title, [speaker.name for speaker in talk.speakers], talk.date) for talk in found] == [
        ("錨を Java で下ろす", ["iso"], datetime.date(2017, 9, 30)),
        ("浮きの数を数える", ["磯野"], datetime.date(2017, 9, 30)),
    ]
    assert [link.url for link in found[0].links] == ["https://speakerdeck.com/iso/ikari"]
    assert found[0].event.name == "港のJava勉強会 #7"


def test_a_body_is_markdown() -> None:
    body = talks(REPORT, "minato.adoc")[0].body
    assert "**聞いたこと**\n- 深さを測る\n  - 潮を待つ" in body
    assert "```java\n== これは見出しではない\n```" in body
    assert "[資料](https://speakerdeck.com/iso/ikari)" in body


def test_a_talk_is_told_by_its_line_in_the_file() -> None:
    note = read(REPORT, "minato.adoc").note
    assert note is not None
    assert [REPORT.split("\n")[line - 1][:5] for line in note.lines] == ["== 錨を", "== 「浮"]


def test_jekyll_may_have_its_own_front_matter_above() -> None:
    text = "---\ntitle: 港のJava勉強会 に参加した\ndate: 2017-10-01\n---\n" + REPORT[REPORT.index("== は") :]
    found = talks(text, "_posts/2017-10-01-minato.adoc")
    assert [talk.title for talk in found] == ["錨を Java で下ろす", "浮きの数を数える"]
    assert found[0].date == datetime.date(2017, 10, 1)


def test_what_attributes_say_of_a_draft_holds() -> None:
    post = read(REPORT.replace(":toc:", ":page-published: false"), "minato.adoc")
    assert post.note is None and "published: false" in post.reason


@examples(200)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_every_line_stays_a_line(text: str) -> None:
    assert markdown_of_asciidoc(text, 0).count("\n") == text.count("\n")
