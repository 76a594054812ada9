"""A site below a path, with a name of its own: no link leads out of it, and none leads nowhere."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from serving import serving

from search.index import TalkIndex
from search.settings import Settings
from web import create_app

BASE = "/notes"
STARTS = (
    "/",
    "/?q=HBase",
    "/?q=ぬるぽぬるぽ&technology=HBase",
    "/?q=シャーディング&group=event&lang=en",
    "/speakers?sort=name",
    "/facets/technology",
    "/search.json?q=MongoDB",
    "/suggest.json?q=mo",
    "/nowhere",
)
LEADING = re.compile(r'[\s"](?:href|src|action|hx-get|content|url|canonical|[a-z_]+_url)(?:="|": ?")([^"]*)"')


def site_settings(public: str = "") -> Settings:
    return Settings.from_env({"KIKIGAKI_BASE": "/notes/", "KIKIGAKI_PUBLIC_URL": public})


@pytest.fixture
def client(index: TalkIndex) -> FlaskClient:
    return create_app(site_settings(), index).test_client()


def addresses_in(text: str, at: str) -> Iterator[str]:
    """Yield every address on this host that a page or a JSON names, made absolute."""
    for written in LEADING.findall(text):
        address = urljoin(f"http://localhost{at}", unescape(written))
        is_one = written.startswith(("/", "?", "http://localhost"))
        if is_one and urlsplit(address).netloc == "localhost":
            yield address.removeprefix("http://localhost").partition("#")[0] or "/"


@pytest.mark.slow
def test_no_link_of_any_page_leads_out_of_the_site(client: FlaskClient) -> None:
    seen = [BASE + start for start in STARTS]
    outside, broken, pages = [], [], 0
    for at in seen:
        answer = client.get(at, base_url="http://localhost")
        pages += 1
        if answer.status_code >= 400 and not at.startswith(f"{BASE}/nowhere"):
            broken.append((at, answer.status_code))
        found = [answer.headers["Location"]] if "Location" in answer.headers else []
        if answer.mimetype in ("text/html", "application/json"):
            found += addresses_in(answer.text, at)
        for address in dict.fromkeys(found):
            if not address.startswith(f"{BASE}/"):
                outside.append((at, address))
            elif address not in seen and len(seen) < 200 and "per_page" not in address:
                seen.append(address)
    assert outside == [] and broken == []
    assert pages > 100


def test_the_link_checker_sees_what_leads_out(index: TalkIndex) -> None:
    bare = create_app(Settings(), index).test_client()
    found = set(addresses_in(bare.get("/?q=HBase").text, "/"))
    assert len(found) > 20 and not any(address.startswith(BASE) for address in found)


def test_the_path_without_its_slash_leads_to_the_front_page(client: FlaskClient) -> None:
    answer = client.get("/notes?q=HBase")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/notes/?q=HBase")


def test_a_proxy_may_have_taken_the_path_away(client: FlaskClient) -> None:
    page = client.get("/?q=HBase").text
    assert page == client.get("/notes/?q=HBase").text or 'href="/notes/' in page


def test_what_somebody_typed_stays_as_it_is(client: FlaskClient) -> None:
    page = client.get("/notes/?q=/etc/hosts").text
    assert 'name="q" type="search" value="/etc/hosts"' in page
    page = client.get("/notes/", query_string={"q": ' href="/etc" "url": "/etc"'}).text
    assert "&#34;/etc&#34;" in page and "/notes/etc" not in page
    found = client.get("/notes/search.json", query_string={"q": '"url": "/etc"'})
    assert found.json["query"] == '"url": "/etc"'


def test_headers_lead_below_too(client: FlaskClient) -> None:
    talk = client.get("/notes/talks/dogenzaka/hbase-talk")
    assert talk.headers["Location"] == "/notes/talks/dogenzaka/hbase"
    typed = client.get("/notes/?q=HBase", headers={"HX-Request": "true", "HX-Trigger": "search-form"})
    assert typed.headers["HX-Replace-Url"] == "/notes/?q=HBase"
    slash = client.get("/notes/talks/dogenzaka/hbase/?q=a%26b")
    assert slash.headers["Location"] == "/notes/talks/dogenzaka/hbase?q=a%26b"
    kept = client.get("/notes/?theme=dark").headers["Set-Cookie"]
    assert "Path=/notes/" in kept


def test_links_for_blogs_have_the_path_once(index: TalkIndex) -> None:
    for client, host in (
        (create_app(site_settings(), index).test_client(), "http://localhost"),
        (create_app(site_settings("https://example.jp"), index).test_client(), "https://example.jp"),
        (create_app(site_settings("https://example.jp/notes"), index).test_client(), "https://example.jp"),
    ):
        page = client.get("/notes/talks/dogenzaka/hbase", base_url="http://localhost").text
        assert f'rel="canonical" href="{host}/notes/talks/dogenzaka/hbase"' in page
        assert f">\n{host}/notes/talks/dogenzaka/hbase</textarea>" in page
        assert "/notes/notes" not in page
        links = client.get("/notes/link/talks/dogenzaka/hbase", base_url="http://localhost").text
        assert f"{host}/notes/talks/dogenzaka/hbase" in links and "/notes/notes" not in links


def test_a_site_is_called_what_its_keeper_calls_it(index: TalkIndex) -> None:
    named = Settings(title="夜の<勉強会>", tagline="聞いた話を、書いたままに")
    client = create_app(named, index).test_client()
    front = client.get("/").text
    assert "<title>夜の&lt;勉強会&gt; — 聞いた話を、書いたままに</title>" in front
    assert "</span>夜の&lt;勉強会&gt;<span" in front and 'class="lead">聞いた話を、書いたままに<' in front
    assert "聞き書き" not in front.replace("cards", "")
    talk = client.get("/talks/dogenzaka/hbase?lang=en").text
    assert " — 夜の&lt;勉強会&gt;</title>" in talk
    assert 'og:site_name" content="夜の&lt;勉強会&gt;"' in talk
    assert "夜の&lt;勉強会&gt;" in client.get("/cards/talks/dogenzaka/hbase.svg").text
    assert "— 夜の" in client.get("/?q=HBase").text
    with_tagline = create_app(Settings(tagline="Notes"), index).test_client()
    assert "Kikigaki — Notes</title>" in with_tagline.get("/?lang=en").text


def test_a_site_has_a_language_for_who_has_not_chosen(index: TalkIndex) -> None:
    client = create_app(Settings(language="en"), index).test_client()
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "ja"}).text
    assert '<html lang="ja"' in client.get("/?lang=ja").text


@pytest.mark.browser
def test_scripts_stay_below_the_path(browser: Browser, corpus_index: TalkIndex) -> None:
    with serving(create_app(site_settings(), corpus_index)) as address:
        context = browser.new_context(base_url=address, locale="ja-JP")
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        page.goto("/notes/")
        page.locator("#q").press_sequentially("pyth", delay=20)
        page.get_by_role("option", name="Python").first.click()
        expect(page.locator(".chip")).to_contain_text("Python")
        expect(page).to_have_url(re.compile("/notes/\\?technology="))
        page.locator(".years a").first.dispatch_event("click")
        expect(page.locator(".chip")).to_have_count(2)
        page.locator("[data-theme-choice=dark]").click()
        assert [each["path"] for each in context.cookies() if each["name"] == "theme"] == ["/notes/"]
        assert asked and all(path.startswith("/notes/") for path in asked)
        context.close()


def test_pictures_frames_feeds_and_maps_are_below_the_path_too(index: TalkIndex) -> None:
    site = "https://example.jp/notes"
    client = create_app(Settings(public_url=site, base="/notes"), index).test_client()

    def below(address: str) -> str:
        assert address.startswith(f"{site}/"), address
        return address.removeprefix("https://example.jp")

    page = client.get("/notes/talks/dogenzaka/hbase").text
    picture = below(re.findall(r'og:image" content="([^"]*)"', page)[0])
    assert client.get(picture).mimetype == "image/png"
    moved = client.get(re.sub(r"/cards/\w+/", "/cards/0/", picture))
    assert (moved.status_code, moved.location) == (302, picture)
    for kind in ("application/json\\+oembed", "application/json", "application/atom\\+xml"):
        for link in re.findall(rf'type="{kind}" href="([^"]*)"', page):
            path = unescape(link)
            assert client.get(path if path.startswith("/notes/") else below(path)).status_code == 200
    frame = client.get("/notes/oembed", query_string={"url": f"{site}/talks/dogenzaka/hbase"}).json
    assert frame and "https://example.jp/notes/embed/talks/dogenzaka/hbase" in frame["html"]
    box = client.get("/notes/embed/box").text
    assert 'action="/notes/embed/box"' in box
    for path in re.findall(r'(?:href|src)="(/[^"]*)"', box):
        assert client.get(path).status_code == 200 and path.startswith("/notes/static/")
    locations = re.findall(r"<loc>([^<]*)</loc>", client.get("/notes/sitemap.xml").text)
    assert len(locations) > 10
    assert {client.get(below(each)).status_code for each in locations} == {200}
    old = client.get("/notes/embed/talks/dogenzaka/hbase-talk")
    assert old.location == "/notes/embed/talks/dogenzaka/hbase"
    found = client.get("/notes/search.json?q=HBase").json
    assert found and client.get(below(found["hits"][0]["url"])).status_code == 200
