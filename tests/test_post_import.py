"""A pasted post, or an export of a blog -> notes to finish by hand: talks, what was missed, no more."""

import io
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli import main
from indexer.commands.importing import Read
from indexer.importers import hatena, pasted
from indexer.importers.from_posts import imported_of
from indexer.importers.html_text import markdown_of
from indexer.importers.imported_event import ImportedEvent
from indexer.note_text import note_text_of
from indexer.notes.note import parse_note
from search.errors import CorpusError
from search.model import Link, Speaker
from search.text.lexicon import Lexicon

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "dogenzaka-lt-2015-01-14.txt"
POSTS = SHARED / "data" / "posts"

needs_shared = pytest.mark.skipif(not SEED.exists(), reason="the shared data is not part of the repository")

RULES = """みどりの日々
水と緑の日記

しぶや夜会 vol.3 に行ってきた(2019/4/12)

ブログ枠。ハッシュタグは #shibuyakai です。

＊＊＊＊＊

Goで書くバッチ
はらださん(@harada_go)

エラーの畳み方。

＊＊＊＊＊

ここでピザが届く。はらださんが三枚食べた。

＊＊＊＊＊

LTひとつめは田中先生と佐藤さんの発表。
タイトルは「型で守る帳簿」
仕訳を型にする。

＊＊＊＊＊

隣の席の山本さんと名刺交換。

＊＊＊＊＊

最後は株式会社うみの浜野さん。
https://speakerdeck.com/hamano/kotlin

Kotlinでサーバを書いたという話でした。コルーチンの落とし穴。

＊＊＊＊＊

Elixirの発表は電車の都合で聞けませんでした。
また来月。
"""

HEADS = """第7回 水辺エンジニア会に参加してきた

2018年9月21日。会場は川のそば。

■ Terraformで堤防を管理する(川村さん)
planを読む習慣。

■ 休憩
せんべいが配られた。

■ 水位をGrafanaで眺める - @minamo
しきい値の決め方。

■ 聞けなかった発表
Kafkaの話は遅刻で聞けず。

■ LT: 「橋とマイクロサービス」橋本さん
どこに引くか。

■ 懇親会
お魚がおいしい。

■ おわりに
楽しかった。
"""

NUMBERED = """朝活LTメモ 2020-01-18

---
1. 大川さん「小さく始める監視」
アラートは三つまで。
---
2. 小池さん「テストの棚卸し」
消す勇気。
---
コーヒーが足りなかった。
---
3. @nezumi 「夜間バッチの終わらせ方」
締切から逆算。
---
以上です。
"""

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


def imported(tmp_path: Path, text: str, name: str = "pasted.txt") -> ImportedEvent:
    (tmp_path / name).write_text(text)
    found = pasted.read_source(tmp_path / name, Lexicon())
    assert found.problems == ()
    (one,) = found.events
    return one


def told(one: ImportedEvent) -> list[tuple[str, list[str]]]:
    return [(talk.title, [each.name for each in talk.speakers]) for talk in one.talks if not talk.mention]


def missed(one: ImportedEvent) -> list[str]:
    return [talk.title for talk in one.talks if talk.mention]


def test_rules_part_talks_and_asides_are_none(tmp_path: Path) -> None:
    one = imported(tmp_path, RULES)
    assert (one.event.id, one.event.name) == ("2019-04-12-しぶや夜会-vol-3", "しぶや夜会 vol.3")
    assert one.event.hashtag == "shibuyakai"
    assert told(one) == [
        ("Goで書くバッチ", ["はらだ"]),
        ("型で守る帳簿", ["田中", "佐藤"]),
        ("Kotlinでサーバを書いたという話", ["浜野"]),
    ]
    assert missed(one) == ["Elixir"]
    assert one.talks[2].links == (Link("slides", "https://speakerdeck.com/hamano/kotlin"),)
    assert one.talks[2].speakers == (Speaker("浜野", affiliation="株式会社うみ"),)
    assert "みどりの日々" not in one.event.note
    assert "ピザ" in one.event.note
    assert "＊＊" not in one.event.note


def test_heads_part_talks_and_pauses_are_none(tmp_path: Path) -> None:
    one = imported(tmp_path, HEADS)
    assert (one.event.name, one.event.date.isoformat()) == ("第7回 水辺エンジニア会", "2018-09-21")
    assert told(one) == [
        ("Terraformで堤防を管理する", ["川村"]),
        ("水位をGrafanaで眺める", ["minamo"]),
        ("橋とマイクロサービス", ["橋本"]),
    ]
    assert missed(one) == ["Kafka"]


