"""The search box in a real browser: suggestions, keys, input methods, and typing faster than answers come."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from waiting import Held, settled, stopped, typed

pytestmark = pytest.mark.browser


def options_of(page: Page) -> list[str]:
    return page.locator("#suggestions [role=option] .suggestion-text").all_inner_texts()


def compose(page: Page, context: BrowserContext, readings: tuple[str, ...], text: str) -> None:
    """Type with an input method on a `stopped` page: some readings, then the text that is committed."""
    devtools = context.new_cdp_session(page)
    for reading in readings:
        end = len(reading)
        devtools.send(
            "Input.imeSetComposition", {"text": reading, "selectionStart": end, "selectionEnd": end}
        )
        page.clock.run_for(200)
    page.clock.resume()
    devtools.send("Input.insertText", {"text": text})


def test_a_suggestion_is_chosen_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.locator("#q")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("kata", delay=20)
    option = page.get_by_role("option", name="片岡")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?speaker=%E7%89%87%E5%B2%A1$"))
    expect(page.locator(".chip")).to_contain_text("片岡")
    expect(box).to_have_value("")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_the_arrows_go_round_and_escape_closes_then_clears(page: Page) -> None:
    page.goto("/")
    box = page.locator("#q")
    box.press_sequentially("py", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_have_value("py")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page).to_have_url("/")


def test_a_suggestion_is_chosen_by_touch(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto("/?year=2015")
    page.locator("#q").tap()
    page.locator("#q").press_sequentially("どうげん", delay=20)
    option = page.get_by_role("option", name="道玄坂")
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box is not None and box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    option.tap()
    expect(page.locator(".chip")).to_have_count(2)
    context.close()


def test_a_suggested_title_opens_its_talk(page: Page) -> None:
    page.goto("/talks/2015-01-14-dogenzaka-lt/datomic")
    page.locator("#q").press_sequentially("モンゴリアン", delay=20)
    page.get_by_role("option", name="モンゴリアン桑野参上").click()
    expect(page.locator("h1")).to_have_text("モンゴリアン桑野参上")


def test_recent_searches_stay_in_the_browser(page: Page, context: BrowserContext) -> None:
    page.goto("/")
    page.locator("#q").fill("WiredTiger")
    page.locator("#q").press("Enter")
    expect(page).to_have_url("/?q=WiredTiger")
    page.goto("/")
    page.locator("#q").click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="WiredTiger")).to_be_visible()
    assert context.cookies() == []
    page.get_by_role("option", name="WiredTiger").click()
    expect(page).to_have_url("/?q=WiredTiger")
    page.goto("/")
    page.locator("#q").click()
    page.get_by_role("option", name="最近の検索を消す").click()
    assert page.evaluate("localStorage.getItem('kikigaki.recent')") is None


def test_slash_and_control_k_go_to_the_box_but_not_out_of_another_field(page: Page) -> None:
    page.goto("/talks/2015-01-14-dogenzaka-lt/wiredtiger")
    box = page.locator("#q")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    box.blur()
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    other = page.locator(".link-form textarea:visible").first
    for key in ("/", "Control+k", "?"):
        other.focus()
        page.keyboard.press(key)
        expect(other).to_be_focused()


def test_arrows_walk_the_hits_and_enter_opens_one(page: Page) -> None:
    page.goto("/?q=Python")
    page.keyboard.press("/")
    links = page.locator(".entry h3 a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    title = links.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def test_a_question_mark_shows_the_keys(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("#q").focus()
    page.keyboard.type("?")
    expect(page.locator("#q")).to_have_value("?")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_keys_are_shown_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.locator(".keys-button").click()
    expect(plain_page.locator("#keys")).to_be_visible()


def test_the_enter_that_commits_kanji_chooses_and_opens_nothing(page: Page, context: BrowserContext) -> None:
    stopped(page, "/")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "suggest" in request.url else None)
    page.locator("#q").focus()
    devtools = context.new_cdp_session(page)
    for reading in ("か", "かた", "かたお"):
        end = len(reading)
        devtools.send(
            "Input.imeSetComposition", {"text": reading, "selectionStart": end, "selectionEnd": end}
        )
        page.clock.run_for(200)
    for key in ("ArrowDown", "Enter", "Escape"):
        page.locator("#q").dispatch_event("keydown", {"key": key, "keyCode": 229, "isComposing": True})
    assert asked == [] and "?" not in page.url
    assert page.locator("#suggestions").is_hidden()
    page.clock.resume()
    devtools.send("Input.insertText", {"text": "片岡"})
    expect(page.get_by_role("option", name="片岡").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=%E7%89%87%E5%B2%A1"))


def test_composing_within_a_facet_asks_nothing_until_it_is_done(page: Page, context: BrowserContext) -> None:
    page.clock.install(time=0)
    page.goto("/")
    page.locator(".facet-speaker .more").click()
    expect(page.locator("#find-speaker")).to_be_focused()
    page.clock.pause_at(3_600_000)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    compose(page, context, ("す", "すず", "すずき"), "鈴木")
    expect(page.locator(".facet-speaker .choice-label").first).to_contain_text("鈴木")
    assert len(asked) == 1


def test_fifty_fast_keystrokes_end_with_the_last_answer(page: Page) -> None:
    stopped(page, "/")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "hx-request" in request.headers else None)
    words = "fluentd Elasticsearch buffer monitoring Scala Spark"[:50]
    assert len(words) == 50
    page.locator("#q").focus()
    typed(page, words, 20)
    page.clock.resume()
    expect(page).to_have_url("/?q=" + words.replace(" ", "+"))
    expect(page.locator("#q")).to_have_value(words)
    assert len(sent) == 1


def test_a_slow_answer_never_replaces_a_later_one(page: Page) -> None:
    page.goto("/")
    held = Held(page, r"/\?q=HBase(&|$)")
    page.locator("#q").fill("HBase")
    held.wait()
    page.locator("#q").fill("WiredTiger")
    expect(page).to_have_url("/?q=WiredTiger")
    held.release()
    expect(page).to_have_url("/?q=WiredTiger")
    expect(page.locator(".entry h3").first).to_have_text("モンゴリアン桑野参上")


def test_double_clicks_and_quick_clicks_count_once(page: Page) -> None:
    page.goto("/?q=Python")
    page.locator(".facet-technology .choice").nth(1).dblclick()
    settled(page)
    chips = page.locator(".chip").count()
    assert chips in (0, 1)
    address = page.url
    page.reload()
    expect(page).to_have_url(address)
    expect(page.locator(".chip")).to_have_count(chips)


def test_a_slip_is_offered_and_followed(page: Page) -> None:
    page.goto("/?q=Pythno")
    page.locator(".meant a").click()
    expect(page).to_have_url("/?q=Python")
    expect(page.locator("#q")).to_have_value("Python")
    expect(page.locator(".meant")).to_have_count(0)
