"""An index of posts: what is found, and that an update sees what a rebuild sees."""

import json
import random
from pathlib import Path

import pytest
from post_files import found, index, report, write

from indexer.cli import main
from indexer.corpus import read_corpus
from indexer.posts.which import READING
from search.model import Query

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


def test_talks_of_posts_are_found(blog: Path) -> None:
    write(blog / "umi.md", report(body="水面のブイが数を送る。"))
    assert main(["rebuild"]) == 0
    assert found("ブイ") == ["umi/潮を測る"]
    assert found("発表者:iso") == ["umi/潮を測る"]
    assert "貝殻の話" in index().event("umi").event.note


def test_an_export_holds_several_posts(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(blog / "export.txt", MOVABLE_TYPE)
    assert main(["check", "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["kind"], one["layout"], one["posts"], one["reports"]) == ("post", "movable-type", 3, 2)
    assert (one["event"], one["date"]) == ("港の勉強会", "2016-06-26")
    assert [talk["speakers"] for talk in one["talks"]] == [["iso"], ["浜"]]
    assert [more["event"] for more in one["more"]] == ["磯の勉強会"]
    assert main(["rebuild"]) == 0
    assert len(index().search(Query("")).hits) == 3
    write(
        blog / "export.txt",
        MOVABLE_TYPE.replace("潮を測る", "波を測る").replace("磯の勉強会に行ってきた", "鍋の鍋"),
    )
    assert main(["update"]) == 0
    assert sorted(found("")) == ["export-2016-06-26-101500/潮を測る", "export-2016-06-26-101500/貝を数える"]
    assert "おつかれさま" not in json.dumps([hit.talk.body for hit in index().search(Query("")).hits])


def test_a_setting_takes_every_post(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(blog / "umi.md", report())
    write(blog / "nabe.md", "---\ntitle: 鍋\ndate: 2019-03-01\n---\n煮える。\n")
    assert main(["rebuild"]) == 0
    assert found("煮える") == []
    monkeypatch.setenv("KIKIGAKI_POSTS", "all")
    assert main(["update"]) == 0
    assert found("煮える") == ["nabe/post"]


def test_an_update_reads_all_again_where_posts_are_read_otherwise_than_they_were(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(blog / "umi.md", report())
    monkeypatch.setattr("indexer.corpus.READING", READING - 1)
    assert main(["rebuild"]) == 0
    monkeypatch.setattr("indexer.corpus.READING", READING)
    assert main(["update"]) == 0
    assert "記事の読み方が変わりました" in capsys.readouterr().out


def test_a_new_file_takes_no_id_that_another_has_published(blog: Path) -> None:
    write(blog / "2019" / "lt.md", report(talk="潮"))
    assert main(["rebuild"]) == 0
    write(blog / "2018" / "lt.md", report(talk="波"))
    assert main(["update"]) == 0
    assert sorted(talk for talk in found("測る")) == ["lt-2/波を測る", "lt/潮を測る"]
    (blog / "2018" / "lt.md").unlink()
    assert main(["update"]) == 0
    assert found("測る") == ["lt/潮を測る"]


@pytest.mark.slow
def test_an_update_sees_what_a_rebuild_sees(blog: Path) -> None:
    chance = random.Random(7)
    names = ["a.md", "b/index.md", "c/a.md", "d.txt", "e.rst", "f/lt.md", "g/lt.md", "h.html"]
    write(blog / "keep.md", report("いつもの勉強会"))
    assert main(["rebuild"]) == 0
    for step in range(12):
        for name in chance.sample(names, 2):
            path = blog / name
            if path.exists() and chance.random() < 0.4:
                path.unlink()
            else:
                text = report(f"第{step}回の勉強会", talk=chance.choice("潮波風"), body=f"本文{step}。")
                is_note = name.endswith(".md") and chance.random() < 0.3
                write(path, text.replace("title: ", "event: ") if is_note else text, chance.randint(60, 900))
        assert main(["update"]) == 0
        expected = {talk.id: (talk.title, talk.body, talk.event.name) for talk in read_corpus(blog).talks}
        hits = [hit.talk for page in (1, 2, 3) for hit in index().search(Query("", page=page)).hits]
        assert {talk.id: (talk.title, talk.body, talk.event.name) for talk in hits} == expected
