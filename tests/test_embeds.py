"""Pages of ours in frames of others: oEmbed says how, /embed is what is shown."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from conftest import BASE
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search import short_of
from search.errors import SettingsError
from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.xml_text import xml_document, xml_text

SHARED = (
    "/talks/dogenzaka/hbase",
    "/events/dogenzaka",
    "/speakers/Smith%2C%20Jr.",
    "/technologies/C%2B%2B",
    "/?q=MongoDB&technology=MongoDB&since=2015",
    f"/set?set={short_of('kaigi/node')}.{short_of('dogenzaka/hbase')}",
    "/",
)


def oembed(client: FlaskClient, path: str, more: str = "") -> dict[str, str | int]:
    answer = client.get(f"/oembed?url={quote(BASE + path, safe='')}{more}")
    assert answer.status_code == 200
    read: dict[str, str | int] = json.loads(answer.data)
    return read


def source_of(html: object) -> str:
    (source,) = re.findall(r'<iframe src="([^"]*)"', str(html))
    return unescape(source)


@pytest.mark.parametrize("path", SHARED)
def test_an_answer_has_what_the_specification_requires(client: FlaskClient, path: str) -> None:
    answer = oembed(client, path)
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert isinstance(answer["width"], int) and isinstance(answer["height"], int)
    assert (answer["provider_name"], answer["provider_url"]) == ("聞き書き", f"{BASE}/")
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (1200, 630)
    frame = source_of(answer["html"])
    assert frame.startswith(f"{BASE}/embed/")
    assert client.get(frame.removeprefix(BASE)).status_code == 200
    assert client.get(str(answer["thumbnail_url"]).removeprefix(BASE)).mimetype == "image/png"


def test_an_answer_says_who_spoke(client: FlaskClient) -> None:
    answer = oembed(client, "/talks/kaigi/sharding")
    assert answer["author_name"] == "Smith, Jr.、桑野"
    assert answer["author_url"] == f"{BASE}/speakers/Smith%2C%20Jr."
    assert "author_name" not in oembed(client, "/events/kaigi")


def test_xml_says_the_same_as_json(client: FlaskClient) -> None:
    for path in SHARED:
        answer = client.get(f"/oembed?url={quote(BASE + path, safe='')}&format=xml")
        assert answer.content_type == "text/xml; charset=utf-8"
        read = {each.tag: each.text for each in ElementTree.fromstring(answer.data)}
        assert read == {name: str(value) for name, value in oembed(client, path).items()}


def test_a_frame_is_no_larger_than_who_asks_has_room(client: FlaskClient) -> None:
    answer = oembed(client, SHARED[0], "&maxwidth=320&maxheight=100")
    assert (answer["width"], answer["height"]) == (320, 100)
    assert 'width="320" height="100"' in str(answer["html"])
    # A picture that is too large must not be named.
    assert not [name for name in answer if name.startswith("thumbnail")]
    for odd in ("&maxwidth=-1", "&maxwidth=abc", "&maxwidth=", "&maxwidth=0", "&maxwidth=９９"):
        assert oembed(client, SHARED[0], odd)["width"] == 600


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("url=https://elsewhere.example/talks/dogenzaka/hbase", 404),
        (f"url={BASE}.evil.example/talks/dogenzaka/hbase", 404),
        (f"url={BASE}:8443/talks/dogenzaka/hbase", 404),
        (f"url={BASE}/talks/no/such", 404),
        (f"url={BASE}/events", 404),
        (f"url={BASE}/search.json", 404),
        (f"url={BASE}/speakers/%E3%81%A0%E3%82%8C", 404),
        ("url=javascript:alert(1)", 404),
        ("url=https://[", 404),
        ("url=", 404),
        ("", 404),
        (f"url={BASE}/talks/dogenzaka/hbase&format=yaml", 501),
        ("url=https://elsewhere.example/&format=", 501),
    ],
)
def test_what_cannot_be_answered_says_so_as_specified(client: FlaskClient, asked: str, status: int) -> None:
    assert client.get(f"/oembed?{asked}").status_code == status


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}/talks/dogenzaka/hbase",
        "http://notes.example.jp:80/talks/dogenzaka/hbase",
        "https://NOTES.example.jp/talks/dogenzaka/hbase?q=WAL#x",
        f"{BASE}/talks/dogenzaka/hbase-talk",
        f"{BASE}/embed/talks/dogenzaka/hbase",
        f"{BASE}/t/{short_of('dogenzaka/hbase')}",
    ],
)
def test_one_talk_is_known_by_all_its_addresses(client: FlaskClient, url: str) -> None:
    answer = client.get("/oembed", query_string={"url": url}).json
    assert answer and source_of(answer["html"]) == f"{BASE}/embed/talks/dogenzaka/hbase"


def test_a_host_of_kanji_is_the_same_in_ascii(index: TalkIndex) -> None:
    client = create_app(Settings(public_url="https://xn--r8jz45g.jp"), index).test_client()
    answer = client.get("/oembed", query_string={"url": "https://例え.jp/talks/dogenzaka/hbase"})
    assert answer.status_code == 200
    assert client.get("/oembed", query_string={"url": f"https://{'あ' * 99}.jp/"}).status_code == 404


def test_a_site_below_a_path_knows_its_pages(index: TalkIndex) -> None:
    client = create_app(Settings(public_url="https://example.jp/notes"), index).test_client()
    for url, status in (("notes/talks/dogenzaka/hbase", 200), ("notesx/talks/a/b", 404), ("notes", 200)):
        asked = client.get("/oembed", query_string={"url": f"https://example.jp/{url}"})
        assert asked.status_code == status, url


@pytest.mark.parametrize("written", ["聞き書き", quote("聞き書き"), quote("聞き書き").lower()])
def test_a_path_in_japanese_is_the_same_however_it_is_written(index: TalkIndex, written: str) -> None:
    settings = Settings.from_env({"KIKIGAKI_PUBLIC_URL": "https://example.jp/聞き書き"})
    client = create_app(settings, index).test_client()
    asked = client.get("/oembed", query_string={"url": f"https://example.jp/{written}/talks/dogenzaka/hbase"})
    assert asked.status_code == 200


@pytest.mark.parametrize("path", SHARED)
def test_a_page_leads_to_its_oembed_within_its_first_kilobyte(client: FlaskClient, path: str) -> None:
    page = client.get(path).data[:1024].decode(errors="ignore")
    links = re.findall(
        r'<link rel="alternate" type="(application/json|text/xml)\+oembed" href="([^"]*)"', page
    )
    assert [kind for kind, _ in links] == ["application/json", "text/xml"]
    for kind, link in links:
        assert unescape(link).startswith(f"{BASE}/oembed?url=https%3A%2F%2F")
        answer = client.get(unescape(link).removeprefix(BASE))
        assert (answer.status_code, answer.mimetype) == (200, kind)


LET_THROUGH = ("src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title")


def test_an_address_that_nobody_reads_to_its_end_offers_no_frame(client: FlaskClient) -> None:
    assert "oembed" not in client.get("/?q=" + "長い検索" * 60).text
    assert "oembed" in client.get("/?q=" + "長い検索" * 8).text


class _Kept(HTMLParser):
    """What is left of an answer where only links, quotations and plain frames are let through."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.frames.append({name: value for name, value in attrs if name in LET_THROUGH})


