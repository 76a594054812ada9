"""Addresses last: talks that are retitled, moved and taken away, as a reader of an old link meets them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.cli import main
from indexer.published.table import NAME, read_table, write_table
from search import short_of
from search.index import TalkIndex
from search.settings import Settings
from web import create_app

NOTE = """---
event: 道玄坂LT祭り
date: 2015-01-14
---

## HBase のしくみ
- speaker: 鈴木俊裕

Region は自動で分かれる。書き込みはまず WAL へ。

## fluentd の設定 {#fluentd}
- speaker: 鈴木健太

バッファが詰まる。

## 三つめの話

本文はこれだけ。
"""

POST = """---
title: 渋谷Web勉強会 #12 に参加してきました
date: 2016-02-03
---

勉強会に参加してきました。

## キャッシュの話 (片岡)

キャッシュは消すのがむずかしい。

## ログの話 (桑野)

ログは集めるより捨てるほうが大事。
"""


NOTE_OF_ONE = "---\nevent: {0}の会\ndate: 2018-05-06\n---\n\n## {0}\n\n{1}\n"


class Site:
    """A folder of notes with an index and its pages."""

    def __init__(self, folder: Path, index: Path, update: Callable[[], int]) -> None:
        self.folder, self._index, self._update = folder, index, update

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def publish(self) -> None:
        assert self._update() == 0

    def get(self, path: str) -> tuple[int, str]:
        """Return the status of a page and where it leads."""
        answer = self.client.get(path)
        return answer.status_code, answer.location or ""

    @property
    def client(self) -> FlaskClient:
        return create_app(Settings(), TalkIndex(self._index)).test_client()

    def talks(self) -> set[str]:
        return {row.id for row in read_table(self.folder).values() if row.is_live}


@pytest.fixture(params=["rebuild", "update"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A note and a post, published once; then again by each of the two commands."""
    folder, index = tmp_path / "notes", tmp_path / "index"
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(folder))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(index))
    site = Site(folder, index, lambda: main([request.param]))
    site.write("2015-01-14-lt.md", NOTE)
    site.write("2016-02-03-shibuya.md", POST)
    site.publish()
    assert len(site.talks()) == 5
    return site


HBASE = "/talks/2015-01-14-lt/hbase-のしくみ"
CACHE = "/talks/2016-02-03-shibuya/キャッシュの話"


def test_a_retitled_talk_of_a_note_leads_from_its_old_address_to_the_new_one(site: Site) -> None:
    site.edit("2015-01-14-lt.md", "## HBase のしくみ", "## HBase 徹底入門")
    site.publish()
    new = "/talks/2015-01-14-lt/hbase-%E5%BE%B9%E5%BA%95%E5%85%A5%E9%96%80"
    assert site.get(HBASE) == (301, new)
    assert site.get(new) == (200, "")
    assert site.get(f"{HBASE}.json")[0] == 301
    assert site.get(f"/t/{short_of(HBASE.removeprefix('/talks/'))}") == (301, new)
    site.edit("2015-01-14-lt.md", "## HBase 徹底入門", "## もう一度 HBase")
    site.publish()
    assert site.get(HBASE)[0] == site.get(new)[0] == 301
    assert site.get(site.get(HBASE)[1])[0] == 200


def test_a_talk_with_a_written_id_stays_where_it_is_whatever_it_is_called(site: Site) -> None:
    site.edit("2015-01-14-lt.md", "## fluentd の設定 {", "## 設定は三千行 {")
    site.publish()
    assert site.get("/talks/2015-01-14-lt/fluentd") == (200, "")


def test_a_retitled_talk_of_a_post_keeps_the_address_that_was_guessed(site: Site) -> None:
    (cache,) = (each for each in site.talks() if "キャッシュ" in each)
    for title in ("消えないキャッシュ", "キャッシュ無効化の難しさについて"):
        text = (site.folder / "2016-02-03-shibuya.md").read_text()
        line = next(line for line in text.splitlines() if line.startswith("## ") and "片岡" in line)
        site.edit("2016-02-03-shibuya.md", line, f"## {title} (片岡)")
        site.publish()
        assert site.get(f"/talks/{cache}") == (200, "")
        assert title in site.client.get(f"/talks/{cache}").text
    assert len(site.talks()) == 5


