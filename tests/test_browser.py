"""The page in a real browser: quick with JavaScript, whole without it, quiet in the console."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from waiting import Held, settled, stopped, typed, until_seen

pytestmark = pytest.mark.browser


def searches_of(page: Page) -> list[Request]:
    """Collect the requests htmx sends from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "hx-request" in request.headers else None)
    return sent


def remember(page: Page) -> None:
    page.evaluate("window.kept = true")


def is_remembered(page: Page) -> bool:
    """Whether no page has been loaded since `remember`."""
    return bool(page.evaluate("window.kept === true"))


def total(page: Page) -> str:
    return page.locator("#found-title .total b").inner_text()


def test_the_journey_with_javascript(page: Page) -> None:
    page.goto("/")
    remember(page)
    box = page.locator("#q")
    box.press_sequentially("WiredTiger", delay=20)
    expect(page.locator(".entry h3").first).to_have_text("モンゴリアン桑野参上")
    expect(page).to_have_url("/?q=WiredTiger")
    expect(page).to_have_title("「WiredTiger」の検索結果 — 聞き書き")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionStart") == len("WiredTiger")

    page.locator(".choice", has_text="MongoDB").click()
    expect(page.locator(".chip")).to_contain_text("MongoDB")
    expect(page).to_have_url("/?q=WiredTiger&technology=MongoDB")
    assert is_remembered(page)

    page.go_back()
    expect(page).to_have_url("/?q=WiredTiger")
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("WiredTiger")
    assert is_remembered(page)

    page.locator(".entry h3 a").first.click()
    expect(page.locator("h1")).to_have_text("モンゴリアン桑野参上")
    expect(page.locator(".note mark").first).to_be_visible()
    page.go_back()
    expect(page.locator("#found-title")).to_be_visible()
    expect(page.locator("#q")).to_have_value("WiredTiger")


def test_the_same_journey_without_javascript(plain_page: Page) -> None:
    page = plain_page
    page.goto("/")
    page.locator("#q").fill("WiredTiger")
    page.locator("#search-form button").click()
    expect(page).to_have_url("/?q=WiredTiger")
    page.locator(".choice", has_text="MongoDB").click()
    expect(page).to_have_url("/?q=WiredTiger&technology=MongoDB")
    page.locator("#search-form button").click()
    expect(page).to_have_url("/?q=WiredTiger&technology=MongoDB")
    page.go_back()
    page.go_back()
    expect(page).to_have_url("/?q=WiredTiger")
    page.locator(".entry h3 a").first.click()
    expect(page.locator(".note mark").first).to_be_visible()
    expect(page.locator(".link-form textarea").first).to_be_visible()
    expect(page.locator(".copy").first).to_be_hidden()


def test_typing_leaves_one_entry_in_the_history_and_clicking_one_each(page: Page) -> None:
    page.goto("/")
    before = page.evaluate("history.length")
    page.locator("#q").press_sequentially("Python", delay=60)
    expect(page).to_have_url("/?q=Python")
    page.locator("#q").press_sequentially(" 3", delay=60)
    expect(page).to_have_url("/?q=Python+3")
    assert page.evaluate("history.length") == before + 1
    page.locator(".sorts a", has_text="古い順").click()
    expect(page).to_have_url("/?q=Python+3&sort=oldest")
    assert page.evaluate("history.length") == before + 2
    page.locator("#q").fill("numpy")
    expect(page).to_have_url("/?q=numpy&sort=oldest")
    assert page.evaluate("history.length") == before + 3


def test_back_from_what_was_typed_leads_to_the_front_page(page: Page) -> None:
    page.goto("/")
    remember(page)
    page.locator("#q").press_sequentially("WiredTiger", delay=20)
    expect(page).to_have_url("/?q=WiredTiger")
    page.go_back()
    expect(page).to_have_url("/")
    expect(page.locator(".front")).to_be_visible()
    expect(page.locator("#q")).to_have_value("")
    front = page.locator("[data-announce]").get_attribute("data-announce") or ""
    expect(page.locator("#status")).to_have_text(front)
    page.go_forward()
    expect(page.locator("#q")).to_have_value("WiredTiger")
    expect(page.locator(".entry h3").first).to_have_text("モンゴリアン桑野参上")
    assert is_remembered(page)


