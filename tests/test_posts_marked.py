"""How a post is marked up, and what its author says of it: headings of every markup, code, orders, drafts."""

import datetime
from pathlib import Path

import pytest
from reports import DATED, read, talks, titles

from indexer.posts.post import parse_post
from indexer.posts.source import Place
from search.text.lexicon import Lexicon


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "a.md",
            "---\ntitle: 海の会に参加した\n---\n潮を測る @iso\n----\n\nブイ。\n\n貝を数える"
            " @hama\n----\n\n多い。\n",
        ),
        (
            "a.md",
            "---\ntitle: 海の会に参加した\n---\n<h3>潮を測る (@iso)</h3><p>ブイ。</p>\n<h3\nclass="
            "'x'>貝を数える (@hama)</h3>\n<p>多い。</p>\n",
        ),
        (
            "a.html",
            "<title>海の会に参加した</title><h2>潮を測る (@iso)</h2><p>ブイ。</p>\n<h2>貝を数える"
            " (@hama)</h2>多い。\n",
        ),
        (
            "a.rst",
            "海の会に参加した\n==================\n\n潮を測る @iso\n-------------\n\nブイ。\n\n貝を"
            "数える @hama\n----------------\n\n多い。\n",
        ),
        ("a.txt", "海の会に参加した\n\n■潮を測る（@isoさん）\nブイ。\n\n■貝を数える（@hamaさん）\n多い。\n"),
        (
            "a.md",
            "---\ntitle: 海の会に参加した\n---\n**潮を測る (@isoさん)**\n\nブイ。\n\n**貝を数える"
            " (@hamaさん)**\n\n多い。\n",
        ),
        (
            "a.mdx",
            "---\ntitle: 海の会に参加した\n---\n##潮を測る @iso\n\nブイ。\n\n##貝を数える @hama\n\n多い。\n",
        ),
    ],
)
def test_headings_of_every_markup(path: str, text: str) -> None:
    found = talks(text, path)
    assert [(talk.title, talk.speakers[0].name) for talk in found] == [
        ("潮を測る", "iso"),
        ("貝を数える", "hama"),
    ]


@pytest.mark.parametrize("opened", ["```\n", "~~~~ python\n", "<!-- \n"])
def test_what_nobody_closes_hides_nothing(opened: str) -> None:
    text = f"## 潮を測る（@iso）\n\n{opened}ブイ。\n\n## 貝を数える（@hama）\n\n多い。\n"
    assert titles(text) == ["潮を測る", "貝を数える"]


def test_code_and_comments_have_no_headings() -> None:
    text = (
        "## 潮を測る（@iso）\n\n```\n## 偽（@x）\n```\n<!--\n## 偽（@y）\n-->\n##"
        " 貝を数える（@hama）\n\n多い。\n"
    )
    assert titles(text) == ["潮を測る", "貝を数える"]


@pytest.mark.parametrize("order", ["kikigaki: h3", "kikigaki: {talks: h3}", "kikigaki:\n  talks: h3"])
def test_the_author_says_where_the_talks_are(order: str) -> None:
    text = f"---\ntitle: 海の会に参加した\n{order}\n---\n## 昼\n\n### 感想\n\n良い。\n\n### 磯\n\n波。\n"
    assert titles(text) == ["感想", "磯"]


def test_the_author_corrects_the_event() -> None:
    post = read(
        "---\ntitle: 海の日記\nkikigaki: {event: 海の会, date: 2019-07-20,"
        " talks: none}\n---\n## 潮（@iso）\n\n波。\n"
    )
    assert post.note is not None and post.note.event is not None
    assert (post.note.event.name, post.note.event.date) == ("海の会", datetime.date(2019, 7, 20))
    assert post.is_one_entry


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("draft: true", "下書き"),
        ("published: false", "公開されていません"),
        ("publish: no", "公開されていません"),
        ("private: true", "公開されていません"),
        ("kikigaki: false", "kikigaki: false"),
        ("status: draft", "下書き"),
    ],
)
def test_drafts_and_refused_posts_are_skipped(front: str, reason: str) -> None:
    post = read(f"---\ntitle: 海の会に参加した\n{front}\n---\n## 潮（@iso）\n\n波。\n")
    assert post.note is None and reason in post.reason


def test_what_lies_among_drafts_is_skipped() -> None:
    path = "source/_drafts/umi.md"
    text = "---\ntitle: 海の会に参加した\n---\n## 潮（@iso）\n\n波。\n"
    post = parse_post(Place(Path(path), path, "umi", lambda: DATED), text, Lexicon())
    assert post.note is None and "下書き" in post.reason


def test_only_reports_are_read_unless_told_otherwise() -> None:
    text = "---\ntitle: 鍋を買った\n---\nよく煮える。\n"
    assert read(text).note is None
    assert read(text.replace("---\nよく", "kikigaki: true\n---\nよく")).note is not None
    place = Place(Path("a.md"), "a.md", "a", lambda: DATED)
    every = parse_post(place, text, Lexicon(), "all")
    assert every.note is not None and every.is_one_entry
