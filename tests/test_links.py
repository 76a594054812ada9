"""Links, quotations, citations and lists to paste: whatever a title holds, it stays a title."""

import datetime
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import html5lib
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from examples import examples
from hostile_titles import HOSTILE
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from search.linking.forms import FORMS, ORDERS, Order, forms_of
from search.linking.passages import LONGEST, WIDTH, chosen_passage, passage_of
from search.linking.subjects import Frame, Source, Subject
from search.linking.syntax import one_line
from search.linking.syntaxes import SYNTAXES
from search.linking.titles import JAPANESE, search_title
from search.model import Filter, Query

URL = "https://notes.example.jp/talks/dogenzaka/hbase?q=a&year=2"
EVENT_URL = "https://notes.example.jp/events/dogenzaka_"
DAY = datetime.date(2015, 1, 14)
Read = tuple[list[str], str]
"""What a reader of a form sees: where its links lead, and its words."""

# Titles as links make them: one line, nothing unprintable.
titles = st.text(min_size=1, max_size=60).map(
    lambda text: " ".join("".join(each if each.isprintable() else " " for each in text).split()) or "題"
)
hostile = st.text(alphabet="[](){}<>!`*_~\\|:&#;\"'/=-+.1a% テスト", min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()) or "題"
)


def html_read(markup: str) -> Read:
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [link.get("href", "") for link in tree.iter("a")], "".join(tree.itertext()).strip()


def markdown_read(text: str) -> Read:
    return html_read(MarkdownIt("gfm-like", {"linkify": False}).render(text))


def rst_read(text: str) -> Read:
    tree = publish_doctree(text, settings_overrides={"report_level": 2, "halt_level": 2})
    return [each["refuri"] for each in tree.findall(nodes.reference)], tree.astext().strip()


def hatena_read(text: str) -> Read:
    """Read links by the grammar that Hatena publishes: `[URL:title=…]`, references undone in the title."""
    links: list[str] = []

    def words_of(link: re.Match[str]) -> str:
        links.append(link[1])
        return link[2]

    words = re.sub(r"\[(https?://[^\[\]]+?):title=([^\[\]():<>]*)\]", words_of, text)
    assert not re.search(r"\(\(|\)\)|\[\[|\bid:|https?://|\[", words)
    return links, html.unescape(words)


def scrapbox_read(text: str) -> Read:
    links: list[str] = []

    def words_of(link: re.Match[str]) -> str:
        links.append(link[1])
        return link[2]

    return links, re.sub(r"\[(https?://\S+) ([^\[\]`]+)\]", words_of, text)


READERS: dict[str, Callable[[str], Read]] = {
    "markdown": markdown_read,
    "html": html_read,
    "hatena": hatena_read,
    "rst": rst_read,
    "scrapbox": scrapbox_read,
}
NO_ESCAPE = str.maketrans("[]`", "［］｀")


def as_read(syntax: str, title: str) -> str:
    """Return a title as it can be read again; Scrapbox has no way to write three signs."""
    return title.translate(NO_ESCAPE).replace("://", ":／／") if syntax == "scrapbox" else title


def talk(title: str, number: int = 0) -> Source:
    day = DAY + datetime.timedelta(days=number)
    return Source(URL, title, day, (title, "桑野"), title, EVENT_URL, "渋谷")


def texts_of(subject: Subject, by: Order = "found") -> dict[str, str]:
    return {form.name: form.text for form in forms_of(subject, by)}


FRAME = Frame("https://notes.example.jp/embed/search?q=a&year=2015", 480, "https://notes.example.jp/embed.js")


def all_of(title: str, by: Order = "found") -> dict[str, str]:
    talks = (talk(title), talk("題", 1))
    return texts_of(Subject(URL, title, talk(title), (title, f"{title}。"), talks, FRAME), by)


def squeezed(text: str) -> str:
    """Drop white space: parsers differ in where they put it."""
    return "".join(text.split())


def test_there_are_forty_hostile_titles_and_more() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize("syntax", READERS)
def test_a_link_is_read_back_as_its_address_and_its_title(syntax: str) -> None:
    for title in HOSTILE:
        links, words = READERS[syntax](all_of(title)[syntax])
        assert links == [URL]
        assert words == as_read(syntax, title)


