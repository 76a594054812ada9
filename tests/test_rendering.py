"""Notes and snippets as HTML: marked, readable, and harmless whoever wrote them."""

import re
import time
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers import Snippet
from search.model import Mark
from web.plain import shortened
from web.rendering import note_html, snippet_html

_TEXT = """
a abbr b br cite code del dfn em i ins kbd mark q rp rt ruby s samp small strong sub sup u var
""".split()  # noqa: SIM905
_BLOCKS = """
blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre summary table tbody td
tfoot th thead tr ul
""".split()  # noqa: SIM905
_TAGS = {*_TEXT, *_BLOCKS}
_ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "pre": {"tabindex"}, "div": {"class", "tabindex"}}


class Inspector(HTMLParser):
    """Collects every tag a browser would see and fails on any that a note must not make."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words = ""
        self.open_links = 0
        self.feed(str(markup))  # Markup would escape what is added to it.
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        assert {name for name, _ in attrs} <= _ATTRIBUTES.get(tag, set()), attrs
        if tag == "a":
            for name, value in attrs:
                assert name != "href" or re.match(r"(https?://|mailto:)", value or ""), value
            self.open_links += 1
            assert self.open_links == 1, "a link inside a link"

    def handle_endtag(self, tag: str) -> None:
        self.open_links -= tag == "a"

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")


def marks_of_scala(text: str) -> Sequence[Mark]:
    return [match.span() for match in re.finditer("Scala|<b>", text)]


@given(st.text(alphabet="[]()!<>`*_~|#-+.:/\"'=&; \n\t\\abh1日本", max_size=120))
def test_no_note_whatsoever_makes_markup_of_its_own(note: str) -> None:
    Inspector(note_html(note, marks_of_scala))


@pytest.mark.parametrize("deep", [">" * 20_000, "- " * 10_000, "[" * 5_000, "*" * 10_000 + "a", "![" * 5_000])
def test_very_deep_nesting_neither_overflows_nor_hangs(deep: str) -> None:
    started = time.process_time()
    Inspector(note_html(deep))
    assert time.process_time() - started < 5


def test_words_are_marked_in_text_code_and_links_but_never_in_an_address() -> None:
    html = note_html("Scala と `Scala` と [Scala](https://Scala.jp)", marks_of_scala)
    assert html == (
        "<p><mark>Scala</mark> と <code><mark>Scala</mark></code> と "
        '<a href="https://Scala.jp" rel="nofollow noopener"><mark>Scala</mark></a></p>\n'
    )


def test_what_is_marked_is_escaped_too() -> None:
    assert note_html("a`<b>`c", marks_of_scala) == "<p>a<code><mark>&lt;b&gt;</mark></code>c</p>\n"


def test_a_picture_stays_a_link_so_that_nobody_else_learns_of_the_reader() -> None:
    html = note_html("![構成図](https://example.jp/a.png)")
    assert html == '<p><a href="https://example.jp/a.png" rel="nofollow noopener">画像: 構成図</a></p>\n'


def test_headings_follow_the_page_without_gaps() -> None:
    html = note_html("# 一\n\n### 二\n\n# 三", top_heading=2)
    assert re.findall(r"<h\d>", html) == ["<h2>", "<h3>", "<h2>"]


def test_headings_never_go_below_the_sixth() -> None:
    html = note_html("\n\n".join(f"{'#' * level} 見出し" for level in range(1, 7)), top_heading=4)
    assert re.findall(r"<h(\d)>", html) == ["4", "5", "6", "6", "6", "6"]


def test_a_line_break_between_japanese_letters_makes_no_space() -> None:
    assert note_html("分散\n会議") == "<p>分散会議</p>\n"
    assert note_html("in\nEnglish") == "<p>in\nEnglish</p>\n"


def test_tables_code_and_strikethrough_are_understood() -> None:
    html = note_html("| 方式 |\n|---|\n| ~~MMAPv1~~ |\n\n```sh\nls\n```")
    assert "<td><s>MMAPv1</s></td>" in html
    assert '<pre tabindex="0"><code>ls\n</code></pre>' in html


def test_a_snippet_shows_its_marks_and_escapes_everything() -> None:
    snippet = Snippet("<b>シャーでぃんぐ</b>", ((3, 10),))
    assert snippet_html(snippet) == "&lt;b&gt;<mark>シャーでぃんぐ</mark>&lt;/b&gt;"


@given(st.text(max_size=50), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=5))
def test_ranges_that_make_no_sense_lose_no_letter(text: str, marks: list[Mark]) -> None:
    words = Inspector(snippet_html(Snippet(text, tuple(marks)))).words
    assert words == text.replace("\r\n", "\n").replace("\r", "\n") or words == text


def test_a_passage_says_where_it_leaves_something_out() -> None:
    assert shortened(Snippet("二", ((0, 1),), True, True)) == Snippet("…二…", ((1, 2),))
    assert shortened(Snippet("一二三")) == Snippet("一二三")
