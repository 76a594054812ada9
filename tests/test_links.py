"""Links to paste into a blog: whatever a title holds, it stays a title."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from web.links import hatena_link, html_link, link_forms, markdown_link

URL = "https://notes.example.jp/talks/dogenzaka/hbase"
# Titles as links make them: one line, nothing unprintable.
titles = st.text(min_size=1, max_size=60).map(
    lambda text: " ".join("".join(each if each.isprintable() else " " for each in text).split())
)
hostile = st.text(alphabet="[](){}<>!`*_~\\|:&#;\"'/= abcテスト", min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)


class _Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(titles | hostile)
@example("] (x) [y](javascript:alert(1))")
@example("<b>x</b> &amp; `code` *a* _b_ ~~c~~ \\")
def test_a_markdown_link_is_one_link_with_the_title_as_its_text(title: str) -> None:
    rendered = _Reader(MarkdownIt("gfm-like", {"linkify": False}).renderInline(markdown_link(URL, title)))
    assert rendered.tags == [("a", {"href": URL})]
    assert rendered.words == title


@given(titles | hostile)
@example('"><script>alert(1)</script>')
def test_an_html_link_is_one_link_with_the_title_as_its_text(title: str) -> None:
    rendered = _Reader(html_link(URL + '?q="><b>', title))
    assert rendered.tags == [("a", {"href": URL + '?q="><b>'})]
    assert rendered.words == title


@given(titles | hostile)
@example("発表 ((脚注)) [[キーワード]] :bookmark]")
def test_a_hatena_link_ends_where_its_title_ends(title: str) -> None:
    match = re.fullmatch(r"\[(https?://[^\[\]]+?):title=([^\[\]():<>]*)\]", hatena_link(URL, title))
    assert match is not None
    assert match[1] == URL
    assert html.unescape(match[2]) == html.unescape(html.escape(title))


def test_parentheses_in_an_address_do_not_end_a_markdown_link() -> None:
    assert markdown_link("https://a.jp/(x)", "題") == "[題](https://a.jp/%28x%29)"


@pytest.mark.parametrize("broken", ["二行\nの題", "二行\r\nの題", "二行\u2028の題", " 二行\tの題 "])
def test_every_form_is_one_line(broken: str) -> None:
    forms = link_forms(URL, broken)
    assert all(form.text.isprintable() and len(form.text.splitlines()) == 1 for form in forms)
    assert forms[3].text == f"[{URL}:title=二行 の題]"


def test_a_link_comes_in_four_forms() -> None:
    assert [(form.name, form.text) for form in link_forms(URL, "HBase 徹底入門")] == [
        ("url", URL),
        ("markdown", f"[HBase 徹底入門]({URL})"),
        ("html", f'<a href="{URL}">HBase 徹底入門</a>'),
        ("hatena", f"[{URL}:title=HBase 徹底入門]"),
    ]


def test_a_title_of_nothing_is_its_address() -> None:
    assert link_forms(URL, " \n")[2].text == f'<a href="{URL}">{URL}</a>'
