"""Exports of a blog, and what the text of any import becomes: Markdown whose talks are read back."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pasted_posts import RULES, imported, missed, told

from indexer.cli import main
from indexer.commands.importing import Read
from indexer.importers import hatena, pasted
from indexer.importers.from_posts import imported_of
from indexer.importers.html_text import markdown_of
from indexer.note_text import note_text_of
from indexer.notes.note import parse_note
from search.errors import CorpusError
from search.text.lexicon import Lexicon

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "dogenzaka-lt-2015-01-14.txt"
POSTS = SHARED / "data" / "posts"

needs_shared = pytest.mark.skipif(not SEED.exists(), reason="the shared data is not part of the repository")


EXPORT = """AUTHOR: midori
TITLE: {title}
BASENAME: {name}
STATUS: {status}
DATE: 04/13/2019 10:00:00
CATEGORY: 勉強会
-----
BODY:
<p>2019年4月12日の会。<a href="https://yoru.connpass.com/event/3/">案内</a></p>
<h3>Goで書くバッチ (<a href="https://twitter.com/harada_go">@harada_go</a>さん)</h3>
<p>エラーの<b>畳み方</b>&amp;戻り値。<br>二行目。</p><ul><li>一</li><li>二<ol><li>三</li></ol></li></ul>
<pre>func main() {{
  x &lt;- 1
}}</pre>
<h3>型で守る帳簿 (田中さん)</h3>
<h4>仕訳</h4>
<p><iframe src="//speakerdeck.com/player/abc"></iframe></p>
<h3>懇親会</h3>
<p>ピザ。</p>
-----
COMMENT:
AUTHOR: passer
DATE: 04/14/2019 00:01:02
ひみつのコメント
-----
--------
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.txt"
    entries = [
        EXPORT.format(title="「しぶや夜会」に行ってきた", name="2019/04/13/100000", status="Publish"),
        EXPORT.format(title="しぶや夜会のメモ、続き", name="2019/04/14/100000", status="Publish"),
        EXPORT.format(title="しぶや夜会の下書き", name="2019/04/15/100000", status="Draft"),
        "AUTHOR: midori\nTITLE: 鍋を買った\nSTATUS: Publish\nDATE: 04/15/2019 10:00:00\n",
        "-----\nBODY:\n<p>煮える。</p>\n-----\n--------\n",
    ]
    path.write_text("".join(entries))
    return path


def test_an_export_gives_a_note_for_each_report(export: Path) -> None:
    found = hatena.read_source(export, Lexicon())
    assert found.problems == ()
    assert found.passed_over == 2
    first, second = found.events
    assert (first.event.name, first.event.date.isoformat()) == ("しぶや夜会", "2019-04-12")
    assert first.event.url == "https://yoru.connpass.com/event/3/"
    assert told(first) == told(second) == [("Goで書くバッチ", ["harada_go"]), ("型で守る帳簿", ["田中"])]
    assert len({first.event.id, second.event.id}) == 2


def test_an_export_becomes_markdown_without_comments(export: Path) -> None:
    first = hatena.read_source(export, Lexicon()).events[0]
    text = note_text_of(first.event, first.talks, hatena.SOURCE)
    assert "ひみつ" not in text
    assert "<p>" not in text
    assert (
        "エラーの**畳み方**&戻り値。\n二行目。\n\n- 一\n- 二\n  1. 三\n\n```\nfunc main() {\n  x <- 1\n}\n```"
        in text
    )
    assert "#### 仕訳\n\n<https://speakerdeck.com/player/abc>" in text
    note = parse_note(Path("x.md"), text)
    assert (note.problems, len(note.talks)) == ((), 2)