@pytest.mark.parametrize("syntax", READERS)
@examples(25)
@given(titles | hostile)
def test_whatever_a_title_holds_a_link_is_read_back(syntax: str, title: str) -> None:
    links, words = READERS[syntax](SYNTAXES[syntax].link(URL, title))
    assert links == [URL]
    assert squeezed(words) == squeezed(as_read(syntax, title))


def test_an_address_that_has_signs_of_hatena_is_whole() -> None:
    links, _ = hatena_read(SYNTAXES["hatena"].link("https://example.jp/a[1]:title=b", "題"))
    assert links == ["https://example.jp/a%5B1%5D%3Atitle=b"]


@pytest.mark.parametrize("syntax", ["html", "markdown"])
@pytest.mark.parametrize("word", ["import", "export"])
def test_no_line_is_code_to_a_page_of_mdx(syntax: str, word: str) -> None:
    line = SYNTAXES[syntax].line(f"{word} の話")
    assert not line.startswith(word)
    assert READERS[syntax](line)[1] == f"{word} の話"


def test_talks_of_an_event_stand_below_it_in_hatena() -> None:
    lines = all_of("題", "event")["list-hatena"].splitlines()
    assert [re.match("-*", line)[0] for line in lines[:3]] == ["-", "--", "--"]  # type: ignore[index]


@given(st.text() | st.text(alphabet="ab \n\t\u3000\u200b\x1b"))
def test_a_title_is_one_line_of_the_same_words(text: str) -> None:
    line = one_line(text)
    assert line.isprintable() and "  " not in line and line == line.strip()
    assert squeezed(line) == "".join(each for each in text if each.isprintable() and not each.isspace())


def test_a_search_is_called_by_its_words_and_all_its_filters() -> None:
    filters = (Filter("speaker", "桑野"), Filter("technology", "HBase"))
    query = Query("監視", filters, since="2015-01", until="2016")
    told = "発表者: 桑野 技術: HBase 2015-01 から 2016 まで"
    assert search_title(query, JAPANESE) == f"「監視」({told})の検索結果"
    assert search_title(replace(query, text=""), JAPANESE) == f"{told}の検索結果"
    assert search_title(Query("監視"), JAPANESE) == "「監視」の検索結果"
    assert search_title(Query(), JAPANESE) == "すべての発表"


@pytest.mark.parametrize("syntax", READERS)
def test_a_citation_is_one_link_among_words(syntax: str) -> None:
    for title in HOSTILE:
        links, words = READERS[syntax](all_of(title)[f"cite-{syntax}"])
        read = as_read(syntax, title)
        assert links == [URL]
        assert squeezed(words) == squeezed(f"{read}、桑野「{read}」{read}, 2015-01-14")


@pytest.mark.parametrize("syntax", READERS)
def test_a_quotation_has_the_passage_as_written_and_its_source(syntax: str) -> None:
    for title in HOSTILE:
        text = all_of(title)[f"quote-{syntax}"]
        if syntax == "hatena":
            assert text.startswith(">>\n") and text.endswith("\n<<")
            text = text.removeprefix(">>\n").removesuffix("\n<<")
        if syntax == "scrapbox":
            text = "\n".join(line.removeprefix("> ") for line in text.splitlines())
        links, words = READERS[syntax](text)
        read = as_read(syntax, title)
        assert links == [URL]
        # docutils makes an attribution of what follows a dash.
        dash = "" if syntax == "rst" else "—"
        assert squeezed(words).startswith(squeezed(f"{read}{read}。{dash}{read}、桑野「"))


def test_a_quotation_is_a_block_of_its_own_whatever_stands_before_it() -> None:
    quoted = texts_of(Subject(URL, "題", talk("題"), ("一行目。", "1. 二行目")))
    markdown = html5lib.parseFragment(
        MarkdownIt().render(f"前\n\n{quoted['quote-markdown']}"), namespaceHTMLElements=False
    )
    assert [paragraph.text for paragraph in markdown.iter("p")][1:3] == ["一行目。", "1. 二行目"]
    tree = publish_doctree(f"- 前\n\n{quoted['quote-rst']}")
    (block,) = tree.findall(nodes.block_quote)
    assert [each.astext() for each in block.findall(nodes.paragraph)] == ["一行目。", "1. 二行目"]
    assert len(list(block.findall(nodes.attribution))) == 1


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("syntax", READERS)
def test_a_list_has_every_talk_and_its_own_source_below(syntax: str, by: Order) -> None:
    for title in HOSTILE:
        links, words = READERS[syntax](all_of(title, by)[f"list-{syntax}"])
        events = [EVENT_URL] * 2 if by == "event" else []
        assert sorted(links) == sorted([URL] * 3 + events)
        assert links[-1] == URL
        assert squeezed(as_read(syntax, title)) in squeezed(words)


