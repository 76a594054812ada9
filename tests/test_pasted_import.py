"""A pasted post becomes a note: where its talks begin, and what the command says and keeps."""

import io
from pathlib import Path

import pytest
from pasted_posts import RULES, imported, missed, told

from indexer.cli import main
from indexer.importers import pasted
from indexer.note_text import note_text_of
from indexer.notes.note import parse_note
from search.model import Link, Speaker

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
