"""A folder of posts: which files are read, under which ids, and that an update sees what a rebuild sees."""

import datetime
import json
import os
import random
import time
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.corpus import read_corpus
from indexer.posts.post import READING
from indexer.posts.texts import text_of
from search.errors import CorpusError
from search.index import TalkIndex, open_index
from search.model import Query
from search.settings import Settings

REPORT = """---
title: {title}に参加してきた
date: 2019-03-0{day}
tags: [勉強会]
---
前書きに貝殻の話。

## {talk}を測る（[@iso](https://twitter.example/iso)）

{body}

## 貝を数える（@hama）

多い。
"""

MOVABLE_TYPE = """AUTHOR: minato
TITLE: 港の勉強会に行ってきた
BASENAME: 2016/06/26/101500
STATUS: Publish
DATE: 06/26/2016 10:15:00
CATEGORY: 勉強会
-----
BODY:
<h4>潮を測る (@isoさん)</h4><p>ブイ。</p>
<h4>貝を数える (浜さん)</h4><p>多い。</p>
-----
COMMENT:
AUTHOR: passer
おつかれさま
-----
--------
TITLE: 鍋を買った
BASENAME: 2016/07/02/200000
STATUS: Publish
DATE: 07/02/2016 20:00:00
-----
BODY:
<p>煮える。</p>
-----
--------
TITLE: 磯の勉強会に行ってきた
BASENAME: 2016/08/01/090000
STATUS: Publish
DATE: 08/01/2016 09:00:00
-----
BODY:
<p>日記。</p>
-----
--------
"""


