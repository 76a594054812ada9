"""Language and colours follow the reader, and addresses stay the same for everybody."""

import re
from pathlib import Path
from string import Formatter

import pytest
from flask.testing import FlaskClient

from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.texts import Texts
from web.texts.english import ENGLISH
from web.texts.japanese import JAPANESE


@pytest.fixture
def client(index: TalkIndex) -> FlaskClient:
    return create_app(Settings(), index).test_client()


def language_of(page: str) -> str:
    return re.search(r'<html lang="(\w+)"', page)[1]


def strings_of(value: object, where: str) -> dict[str, str]:
    if isinstance(value, str):
        return {where: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {key: text for name, each in items for key, text in strings_of(each, f"{where}.{name}").items()}


def everything_said(texts: Texts) -> dict[str, str]:
    return strings_of({name: getattr(texts, name) for name in Texts.__struct_fields__}, "")


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    japanese, english = everything_said(JAPANESE), everything_said(ENGLISH)
    assert japanese.keys() == english.keys()
    for key in japanese:
        blanks = [{name for _, name, _, _ in Formatter().parse(t[key]) if name} for t in (japanese, english)]
        assert blanks[0] == blanks[1], key
        assert japanese[key].strip() and english[key].strip(), key


def test_nothing_is_written_that_no_page_says() -> None:
    pages = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("web", "search/linking")
        for path in (Path(__file__).parent.parent / folder).rglob("*.*")
        if path.suffix in (".py", ".html", ".svg") and path.parent.name != "texts"
    )
    unsaid = [name for name in Texts.__struct_fields__ if not re.search(rf"\.{name}\b", pages)]
    assert unsaid == []


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en-GB,en;q=0.9", "en"), ("ja", "ja"), ("en;q=0.5, ja", "ja"), ("de", "ja"), ("", "ja"), ("*", "ja")],
)
def test_the_browser_says_in_which_language(client: FlaskClient, asked: str, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": asked})
    assert language_of(answer.text) == language
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_a_link_decides_and_is_remembered(client: FlaskClient) -> None:
    page = client.get("/?q=HBase&lang=en").text
    assert language_of(page) == "en" and "<b>1</b> talk<" in page
    assert language_of(client.get("/talks/kaigi/node").text) == "en"
    assert language_of(client.get("/?lang=ja").text) == "ja"
    assert language_of(client.get("/?lang=xx").text) == "ja"


def test_no_link_to_a_search_holds_a_language(client: FlaskClient) -> None:
    page = client.get("/?q=MongoDB&lang=en&theme=dark").text
    addresses = [url for url in re.findall(r'href="([^"]*)"', page) if url.startswith(("/", "http"))]
    assert addresses and not [url for url in addresses if "lang=" in url or "theme=" in url]
    assert 'href="?q=MongoDB&amp;theme=dark&amp;lang=ja"' in page


def test_colours_are_chosen_without_a_script(client: FlaskClient) -> None:
    assert "data-theme=" not in client.get("/").text.partition("<head>")[0]
    dark = client.get("/talks/kaigi/node?theme=dark").text
    assert '<html lang="ja" data-theme="dark">' in dark
    assert 'content="#1b1917">' in dark and "#faf7f0" not in dark
    assert 'data-theme="dark">' in client.get("/").text
    assert "data-theme=" not in client.get("/?theme=auto").text.partition("<head>")[0]


def test_an_english_reader_meets_no_japanese_but_the_notes(client: FlaskClient) -> None:
    headers = {"Accept-Language": "en"}
    for path in ("/nowhere", "/?q=zzzz", "/facets/year"):
        page = client.get(path, headers=headers).text.partition("<body")[2]
        # What may be typed is the same in every language.
        page = re.sub(r'<code lang="ja">.*?</code>|<[^>]+>', "", page)
        page = page.replace("聞き書き", "").replace("日本語", "").replace("「", "").replace("」", "")
        page = page.replace("暗", "").replace("明", "").replace("片岡", "")
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", page), path
    assert "14 Jan 2015" in client.get("/?q=HBase", headers=headers).text
    assert "Wednesday, 14 January 2015" in client.get("/talks/dogenzaka/hbase", headers=headers).text