def test_numbered_parts_are_talks(tmp_path: Path) -> None:
    assert told(imported(tmp_path, NUMBERED)) == [
        ("小さく始める監視", ["大川"]),
        ("テストの棚卸し", ["小池"]),
        ("夜間バッチの終わらせ方", ["nezumi"]),
    ]


@pytest.mark.parametrize("text", [RULES, HEADS, NUMBERED])
def test_the_note_is_read_back_as_it_was_imported(tmp_path: Path, text: str) -> None:
    one = imported(tmp_path, text)
    note = parse_note(Path(f"{one.event.id}.md"), note_text_of(one.event, one.talks, pasted.SOURCE))
    assert note.problems == ()
    assert [(talk.id, talk.title, talk.speakers, talk.mention) for talk in note.talks] == [
        (talk.id, talk.title, talk.speakers, talk.mention) for talk in one.talks
    ]


def test_headings_below_a_talk_begin_no_talk_of_their_own(tmp_path: Path) -> None:
    text = "# 冬の会に行った\n\n2020-02-01 のこと。\n\n# 一つめ @neko\n\n猫\n--\n\n## 小見出し\n"
    text += "\n# 二つめ @inu\n犬\n"
    one = imported(tmp_path, text, "fuyu.md")
    note = parse_note(Path("x.md"), note_text_of(one.event, one.talks, pasted.SOURCE))
    assert [talk.title for talk in note.talks] == ["一つめ", "二つめ"]
    assert "### 猫" in note.talks[0].body
    assert "### 小見出し" in note.talks[0].body


def test_a_post_without_talks_is_one_entry(tmp_path: Path) -> None:
    one = imported(tmp_path, "島の会に行った\n\n2014年10月18日。船に乗った。みかんの話が多かった。\n")
    assert [talk.id for talk in one.talks] == ["2014-10-18-島の会/post"]


def test_the_command_writes_what_it_said_and_keeps_what_a_hand_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(corpus))
    source = tmp_path / "pasted.txt"
    source.write_text(RULES)
    assert main(["import", "post", str(source)]) == 0
    said = capsys.readouterr().out
    assert "発表 3 件、言及 1 件、書きます" in said
    assert "  - 型で守る帳簿 / 田中、佐藤" in said
    assert not corpus.exists()
    assert main(["import", "post", str(source), "--write"]) == 0
    assert main(["check"]) == 0
    (path,) = corpus.rglob("*.md")
    first = path.read_text()
    assert main(["import", "post", str(source), "--write"]) == 0
    assert path.read_text() == first
    path.write_text(first.replace("型で守る帳簿", "型で守る家計簿"))
    assert main(["import", "post", str(source), "--write"]) == 0
    assert "残しました" in capsys.readouterr().out
    assert "家計簿" in path.read_text()


def test_a_note_of_the_same_day_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2020-01-18-asakatsu.md").write_text("---\nevent: 朝活\ndate: 2020-01-18\n---\n## 監視\n")
    (tmp_path / "pasted.text").write_text(NUMBERED)
    assert main(["import", "post", str(tmp_path / "pasted.text"), "--corpus", str(tmp_path)]) == 0
    assert (
        f"同じイベントなら 1 つにまとめてください: {tmp_path}/2020-01-18-asakatsu.md"
        in capsys.readouterr().out
    )


def test_a_text_may_come_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(NUMBERED.encode())

    monkeypatch.setattr("sys.stdin", Piped)
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path))
    assert main(["import", "post", "-", "--write"]) == 0
    assert [path.name for path in tmp_path.rglob("*.md")] == ["2020-01-18-朝活lt.md"]


def test_what_cannot_be_imported_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "post", str(tmp_path / "nowhere.txt"), "--corpus", str(tmp_path)]) == 74
    (tmp_path / "empty.txt").write_text("\n")
    assert main(["import", "post", str(tmp_path / "empty.txt"), "--corpus", str(tmp_path)]) == 65
    assert "empty.txt:1: " in capsys.readouterr().err


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
    post = pasted._read(Path("fuyu.md"), title + piece * (100_000 // len(piece)), Lexicon())
    assert post.note and imported_of(post.note)
    assert markdown_of(f"<p>甲</p>{piece * (100_000 // len(piece))}乙").startswith("甲")
    assert time.process_time() - started < 10


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