def test_after_back_the_box_still_suggests_and_keys_still_lead_to_it(page: Page) -> None:
    page.goto("/?q=Python")
    page.locator(".choice").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    page.locator("body").press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("kata", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()


def told_of(page: Page) -> str:
    """How many hits there are at a page's address: what it shows may still be of the one before."""
    asked = page.request.get(f"/search.json?{urlsplit(page.url).query}").json()
    return f"{asked['total']:,}"


def test_going_back_and_forth_restores_each_step(page: Page) -> None:
    page.goto("/?q=Python")
    steps = [(page.url, told_of(page))]
    for choice in (
        ".facets section:nth-of-type(4) .choice >> nth=1",
        ".sorts a >> nth=1",
        ".clear",
        "#page-next",
    ):
        address = page.url
        page.locator(choice).click()
        page.wait_for_function("before => location.href !== before", arg=address)
        expect(page.locator("#results.htmx-request")).to_have_count(0)
        steps.append((page.url, told_of(page)))
        expect(page.locator("#found-title .total b")).to_have_text(steps[-1][1])
    for url, found in reversed(steps[:-1]):
        page.go_back()
        expect(page).to_have_url(url)
        expect(page.locator("#found-title .total b")).to_have_text(found)
    for url, found in steps[1:]:
        page.go_forward()
        expect(page).to_have_url(url)
        expect(page.locator("#found-title .total b")).to_have_text(found)


def test_going_back_twice_at_once_shows_the_page_of_the_address(page: Page) -> None:
    page.goto("/?q=Python")
    first = told_of(page)
    for choice in (".facets section:nth-of-type(4) .choice >> nth=1", ".sorts a >> nth=1"):
        address = page.url
        page.locator(choice).click()
        page.wait_for_function("before => location.href !== before", arg=address)
        expect(page.locator("#results.htmx-request")).to_have_count(0)
    assert told_of(page) != first
    held = Held(page, r"q=Python&(?!.*sort)")
    page.evaluate("history.back()")
    held.wait()
    page.evaluate("history.back()")
    expect(page).to_have_url("/?q=Python")
    held.release()
    expect(page.locator("#found-title .total b")).to_have_text(first)


def test_an_answer_that_comes_after_going_back_is_not_shown(page: Page) -> None:
    page.goto("/?q=Python")
    page.locator("#q").fill("fluentd")
    expect(page).to_have_url("/?q=fluentd")
    held = Held(page, r"/\?q=fluentd(\+|%20)buffer")
    page.locator("#q").fill("fluentd buffer")
    held.wait()
    page.go_back()
    held.release()
    expect(page).to_have_url("/?q=Python")
    expect(page.locator("#found-title .total b")).to_have_text(told_of(page))
    expect(page.locator("#q")).to_have_value("Python")


def test_what_was_typed_just_before_going_back_is_not_searched_for(page: Page) -> None:
    page.clock.install(time=0)
    page.goto("/?q=Python")
    page.locator("#q").fill("fluentd")
    expect(page).to_have_url("/?q=fluentd")
    page.clock.pause_at(3_600_000)
    page.locator("#q").fill("fluentd buffer")
    held = Held(page, r"/\?q=Python$")
    page.evaluate("history.back()")
    held.wait()
    page.clock.run_for(1_000)
    page.clock.resume()
    held.release()
    expect(page.locator("#found-title .total b")).to_have_text(told_of(page))
    expect(page).to_have_url("/?q=Python")
    expect(page.locator("#q")).to_have_value("Python")


def test_a_page_that_comes_back_too_late_does_not_replace_what_was_typed_meanwhile(page: Page) -> None:
    page.goto("/?q=Python")
    page.locator("#q").fill("fluentd")
    expect(page).to_have_url("/?q=fluentd")
    expect(page.locator("#found-title .total b")).to_have_text(told_of(page))
    held = Held(page, r"q=Python$")
    page.evaluate("history.back()")
    expect(page).to_have_url("/?q=Python")
    held.wait()
    page.locator("#q").fill("WiredTiger")
    expect(page).to_have_url("/?q=WiredTiger")
    held.release()
    expect(page.locator("#q")).to_have_value("WiredTiger")
    expect(page.locator("#found-title .total b")).to_have_text(told_of(page))


def test_filters_chosen_by_clicks_stay_while_typing_on(page: Page) -> None:
    page.goto("/?technology=MongoDB")
    page.locator("#q").press_sequentially("Wired", delay=20)
    expect(page).to_have_url("/?q=Wired&technology=MongoDB")


def test_fast_typing_sends_few_requests_and_the_last_answer_wins(page: Page) -> None:
    stopped(page, "/")
    sent = searches_of(page)
    page.locator("#q").focus()
    typed(page, "fluentd Elasticsearch", 20)
    page.clock.run_for(1_000)
    typed(page, " shadow proxy engine", 20)
    page.clock.resume()
    expect(page).to_have_url("/?q=fluentd+Elasticsearch+shadow+proxy+engine")
    assert len(sent) == 2


def test_nothing_is_sent_while_an_input_method_composes(page: Page, context: BrowserContext) -> None:
    stopped(page, "/")
    sent = searches_of(page)
    devtools = context.new_cdp_session(page)
    page.locator("#q").focus()
    for reading in ("ｈ", "ひ", "ひっこ", "ひっこし"):
        end = len(reading)
        devtools.send(
            "Input.imeSetComposition", {"text": reading, "selectionStart": end, "selectionEnd": end}
        )
        page.clock.run_for(250)
    page.keyboard.press("Enter")
    page.clock.run_for(250)
    assert sent == []
    assert "q=" not in page.url
    page.clock.resume()
    devtools.send("Input.insertText", {"text": "引っ越し"})
    expect(page).to_have_url("/?q=%E5%BC%95%E3%81%A3%E8%B6%8A%E3%81%97")
    assert len(sent) == 1


def test_the_count_is_announced_once(page: Page) -> None:
    stopped(page, "/")
    page.evaluate(
        """() => {
            window.heard = [];
            const status = document.getElementById("status");
            new MutationObserver(() => window.heard.push(status.textContent))
                .observe(status, { childList: true });
        }"""
    )
    page.locator("#q").focus()
    typed(page, "Wired", 30)
    # What was found so far was never told: it goes on.
    with page.expect_response("**/?q=Wired") as answer:
        page.clock.run_for(150)
    answer.value.finished()
    until_seen(page, lambda: page.clock.run_for(1) or page.url.endswith("?q=Wired"))
    typed(page, "Tiger", 30)
    page.clock.resume()
    page.wait_for_function("() => window.heard.some(said => said.endsWith('件見つかりました'))")
    page.clock.fast_forward(2_000)
    heard = page.evaluate("window.heard")
    assert sum(said.endswith("件見つかりました") for said in heard) == 1


def test_a_click_anywhere_else_copies_nothing(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/?q=WiredTiger")
    page.evaluate("navigator.clipboard.writeText('before')")
    page.locator("#found-title").click()
    page.locator("#facets-switch").dispatch_event("click")
    settled(page)
    assert page.evaluate("navigator.clipboard.readText()") == "before"


def test_the_focus_stays_on_a_facet_value_that_was_chosen_by_keyboard(page: Page) -> None:
    page.goto("/?q=WiredTiger")
    value = page.locator(".choice", has_text="MongoDB")
    key = value.get_attribute("id")
    value.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == key


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=Python&technology=Python",
        "/?q=ぬるぽぬるぽ がががが",
        "/talks/2015-01-14-dogenzaka-lt/datomic?q=シャーディング",
        "/events/2015-01-14-dogenzaka-lt",
        "/facets/speaker",
    ],
)
def test_a_phone_shows_every_page_without_scrolling_sideways(
    browser: Browser, site: str, path: str, scheme: str
) -> None:
    context = browser.new_context(
        base_url=site,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(27, 25, 23)" if scheme == "dark" else "rgb(250, 247, 240)")
    context.close()


def test_on_a_phone_the_facets_stay_open_while_several_are_chosen(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto("/?q=Python")
    choices = page.locator(".facets section:nth-of-type(4) .choice")
    expect(choices.first).to_be_hidden()
    page.locator("#facets-switch summary").tap()
    choices.nth(0).tap()
    expect(page.locator(".chip")).to_have_count(1)
    choices.nth(1).tap()
    expect(page.locator(".chip")).to_have_count(2)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main a, main summary, form button, form input")]
            .filter(each => each.checkVisibility() && !each.closest(".note, .margin, .snippet, .unseen"))
            .filter(each => each.getBoundingClientRect().height < 44)
            .map(each => each.outerHTML)
            .filter(html => !html.includes("hidden"))"""
    )
    assert small == []
    context.close()


def test_without_a_connection_what_is_shown_says_what_it_is_and_the_search_is_made_up_for(
    context: BrowserContext,
) -> None:
    page = context.new_page()
    page.goto("/?q=HBase")
    found = total(page)
    context.set_offline(True)
    page.locator("#q").fill("Python")
    expect(page.locator("#outage")).to_contain_text("「Python」はまだ検索できていません")
    expect(page.locator("#outage")).to_contain_text("「HBase」の結果")
    expect(page.locator("#results")).to_have_class(re.compile("stale"))
    assert total(page) == found
    context.set_offline(False)
    expect(page).to_have_url("/?q=Python", timeout=20_000)
    expect(page.locator("#outage")).to_be_hidden()
    expect(page.locator("#results")).not_to_have_class(re.compile("stale"))
    assert total(page) != found


def test_going_back_without_a_connection_is_made_up_for_too(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/?q=Python")
    page.locator(".sorts a", has_text="古い順").click()
    expect(page).to_have_url("/?q=Python&sort=oldest")
    context.set_offline(True)
    page.go_back()
    expect(page.locator("#outage")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#outage")).to_be_hidden(timeout=20_000)
    expect(page.locator(".sorts a[aria-current]")).to_have_text("関連順")


@pytest.mark.parametrize("is_behind_a_proxy", [False, True])
def test_a_server_that_restarts_is_waited_for(context: BrowserContext, is_behind_a_proxy: bool) -> None:
    page = context.new_page()
    page.goto("/")

    def refuse(route: Route) -> None:
        if is_behind_a_proxy:
            route.fulfill(status=502, body="<h1>Bad Gateway</h1>", content_type="text/html")
        else:
            route.abort("connectionrefused")

    context.route("**/?q=*", refuse)
    page.locator("#q").fill("Python")
    expect(page.locator("#outage")).to_be_visible()
    assert "Bad Gateway" not in page.locator("body").inner_text()
    expect(page.get_by_role("button", name="もう一度試す")).to_be_visible()
    context.unroute("**/?q=*")
    if is_behind_a_proxy:
        # By hand, unless it has been done meanwhile.
        page.evaluate("document.getElementById('outage-again').click()")
    expect(page).to_have_url("/?q=Python", timeout=20_000)
    expect(page.locator("#outage")).to_be_hidden()