def write(path: Path, text: str, seconds: float = 60) -> Path:
    """Write a file that is so many seconds old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    moment = time.time() - seconds
    os.utime(path, (moment, moment))
    return path


def report(title: str = "海べの勉強会", day: int = 1, talk: str = "潮", body: str = "ブイ。") -> str:
    return REPORT.format(title=title, day=day, talk=talk, body=body)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path / "blog"))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    return tmp_path / "blog"


def index() -> TalkIndex:
    return open_index(Settings.from_env())


def found(words: str) -> list[str]:
    return [hit.talk.id for hit in index().search(Query(words)).hits]


def test_every_kind_of_file_is_read_and_the_rest_is_named(folder: Path) -> None:
    for number, name in enumerate(("a.md", "b.markdown", "c.mdx", "d/index.md"), start=1):
        write(folder / name, report(f"第{number}回の勉強会"))
    write(
        folder / "e.html",
        "<title>磯の会に参加した</title><p>2019年3月1日</p><h2>潮 (@iso)</h2><h2>貝 (@hama)</h2>",
    )
    write(folder / "f.rst", "磯の会に参加した\n================\n\n2019年3月1日\n")
    write(folder / "g.txt", "磯の会に参加した\n\n2019年3月1日、船で。\n")
    write(folder / "nabe.md", "---\ntitle: 鍋を買った\ndate: 2019-03-01\n---\n煮える。\n")
    write(folder / "README.md", "# 磯の会に参加した\n")
    write(folder / ".obsidian" / "x.md", report())
    write(folder / "node_modules" / "y" / "x.md", report())
    write(folder / "photo.jpg", "x")
    corpus = read_corpus(folder)
    assert sorted({talk.event.id for talk in corpus.talks}) == ["a", "b", "c", "d", "e", "f", "g"]
    assert set(corpus.skipped) == {"nabe.md", ".obsidian", "node_modules"}
    assert corpus.posts == 7
    assert corpus.problems == ()


def test_pages_that_a_tool_made_of_the_posts_beside_them_are_left_out(folder: Path) -> None:
    post = "---\ntitle: 海の会に参加した\ndate: 2019-06-01\n---\n## 潮（@iso）\n\n波。\n"
    write(folder / "content" / "umi.md", post)
    write(folder / "public" / "posts" / "umi" / "index.html", "<h1>海の会に参加した</h1><p>波。</p>")
    assert len(read_corpus(folder).talks) == 2
    for name in ("index.html", "sitemap.xml"):
        write(folder / "public" / name, "<p>")
    assert [talk.title for talk in read_corpus(folder).talks] == ["潮"]
    (folder / "content" / "umi.md").rename(folder / "public" / "umi.md")
    (folder / "content").rmdir()
    assert len(read_corpus(folder).talks) == 2


def test_a_readme_is_a_post_where_its_folder_is_named_after_a_day(folder: Path) -> None:
    write(folder / "README.md", "# 記録の置き場 #1\n\n勉強会の会場で書いた。\n")
    write(folder / "2019" / "0301-iso" / "README.md", "# 磯の会 #3\n\n会場は磯。\n\n## 潮 (@iso)\n\n波。\n")
    write(folder / "2019" / "photos" / "README.md", "# 写真 #2\n\n会場の写真。\n")
    (talk,) = read_corpus(folder).talks
    assert (talk.event.name, talk.title) == ("磯の会 #3", "潮")
    assert talk.date == datetime.date(2019, 3, 1)


def test_a_folder_without_reports_says_what_to_do(folder: Path) -> None:
    write(folder / "nabe.md", "---\ntitle: 鍋\n---\n煮える。\n")
    with pytest.raises(CorpusError, match="KIKIGAKI_POSTS=all"):
        read_corpus(folder)
    assert len(read_corpus(folder, "all").talks) == 1


def test_notes_and_posts_live_in_one_folder(folder: Path) -> None:
    write(folder / "2019" / "umi.md", report())
    write(folder / "notes" / "umi.md", "---\nevent: 山の会\ndate: 2019-01-14\n---\n## 鹿\n\n角。\n")
    corpus = read_corpus(folder)
    assert {talk.event.id: talk.event.name for talk in corpus.talks} == {
        "umi": "山の会",
        "umi-2": "海べの勉強会",
    }
    assert corpus.problems == ()


def test_a_note_stays_strict(folder: Path) -> None:
    write(folder / "note.md", "---\nevent: 山の会\ndate: きのう\n---\n## 鹿\n")
    write(folder / "post.md", report())
    corpus = read_corpus(folder)
    assert [problem.path.name for problem in corpus.problems] == ["note.md"]


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-8-sig"])
def test_old_encodings_are_read(folder: Path, encoding: str) -> None:
    folder.mkdir()
    (folder / "old.md").write_bytes(report().replace("\n", "\r\n").encode(encoding))
    titles = [talk.title for talk in read_corpus(folder).talks]
    assert titles == ["潮を測る", "貝を数える"]


@pytest.mark.parametrize("key", ["event", "イベント", "ＥＶＥＮＴ"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP"),
        ("utf-16", "UTF-16"),
        ("utf-8-sig", ""),
    ],
)
def test_a_note_in_any_coding_is_read_or_told_and_never_taken_for_no_report(
    folder: Path, key: str, end: str, encoding: str, told: str
) -> None:
    text = f"---\ndate: 2015-01-14\n{key}: 海の会\n---\n\n## 鹿を数える\n\n{'山を見る。' * 2_000}\n"
    folder.mkdir()
    (folder / "a.md").write_bytes(text.replace("\n", end).encode(encoding))
    write(folder / "other.md", report())
    corpus = read_corpus(folder)
    assert not corpus.skipped
    if told:
        (problem,) = corpus.problems
        assert told in problem.problem and "UTF-8 ではありません" in problem.problem
    else:
        assert "鹿を数える" in [talk.title for talk in corpus.talks]


def test_bytes_that_are_no_text_are_read_as_far_as_they_go() -> None:
    text, encoding = text_of(b"\xff\x00\x80\xfe abc")
    assert "abc" in text and "\0" not in text and encoding


def test_talks_of_posts_are_found(folder: Path) -> None:
    write(folder / "umi.md", report(body="水面のブイが数を送る。"))
    assert main(["rebuild"]) == 0
    assert found("ブイ") == ["umi/潮を測る"]
    assert found("発表者:iso") == ["umi/潮を測る"]
    assert "貝殻の話" in index().event("umi").event.note


def test_an_export_holds_several_posts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "export.txt", MOVABLE_TYPE)
    assert main(["check", "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["kind"], one["layout"], one["posts"], one["reports"]) == ("post", "movable-type", 3, 2)
    assert (one["event"], one["date"]) == ("港の勉強会", "2016-06-26")
    assert [talk["speakers"] for talk in one["talks"]] == [["iso"], ["浜"]]
    assert [more["event"] for more in one["more"]] == ["磯の勉強会"]
    assert main(["rebuild"]) == 0
    assert len(index().search(Query("")).hits) == 3
    write(
        folder / "export.txt",
        MOVABLE_TYPE.replace("潮を測る", "波を測る").replace("磯の勉強会に行ってきた", "鍋の鍋"),
    )
    assert main(["update"]) == 0
    assert sorted(found("")) == ["export-2016-06-26-101500/潮を測る", "export-2016-06-26-101500/貝を数える"]
    assert "おつかれさま" not in json.dumps([hit.talk.body for hit in index().search(Query("")).hits])


def test_check_tells_every_file_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "umi.md", report(talk="Kotlin で潮"))
    write(folder / "nabe.md", "---\ntitle: 鍋\ndate: 2019-03-01\n---\n煮える。\n")
    write(folder / "yama.md", "---\nevent: 山の会\ndate: 2019-01-14\n---\n## 鹿\n- speaker: 峰\n\n角。\n")
    assert main(["check", "--format", "json"]) == 0
    nabe, umi, yama = json.loads(capsys.readouterr().out)
    assert (nabe["kind"], nabe["talks"]) == ("skipped", []) and "kikigaki: true" in nabe["reason"]
    assert (umi["kind"], umi["event"], umi["event_id"], umi["date"]) == (
        "post",
        "海べの勉強会",
        "umi",
        "2019-03-01",
    )
    assert umi["talks"][0] == {
        "id": "umi/kotlin-で潮を測る",
        "title": "Kotlin で潮を測る",
        "line": 8,
        "speakers": ["iso"],
        "proposed": [],
        "technologies": ["Kotlin"],
        "detected": ["Kotlin"],
        "links": [],
        "mention": False,
    }
    assert (yama["kind"], yama["talks"][0]["line"], yama["talks"][0]["speakers"]) == ("note", 5, ["峰"])
    for one in (nabe, umi, yama):
        assert {"path", "kind", "layout", "event", "event_id", "date", "url", "hashtag"} <= one.keys()
        assert {"talks", "reason", "problems"} <= one.keys()


def test_check_proposes_whom_a_sentence_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "umi.md", report().replace("## 貝を数える（@hama）", "## 浜さんの話"))
    assert main(["check", "--format", "json"]) == 0
    (umi,) = json.loads(capsys.readouterr().out)
    assert (umi["talks"][1]["speakers"], umi["talks"][1]["proposed"]) == ([], ["浜"])


def test_check_reports_a_notes_problem_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "yama.md", "---\nevent: 山の会\ndate: きのう\n---\n## 鹿\n")
    assert main(["check", "--format", "json"]) == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert one["kind"] == "note"
    assert one["problems"][0]["line"] == 3 and "日付" in one["problems"][0]["message"]


def test_check_shows_a_tree_on_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "umi.md", report())
    write(folder / "nabe.md", "---\ntitle: 鍋\n---\n煮える。\n")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "潮を測る / iso" in said and "海べの勉強会" in said
    assert "nabe.md  読みません" in said
    assert "kikigaki: {talks: h3" in said


def test_a_setting_takes_every_post(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "umi.md", report())
    write(folder / "nabe.md", "---\ntitle: 鍋\ndate: 2019-03-01\n---\n煮える。\n")
    assert main(["rebuild"]) == 0
    assert found("煮える") == []
    monkeypatch.setenv("KIKIGAKI_POSTS", "all")
    assert main(["update"]) == 0
    assert found("煮える") == ["nabe/post"]


def test_an_update_reads_all_again_where_posts_are_read_otherwise_than_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "umi.md", report())
    monkeypatch.setattr("indexer.corpus.READING", READING - 1)
    assert main(["rebuild"]) == 0
    monkeypatch.setattr("indexer.corpus.READING", READING)
    assert main(["update"]) == 0
    assert "記事の読み方が変わりました" in capsys.readouterr().out


def test_a_new_file_takes_no_id_that_another_has_published(folder: Path) -> None:
    write(folder / "2019" / "lt.md", report(talk="潮"))
    assert main(["rebuild"]) == 0
    write(folder / "2018" / "lt.md", report(talk="波"))
    assert main(["update"]) == 0
    assert sorted(talk for talk in found("測る")) == ["lt-2/波を測る", "lt/潮を測る"]
    (folder / "2018" / "lt.md").unlink()
    assert main(["update"]) == 0
    assert found("測る") == ["lt/潮を測る"]


@pytest.mark.slow
def test_an_update_sees_what_a_rebuild_sees(folder: Path) -> None:
    chance = random.Random(7)
    names = ["a.md", "b/index.md", "c/a.md", "d.txt", "e.rst", "f/lt.md", "g/lt.md", "h.html"]
    write(folder / "keep.md", report("いつもの勉強会"))
    assert main(["rebuild"]) == 0
    for step in range(12):
        for name in chance.sample(names, 2):
            path = folder / name
            if path.exists() and chance.random() < 0.4:
                path.unlink()
            else:
                text = report(f"第{step}回の勉強会", talk=chance.choice("潮波風"), body=f"本文{step}。")
                is_note = name.endswith(".md") and chance.random() < 0.3
                write(path, text.replace("title: ", "event: ") if is_note else text, chance.randint(60, 900))
        assert main(["update"]) == 0
        expected = {talk.id: (talk.title, talk.body, talk.event.name) for talk in read_corpus(folder).talks}
        hits = [hit.talk for page in (1, 2, 3) for hit in index().search(Query("", page=page)).hits]
        assert {talk.id: (talk.title, talk.body, talk.event.name) for talk in hits} == expected


TALK_PAGE = """---
title: 帆を張る技術
event: みずうみ会議 2019
event_url: https://mizuumi.example/2019
location: 湖畔ホール
abstract: "風の五つの読み方を話した。"
date: "2019-06-01T13:00:00Z"
all_day: false
authors: [admin, 今野 しおり]
url_slides: https://slides.example/ho
---
{body}
"""


@pytest.mark.parametrize("body", ["風の五つの読み方を話した。", ""])
def test_a_page_about_one_talk_is_read_as_that_talk(folder: Path, body: str) -> None:
    write(folder / "ho" / "index.md", TALK_PAGE.format(body=body))
    corpus = read_corpus(folder)
    (talk,) = corpus.talks
    assert (talk.title, [speaker.name for speaker in talk.speakers]) == ("帆を張る技術", ["今野 しおり"])
    assert (talk.event.name, talk.event.venue, talk.event.url) == (
        "みずうみ会議 2019",
        "湖畔ホール",
        "https://mizuumi.example/2019",
    )
    assert (talk.date, [link.url for link in talk.links]) == (
        datetime.date(2019, 6, 1),
        ["https://slides.example/ho"],
    )
    assert talk.body.strip() == "風の五つの読み方を話した。"
    assert corpus.problems == ()


@pytest.mark.parametrize(
    ("facts", "event", "speakers", "links"),
    [
        (
            "conference: みずうみ会議 2019\nspeaker: 今野\nslides: https://slides.example/ho",
            *("みずうみ会議 2019", ["今野"], ["https://slides.example/ho"]),
        ),
        ("event: みずうみ会議\nvideo: https://youtu.be/x", "みずうみ会議", [], ["https://youtu.be/x"]),
        ("発表者: [今野, 沖]", "みずうみ会議-2019", ["今野", "沖"], []),
    ],
)
def test_a_talk_a_file_is_told_by_its_event_its_speaker_and_its_slides(
    folder: Path, facts: str, event: str, speakers: list[str], links: list[str]
) -> None:
    page = f"---\ntitle: 帆を張る技術\ndate: 2019-06-01\n{facts}\n---\n## 風\n\n読む。\n"
    write(folder / "みずうみ会議-2019" / "talks" / "ho.md", page)
    (talk,) = read_corpus(folder).talks
    assert (talk.title, talk.event.name) == ("帆を張る技術", event)
    assert [speaker.name for speaker in talk.speakers] == speakers
    assert [link.url for link in talk.links] == links


@pytest.mark.parametrize(
    "facts", ["slide: false", "speakers: [今野, 沖, 浜, 磯]", "speaker:", "conference: みずうみ会議"]
)
def test_who_lists_many_speakers_or_none_is_no_page_about_one_talk(folder: Path, facts: str) -> None:
    write(folder / "ho.md", f"---\ntitle: 帆を張る\ndate: 2019-06-01\n{facts}\n---\n風。\n")
    with pytest.raises(CorpusError, match="参加の記録に見える"):
        read_corpus(folder)


def test_a_note_stays_one_whatever_a_blog_wants_in_its_front_matter(folder: Path) -> None:
    spoken = "---\ntitle: 会\nevent: 帆の会\ndate: 2019-06-01\nspeaker: 沖\n---\n## 帆\n\n- speaker: 今野\n"
    write(folder / "own.md", spoken)
    assert [talk.id for talk in read_corpus(folder).talks] == ["own/帆"]
    (folder / "own.md").unlink()
    head = "---\ntitle: 会\nevent: 帆の会\ndate: 2019-06-01\nauthors: [konno]\n---\n"
    write(folder / "ho.md", f"{head}## abstract\n- speaker: 今野\n")
    corpus = read_corpus(folder)
    assert (corpus.posts, [talk.id for talk in corpus.talks]) == (0, ["ho/abstract"])


def test_a_folder_without_anything_to_read_says_what_is_read(folder: Path) -> None:
    write(folder / "umi.adoc", "= 海の会に参加した\n")
    with pytest.raises(CorpusError, match=r"\.md .*\.rst \.txt です"):
        read_corpus(folder)
