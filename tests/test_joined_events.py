"""An event that is told in several files is one event; a name alone makes none of two."""

import json
from pathlib import Path

import pytest
from post_files import index, report, write

from indexer.cli import main
from indexer.corpus import read_corpus
from search.model import Query
from search.settings import Settings
from web import create_app

PAGE = """---
event: {event}
title: {title}
date: {date}
{more}---
{title}を聞いた。

## まとめ

よい。
"""


def page(title: str, event: str = "海藻会議 2023", date: str = "2023-05-11", more: str = "") -> str:
    return PAGE.format(event=event, title=title, date=date, more=more)


def told(blog: Path) -> list[tuple[str, str, list[str]]]:
    """Return the id and name of each event, with the ids of its talks, as they are indexed."""
    events: dict[tuple[str, str], list[str]] = {}
    for talk in read_corpus(blog).talks:
        events.setdefault((talk.event.id, talk.event.name), []).append(talk.id)
    return [(*event, ids) for event, ids in events.items()]


def indexed(blog: Path) -> list[tuple[str, list[str]]]:
    """Return the same of the index, by day: what an update leaves is what a rebuild makes."""
    return [
        (entry.event.id, [talk.id for talk in index().event(entry.event.id).talks])
        for entry in index().events()
    ]


def test_talks_of_one_folder_are_those_of_the_event_that_it_is_called_after(blog: Path) -> None:
    write(blog / "2023-kaisoukaigi" / "keynote.md", "# 基調講演: 海藻のこれから\n\n磯さん\n\n育つ。\n")
    write(
        blog / "2023-kaisoukaigi" / "talk-a.md",
        "# 網を編む\n\n発表者: 山田\n\n編んだ。\n\n## 質疑\n\nはい。\n",
    )
    write(blog / "2023-kaisoukaigi" / "talk-b.md", "# 櫂を漕ぐ by @sato\n\n漕いだ。\n")
    assert told(blog) == [
        ("keynote", "2023-kaisoukaigi", ["keynote/海藻のこれから", "talk-a/網を編む", "talk-b/櫂を漕ぐ"])
    ]
    talks = read_corpus(blog).talks
    assert [[who.name for who in talk.speakers] for talk in talks] == [["磯"], ["山田"], ["sato"]]
    assert talks[1].body == "発表者: 山田\n\n編んだ。\n\n## 質疑\n\nはい。"


@pytest.mark.parametrize("more", ["", "speaker: 磯\n", "slides: https://example.com/a.pdf\n"])
def test_files_that_name_one_event_are_one_in_their_order(blog: Path, more: str) -> None:
    for number, name in enumerate(("b", "a", "keynote")):
        write(blog / f"{name}.md", page(f"{name} の海藻", date=f"2023-05-1{number}", more=more))
    assert told(blog) == [("a", "海藻会議 2023", ["a/a-の海藻", "b/b-の海藻", "keynote/keynote-の海藻"])]
    talks = read_corpus(blog).talks
    assert {str(talk.event.date) for talk in talks} == {"2023-05-10"}
    assert [str(talk.date) for talk in talks] == ["2023-05-11", "2023-05-10", "2023-05-12"]


