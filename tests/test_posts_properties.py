"""Any text is read, in bounded time, and nothing of it is lost."""

import datetime
import time
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.front_matter import front_matter_of
from indexer.posts.inline import marked_of
from indexer.posts.movable_type import entries_of, is_export
from indexer.posts.naming import named_of
from indexer.posts.post import ReadPost, parse_post
from indexer.posts.source import Place
from indexer.posts.texts import text_of
from search.text.lexicon import Lexicon

NAMES = ["a.md", "a.mdx", "a.html", "a.rst", "a.txt", "a.org", "a.adoc"]

PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "+++\n",
            "title: 海の会に参加した\n",
            "title = '海'\n",
            "date: 2019-03-01\n",
            "tags: [",
            "kikigaki: h3\n",
        ),
        *(
            "# ",
            "## ",
            "### 潮を測る（@iso）\n",
            "潮 @iso\n----\n",
            "====\n",
            "<h2>",
            "</h2>",
            "<h2 class='",
            "```\n",
            "~~~\n",
        ),
        *(
            "<!--",
            "-->",
            "[",
            "](",
            ")",
            "](https://twitter.com/iso)",
            "@[speakerdeck](ab12)",
            "「",
            "」",
            "（",
            "）",
        ),
        *(
            "さん",
            "@iso",
            "http://www.slideshare.net/a/b",
            "2/8",
            "2019年3月1日",
            "\\",
            "`",
            "*",
            "_",
            "\n",
            "\n\n",
            " ",
        ),
        *(
            "・",
            "発表者: ",
            "- ",
            "| ",
            ":::\n",
            "{{< ",
            " >}}",
            "\u3000",
            "\ue000",
            "\ue001",
            "\ue002",
            "聞けなかった発表",
            "&amp;",
        ),
        *(
            "TITLE: 海の会に参加した\nDATE: 03/01/2019 10:00:00\n-----\nBODY:\n",
            "-----\n",
            "--------\n",
            ".. post:: 2019-03-01\n",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))


def read(text: str, name: str = "a.md") -> ReadPost:
    place = Place(Path(name), name, "a", lambda: (datetime.date(2020, 5, 1), True))
    return parse_post(place, text, Lexicon(), "all")


@given(TEXTS, st.sampled_from(NAMES))
@examples(150)
def test_any_text_is_read(text: str, name: str) -> None:
    text, _ = text_of(text.encode("utf-8", "surrogatepass"))
    post = read(text, name)
    assert post.note is not None or post.reason
    if post.note is not None:
        ids = [talk.id for talk in post.note.talks]
        assert len(set(ids)) == len(ids) == len(post.note.lines)
        assert all(1 <= line <= text.count("\n") + 1 for line in post.note.lines)
        assert all(talk.title for talk in post.note.talks)


@given(TEXTS)
@examples(100)
def test_bodies_and_the_events_own_text_are_pieces_of_the_post(text: str) -> None:
    text, _ = text_of(text.encode("utf-8", "surrogatepass"))
    post = read(f"---\ntitle: 海の会に参加した\n---\n{text}")
    if post.note is None or post.note.event is None:
        return
    assert all(talk.body in text for talk in post.note.talks)
    assert all(line in text for line in post.note.event.note.split("\n"))


@given(st.binary(max_size=300))
def test_any_bytes_are_text(data: bytes) -> None:
    text, _ = text_of(data)
    assert "\0" not in text and "\r" not in text


@given(TEXTS)
def test_any_text_may_be_an_export(text: str) -> None:
    is_export(text)
    for entry in entries_of(text):
        assert 0 <= entry.start <= entry.end <= len(text)


@given(st.text(max_size=200))
def test_any_line_may_be_a_heading(line: str) -> None:
    assert "\ue000" not in named_of(marked_of(line)).title


@given(
    st.text(
        alphabet=st.characters(exclude_characters="\n\r", exclude_categories=("Cs", "Cc")),
        min_size=1,
        max_size=60,
    )
)
def test_a_plain_title_is_what_stands_behind_the_colon(title: str) -> None:
    title = title.strip()
    if title and title[0] not in "|>[{\"'#&!" and not title.startswith("- "):
        assert front_matter_of(f"---\ntitle: {title}\ndate: 2019-03-01\n---\n").text("title") == title


LONG = 15_000


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "#",
            "# ",
            "[",
            "](",
            "<",
            "<h2",
            "<h2>",
            "</h2>",
            "`",
            "```\n",
            "```a\n",
            "~~~\n",
            "*",
            "**",
            "_",
            "\\",
            "!",
        ),
        *(
            "<!--\n",
            "<!-- ",
            "「",
            "」",
            "（",
            "(",
            "@",
            "@a ",
            "さん",
            "a\n-\n",
            "=\n",
            "a\n===\n",
            "- ",
            "|",
            "1/2 ",
            "2019/1/1 ",
        ),
        *(
            "http://",
            "//a.b/",
            "://",
            "{{<",
            "{%",
            "@[",
            "- a\n---\n",
            "## a（@b）\n",
            "## 「a」 b さん\n",
            "a - ",
            "a / b / ",
        ),
        *(
            "\n\n",
            " ",
            "\u3000",
            "・",
            "の",
            ":",
            "::",
            ".. ",
            "`a <b>`_ ",
            ":a:`b`",
            "[a]",
            "[a][b]",
            "&amp;",
            "聞けなかった話\n",
        ),
        *(
            "id:a ",
            "<a href=",
            "<a href='http://twitter.com/a'>@a",
            "<blockquote>",
            "<p>",
            "[[http://a.b:title=",
            "-----\n",
            "--------\n",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.rst"])
def test_no_text_takes_long(piece: str, name: str) -> None:
    text = f"海の会に参加した\n\n2019-03-01\n\n{piece * (LONG // len(piece))}"
    started = time.process_time()
    read(text, name)
    read(f"---\ntitle: {piece * 150}\n---\n{text}", name)
    assert time.process_time() - started < 1.25