def test_a_new_talk_with_the_old_title_does_not_take_the_address_of_a_retitled_one(site: Site) -> None:
    (cache,) = (each for each in site.talks() if "キャッシュ" in each)
    site.edit("2016-02-03-shibuya.md", "## キャッシュの話 (片岡)", "## 消し方 (片岡)")
    site.publish()
    site.write(
        "2016-02-03-shibuya.md",
        (site.folder / "2016-02-03-shibuya.md").read_text() + "\n## キャッシュの話 (山田)\n\n別の話。\n",
    )
    site.publish()
    site.publish()
    assert "消すのがむずかしい" in site.client.get(f"/talks/{cache}").text
    assert len(site.talks()) == 6


def test_a_file_that_moves_to_another_folder_keeps_its_addresses(site: Site) -> None:
    before = site.talks()
    for name in ("2015-01-14-lt.md", "2016-02-03-shibuya.md"):
        (site.folder / "old").mkdir(exist_ok=True)
        os.rename(site.folder / name, site.folder / "old" / name)
    site.publish()
    assert site.talks() == before
    assert all(site.get(f"/talks/{each}") == (200, "") for each in before)


def test_a_renamed_file_of_a_post_keeps_its_addresses(site: Site) -> None:
    before = site.talks()
    os.rename(site.folder / "2016-02-03-shibuya.md", site.folder / "shibuya-web.md")
    site.publish()
    assert site.talks() == before
    assert site.get("/events/2016-02-03-shibuya") == (200, "")


def test_a_renamed_file_of_a_note_leads_from_its_old_addresses(site: Site) -> None:
    os.rename(site.folder / "2015-01-14-lt.md", site.folder / "dogenzaka.md")
    site.publish()
    assert site.get(HBASE) == (301, "/talks/dogenzaka/hbase-%E3%81%AE%E3%81%97%E3%81%8F%E3%81%BF")
    assert site.get("/talks/2015-01-14-lt/fluentd") == (301, "/talks/dogenzaka/fluentd")
    assert site.get("/events/2015-01-14-lt") == (301, "/events/dogenzaka")


