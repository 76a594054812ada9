"""The link box in a real browser: two clicks from a hit to the clipboard, in the form of last time."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from search.linking.forms import FORMS

pytestmark = pytest.mark.browser

TALK = "/talks/2015-01-14-dogenzaka-lt/wiredtiger"


@pytest.fixture
def clipboard(context: BrowserContext, page: Page) -> Page:
    """A page whose clipboard may be read."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def copied(page: Page) -> str:
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


def copy(page: Page, within: str = "dialog[open]") -> str:
    page.evaluate("navigator.clipboard.writeText('')")
    button = page.locator(f"{within} .copy:visible")
    button.click()
    expect(button).to_have_text("コピーしました")
    return copied(page)


def open_first(page: Page) -> None:
    page.locator(".entry .link-opener").first.click()
    expect(page.locator("dialog[open] .link-select")).to_be_focused()
    expect(page.get_by_role("dialog", name="引用・リンク")).to_be_visible()


def test_every_form_of_a_talk_is_copied_as_it_is_shown(clipboard: Page) -> None:
    page = clipboard
    page.goto("/?q=WiredTiger")
    open_first(page)
    plain = page.request.get(f"/link{TALK}?q=WiredTiger").text()
    select, seen = page.locator("dialog .link-select"), 0
    for name in FORMS:
        if f'data-form="{name}"' not in plain:
            continue
        select.select_option(name)
        shown = page.locator("dialog textarea:visible")
        expect(shown).to_have_count(1)
        assert copy(page) == shown.input_value()
        seen += 1
    assert seen == len([name for name in FORMS if not name.startswith(("list-", "short"))])


def test_every_form_of_a_list_is_copied_with_the_search_below_it(clipboard: Page) -> None:
    page = clipboard
    page.goto("/?q=MongoDB")
    page.locator(".tools .link-opener").click()
    for name in FORMS:
        if name.startswith("list-"):
            page.locator("dialog .link-select").select_option(name)
            text = copy(page)
            assert text == page.locator("dialog textarea:visible").input_value()
            assert text.count("/?q=MongoDB") == 1


def test_the_form_of_last_time_is_two_clicks_away(clipboard: Page, site: str) -> None:
    page = clipboard
    page.goto("/?q=WiredTiger")
    open_first(page)
    page.locator("dialog .link-select").select_option("hatena-card")
    page.goto("/?q=HBase")
    open_first(page)
    assert copy(page).startswith(f"[{site}/talks/") and copied(page).endswith(":embed:cite]")


def test_a_form_that_a_talk_does_not_have_is_kept_for_the_next_list(clipboard: Page) -> None:
    page = clipboard
    page.goto("/?q=MongoDB")
    page.locator(".tools .link-opener").click()
    page.locator("dialog .link-select").select_option("rst")
    page.locator("dialog .link-select").select_option("list-rst")
    page.keyboard.press("Escape")
    open_first(page)
    expect(page.locator("dialog .link-select")).to_have_value("rst")
    page.keyboard.press("Escape")
    page.locator(".tools .link-opener").click()
    expect(page.locator("dialog .link-select")).to_have_value("list-rst")


def test_the_box_closes_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/?q=WiredTiger")
    open_first(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator(".entry .link-opener").first).to_be_focused()
    open_first(page)
    page.mouse.click(5, 5)
    expect(page.locator("dialog")).to_be_hidden()
    open_first(page)
    page.locator("dialog form[method=dialog] button").click()
    expect(page.locator("dialog")).to_be_hidden()


def test_the_order_and_the_number_of_a_list_are_chosen_in_the_box(page: Page) -> None:
    page.goto("/?q=Python")
    page.locator(".tools .link-opener").click()
    page.locator("dialog .link-select").select_option("list-text")
    shown = page.locator("dialog textarea:visible")
    assert shown.input_value().count("\n- ") == 19
    page.locator("dialog [name=n]").focus()
    page.locator("dialog [name=n]").select_option("5")
    expect(page.locator("dialog [name=n]")).to_be_focused()
    expect(page.locator("dialog [name=n]")).to_have_value("5")
    page.wait_for_function(
        # A function: a text would be evaluated anew each time, which the page forbids.
        "() => [...document.querySelectorAll('dialog textarea')]"
        ".some(box => box.offsetParent && box.value.split('\\n- ').length === 5)"
    )
    page.locator("dialog [name=by]").select_option("date")
    expect(page.locator("dialog [name=by]")).to_have_value("date")
    expect(page.locator("dialog .link-select")).to_have_value("list-text")
    expect(shown).to_have_value(re.compile(r"^- \d{4}-\d\d-\d\d", re.MULTILINE))
    days = [line[2:12] for line in shown.input_value().splitlines() if line.startswith("- ")]
    assert days == sorted(days, reverse=True) and len(days) == 5