@pytest.mark.parametrize(
    "piece",
    [
        *("<![CDATA[ ", "<![CDATA[x]]> ", "<![", "<![if x ", "<a ", "<a href='", "<?php ", "<!doctype "),
        *("あ", "<!--", "<!--<p>", "<a><p>", "<a href=http://x>", "<pre>", "<pre>`</pre>", "<ul><li>", "</p"),
        *(
            "```\n# a\n",
            "~~~\n",
            "- ```\n",
            "```\n## a\n~~~\n",
            "`````\n```\n# x\n",
            "=\n",
            "a\n=\n",
            " ",
            "- ",
        ),
    ],
)
def test_nothing_that_is_imported_takes_long(piece: str) -> None:
    title, started = "冬の会に行った\n\n2020-02-01 のこと。\n\n", time.process_time()
    post = pasted._read(Path("fuyu.md"), title + piece * (50_000 // len(piece)), Lexicon())
    assert post.note and imported_of(post.note)
    assert markdown_of(f"<p>甲</p>{piece * (50_000 // len(piece))}乙").startswith("甲")
    assert time.process_time() - started < 3


def test_sections_of_html_are_left_out_and_what_nobody_closes_is_text() -> None:
    page = "<p>甲<![if !supportLists]>・<![endif]>乙</p><![CDATA[ x > 1 ]]><p>丙 <![CDATA[ 丁</p>"
    assert markdown_of(page) == "甲・乙\n\n丙 <![CDATA[ 丁"


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x00\x00", b"%PDF-1.7\n", b"PK\x03\x04\x14\x06", b"{\\rtf1"]
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "yakai.txt"
    path.write_bytes(data)
    with pytest.raises(CorpusError) as told:
        pasted.read_source(path, Lexicon())
    assert "文章のファイルではありません" in told.value.problems[0].problem
    path.write_bytes("冬の会に行った\n\n2020-02-01 のこと。\n".encode("utf-16"))
    assert pasted.read_source(path, Lexicon()).events


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("■潮を測る / 磯野さん", "潮を測る"),
        ("■スライドはこちら", "冬の会 2020年2月1日に行った"),
        ("【潮を測る / 磯野さん】", "冬の会 2020年2月1日に行った"),
    ],
)
def test_a_lone_heading_is_a_talk_where_it_names_who_spoke(head: str, title: str) -> None:
    text = f"冬の会 2020年2月1日に行った\n\n{head}\n\nhttps://speakerdeck.com/a/b\n"
    post = pasted._read(Path("fuyu.txt"), text, Lexicon())
    assert post.note and [talk.title for talk in post.note.talks] == [title]


def test_a_title_that_begins_with_its_day_has_it_once_in_its_id() -> None:
    post = pasted._read(Path("fuyu.txt"), "2020年2月1日 冬の会 #3 に行った\n\n話。\n", Lexicon())
    assert post.note and (one := imported_of(post.note))
    assert one.event.id == "2020-02-01-冬の会-3"


@pytest.mark.parametrize("date", ["", "DATE: 26/06/2016 10:00:00\n", "DATE: 昨日\n"])
def test_a_report_of_an_export_without_a_day_is_told_with_its_line(tmp_path: Path, date: str) -> None:
    path = tmp_path / "export.txt"
    whole = EXPORT.format(title="「しぶや夜会」に行ってきた", name="a", status="Publish")
    assert "DATE: " in whole
    dateless = re.sub(r"2019[-/年].*|^DATE: .*\n", "", whole, flags=re.MULTILINE).replace(
        "BASENAME", date + "BASENAME"
    )
    path.write_text(whole + dateless)
    found = hatena.read_source(path, Lexicon())
    (problem,) = found.problems
    assert (len(found.events), found.passed_over) == (1, 0)
    assert "DATE: 01/14/2015" in problem.problem and problem.line > whole.count("\n")
    path.write_text(dateless)
    with pytest.raises(CorpusError) as raised:
        hatena.read_source(path, Lexicon())
    assert len(raised.value.problems) == 1


@pytest.mark.parametrize("name", ["hatena", "post"])
def test_what_has_no_end_is_not_read_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setattr("indexer.importers.from_posts.MAX_BYTES", 1_000_000)
    assert main(["import", name, "/dev/zero", "--corpus", str(tmp_path)]) == 65
    assert "/dev/zero は大きすぎます(1 MB まで)" in capsys.readouterr().err


SHELL = "# インストール\npip install x\n---\nkey: value\n-----\n\n\n\n## 二つめ"


@pytest.mark.parametrize(
    "written", [f"```sh\n{SHELL}\n```", f"~~~\n{SHELL}\n~~~", f"<pre><code>{SHELL}</code></pre><p>甲</p>"]
)
def test_code_is_imported_as_it_stands(tmp_path: Path, written: str) -> None:
    text = f"# 冬の会に行った\n\n2020-02-01 のこと。\n\n# 一つめ @neko\n\n{written}\n\n# 二つめ @inu\n犬\n"
    one = imported(tmp_path, text, "fuyu.md")
    note = parse_note(Path("x.md"), note_text_of(one.event, one.talks, pasted.SOURCE))
    assert [talk.title for talk in note.talks] == ["一つめ", "二つめ"]
    lines = note.talks[0].body.split("\n")
    assert [line for line in lines if line in SHELL.split("\n") and line] == [
        line for line in SHELL.split("\n") if line
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "```",
                "~~~",
                "````",
                "```sh",
                "# 甲",
                "## 乙",
                "### 丙 @a",
                "本文",
                "",
                "---",
                "- a",
                "    ## 丁",
                "<!--",
                "-->",
            ]
        ),
        max_size=14,
    )
)
def test_whatever_is_imported_is_read_back_as_the_same_talks(lines: list[str]) -> None:
    text = "# 冬の会に行った\n\n2020-02-01 のこと。\n\n" + "\n".join(lines)
    post = pasted._read(Path("fuyu.md"), text, Lexicon())
    assert post.note
    one = imported_of(post.note)
    assert one
    note = parse_note(Path("x.md"), note_text_of(one.event, one.talks, pasted.SOURCE))
    assert [talk.title for talk in note.talks] == [talk.title for talk in one.talks]


