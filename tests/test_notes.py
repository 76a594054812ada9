"""One note file: what it says, and that what is written is read back."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from noting import FRONT, parsed

from indexer.note_text import note_text_of
from indexer.notes.ids import slug_of
from indexer.notes.note import parse_note, read_note
from search.model import Event, Link, Speaker, Talk

SHIBUYA = Path(__file__).parent / "notes" / "2015-02-20-shibuya-lt.md"


def test_a_note_with_japanese_keys_says_the_same() -> None:
    note = read_note(SHIBUYA)
    assert note.problems == ()
    assert note.event == Event(
        id="2015-02-20-shibuya-lt",
        name="渋谷LT大会",
        date=datetime.date(2015, 2, 20),
        hashtag="shibuyalt",
        venue="渋谷",
        note="二月の寒い夜。お茶をいただいた。",
    )
    talk = note.talks[0]
    assert talk.speakers == (Speaker("山田太郎", "やまだ", "検索社"), Speaker("Smith, Jr."))
    assert talk.technologies == ("Lucene", "Elasticsearch", "lucene")
    assert talk.links == (
        Link("slides", "http://example.jp/slides"),
        Link("video", "https://example.jp/video"),
    )
    assert talk.aliases == ("2015-02-20-shibuya-lt/kensaku", "2014-12-01-old/kensaku")


def test_a_list_and_a_heading_of_the_body_stay_in_the_body() -> None:
    body = read_note(SHIBUYA).talks[0].body
    assert body.startswith("- 転置索引とは: 語から文書を引く表\n- 速さ: 10 倍")
    assert "## これは見出しではない" in body
    assert body.endswith("### くわしく\n\nおわり。")


def test_headings_in_code_and_comments_are_no_talks() -> None:
    note = read_note(SHIBUYA)
    assert [talk.id.partition("/")[2] for talk in note.talks] == ["fulltext", "c-と-net", "聞けなかった発表"]
    assert note.lines == (10, 28, 38)


def test_a_talk_may_have_its_own_date_and_its_speaker_only_an_affiliation() -> None:
    talk = read_note(SHIBUYA).talks[1]
    assert talk.title == "C# と .NET"
    assert talk.date == datetime.date(2015, 2, 21)
    assert talk.speakers == (Speaker("田中", affiliation="鉄道会社（東京）"),)


def test_a_missed_talk_is_a_mention() -> None:
    assert [talk.mention for talk in read_note(SHIBUYA).talks] == [False, False, True]


def test_spelling_is_kept_and_line_ends_are_not(tmp_path: Path) -> None:
    path = tmp_path / "2015-01-14-lt.md"
    text = FRONT + "## ｼｬｰでぃんぐ\n\nＨＢａｓｅ は プラがブル。\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    note = read_note(path)
    assert note.problems == ()
    assert (note.talks[0].title, note.talks[0].body) == ("ｼｬｰでぃんぐ", "ＨＢａｓｅ は プラがブル。")


def test_a_renamed_event_and_a_renamed_talk_answer_under_every_earlier_id() -> None:
    text = "---\nid: new\nevent: x\ndate: 2015-01-14\naliases: [old]\n---\n## A {#a}\n- aliases: b, else/c\n"
    assert parsed(text).talks[0].aliases == ("new/b", "old/a", "old/b", "else/c")


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)
LINES = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: bool(slug_of(text)))
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
SPEAKERS = st.builds(Speaker, NAMES, st.just("") | NAMES, st.just("") | NAMES)
LINKS = st.builds(Link, st.sampled_from(["slides", "video", "link"]), st.just("https://example.jp/あ?a=(1)"))


@given(
    name=LINES,
    titles=st.lists(LINES, min_size=1, unique_by=slug_of),
    speakers=st.lists(SPEAKERS),
    links=st.lists(LINKS),
)
def test_what_is_written_is_read_back(
    name: str, titles: list[str], speakers: list[Speaker], links: list[Link]
) -> None:
    event = Event("2015-01-14-lt", name, datetime.date(2015, 1, 14), hashtag="lt", note="前書き。")
    talks = tuple(
        Talk(
            id=f"{event.id}/{number if number % 2 else slug_of(title)}",
            title=title,
            event=event,
            speakers=tuple({speaker.name: speaker for speaker in speakers}.values()),
            technologies=("HBase", "C++"),
            date=event.date + datetime.timedelta(number),
            body="本文。\n\n- speaker: これは本文",
            links=tuple(dict.fromkeys(links)),
        )
        for number, title in enumerate(titles)
    )
    note = parse_note(Path("2015-01-14-lt.md"), note_text_of(event, talks, "test"))
    if len({talk.id for talk in talks}) == len(talks):
        assert note.problems == ()
        assert (note.event, note.talks) == (event, talks)


@pytest.mark.parametrize("long", [" ", "#", "\\", "{#", "(", "、", "[", "a:", "\t"])
def test_long_lines_cost_no_more_than_their_length(long: str) -> None:
    started = time.process_time()
    line = long * 100_000
    parsed(f"{FRONT}## {line}x\n- speaker: {line}x\n- link: {line}\n- {line}x\n")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("## C#", "C#"),
        ("## F# と C#", "F# と C#"),
        ("## C# ##", "C#"),
        ("## C#　###", "C#"),
        ("## C# {#csharp}", "C#"),
        ("## C#{#csharp}", "C#"),
        ("## 監視 #", "監視"),
        ("## 監視\\#", "監視#"),
        ("## #監視", "#監視"),
    ],
)
def test_hashes_of_a_name_stay_and_those_that_close_a_heading_go(heading: str, title: str) -> None:
    note = parsed(f"{FRONT}{heading}\n本文。\n")
    assert [talk.title for talk in note.talks] == [title]
    assert note.problems == ()
