"""A folder with a talk a file: what tells such a page, and what is no such page."""

import datetime
from pathlib import Path

import pytest
from post_files import write

from indexer.corpus import read_corpus
from search.errors import CorpusError

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
def test_a_page_about_one_talk_is_read_as_that_talk(blog: Path, body: str) -> None:
    write(blog / "ho" / "index.md", TALK_PAGE.format(body=body))
    corpus = read_corpus(blog)
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
    blog: Path, facts: str, event: str, speakers: list[str], links: list[str]
) -> None:
    page = f"---\ntitle: 帆を張る技術\ndate: 2019-06-01\n{facts}\n---\n## 風\n\n読む。\n"
    write(blog / "みずうみ会議-2019" / "talks" / "ho.md", page)
    (talk,) = read_corpus(blog).talks
    assert (talk.title, talk.event.name) == ("帆を張る技術", event)
    assert [speaker.name for speaker in talk.speakers] == speakers
    assert [link.url for link in talk.links] == links


@pytest.mark.parametrize(
    "facts", ["slide: false", "speakers: [今野, 沖, 浜, 磯]", "speaker:", "conference: みずうみ会議"]
)
def test_who_lists_many_speakers_or_none_is_no_page_about_one_talk(blog: Path, facts: str) -> None:
    write(blog / "ho.md", f"---\ntitle: 帆を張る\ndate: 2019-06-01\n{facts}\n---\n風。\n")
    with pytest.raises(CorpusError, match="参加の記録に見える"):
        read_corpus(blog)


def test_a_note_stays_one_whatever_a_blog_wants_in_its_front_matter(blog: Path) -> None:
    spoken = "---\ntitle: 会\nevent: 帆の会\ndate: 2019-06-01\nspeaker: 沖\n---\n## 帆\n\n- speaker: 今野\n"
    write(blog / "own.md", spoken)
    assert [talk.id for talk in read_corpus(blog).talks] == ["own/帆"]
    (blog / "own.md").unlink()
    head = "---\ntitle: 会\nevent: 帆の会\ndate: 2019-06-01\nauthors: [konno]\n---\n"
    write(blog / "ho.md", f"{head}## abstract\n- speaker: 今野\n")
    corpus = read_corpus(blog)
    assert (corpus.posts, [talk.id for talk in corpus.talks]) == (0, ["ho/abstract"])


@pytest.mark.parametrize(
    ("path", "event"),
    [
        ("conference-notes/mast-2016/rope.md", "mast-2016"),
        ("seaconf-2016/day1/day1-01.md", "seaconf-2016"),
    ],
)
@pytest.mark.parametrize(
    ("below", "speakers"),
    [
        ("Umi Sango, Sea Inc.\n\n* Ropes", ["Umi Sango"]),
        ("Umi Sango, umi@sea.example\n\n* Ropes", ["Umi Sango"]),
        ('@Metadata {\n    @TitleHeading("Talk")\n}\n\nUmi Sango\n\n## Ropes', ["Umi Sango"]),
        ("* Ropes", []),
    ],
)
def test_a_folder_of_an_event_has_a_talk_a_file(
    blog: Path, path: str, event: str, below: str, speakers: list[str]
) -> None:
    write(blog / path, f"# Splicing Long Ropes\n\n{below}\n")
    (talk,) = read_corpus(blog).talks
    assert (talk.title, talk.event.name) == ("Splicing Long Ropes", event)
    assert [who.name for who in talk.speakers] == speakers


@pytest.mark.parametrize("folder", ["2016-03-01-confluence", "reports/mast-2016"])
def test_other_folders_with_a_year_are_of_no_event(blog: Path, folder: str) -> None:
    write(blog / folder / "rope.md", "# Splicing Long Ropes\n\n* Ropes\n")
    with pytest.raises(CorpusError, match="参加の記録に見える"):
        read_corpus(blog)


def test_the_path_of_an_events_page_is_no_name_of_an_event(blog: Path) -> None:
    head = "---\ntitle: SeaConf 2020\nevent: 2020/seaconf\ndate: 2020-02-01\n---\n"
    write(blog / "sea.md", f"{head}## 潮を測る（@iso）\n測る。\n\n## 網を編む（@hama）\n編む。\n")
    corpus = read_corpus(blog)
    assert [(talk.title, talk.event.name) for talk in corpus.talks] == [
        ("潮を測る", "SeaConf 2020"),
        ("網を編む", "SeaConf 2020"),
    ]
