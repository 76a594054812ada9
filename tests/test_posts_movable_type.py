"""Movable Type's exports as other engines write them: rules in the text, two bodies, tags, addresses."""

from pathlib import Path

from indexer.posts.files import parse_exported
from indexer.posts.movable_type import posts_of
from indexer.posts.post import ReadPost
from indexer.posts.source import Place
from search.text.lexicon import Lexicon

ENTRY = """AUTHOR: minato
TITLE: 港の会
BASENAME: minato
STATUS: publish
CONVERT BREAKS: markdown
UNIQUE URL: https://minato.example/2016/06/kai.html
DATE: 06/26/2016 10:15:00 AM
PRIMARY CATEGORY: 日記
TAGS: "勉強会",Docker
-----
BODY:
前書き。

-----

## 潮を測る (@iso)

ブイ。

--------

まだ続く。
-----
EXTENDED BODY:
## 貝を数える (@hama)

多い。
-----
EXCERPT:
抜粋。
-----
KEYWORDS:

-----
COMMENT:
AUTHOR: passer
DATE: 06/27/2016 10:15:00 AM
おつかれさま
-----
--------
"""


def read(text: str) -> list[ReadPost]:
    place = Place(Path("export.txt"), "export.txt", "export")
    return [parse_exported(place, post, Lexicon(), "reports") for post in posts_of(text)]


def test_rules_and_two_bodies_are_one_text() -> None:
    first, second = read(ENTRY + ENTRY.replace("港", "磯"))
    for post, name in ((first, "港の会"), (second, "磯の会")):
        assert post.note and post.note.event
        assert post.note.event.name == name
        shio, kai = post.note.talks
        assert (shio.title, kai.title) == ("潮を測る", "貝を数える")
        assert shio.body == "ブイ。\n\n--------\n\nまだ続く。"
        assert kai.body == "多い。"


def test_a_talk_stands_in_the_line_that_is_told() -> None:
    _, post = read(ENTRY + ENTRY.replace("港", "磯"))
    assert post.note
    lines = (ENTRY + ENTRY.replace("港", "磯")).split("\n")
    assert [lines[line - 1][:5] for line in post.note.lines] == ["## 潮を", "## 貝を"]


def test_tags_tell_a_report_and_the_address_is_that_of_the_post() -> None:
    (post,) = read(ENTRY)
    assert post.note and post.note.event
    assert post.note.event.post == "https://minato.example/2016/06/kai.html"
    assert {talk.technologies for talk in post.note.talks} == {("Docker",)}
    (other,) = read(ENTRY.replace('"勉強会",', ""))
    assert other.note is None