def test_facets_pages_and_addresses_of_the_event_agree(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        more = f"permalink: https://blog.example/{name}\nvenue: {'灯台' if name == 'b' else ''}\n"
        write(blog / f"{name}.md", page(f"{name} の海藻", more=more))
    assert main(["rebuild"]) == 0
    assert [(value.value, value.count) for value in index().search(Query()).facets[0].values] == [
        ("海藻会議 2023", 3)
    ]
    event = index().event("c")
    assert (event.event.id, event.event.venue, event.total) == ("a", "灯台", 3)
    assert [(talk.id, talk.links[-1].url) for talk in event.talks] == [
        (f"{name}/{name}-の海藻", f"https://blog.example/{name}") for name in ("a", "b", "c")
    ]
    client = create_app(Settings.from_env(), index()).test_client()
    moved = client.get("/events/b")
    assert (moved.status_code, moved.location) == (301, "/events/a")
    assert all(client.get(f"/talks/{talk.id}").status_code == 200 for talk in event.talks)
    capsys.readouterr()
    assert main(["check", "--format", "json"]) == 0
    assert {each["event_id"] for each in json.loads(capsys.readouterr().out)} == {"a"}


def test_missed_talks_of_one_name_have_places_of_their_own(blog: Path) -> None:
    for name in ("a", "b"):
        text = report("第3回 海べの勉強会").replace("前書きに貝殻の話。", "オーロラの発表は聞けなかった。")
        write(blog / f"{name}.md", text)
    assert main(["rebuild"]) == 0
    text = create_app(Settings.from_env(), index()).test_client().get("/events/a").text
    assert 'id="オーロラ"' in text and 'id="b.オーロラ"' in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Of one series, a year or some weeks apart.
        (page("甲の海藻", "海藻会議", "2022-05-11"), page("乙の海藻", "海藻会議", "2023-05-11")),
        (page("甲の海藻", "海藻会議", "2023-05-11"), page("乙の海藻", "海藻会議", "2023-06-08")),
        (report("もくもく会", 1), report("もくもく会", 8)),
        # Each with a page of its own.
        (
            report("第3回 海べの勉強会").replace("前書き", "https://umi.connpass.com/event/1/ "),
            report("第3回 海べの勉強会").replace("前書き", "https://umi.connpass.com/event/2/ "),
        ),
        # A name that names nothing.
        (report("勉強会"), report("勉強会")),
        # Notes whose author called them otherwise.
        (
            "---\nid: asa\nevent: 海藻会議\ndate: 2023-05-11\n---\n## 甲\n",
            "---\nid: yoru\nevent: 海藻会議\ndate: 2023-05-11\n---\n## 乙\n",
        ),
    ],
)
def test_a_name_alone_joins_nothing(blog: Path, one: str, other: str) -> None:
    write(blog / "a.md", one)
    write(blog / "b.md", other)
    assert len(told(blog)) == 2