def test_what_is_selected_in_a_note_is_quoted(clipboard: Page) -> None:
    page = clipboard
    page.goto(TALK)
    page.evaluate(
        """() => {
            const item = document.querySelector(".note li");
            getSelection().selectAllChildren(item);
        }"""
    )
    words = page.evaluate("getSelection().toString()")
    page.locator(".sheet-margin .link-opener").click()
    page.locator("dialog .link-select").select_option("quote-text")
    assert copy(page).splitlines()[0] == f"> {words}"


def test_a_talks_page_has_the_box_open(clipboard: Page, site: str) -> None:
    page = clipboard
    page.goto(TALK)
    page.locator(".take-away .link-select").select_option("hatena")
    assert copy(page, ".take-away").startswith(f"[{site}{TALK}:title=")
    expect(page.locator("#status")).to_have_text("コピーしました")


def test_a_click_with_a_key_opens_the_page_of_the_box(page: Page, context: BrowserContext) -> None:
    page.goto("/?q=WiredTiger")
    with context.expect_page() as opened:
        page.locator(".entry .link-opener").first.click(modifiers=["Control"])
    expect(opened.value.locator("textarea").first).to_be_visible()
    assert "/link/talks/" in opened.value.url


def test_when_the_box_cannot_be_had_the_link_is_followed(page: Page) -> None:
    page.goto("/?q=WiredTiger")
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error()); }")
    page.locator(".entry .link-opener").first.click()
    page.wait_for_url("**/link/talks/**")
    expect(page.locator(".link-page .link-select")).to_be_visible()


def test_without_javascript_all_forms_are_on_a_page(plain_page: Page) -> None:
    page = plain_page
    page.goto("/?q=WiredTiger")
    page.locator(".entry .link-opener").first.click()
    expect(page.locator("textarea")).to_have_count(
        len([n for n in FORMS if not n.startswith(("list-", "short"))])
    )
    expect(page.locator(".copy").first).to_be_hidden()
    page.goto("/link/search?q=Python")
    page.locator("[name=n]").select_option("5")
    page.locator(".link-listing button").click()
    assert page.locator('[data-form="list-text"] textarea').input_value().count("\n- ") == 4


@pytest.mark.parametrize("width", [390, 320])
def test_the_box_fits_a_phone_and_fingers(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(
        base_url=site, locale="ja-JP", viewport={"width": width, "height": 740}, has_touch=True
    )
    page = context.new_page()
    page.goto("/?q=Python")
    page.locator(".tools .link-opener").tap()
    page.locator("dialog .link-select").select_option("list-html")
    box = page.locator("dialog").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] <= 740
    assert page.evaluate(
        "document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth"
    )
    for control in page.locator("dialog select:visible, dialog button:visible").all():
        size = control.bounding_box()
        assert size and size["height"] >= 43.9
    page.goto(f"/link{TALK}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("heading", name="引用・リンク")).to_have_count(0)
    text, button = (
        page.locator(f".link-form:visible {each}").bounding_box() for each in ("textarea", ".copy")
    )
    assert text and button and button["y"] - text["y"] - text["height"] < 15
    context.close()


def test_hits_of_two_searches_are_set_aside_and_copied_as_one_list(clipboard: Page, site: str) -> None:
    page = clipboard
    page.goto("/?q=WiredTiger")
    before = page.evaluate("history.length")
    page.locator(".pick").first.click()
    expect(page.locator(".pick").first).to_have_attribute("aria-current", "true")
    expect(page.locator(".pick").first).to_be_focused()
    assert page.evaluate("history.length") == before
    page.locator("#q").fill("HBase")
    expect(page).to_have_title("「HBase」の検索結果 — 聞き書き")
    page.locator(".pick").first.click()
    expect(page.locator(".picked b")).to_have_text("2件")
    page.reload()
    expect(page.locator(".picked b")).to_have_text("2件")
    page.locator(".picked a").first.click()
    page.locator(".link-select").select_option("list-hatena")
    lines = copy(page, ".link-page").splitlines()
    assert len(lines) == 4 and lines[0].startswith(f"-[{site}{TALK}:title=")
    assert lines[3].startswith(f"[{site}/set?set=")