@pytest.mark.parametrize(
    "name", [name for name in FORMS if name != "short" and not name.endswith(("text", "scrapbox"))]
)
def test_no_form_has_what_stops_the_build_of_a_site(name: str) -> None:
    for title in HOSTILE:
        text = all_of(title)[name]
        assert not re.search(r"\{\{|\{%|\{#", text)
        if name.endswith(("markdown", "html")):
            assert not re.search(r"[{}]", text)


def test_a_list_stands_in_the_order_that_was_chosen() -> None:
    lists: dict[Order, str] = {
        by: texts_of(Subject(URL, "検索", talks=(talk("一"), talk("二", 2), talk("三", 1))), by)["list-text"]
        for by in ORDERS
    }

    def order_of(text: str) -> list[str]:
        return re.findall(r"- (?:2015-01-\d\d )?(一|二|三) — ", text)

    assert order_of(lists["found"]) == ["一", "二", "三"]
    assert order_of(lists["date"]) == ["二", "三", "一"]
    events = (talk("一"), Source(URL, "外", DAY, (), "別の会", f"{EVENT_URL}2"))
    grouped = texts_of(Subject(URL, "検索", talks=events), "event")["list-markdown"].splitlines()
    assert [line.partition("](")[0] for line in grouped[:4]] == ["- [一", "  - [一", "- [別の会", "  - [外"]


def test_a_card_is_an_address_alone_where_cards_are_made_of_that() -> None:
    texts = all_of("題")
    assert texts["card"] == f"\n{URL}\n"
    assert texts["zenn"] == f"@[card]({URL})"
    assert texts["hatena-card"] == f"[{URL}:embed:cite]"


def test_a_frame_is_two_elements_whatever_the_title_holds() -> None:
    for title in HOSTILE:
        elements = list(html5lib.parseFragment(all_of(title)["frame"], namespaceHTMLElements=False))
        assert [each.tag for each in elements] == ["iframe", "script"]
        frame, script = elements
        assert (frame.get("src"), frame.get("height")) == (FRAME.url, "480")
        assert squeezed(frame.get("title")) == squeezed(title)
        assert script.get("src") == FRAME.script and "{" not in all_of(title)["frame"]


def test_plain_forms_show_title_and_address_as_they_are() -> None:
    texts = all_of("a_b {c}")
    assert texts["url"] == URL
    assert texts["text"] == f"a_b {{c}} {URL}"
    assert texts["cite-text"] == f"a_b {{c}}、桑野「a_b {{c}}」a_b {{c}}, 2015-01-14, {URL}"


@pytest.mark.parametrize("broken", ["二行\nの題", "二行\r\nの題", "二行\u2028の題", " 二行\tの題 "])
def test_every_link_is_one_line(broken: str) -> None:
    texts = texts_of(Subject(URL, broken))
    links = [text for name, text in texts.items() if name != "card"]
    assert all(text.isprintable() and len(text.splitlines()) == 1 for text in links)
    assert texts["hatena"] == f"[{URL}:title=二行 の題]"


def test_a_title_of_nothing_is_its_address() -> None:
    assert html_read(texts_of(Subject(URL, " \n"))["html"]) == ([URL], URL)


@pytest.mark.parametrize("syntax", ["rst", "markdown", "html"])
def test_a_link_is_one_between_words_without_spaces(syntax: str) -> None:
    links, words = READERS[syntax](f"これは{all_of('題')[syntax]}です。")
    assert links == [URL]
    assert words == "これは題です。"


def test_parentheses_in_an_address_do_not_end_a_markdown_link() -> None:
    assert SYNTAXES["markdown"].link("https://a.jp/(x)", "題") == "[題](https://a.jp/%28x%29)"


# --- Citations for programs


def bibtex_fields(entry: str) -> dict[str, str]:
    """Read an entry as BibTeX does: values in quotation marks, in which braces are balanced."""
    assert re.match(r"@misc\{[a-z0-9-]+,\n", entry)
    fields = {}
    for name, value in re.findall(r'^  (\w+) = "?(.*?)"?,?$', entry, re.MULTILINE):
        depth = 0
        for sign in value:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0 and (sign != '"' or depth > 0)
        assert depth == 0
        fields[name] = value
    return fields


