"""Exports in the folder: WordPress's, which note writes, too, and Scrapbox's are read as many posts."""

import json
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus import read_corpus
from indexer.posts.scrapbox import is_export as is_scrapbox
from indexer.posts.scrapbox import posts_of as pages_of
from indexer.posts.wordpress import posts_of
from search.errors import CorpusError
from search.model import Talk

REPORT = "---\ntitle: 浜の会に参加した\ndate: 2020-01-02\n---\n潮。\n"


def item(
    title: str,
    body: str,
    status: str = "publish",
    kind: str = "post",
    tags: str = "勉強会",
    password: str = "",
) -> str:
    return f"""<item>
<title><![CDATA[{title}]]></title>
<link>https://hama.example/?p=1</link>
<category domain="post_tag" nicename="x"><![CDATA[{tags}]]></category>
<content:encoded><![CDATA[{body}]]></content:encoded>
<wp:post_date><![CDATA[2019-06-08 21:00:00]]></wp:post_date>
<wp:post_name><![CDATA[todai-3]]></wp:post_name>
<wp:status><![CDATA[{status}]]></wp:status>
<wp:post_password><![CDATA[{password}]]></wp:post_password>
<wp:post_type><![CDATA[{kind}]]></wp:post_type>
</item>
"""


BODY = """<!-- wp:heading {"level":3} -->
<h3>霧笛を鳴らす仕組み（@iso）</h3>
<!-- /wp:heading -->
<!-- wp:paragraph --><p>大きい音。</p><!-- /wp:paragraph -->
<h3>灯りの色を測る（浜さん）</h3>
<p>青い。</p>"""


def wordpress(*items: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8" ?>\n<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'
    return f"{head}{''.join(items)}</channel></rss>\n"


def talks(folder: Path, name: str, text: str) -> tuple[Talk, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return read_corpus(folder).talks


def test_posts_of_wordpress_are_read_where_they_are(tmp_path: Path) -> None:
    text = wordpress(
        item("第3回 灯台勉強会に参加してきた", BODY), item("鍋を買った", "<p>煮える。</p>", tags="鍋")
    )
    found = talks(tmp_path, "hama.wordpress.2020-01-01.xml", text)
    assert [(talk.title, talk.speakers[0].name) for talk in found] == [
        ("霧笛を鳴らす仕組み", "iso"),
        ("灯りの色を測る", "浜"),
    ]
    event = found[0].event
    assert (event.name, event.date.isoformat()) == ("第3回 灯台勉強会", "2019-06-08")
    assert event.id.endswith("-todai-3") and event.post == "https://hama.example/?p=1"
    assert "wp:paragraph" not in found[0].body


def test_drafts_pages_and_pictures_are_none(tmp_path: Path) -> None:
    items = (
        item("第1回 灯台勉強会に参加した", BODY, status="draft"),
        item("第2回 灯台勉強会に参加した", BODY, kind="page"),
        item("第4回 灯台勉強会に参加した", BODY, password="合言葉"),
        item("第3回 灯台勉強会に参加した", BODY, kind="attachment"),
    )
    with pytest.raises(CorpusError):
        talks(tmp_path, "hama.xml", wordpress(*items))


def test_a_talk_of_wordpress_is_told_by_its_line_in_the_file() -> None:
    text = wordpress(item("鍋", "<p>煮える。</p>"), item("灯台", BODY))
    first, second = posts_of(text)
    assert text.split("\n")[first.front.line - 1].endswith("<p>煮える。</p>]]></content:encoded>")
    assert "wp:heading" in text.split("\n")[second.front.line - 1]


def test_what_would_end_the_text_is_put_together() -> None:
    (post,) = posts_of(wordpress(item("灯台", "<pre>a[b[0]]]]><![CDATA[></pre>")))
    assert post.text == "<pre>a[b[0]]></pre>"


PAGE = {
    "title": "2019/6/8 灯台勉強会 #3 に参加した",
    "created": 1_560_000_000,
    "lines": [
        "2019/6/8 灯台勉強会 #3 に参加した",
        "[https://todai.connpass.com/event/3/ 灯台勉強会]",
        "[** 霧笛を鳴らす仕組み [iso.icon]]",
        " 大きい音",
        "  [潮]の話",
        "code:a.py",
        " [** これは見出しではない]",
        "[** 灯りの色を測る （浜さん）]",
        {"text": "\t青い", "created": 1, "updated": 2},
        "#勉強会 #灯台",
    ],
}


def scrapbox(*pages: object) -> str:
    return json.dumps(
        {"name": "hama", "displayName": "浜", "exported": 1, "pages": pages}, ensure_ascii=False
    )


def test_pages_of_scrapbox_are_read_where_they_are(tmp_path: Path) -> None:
    found = talks(tmp_path, "hama.json", scrapbox(PAGE, {"title": "鍋", "lines": ["鍋", "煮える"]}))
    assert [(talk.title, talk.speakers[0].name) for talk in found] == [
        ("霧笛を鳴らす仕組み", "iso"),
        ("灯りの色を測る", "浜"),
    ]
    assert found[0].event.date.isoformat() == "2019-06-08"
    assert "a.py\n\n```\n [** これは見出しではない]\n```" in found[0].body
    assert "[灯台勉強会](https://todai.connpass.com/event/3/)" in found[0].event.note


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"name": "umi", "version": "1"}'),
        ("sitemap.xml", "<urlset></urlset>"),
        ("a.json", "[1]"),
    ],
)
def test_other_xml_and_json_is_nothing_to_us(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "kai.md").write_text(
        "---\ntitle: 浜の会に参加した\ndate: 2020-01-02\n---\n潮。\n", encoding="utf-8"
    )
    corpus = read_corpus(tmp_path)
    assert not corpus.skipped and len(corpus.talks) == 1


def test_an_export_that_was_cut_short_is_told(tmp_path: Path) -> None:
    (tmp_path / "hama.json").write_text(scrapbox(PAGE)[:-9], encoding="utf-8")
    (tmp_path / "kai.md").write_text(
        "---\ntitle: 浜の会に参加した\ndate: 2020-01-02\n---\n潮。\n", encoding="utf-8"
    )
    (problem,) = read_corpus(tmp_path).problems
    assert (problem.path.name, problem.line) == ("hama.json", 1) and "もう一度書き出して" in problem.problem


PIECES = [
    "<item>",
    "</item>",
    "<content:encoded><![CDATA[",
    "]]>",
    "</content:encoded>",
    "<title>潮</title>",
    "\n",
]


@examples(200)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_gives_posts_with_lines_of_it(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= post.front.line <= lines for post in posts_of(text))


SIGNS = ["[", "]", "** ", "潮", " ", "code:a", ".icon", "https://a.example/", "#"]


@examples(100)
@given(st.lists(st.sampled_from(SIGNS)).map("".join))
def test_any_line_of_a_page_is_shown(line: str) -> None:
    text = scrapbox({"title": "t", "lines": ["t", line, line]})
    assert is_scrapbox(text)
    assert ("潮" in line) <= all("潮" in page.text for page in pages_of(text))