@pytest.mark.parametrize("path", SHARED)
def test_a_frame_is_left_where_nearly_all_attributes_are_taken_away(client: FlaskClient, path: str) -> None:
    (frame,) = _Kept(str(oembed(client, path)["html"])).frames
    assert str(frame["src"]).startswith(f"{BASE}/embed/")
    assert str(frame["width"]).isdigit() and str(frame["height"]).isdigit() and frame["title"]


def test_a_title_of_markup_stays_text_in_every_form(client: FlaskClient) -> None:
    path = "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    (frame,) = _Kept(str(oembed(client, path)["html"])).frames
    assert "<script>alert(1)</script>" in str(frame["title"])
    assert "<script>alert" not in client.get(str(frame["src"]).removeprefix(BASE)).text


def test_only_frames_may_be_framed(client: FlaskClient) -> None:
    for path in ("/embed/talks/dogenzaka/hbase", "/embed/search?q=HBase", "/embed/box", "/embed/list"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors" not in policy and "default-src 'none'" in policy
        assert "unsafe" not in policy
    for path in ("/", "/talks/dogenzaka/hbase", "/events/dogenzaka", "/oembed?url=x", "/embed/talks/no/such"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]


def test_who_may_frame_is_a_setting(index: TalkIndex) -> None:
    settings = Settings.from_env(
        {"KIKIGAKI_FRAME_ANCESTORS": " https://blog.example.jp  https://*.example.com"}
    )
    policy = create_app(settings, index).test_client().get("/embed/box").headers["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors https://blog.example.jp https://*.example.com")


@pytest.mark.parametrize(
    "odd", ["; script-src *", "https://a.jp; x", "'none' *", "javascript:", "a\nb", "https://a.jp/x y", "*;*"]
)
def test_a_setting_cannot_end_the_policy(odd: str) -> None:
    with pytest.raises(SettingsError, match="KIKIGAKI_FRAME_ANCESTORS"):
        Settings.from_env({"KIKIGAKI_FRAME_ANCESTORS": odd})


def test_a_host_of_signs_is_not_written_into_the_policy(client: FlaskClient) -> None:
    answer = client.get("/embed/box", headers={"Host": "a;script-src *"})
    assert "script-src *" not in answer.headers.get("Content-Security-Policy", "")


def test_a_talk_in_a_frame_says_what_it_is_and_leads_to_its_page(client: FlaskClient) -> None:
    page = client.get("/embed/talks/dogenzaka/hbase").text
    assert (
        "HBase 徹底入門のさわり" in page and "鈴木俊裕" in page and "カラムファミリーは先に決める。" in page
    )
    assert f'href="{BASE}/talks/dogenzaka/hbase"' in page and '<base target="_top">' in page
    assert 'name="robots" content="noindex' in page


def test_an_old_address_of_a_talk_leads_to_its_frame(client: FlaskClient) -> None:
    answer = client.get("/embed/talks/dogenzaka/hbase-talk")
    assert (answer.status_code, answer.location) == (301, "/embed/talks/dogenzaka/hbase")


def test_a_missed_talk_in_a_frame_leads_to_its_event(client: FlaskClient) -> None:
    assert f'href="{BASE}/events/dogenzaka#aurora"' in client.get("/embed/talks/dogenzaka/aurora").text


def test_an_event_in_a_frame_lists_its_talks_in_order(client: FlaskClient) -> None:
    titles = re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", client.get("/embed/events/dogenzaka").text)
    assert titles == ["HBase 徹底入門のさわり", "fluentd設定行数とシステム複雑性", "WiredTiger を試す"]


def test_a_search_in_a_frame_shows_a_few_hits_and_leads_to_all(client: FlaskClient) -> None:
    page = client.get("/embed/search?q=MongoDB&per_page=1&technology=MongoDB").text
    assert page.count("<h2>") == 1
    assert f'href="{BASE}/?q=MongoDB&amp;technology=MongoDB"' in page
    assert "<mark>" in client.get("/embed/search?q=シャーディング").text
    assert client.get("/embed/search?per_page=100").text.count("<h2>") == 5
    assert "見つかりませんでした" in client.get("/embed/search?q=ぬるぽぬるぽ").text


def test_a_list_in_a_frame_keeps_its_order_and_leaves_out_what_is_gone(client: FlaskClient) -> None:
    chosen = "&".join(
        f"talk={each}" for each in ("kaigi/node", "no/such", "dogenzaka/hbase-talk", "kaigi/node")
    )
    titles = re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", client.get(f"/embed/list?{chosen}").text)
    assert titles == ["Node.js と C++", "HBase 徹底入門のさわり"]


def test_what_was_set_aside_is_a_list_in_a_frame_with_a_picture(client: FlaskClient) -> None:
    chosen = f"set={short_of('kaigi/node')}.aaaaaaaaaa.{short_of('dogenzaka/hbase')}"
    frame = client.get(f"/embed/list?{chosen}").text
    titles = re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", frame)
    assert titles == ["Node.js と C++", "HBase 徹底入門のさわり"]
    there = f"set={short_of('kaigi/node')}.{short_of('dogenzaka/hbase')}"
    assert f'href="{BASE}/set?{there}"' in frame
    assert [talk["title"] for talk in client.get(f"/set.json?{chosen}").json["talks"]] == titles
    page = client.get(f"/set?{chosen}").text
    (picture,) = re.findall(r'og:image" content="([^"]*)"', page)
    assert client.get(picture.removeprefix(BASE)).mimetype == "image/png"
    assert f'rel="canonical" href="{BASE}/set?{there}"' in page and page.count('name="robots"') == 1
    empty = client.get("/set").text
    assert "og:image" not in empty and 'name="robots" content="noindex"' in empty


def test_a_box_in_a_frame_searches_without_a_script(client: FlaskClient) -> None:
    empty = client.get("/embed/box?scheme=dark").text
    assert 'action="/embed/box"' in empty and "<h2>" not in empty
    assert 'data-theme="dark"' in empty and 'name="scheme" value="dark"' in empty
    found = client.get("/embed/box?q=HBase").text
    assert 'value="HBase"' in found and "件見つかりました" in found and found.count("<h2>") >= 1


def test_a_frame_sets_no_cookie_and_any_page_may_fetch_it(client: FlaskClient) -> None:
    answer = client.get("/embed/box?q=HBase&scheme=light")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_script_is_small_and_keeps_its_address(client: FlaskClient) -> None:
    answer = client.get("/embed.js")
    assert answer.mimetype == "text/javascript" and len(answer.data) <= 3_000
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@given(st.text())
def test_whatever_a_text_holds_it_can_be_read_back_from_xml(text: str) -> None:
    root = ElementTree.Element("oembed", name=text)
    root.text = text
    read = ElementTree.fromstring(xml_document(root).encode())
    # XML reads every line end as \n, and attributes have none.
    assert (read.text or "") == xml_text(text).replace("\r\n", "\n").replace("\r", "\n")
    assert len(xml_text(text)) <= len(text)