def latex_undone(value: str) -> str:
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    pattern = r"\\text(\w+)\{\}|\\([$&#_%])"
    return re.sub(pattern, lambda sign: names[sign[1]] if sign[1] else sign[2], value[1:-1])


@pytest.mark.parametrize("title", HOSTILE)
def test_bibtex_reads_the_title_and_each_name_as_one(title: str) -> None:
    entry = all_of(title)["bibtex"]
    # A month is a name, not a text; a key has what every program takes.
    assert entry.startswith("@misc{20150114-hbaseqayear2,\n") and "  month = jan,\n" in entry
    fields = bibtex_fields(entry)
    assert latex_undone(fields["title"]) == title
    assert fields["author"].endswith(" and {桑野}")
    assert (latex_undone(fields["howpublished"]), fields["address"]) == (title, "{渋谷}")
    assert (fields["year"], fields["month"], fields["day"]) == ("2015", "jan", "14")
    assert fields["url"] == URL


@pytest.mark.parametrize("title", HOSTILE)
def test_csl_json_reads_back_what_was_told(title: str) -> None:
    told = all_of(title)["csl-json"]
    # Braces in texts would be a template to Hugo and others.
    assert told.count("{") == told.count("}") == 4
    (item,) = json.loads(told)
    assert item["title"] == item["event-title"] == title
    assert item["author"] == [{"literal": title}, {"literal": "桑野"}]
    assert item["issued"] == {"date-parts": [[2015, 1, 14]]}
    assert (item["type"], item["URL"], item["event-place"]) == ("speech", URL, "渋谷")


# --- Passages


BODY = "はじめの文。\n\nHBase の Region は自動で分かれる。WAL に書く。\n\nおわりの文。" + "長い。" * 200


def marks_in(text: str, word: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in re.finditer(word, text))


def test_the_passage_has_the_words_that_were_searched_in_whole_sentences() -> None:
    passage = passage_of(BODY, tuple(marks_in(BODY, "WAL")))
    assert passage[0] == "WAL に書く。"
    assert passage_of(BODY, ())[0] == "はじめの文。"
    assert all(line.endswith("。") for line in passage)


@given(
    st.lists(st.tuples(st.sampled_from([2, 60, 61, 119, 120, 239, 240, 241]), st.integers(0, 2)), min_size=1)
)
def test_a_passage_is_the_one_with_most_marks_of_those_within_reach(told: list[tuple[int, int]]) -> None:
    """`told` has the length of each sentence, and how many marks it has."""
    sentences = [f"{place:あ>{length - 1}}。" for place, (length, _) in enumerate(told)]
    begins = [sum(map(len, sentences[:place])) for place in range(len(told))]
    marks = [
        (at + each, at + each + 1)
        for at, (_, count) in zip(begins, told, strict=True)
        for each in range(count)
    ]
    best, most = 0, 0
    for first in range(len(told)):
        last = first + 1
        while last < len(told) and sum(map(len, sentences[first : last + 1])) <= WIDTH:
            last += 1
        within = sum(count for _, count in told[first:last])
        if first == 0 or (told[first][1] and within > most):
            best, end = first, last
            most = within if told[first][1] else 0
    assert passage_of("".join(sentences), marks) == ("".join(sentences[best:end]),)


def test_a_note_without_an_end_of_sentence_is_cut() -> None:
    (line,) = passage_of("あ" * 5000, ())
    assert len(line) == LONGEST
    assert passage_of(" \n ", ()) == ()


def test_what_was_chosen_on_the_page_is_quoted_only_as_it_stands_in_the_note() -> None:
    assert chosen_passage(BODY, "分かれる。\nWAL  に") == ("分かれる。WAL に",)
    assert chosen_passage(BODY, "そんな文はない") == ()
    assert chosen_passage(BODY, " ") == ()


@given(st.text(alphabet="ab。\n !?」", max_size=60), st.integers(0, 50))
@example("。。a", 2)
def test_a_passage_is_always_a_part_of_the_text(text: str, at: int) -> None:
    passage = passage_of(text, ((at, at + 1),) if at < len(text) else ())
    assert squeezed("".join(passage)) in squeezed(text)