def test_posts_of_one_title_that_tell_of_no_event_stay_apart(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIKIGAKI_POSTS", "all")
    for name in ("a", "b"):
        write(blog / f"{name}.md", "---\ntitle: 鍋を買った\ndate: 2023-05-11\n---\n煮える。\n")
    assert len({talk.event.id for talk in read_corpus(blog, "all").talks}) == 2


def test_one_title_on_one_day_joins_posts_of_one_folder_alone(blog: Path) -> None:
    write(blog / "x" / "a.md", report("海べの勉強会"))
    write(blog / "y" / "b.md", report("海べの勉強会"))
    assert len(told(blog)) == 2
    write(blog / "x" / "c" / "index.md", report("海べの勉強会"))
    assert told(blog)[0][2][::2] == ["a/潮を測る", "c/潮を測る"]


@pytest.mark.parametrize(
    ("title", "days", "events"), [("海べの勉強会 #3", (1, 8), 1), ("海べの勉強会", (1, 3), 2)]
)
def test_a_number_makes_one_evening_of_posts_that_came_later(
    blog: Path, title: str, days: tuple[int, int], events: int
) -> None:
    for day in days:
        write(blog / f"{day}.md", report(title, day))
    assert len(told(blog)) == events


def test_notes_of_our_own_format_are_joined_by_name_and_day(blog: Path) -> None:
    for name in ("a", "b"):
        write(
            blog / f"{name}.md",
            f"---\nevent: 海藻会議\ndate: 2023-05-11\n---\n前書き{name}\n\n## {name}の話\n",
        )
    assert told(blog) == [("a", "海藻会議", ["a/aの話", "b/bの話"])]
    assert read_corpus(blog).talks[0].event.note == "前書きa\n\n前書きb"


def test_a_title_of_the_event_itself_leaves_a_note_what_it_is(blog: Path) -> None:
    write(
        blog / "a.md", "---\ntitle: 海藻会議に参加した\nevent: 海藻会議\ndate: 2023-05-11\n---\n## 甲の話\n"
    )
    assert told(blog) == [("a", "海藻会議", ["a/甲の話"])]


def test_an_update_sees_what_a_rebuild_sees(blog: Path) -> None:
    write(blog / "b.md", page("乙の海藻"))
    write(blog / "z.md", report("海べの勉強会"))
    assert main(["rebuild"]) == 0
    assert dict(indexed(blog))["b"] == ["b/乙の海藻"]

    def after_update() -> dict[str, list[str]]:
        assert main(["update"]) == 0
        updated = indexed(blog)
        assert main(["rebuild", "--force"]) == 0
        assert indexed(blog) == updated
        return dict(updated)

    write(blog / "c.md", page("丙の海藻"))
    assert after_update()["b"] == ["b/乙の海藻", "c/丙の海藻"]
    write(blog / "a.md", page("甲の海藻"))
    assert after_update()["a"] == ["a/甲の海藻", "b/乙の海藻", "c/丙の海藻"]
    assert index().event("b").event.id == "a"
    write(blog / "c.md", page("丙の海藻", event="川藻会議 2023"))
    found = after_update()
    assert (found["a"], found["c"]) == (["a/甲の海藻", "b/乙の海藻"], ["c/丙の海藻"])
    (blog / "a.md").unlink()
    assert after_update()["b"] == ["b/乙の海藻"]


@pytest.mark.parametrize(
    ("path", "text", "talk"),
    [
        ("2018/amigotham/a.md", '# "Mending nets" by Umi Sango\n\nKnots.\n', "Mending nets: Umi Sango"),
        (
            "2018/amicon-us/a.md",
            "# Mending nets\n## Umi Sango, Sakura\n\n### Knots\n",
            "Mending nets: Umi Sango",
        ),
        (
            "2018/amicon-us/a.md",
            "# Mending nets\n## Umi Sango, HMR International\n\n### Knots\n",
            "Mending nets: Umi Sango",
        ),
        (
            "ami_js_2018/a.md",
            "## Mending nets\n\n### Umi Sango\n\n---\n\n## Knots\n",
            "Mending nets: Umi Sango",
        ),
        ("ami_js_2018/a.md", "# Mending nets\n\n## @umi\n\nKnots.\n", "Mending nets: umi"),
        ("ami_js_2018/keynote.md", "# Keynote\n\n### Umi Sango\n\n---\n", "Keynote: Umi Sango"),
        ("AmiWeb/a.md", "# Nets\n\n## Umi Sango - @umi - 7 May 2018\n\nKnots.\n", "Nets: Umi Sango"),
        ("2018/ami-summit/a.md", "# Mending nets\n\n## Key Points\n\n* a\n\n## More\n", "Mending nets: "),
    ],
)
def test_a_file_among_those_of_an_event_is_one_talk(blog: Path, path: str, text: str, talk: str) -> None:
    write(blog / path, text)
    (found,) = read_corpus(blog).talks
    assert f"{found.title}: {', '.join(who.name for who in found.speakers)}" == talk
    assert str(found.date) == ("2018-05-07" if "7 May" in text else "2018-01-01")
    name = path.split("/")[-2]
    assert found.event.name == (f"{name} 2018" if path.startswith("2018") else name)


def test_where_a_folder_tells_no_year_somebody_is_named(blog: Path) -> None:
    write(blog / "amikaigi" / "a.md", "# Mending nets by @umi\n\nKnots.\n")
    write(blog / "amikaigi" / "b.md", "# Where to sleep\n\nIn a tent.\n")
    assert [(name, ids) for _, name, ids in told(blog)] == [("amikaigi", ["a/mending-nets"])]


@pytest.mark.parametrize(
    "path",
    [
        "posts/a.md",
        "2018/a.md",
        "go/a.md",
        "2018/diary/a.md",
        "勉強会/a.md",
        "2018/meetup/a.md",
        "conf-notes/a.md",
    ],
)
def test_a_file_in_a_folder_of_another_name_is_no_talk(blog: Path, path: str) -> None:
    write(blog / "b.md", report())
    write(blog / path, "# Mending nets\n\nKnots.\n")
    assert len(read_corpus(blog).skipped) == 1


def test_an_evening_of_a_series_has_the_day_that_stands_below_its_titles(blog: Path) -> None:
    for name, day in (("a", "20 Nov 2014"), ("b", "17 Sep 2015"), ("c", "20 Nov 2014")):
        write(
            blog / "AmiWeb" / f"{name}.md", f"# The nets of {name}\n\n## Umi Sango - @umi - {day}\n\nKnots.\n"
        )
    assert [len(ids) for *_, ids in told(blog)] == [2, 1]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("* Umi Sango - Sr Diver, Sakura\n* Knots are old.\n", ["Umi Sango"]),
        ("* Knots Of Old\n* Knots are old.\n", []),
        ("* Presenters\n  * Umi Sango (Sakura)\n* Knots\n", ["Umi Sango"]),
    ],
)
def test_a_file_without_a_heading_is_called_as_the_file(blog: Path, text: str, speakers: list[str]) -> None:
    write(blog / "AmiCon-2018" / "Day-1_Mending-nets.md", text)
    (talk,) = read_corpus(blog).talks
    assert talk.title == "Day 1 Mending nets"
    assert [who.name for who in talk.speakers] == speakers
