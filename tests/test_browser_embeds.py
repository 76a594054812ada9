"""Frames of this site on somebody else's page, as Chromium shows them."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from axe import violations
from flask import Flask, Response, request
from playwright.sync_api import Browser, Page, expect
from serving import serving
from waiting import until_seen

from search.index import TalkIndex
from search.settings import Settings
from web import create_app

pytestmark = pytest.mark.browser

FRAMES = (
    "/embed/talks/dogenzaka/hbase",
    "/embed/events/dogenzaka",
    "/embed/search?q=シャーディング",
    "/embed/list?talk=kaigi/node&talk=dogenzaka/hbase",
    "/embed/box?q=HBase",
)
PUBLIC = "https://notes.example.jp"
SANDBOXED = 'sandbox="allow-scripts"'


@pytest.fixture(scope="module")
def site(index: TalkIndex) -> Iterator[str]:
    # Where it is read by others it has a public address, wherever it is served from.
    with serving(create_app(Settings(public_url=PUBLIC), index)) as address:
        yield address


@pytest.fixture(scope="module")
def blog(site: str) -> Iterator[str]:
    """Another site with one page, which has what its address says in its body."""
    app = Flask("blog")

    @app.get("/")
    def post() -> Response:
        return Response(
            f"<!doctype html><link rel=icon href=data:,><body>{request.args['body']}", mimetype="text/html"
        )

    with serving(app) as address:
        # Another name is another site; its port alone would be another origin.
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def troubles() -> list[str]:
    return []


@pytest.fixture
def reader(browser: Browser, troubles: list[str]) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP", viewport={"width": 900, "height": 800})
    page = context.new_page()
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    page.route(f"{PUBLIC}/**", lambda route: route.fulfill(body="", content_type="text/html"))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()


def show(page: Page, blog: str, body: str) -> None:
    page.goto(f"{blog}/?{urlencode({'body': body})}")


@pytest.mark.parametrize("path", FRAMES)
@pytest.mark.parametrize("width", [300, 700])
def test_a_sandbox_of_another_site_shows_a_frame_that_fits(
    reader: Page, site: str, blog: str, troubles: list[str], path: str, width: int
) -> None:
    frame = f'<iframe src="{site}{path}" width="{width}" height="60" style="border:0" {SANDBOXED}></iframe>'
    show(reader, blog, f'{frame}<script src="{site}/embed.js"></script>')
    shown = reader.frame_locator("iframe")
    expect(shown.locator("main")).to_be_visible()
    # The style sheet came: the frame has a line to its left.
    expect(shown.locator("main")).to_have_css("border-left-width", "3px")
    tall = int(shown.locator("main").evaluate("each => Math.ceil(each.getBoundingClientRect().height)"))
    assert tall > 100
    expect(reader.locator("iframe")).to_have_css("height", f"{tall}px")
    wide = shown.locator("html").evaluate("each => [each.scrollWidth, each.clientWidth, each.scrollHeight]")
    assert wide[0] <= wide[1] == width and wide[2] <= tall
    assert troubles == []


def test_a_frame_follows_the_colours_of_its_reader_and_of_its_writer(
    reader: Page, site: str, blog: str
) -> None:
    address = f"{site}/embed/talks/dogenzaka/hbase"
    show(
        reader,
        blog,
        "".join(f'<iframe src="{address}{more}" {SANDBOXED}></iframe>' for more in ("", "?scheme=light")),
    )
    grounds = [reader.frame_locator(f"iframe >> nth={place}").locator("body") for place in (0, 1)]
    for colours, seen in (
        ("light", ("rgb(255, 254, 250)",) * 2),
        ("dark", ("rgb(37, 34, 32)", "rgb(255, 254, 250)")),
    ):
        reader.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        for ground, colour in zip(grounds, seen, strict=True):
            expect(ground).to_have_css("background-color", colour)


@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_can_be_read_by_everybody_in_either_colours(reader: Page, site: str, path: str) -> None:
    for colours in ("light", "dark"):
        reader.goto(f"{site}{path}{'&' if '?' in path else '?'}scheme={colours}")
        assert violations(reader, colours) == []


def test_typing_in_a_sandboxed_box_searches_at_once(
    reader: Page, site: str, blog: str, troubles: list[str]
) -> None:
    show(
        reader,
        blog,
        f'<iframe src="{site}/embed/box" width="400" height="200" {SANDBOXED}></iframe>'
        f'<script src="{site}/embed.js"></script>',
    )
    shown = reader.frame_locator("iframe")
    before = reader.locator("iframe").bounding_box()
    shown.locator("input[name=q]").press_sequentially("WAL")
    expect(shown.locator("h2")).to_have_text(["HBase 徹底入門のさわり"])
    expect(shown.locator("mark").first).to_have_text("WAL")
    reader.wait_for_function("document.querySelector('iframe').getBoundingClientRect().height > 150")
    after = reader.locator("iframe").bounding_box()
    assert before and after and after["height"] != before["height"]
    assert troubles == []


def test_a_link_in_a_frame_opens_the_site_itself(reader: Page, site: str, blog: str) -> None:
    show(reader, blog, f'<iframe src="{site}/embed/talks/dogenzaka/hbase" width="500" height="300"></iframe>')
    reader.frame_locator("iframe").get_by_role("link", name="HBase 徹底入門のさわり").click()
    reader.wait_for_url(f"{PUBLIC}/talks/dogenzaka/hbase")


def test_no_script_is_needed(browser: Browser, site: str, blog: str) -> None:
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    show(page, blog, f'<iframe src="{site}/embed/box" width="500" height="300"></iframe>')
    shown = page.frame_locator("iframe")
    shown.locator("input[name=q]").fill("HBase")
    shown.locator("button").click()
    expect(shown.locator("h2").first).to_have_text("HBase 徹底入門のさわり")
    context.close()


def test_a_page_without_an_address_may_frame_too(reader: Page, site: str) -> None:
    reader.set_content(f'<iframe src="{site}/embed/talks/dogenzaka/hbase" {SANDBOXED}></iframe>')
    expect(reader.frame_locator("iframe").locator("h1")).to_have_text("HBase 徹底入門のさわり")


@pytest.mark.parametrize("path", ["/", "/talks/dogenzaka/hbase", "/events/dogenzaka", "/speakers"])
def test_no_other_page_can_be_framed(
    reader: Page, site: str, blog: str, troubles: list[str], path: str
) -> None:
    show(reader, blog, f'<iframe src="{site}{path}" width="500" height="300"></iframe>')
    until_seen(reader, lambda: any("frame-ancestors" in each for each in troubles))
    assert reader.frame_locator("iframe").locator("main").count() == 0


def test_a_frame_with_a_secret_tells_its_height_and_its_links(reader: Page, site: str, blog: str) -> None:
    show(
        reader,
        blog,
        "<script>said = []; addEventListener('message', (event) => said.push(event.data))</script>"
        f'<iframe src="{site}/embed/talks/dogenzaka/hbase#?secret=a1B2" {SANDBOXED}></iframe>',
    )
    shown = reader.frame_locator("iframe")
    shown.get_by_role("link", name="HBase 徹底入門のさわり").click()
    reader.wait_for_function("said.some((each) => each.message === 'link')")
    said = reader.evaluate("said.filter((each) => each.secret === 'a1B2')")
    height = next(each["value"] for each in said if each["message"] == "height")
    assert height > 100
    link = next(each["value"] for each in said if each["message"] == "link")
    assert link == f"{PUBLIC}/talks/dogenzaka/hbase"


def test_a_page_believes_no_frame_of_another_site(reader: Page, site: str, blog: str) -> None:
    show(
        reader,
        blog,
        "<iframe srcdoc=\"<script>setInterval(() => parent.postMessage({kikigaki: {height: 4000}}, '*'), 20)"
        '</script>" height=50></iframe>'
        f'<script src="{site}/embed.js"></script>'
        # Who listens after another hears after him.
        "<script>addEventListener('message', () => { window.heard = true; })</script>",
    )
    reader.wait_for_function("() => window.heard")
    assert reader.locator("iframe").evaluate("each => each.getBoundingClientRect().height") < 100


def test_another_page_reads_a_public_site_and_no_private_one(
    reader: Page, site: str, blog: str, index: TalkIndex
) -> None:
    ask = "async (url) => { try { return (await (await fetch(url)).json()).total } catch { return null } }"
    show(reader, blog, "ブログ")
    assert reader.evaluate(ask, f"{site}/search.json?q=HBase") == 1
    with serving(create_app(Settings(), index)) as private:
        assert reader.evaluate(ask, f"{private}/search.json?q=HBase") is None
