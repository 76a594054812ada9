"""HTML pages saved from a browser: the article is read, and nothing of what stands around it."""

import datetime
import time
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from reports import read, talks

from indexer.posts.html_page import article_of, is_page
from indexer.posts.post import Place, parse_post
from search.text.lexicon import Lexicon

PAGE = """<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>第3回 灯台勉強会に参加してきた - 浜の日記</title>
<meta property="article:published_time" content="2019-06-08T10:00:00+09:00">
<meta property="og:url" content="https://hama.example/entry/1">
<style>h2 { color: red }</style><script>const list = "<h2>潮を測る（@nami）</h2>";</script></head>
<body>
<header><h1><a href="/">浜の日記</a></h1><h2>網を編む毎日</h2></header>
<nav><h2>メニュー</h2></nav>
<article class="entry">
<header><h1 class="entry-title"><a href="/entry/1">第3回 灯台勉強会に参加してきた</a></h1></header>
<p><a href="https://todai.connpass.com/event/3/">第3回 灯台勉強会</a>に行ってきました。</p>
<h3>霧笛を鳴らす仕組み（<a href="https://twitter.com/iso">@iso</a>さん）</h3>
<p>大きい音。</p>
<h3>灯りの色を測る（浜さん）</h3>
<p>青い。</p>
<footer><h3>関連記事</h3><ul><li>貝を数えた</li></ul></footer>
</article>
<aside><h2>最近の記事</h2><ul><li>潮を測った</li></ul><h2>月別アーカイブ</h2></aside>
</body></html>
"""


def test_a_sign_that_links_to_a_heading_is_no_part_of_it() -> None:
    link = '<a class="headerlink" href="#a" title="Permalink to this headline">¶</a>'
    page = PAGE.replace("さん）</h3>", f"さん）{link}</h3>")
    assert [talk.title for talk in talks(page, "saved.html")] == ["霧笛を鳴らす仕組み", "灯りの色を測る"]
    assert "¶" not in article_of(page)[0]


def test_headings_around_the_article_are_no_talks() -> None:
    found = talks(PAGE, "saved.html")
    assert [(talk.title, talk.speakers[0].name) for talk in found] == [
        ("霧笛を鳴らす仕組み", "iso"),
        ("灯りの色を測る", "浜"),
    ]
    assert not any("月別" in talk.body or "関連" in talk.body for talk in found)


def test_the_head_tells_day_and_address_and_the_article_the_title() -> None:
    event = talks(PAGE, "saved.html")[0].event
    assert (event.name, event.date) == ("第3回 灯台勉強会", datetime.date(2019, 6, 8))
    assert (event.post, event.url) == ("https://hama.example/entry/1", "https://todai.connpass.com/event/3/")
    assert "メニュー" not in event.note and "網を編む" not in event.note


def test_a_talk_is_told_by_its_line_in_the_file() -> None:
    note = read(PAGE, "saved.html").note
    assert note is not None
    assert ["<h3>" in PAGE.split("\n")[line - 1] for line in note.lines] == [True, True]


def test_without_an_article_what_is_no_menu_is_read() -> None:
    page = PAGE.replace("<article", "<div").replace("</article", "</div")
    assert [talk.title for talk in talks(page, "saved.html")] == ["霧笛を鳴らす仕組み", "灯りの色を測る"]


def test_of_a_list_of_articles_none_is_the_page() -> None:
    page = "<html><body><article><h2>一</h2></article><article><h2>二</h2></article></body></html>"
    assert "<h2>一</h2>" in article_of(page)[0] and "<h2>二</h2>" in article_of(page)[0]


def test_a_page_that_a_script_fills_has_no_text() -> None:
    head = "<!doctype html><html><head><title>浜の勉強会を開きました</title></head>"
    post = read(f'{head}<body><div id="app"></div></body></html>', "shell.html")
    assert post.note is None and post.reason == "本文がありません"


def test_markdown_in_a_script_is_text() -> None:
    slides = '<section><script type="text/template">\n## 潮を測る\n</script></section>'
    page = f"<html><head><title>第3回 灯台勉強会 LT</title></head><body>{slides}</body></html>"
    assert "## 潮を測る" in article_of(page)[0]


@pytest.mark.parametrize("piece", ["<h2>潮</h2>", "---\ntitle: 潮\n---\n<html>", "潮 <html>"])
def test_a_piece_of_a_page_is_read_as_it_stands(piece: str) -> None:
    assert not is_page(piece)


TAGS = [
    "<nav>",
    "</nav>",
    "<article>",
    "</article>",
    "<script>",
    "</script>",
    "<head>",
    "</head>",
    "<h2>",
    "潮",
    "\n",
]


@examples(200)
@given(st.lists(st.sampled_from(TAGS)).map("".join))
def test_every_offset_stays(text: str) -> None:
    shown, front = article_of(text)
    assert [at for at, sign in enumerate(shown) if sign == "\n"] == [
        at for at, sign in enumerate(text[: len(shown)]) if sign == "\n"
    ]
    assert 0 <= front.start <= len(shown) <= len(text)


def test_tags_that_nobody_closes_take_no_longer_than_in_proportion() -> None:
    begun = time.process_time()
    article_of("<html>" + "<nav><article><script>" * 50_000)
    assert time.process_time() - begun < 2


def test_a_page_without_a_day_is_not_dated_by_its_file() -> None:
    page = PAGE.replace(' property="article:published_time" content="2019-06-08T10:00:00+09:00"', "")
    day = datetime.date(2026, 12, 1)
    post = parse_post(Place(Path("saved.html"), "saved.html", "kai", lambda: (day, True)), page, Lexicon())
    assert post.note is None and '<meta name="date"' in post.reason
    kept = parse_post(Place(Path("saved.html"), "saved.html", "kai", lambda: (day, False)), page, Lexicon())
    assert kept.note is not None and kept.note.event is not None and kept.note.event.date == day


def test_a_heading_above_other_posts_of_the_blog_is_no_talk() -> None:
    more = "<h3>Related by tide-cli</h3><ul><li><a href='/2'>網を編んだ</a></li></ul><footer>"
    assert len(talks(PAGE.replace("<footer>", more), "saved.html")) == 2