def test_of_many_lost_addresses_a_change_tells_a_few_and_check_all(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "---\nevent: 多い会\ndate: 2016-05-01\n---\n\n"
    talks = [f"## 話{number:02}\n\n本文。\n\n" for number in range(14)]
    site.write("2016-05-01-many.md", head + "".join(talks))
    site.publish()
    site.write("2016-05-01-many.md", head + "".join(talks[7:]))
    capsys.readouterr()
    assert main(["check", "--links"]) == 1
    assert capsys.readouterr().err.count(": /talks/") == 7
    site.publish()
    said = capsys.readouterr().err
    assert said.count(": /talks/") == 5 and "ほかに 2 件のアドレス" in said


def test_what_was_taken_away_is_gone_and_it_is_said(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    text = (site.folder / "2015-01-14-lt.md").read_text()
    site.write("2015-01-14-lt.md", text[: text.index("## 三つめ")])
    capsys.readouterr()
    assert main(["check", "--links"]) == 1
    assert "2015-01-14-lt.md: /talks/2015-01-14-lt/三つめの話" in capsys.readouterr().err
    site.publish()
    assert "1 件のアドレスがなくなります" in capsys.readouterr().err
    assert site.get("/talks/2015-01-14-lt/三つめの話")[0] == 410
    assert site.get(f"/t/{short_of('2015-01-14-lt/三つめの話')}")[0] == 410
    assert site.get("/talks/2015-01-14-lt/三つめの話.json")[0] == 410
    assert site.get("/talks/2015-01-14-lt/そんな話はない")[0] == 404
    assert main(["check", "--links"]) == 0
    site.publish()
    assert site.get("/talks/2015-01-14-lt/三つめの話")[0] == 410
    site.write("2015-01-14-lt.md", text)
    site.publish()
    assert site.get("/talks/2015-01-14-lt/三つめの話")[0] == 200


def test_a_file_that_is_taken_away_takes_its_event_along(site: Site) -> None:
    (site.folder / "2016-02-03-shibuya.md").unlink()
    site.publish()
    assert site.get("/events/2016-02-03-shibuya")[0] == 410
    assert site.get(HBASE)[0] == 200


def test_a_note_that_cannot_be_read_is_not_gone(site: Site) -> None:
    site.edit("2015-01-14-lt.md", "date: 2015-01-14", "date: いつか")
    site.publish()
    assert site.get(HBASE)[0] == 404
    site.edit("2015-01-14-lt.md", "date: いつか", "date: 2015-01-14")
    site.publish()
    assert site.get(HBASE)[0] == 200


def test_an_alias_of_the_writer_wins_over_what_is_guessed(site: Site) -> None:
    text = (site.folder / "2015-01-14-lt.md").read_text()
    site.write(
        "2015-01-14-lt.md",
        text[: text.index("## 三つめ")].replace(
            "- speaker: 鈴木健太", "- speaker: 鈴木健太\n- aliases: 三つめの話"
        ),
    )
    site.publish()
    assert site.get("/talks/2015-01-14-lt/三つめの話") == (301, "/talks/2015-01-14-lt/fluentd")


def test_a_talk_that_is_exchanged_for_another_leads_nowhere(site: Site) -> None:
    site.edit("2015-01-14-lt.md", "## 三つめの話\n\n本文はこれだけ。", "## Kubernetes 入門\n\nまるで違う。")
    site.publish()
    assert site.get("/talks/2015-01-14-lt/三つめの話")[0] == 410


def test_nothing_changes_where_nothing_changed(site: Site) -> None:
    path = site.folder / NAME
    before, written = path.read_bytes(), path.stat().st_mtime_ns
    site.publish()
    assert path.read_bytes() == before and path.stat().st_mtime_ns == written


def test_a_folder_that_takes_no_file_is_told_and_no_failure(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    site.edit("2015-01-14-lt.md", "## 三つめの話", "## 四つめの話")
    with monkeypatch.context() as patched:
        patched.setattr("indexer.commands.rebuild.write_table", refuse)
        site.publish()
        assert "控えを" in capsys.readouterr().err
    monkeypatch.setattr("indexer.plain_file.os.replace", refuse)
    with pytest.raises(PermissionError):
        write_table(site.folder, {})
    assert [each.name for each in site.folder.iterdir() if each.name.startswith(NAME)] == [NAME]


def lts(*speakers: str, event: str = "LT大会") -> str:
    """Return a note of talks that are all called LT, each with a text of its own."""
    talks = "\n".join(f"## LT\n- speaker: {each}\n\n{each}が話した。\n" for each in speakers)
    return f"---\nevent: {event}\ndate: 2017-03-04\n---\n\n{talks}"


def bare(note: str) -> str:
    """Return a note without the texts of its talks."""
    return "\n".join(line for line in note.splitlines() if "が話した" not in line)


def speaker_at(site: Site, own: str) -> str:
    """Return who speaks at the address of a talk, or which error it is."""
    answer = site.client.get(f"/talks/{own}.json", follow_redirects=True)
    return answer.get_json()["speakers"][0] if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.parametrize("written", [lts, lambda *speakers: bare(lts(*speakers))])
def test_talks_of_one_title_keep_their_addresses_whatever_stands_above_them(
    site: Site, written: Callable[..., str]
) -> None:
    site.write("e.md", written("山田", "田中"))
    site.publish()
    site.write("e.md", written("高橋", "山田", "田中"))
    site.publish()
    assert [speaker_at(site, f"e/{each}") for each in ("lt", "lt-2", "lt-3")] == ["山田", "田中", "高橋"]
    site.write("e.md", written("田中", "山田", "高橋"))
    site.publish()
    assert [speaker_at(site, f"e/{each}") for each in ("lt", "lt-2", "lt-3")] == ["山田", "田中", "高橋"]
    site.write("e.md", written("田中", "高橋"))
    for _ in range(2):
        site.publish()
        assert [speaker_at(site, f"e/{each}") for each in ("lt", "lt-2", "lt-3")] == ["410", "田中", "高橋"]


def test_an_id_that_somebody_wrote_is_what_it_is(site: Site) -> None:
    site.write("e.md", lts("山田", "田中"))
    site.publish()
    site.write(
        "e.md", lts("山田", "田中", "高橋").replace("## LT\n- speaker: 高橋", "## LT {#lt}\n- speaker: 高橋")
    )
    site.publish()
    assert speaker_at(site, "e/lt") == "高橋"
    site.write(
        "e.md", lts("田中", "山田").replace("## LT\n- speaker: 田中", "## LT {#lt-2}\n- speaker: 田中")
    )
    site.publish()
    assert speaker_at(site, "e/lt-2") == "田中"


def test_an_earlier_address_is_not_taken_by_a_new_talk_of_that_title(site: Site) -> None:
    site.edit("2015-01-14-lt.md", "## HBase のしくみ", "## HBase 徹底入門")
    site.publish()
    site.edit(
        "2015-01-14-lt.md", "## 三つめの話", "## HBase のしくみ\n- speaker: 山田\n\n別の話。\n\n## 三つめの話"
    )
    site.publish()
    assert "WAL" in site.client.get(HBASE, follow_redirects=True).text
    assert speaker_at(site, "2015-01-14-lt/hbase-のしくみ-2") == "山田"


def test_what_was_gone_leads_on_when_its_text_is_back_elsewhere(site: Site) -> None:
    site.write("e.md", lts("山田", "田中"))
    site.publish()
    site.edit("e.md", "## LT\n- speaker: 山田", "## ライトニングトーク\n- speaker: 山田")
    site.publish()
    (site.folder / "e.md").unlink()
    site.publish()
    assert site.get("/talks/e/lt")[0] == site.get("/events/e")[0] == 410
    site.write("n/f.md", lts("山田", "田中", event="別の名の会"))
    site.publish()
    assert site.get("/events/e") == (301, "/events/f")
    assert speaker_at(site, "e/lt") == speaker_at(site, "e/ライトニングトーク") == "山田"
    (site.folder / "n/f.md").unlink()
    site.publish()
    assert site.get("/talks/e/lt")[0] == site.get("/events/f")[0] == 410
    site.write("g.md", lts("田中", "山田", event="また別の名の会"))
    site.publish()
    assert site.get("/events/e") == site.get("/events/f") == (301, "/events/g")
    assert [speaker_at(site, each) for each in ("e/lt", "e/lt-2", "f/lt")] == ["山田", "田中", "山田"]


def test_a_talk_that_was_there_before_is_none_that_went_away(site: Site) -> None:
    site.write("2018-05-06-a.md", NOTE_OF_ONE.format("縁側", "本文。"))
    site.write("2018-05-07-b.md", NOTE_OF_ONE.format("格子", "本文。"))
    site.publish()
    (site.folder / "2018-05-07-b.md").unlink()
    site.publish()
    assert site.get("/talks/2018-05-07-b/格子")[0] == 410


def test_a_text_that_stands_twice_says_of_none_that_it_is_back(site: Site) -> None:
    site.write("e.md", lts("山田"))
    site.publish()
    (site.folder / "e.md").unlink()
    site.publish()
    site.write("f.md", lts("山田", event="一つの会"))
    site.write("g.md", lts("山田", event="もう一つの会"))
    site.publish()
    assert site.get("/talks/e/lt")[0] == 410


def test_a_post_that_is_back_under_another_name_has_its_addresses_again(site: Site) -> None:
    path = site.folder / "2016-02-03-shibuya.md"
    text = path.read_text()
    path.unlink()
    site.publish()
    assert site.get("/events/2016-02-03-shibuya")[0] == 410
    site.write("blog/shibuya-web.md", text)
    site.publish()
    assert site.get("/events/2016-02-03-shibuya")[0] == 200


def test_a_note_that_is_renamed_while_it_cannot_be_read_is_not_gone(site: Site) -> None:
    site.write("new.md", lts("山田", "田中"))
    site.publish()
    site.edit("new.md", "date: 2017", "date: いつか")
    site.publish()
    assert site.get("/events/new")[0] == 404
    os.rename(site.folder / "new.md", site.folder / "new2.md")
    site.publish()
    site.edit("2015-01-14-lt.md", "本文はこれだけ。", "本文はこれで全部。")
    site.publish()
    assert site.get("/events/new")[0] == site.get("/talks/new/lt")[0] == 404
    site.edit("new2.md", "date: いつか", "date: 2017")
    site.publish()
    assert site.get("/events/new") == (301, "/events/new2")
    assert speaker_at(site, "new/lt-2") == "田中"
    (site.folder / "new2.md").unlink()
    site.publish()
    assert site.get("/talks/new/lt")[0] == site.get("/talks/new2/lt")[0] == 410