def test_a_file_that_is_no_export_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(RULES)
    with pytest.raises(CorpusError, match="Movable Type"):
        hatena.read_source(tmp_path / "x.txt", Lexicon())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<a href='https://a.jp/'>甲<b>乙</b></a>", "[甲**乙**](https://a.jp/)"),
        ("<a name='top'>甲</a><a href='https://a.jp/'></a>", "甲"),
        ("<a href='x'><a href='https://a.jp/'>甲", "[甲](https://a.jp/)"),
        ("<h1>甲</h1>乙<h6>丙</h6>", "### 甲\n\n乙\n\n###### 丙"),
        ("<script>alert(1)</script>甲<style>p{}</style>", "甲"),
        ("</ul></a></script></pre>甲", "甲"),
        ("<pre>甲<b>乙</b></pre>丙", "```\n甲乙\n```\n\n丙"),
        ("<pre>```\n甲\n````\n</pre>", "`````\n```\n甲\n````\n\n`````"),
        ("<pre>甲<pre>乙</pre>丙</pre>丁", "```\n甲乙丙\n```\n\n丁"),
        ("<pre>甲", "```\n甲\n```"),
        ("<a href='https://a.jp/'>甲<pre>乙</pre>丙</a>", "[甲](https://a.jp/)\n\n```\n乙\n```\n\n丙"),
        ("<pre>甲<a href='https://a.jp/'>乙</pre>丙</a>", "```\n甲乙\n```\n\n丙"),
        ("甲<!-- 乙 -->丙<!-- 丁", "甲丙<!-- 丁"),
        ("<img src='https://a.jp/i.png' alt='図'>", "![図](https://a.jp/i.png)"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@needs_shared
def test_the_evening_that_started_this_is_ten_talks_and_one_that_was_missed() -> None:
    found = pasted.read_source(SEED, Lexicon())
    (one,) = found.events
    assert one.event.id == "2015-01-14-道玄坂lt祭り"
    assert one.event.hashtag == "dogenzakalt"
    names = [names for _, names in told(one)]
    assert names == [
        *(["いわお"], ["もてき"], ["MayumiK0"], ["今井"], ["すずきとしひろ"]),
        *(["古賀"], ["片岡"], ["すずけん"], ["なぎー"], ["くわの"]),
    ]
    assert missed(one) == ["Aurora"]
    assert sum(len(talk.links) > 0 for talk in one.talks) >= 2
    note = parse_note(Path("x.md"), note_text_of(one.event, one.talks, pasted.SOURCE))
    assert note.problems == ()


@needs_shared
@pytest.mark.parametrize(
    ("read", "name"),
    [(pasted.read_source, "pasted/kominka.txt"), (hatena.read_source, "hatena-mt/export.txt")],
)
def test_the_shared_examples_are_read_as_expected(read: Read, name: str) -> None:
    expected = json.loads((POSTS / "expected.json").read_text())[name]
    found = read(POSTS / name, Lexicon())
    (one,) = found.events
    assert (one.event.name, one.event.date.isoformat()) == (expected["event"], expected["date"])
    talks = [talk for talk in one.talks if not talk.mention]
    for talk, wanted in zip(talks, expected["talks"], strict=True):
        assert talk.title == wanted.get("title", talk.title)
        assert [speaker.name for speaker in talk.speakers] == wanted["speakers"]
        assert len([link for link in talk.links if link.kind == "slides"]) == wanted.get("slides", 0)
    assert len(missed(one)) == expected.get("mentions", 0)
    assert found.passed_over == expected.get("posts", 1) - expected.get("reports", 1)
