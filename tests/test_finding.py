"""How the site is found and followed: JSON-LD, Atom, the map, and the description for browsers."""

import dataclasses
import datetime
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest
from conftest import BASE
from flask.testing import FlaskClient

from search.index import TalkIndex
from search.model import Event, Link, Speaker, Talk
from search.settings import Settings
from web import create_app
from web.rendering import data_block

HOSTILE = '</script><script>alert(1)</script><!-- & "引用" \u2028'
LONG = Event("long", HOSTILE, datetime.date(2019, 2, 28), url="https://example.jp/long", venue="秋葉原 <UDX>")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site whose talks are named by whoever wishes it ill."""
    index = TalkIndex(tmp_path_factory.mktemp("hostile"))
    index.rebuild(
        [
            Talk(
                id="long/題 名",
                title=HOSTILE,
                event=LONG,
                speakers=(Speaker(HOSTILE),),
                technologies=("C++", HOSTILE),
                date=LONG.date,
                body=f"本文 {HOSTILE} \x0b\x00",
                links=(Link("video", "https://example.jp/v?a=1&b=2"), Link("slides", "javascript:alert(1)")),
            )
        ]
    )
    return create_app(Settings(public_url=BASE), index).test_client()


def data_of(client: FlaskClient, path: str) -> dict[str, dict[str, object]]:
    """The things that a page describes, by their types."""
    (written,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.S
    )
    read = json.loads(written)
    assert read["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in read["@graph"]}


def crumbs_of(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    steps = data_of(client, path)["BreadcrumbList"]["itemListElement"]
    assert isinstance(steps, list) and [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], step["item"].removeprefix(BASE)) for step in steps]


def test_a_talk_describes_itself_as_a_document_of_an_event(client: FlaskClient) -> None:
    document = data_of(client, "/talks/dogenzaka/hbase")["PresentationDigitalDocument"]
    assert document["name"] == document["headline"] == "HBase 徹底入門のさわり"
    assert document["url"] == f"{BASE}/talks/dogenzaka/hbase"
    assert document["datePublished"] == "2015-01-14"
    assert document["author"] == [
        {"@type": "Person", "name": "鈴木俊裕", "url": f"{BASE}/speakers/{quote('鈴木俊裕')}"}
    ]
    event = document["recordedAt"]
    assert isinstance(event, dict) and event["startDate"] == "2015-01-14" and "location" not in event
    assert document["sameAs"] == ["https://example.jp/slides/hbase", "https://example.jp/book"]
    assert str(document["image"]).endswith(".png")


def test_a_video_describes_itself_with_all_it_needs(hostile: FlaskClient) -> None:
    things = data_of(hostile, "/talks/long/題 名")
    video = things["VideoObject"]
    assert {"name", "thumbnailUrl", "uploadDate", "embedUrl", "description"} <= set(video)
    assert video["url"] == "https://example.jp/v?a=1&b=2"
    assert "sameAs" not in things["PresentationDigitalDocument"]


def test_an_event_describes_itself_with_its_place_and_its_talks(client: FlaskClient) -> None:
    event = data_of(client, "/events/kaigi")["Event"]
    assert (event["name"], event["startDate"]) == ("分散会議 2016", "2016-03-05")
    assert event["location"] == {"@type": "Place", "name": "秋葉原", "address": "秋葉原"}
    works = event["workFeatured"]
    assert isinstance(works, list)
    assert [work["name"] for work in works] == ["シャーディングのコラム", "Node.js と C++"]


def test_a_name_describes_whom_or_what_it_names(client: FlaskClient) -> None:
    speaker = data_of(client, "/speakers/桑野")["ProfilePage"]["mainEntity"]
    assert isinstance(speaker, dict)
    assert (speaker["@type"], speaker["name"], speaker["alternateName"]) == ("Person", "桑野", ["くわの"])
    assert "CollectionPage" in data_of(client, "/technologies/MongoDB")


def test_the_front_page_says_how_to_search(client: FlaskClient) -> None:
    site = data_of(client, "/")["WebSite"]
    action = site["potentialAction"]
    assert isinstance(action, dict) and action["query-input"] == "required name=search_term_string"
    address = action["target"]["urlTemplate"].replace("{search_term_string}", "HBase")
    assert "徹底入門" in client.get(address.removeprefix(BASE)).text
    assert "ld+json" not in client.get("/?q=HBase").text


def test_every_page_says_where_it_stands(client: FlaskClient) -> None:
    assert crumbs_of(client, "/talks/dogenzaka/hbase") == [
        ("聞き書き", "/"),
        ("イベント", "/events"),
        ("道玄坂LT祭り(ミドル・インフラ)", "/events/dogenzaka"),
        ("HBase 徹底入門のさわり", "/talks/dogenzaka/hbase"),
    ]
    assert crumbs_of(client, "/technologies/C%2B%2B")[1:] == [
        ("技術", "/technologies"),
        ("C++", "/technologies/C%2B%2B"),
    ]
    for path in ("/events/kaigi", "/speakers/山田", "/events", "/speakers", "/technologies"):
        for _, step in crumbs_of(client, path):
            assert client.get(step).status_code == 200


def test_nothing_in_a_title_ends_the_data(hostile: FlaskClient) -> None:
    for path in ("/talks/long/題 名", "/events/long", f"/speakers/{quote(HOSTILE, safe='')}"):
        page = hostile.get(path).text
        assert "<script>alert" not in page and "<!--" not in page
        assert any(HOSTILE.strip() in str(thing) for thing in data_of(hostile, path).values())


def test_data_is_the_same_when_it_is_read_back() -> None:
    written = str(data_block(json.dumps({"題": HOSTILE}, ensure_ascii=False)))
    assert json.loads(written) == {"題": HOSTILE}
    assert not set(written) & set("<>&\u2028")


def feed_of(client: FlaskClient, path: str) -> feedparser.FeedParserDict:
    answer = client.get(path)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


FEEDS = (
    "/feed.atom",
    "/search.atom?q=MongoDB&technology=MongoDB",
    "/search.atom?q=ぬるぽぬるぽ",
    "/events/dogenzaka.atom",
    "/speakers/Smith%2C%20Jr..atom",
    "/technologies/Node.js.atom",
    "/technologies/C%2B%2B.atom",
)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_atom_requires(client: FlaskClient, path: str) -> None:
    feed = feed_of(client, path)
    assert feed.feed.id.startswith(BASE) and feed.feed.title and feed.feed.updated_parsed
    own = next(link.href for link in feed.feed.links if link.rel == "self")
    assert client.get(own.removeprefix(BASE)).data == client.get(path).data
    assert client.get(feed.feed.link.removeprefix(BASE)).status_code == 200
    for entry in feed.entries:
        assert client.get(entry.id.removeprefix(BASE)).status_code == 200
        assert entry.title and entry.summary and entry.updated_parsed and entry.id == entry.link


def test_the_newest_talks_come_first_in_every_order(client: FlaskClient) -> None:
    titles = [entry.title for entry in feed_of(client, "/feed.atom").entries]
    assert titles[:2] == ["Node.js と C++", "シャーディングのコラム"] and len(titles) == 5
    dates = [entry.updated for entry in feed_of(client, "/search.atom?q=MongoDB&sort=oldest&page=2").entries]
    assert dates == sorted(dates, reverse=True) and len(dates) == 2


def test_a_feed_tells_who_spoke_and_about_what(client: FlaskClient) -> None:
    entry = next(each for each in feed_of(client, "/events/kaigi.atom").entries if "コラム" in each.title)
    assert [author.name for author in entry.authors] == ["Smith, Jr.", "桑野"]
    assert [tag.term for tag in entry.tags] == ["MongoDB"]


def test_an_entry_names_its_event_once(index: TalkIndex, client: FlaskClient, tmp_path: Path) -> None:
    entry = next(each for each in feed_of(client, "/events/kaigi.atom").entries if "コラム" in each.title)
    assert entry.summary.startswith("分散会議 2016 · ")
    bare = TalkIndex(tmp_path / "bare")
    bare.rebuild(
        [dataclasses.replace(index.talk("kaigi/node"), body="", event=Event("kaigi", "会議", LONG.date))]
    )
    answer = create_app(Settings(public_url=BASE), bare).test_client()
    (entry,) = feed_of(answer, "/feed.atom").entries
    assert entry.summary.count("会議") == 1


def test_a_feed_of_hostile_titles_is_well_formed(hostile: FlaskClient) -> None:
    (entry,) = feed_of(hostile, "/feed.atom").entries
    assert unescape(entry.title) == HOSTILE.strip() or HOSTILE.strip() in entry.title
    assert len(feed_of(hostile, "/events/long.atom").entries) == 1


def test_what_has_no_page_has_no_feed(client: FlaskClient) -> None:
    for path in ("/events/no.atom", "/speakers/だれか.atom", "/technologies/no.atom"):
        assert client.get(path).status_code == 404


def test_pages_lead_to_their_feeds(client: FlaskClient) -> None:
    for path in ("/talks/dogenzaka/hbase", "/events/kaigi", "/speakers/Smith%2C%20Jr.", "/?q=MongoDB", "/"):
        page = client.get(path).text
        links = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)"', page)
        assert len(links) == (1 if path == "/" else 2)
        for link in links:
            feed_of(client, unescape(link).removeprefix(BASE))


def locations_of(client: FlaskClient, path: str) -> Iterator[str]:
    answer = client.get(path)
    assert answer.mimetype == "application/xml"
    for each in ElementTree.fromstring(answer.data).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        assert each.text and each.text.startswith(f"{BASE}/") and each.text.isascii()
        yield each.text.removeprefix(BASE)


def test_the_map_has_every_page_once_and_each_is_there(client: FlaskClient, talks: tuple[Talk, ...]) -> None:
    found = list(locations_of(client, "/sitemap.xml"))
    assert len(found) == len(set(found))
    assert {f"/talks/{talk.id}" for talk in talks if not talk.mention} <= set(found)
    assert "/talks/dogenzaka/aurora" not in found
    assert {"/", "/events", "/events/kaigi", "/speakers/Smith%2C%20Jr.", "/technologies/C%2B%2B"} <= set(
        found
    )
    for path in found:
        page = client.get(path)
        assert page.status_code == 200 and "noindex" not in page.text
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)"', page.text)
        assert canonical == BASE + path


def test_a_large_map_comes_in_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(locations_of(client, "/sitemap.xml"))
    monkeypatch.setattr("web.finding.IN_ONE_MAP", 7)
    parts = list(locations_of(client, "/sitemap.xml"))
    assert parts == [f"/sitemap-{n}.xml" for n in range(1, len(parts) + 1)] and len(parts) > 1
    assert [path for part in parts for path in locations_of(client, part)] == whole
    for beyond in ("/sitemap-0.xml", f"/sitemap-{len(parts) + 1}.xml", "/sitemap-x.xml"):
        assert client.get(beyond).status_code == 404


def test_the_map_follows_a_rebuild(tmp_path_factory: pytest.TempPathFactory, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path_factory.mktemp("followed"))
    index.rebuild(talks[:2])
    client = create_app(Settings(public_url=BASE), index).test_client()
    before = set(locations_of(client, "/sitemap.xml"))
    index.rebuild(talks)
    assert "/talks/kaigi/node" in set(locations_of(client, "/sitemap.xml")) - before


def test_who_asks_while_the_map_is_made_gets_the_one_before(
    tmp_path_factory: pytest.TempPathFactory, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path_factory.mktemp("mapped"))
    index.rebuild(talks[:2])
    client = create_app(Settings(public_url=BASE), index).test_client()
    meanwhile: list[tuple[int, str]] = []

    def asked_meanwhile(self: TalkIndex, *given: object) -> list[str]:
        answer = client.get("/sitemap.xml")
        meanwhile.append((answer.status_code, answer.text))
        return []

    with monkeypatch.context() as patched:
        patched.setattr(TalkIndex, "ranked", asked_meanwhile)
        client.get("/sitemap.xml")
    status, told = meanwhile.pop()
    # There is none before the first.
    assert status == 503 and "アドレスを確かめて" not in told and "待って" in told
    index.rebuild(talks)
    before = client.get("/sitemap.xml")
    index.rebuild(talks[:2])
    with monkeypatch.context() as patched:
        patched.setattr(TalkIndex, "ranked", asked_meanwhile)
        client.get("/sitemap.xml")
    assert meanwhile == [(200, before.text)]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/events/", "/events"),
        ("/events/kaigi/?page=2&x=%E3%81%82", "/events/kaigi?page=2&x=%E3%81%82"),
        ("/talks/kaigi/node//", "/talks/kaigi/node"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_page_without(client: FlaskClient, path: str, place: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (301, place)


@pytest.mark.parametrize("path", ["/speakers/桑野/", "/technologies/C%2B%2B//"])
def test_a_slash_behind_a_name_is_none_of_it(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    without = client.get(path.rstrip("/"))
    assert page.status_code == 200 and page.text == without.text


@pytest.mark.parametrize(
    "path", ["/%2Fexample.com/", "/%2Fexample.com//events/", "/nothing/here/", "/speakers/dev/"]
)
def test_a_slash_at_the_end_of_no_page_leads_nowhere(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_robots_may_read_pages_and_pictures_but_no_lists_without_end(index: TalkIndex) -> None:
    client = create_app(Settings(public_url="https://example.jp/notes"), index).test_client()
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /notes/facets/" in lines and "Sitemap: https://example.jp/notes/sitemap.xml" in lines
    assert not any(line.startswith(("Disallow: /notes/cards", "Disallow: /notes/?")) for line in lines)


def test_a_browser_learns_how_to_search(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(answer.data)
    assert (root.findtext(f"{name}ShortName"), root.findtext(f"{name}Language")) == ("聞き書き", "ja")
    templates = {each.get("type"): str(each.get("template")) for each in root.iter(f"{name}Url")}
    asked = templates["text/html"].replace("{searchTerms}", quote("シャーディング"))
    assert "コラム" in client.get(asked.removeprefix(BASE)).text
    feed_of(client, templates["application/atom+xml"].replace("{searchTerms}", "HBase").removeprefix(BASE))
    assert 'type="application/opensearchdescription+xml" href="/opensearch.xml"' in client.get("/events").text
    icon = root.findtext(f"{name}Image")
    assert icon and client.get(icon.removeprefix(BASE), follow_redirects=True).mimetype == "image/svg+xml"


def test_a_browser_gets_suggestions_in_its_own_form(client: FlaskClient) -> None:
    answer = client.get("/opensearch.json?q=バッファ Mon")
    assert answer.mimetype == "application/x-suggestions+json"
    typed, words, about, urls = json.loads(answer.data)
    assert typed == "バッファ Mon" and "バッファ MongoDB" in words
    assert len(words) == len(about) == len(urls)
    for url in urls:
        assert url.startswith(BASE) and client.get(url.removeprefix(BASE)).status_code == 200
    assert json.loads(client.get("/opensearch.json").data) == ["", [], [], []]
