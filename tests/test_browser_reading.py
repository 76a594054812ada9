"""Reading on without leaving the list, by keys and by fingers: glances, keys, the sheet, help, print."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_a_passage_goes_on_where_it_stands(page: Page) -> None:
    page.goto("/?q=シャーディング")
    passage = page.locator(".entry .snippet").first
    short = passage.inner_text()
    page.locator("body").press("j")
    page.keyboard.press("ArrowRight")
    expect(passage).to_have_class(re.compile("glance"))
    more = passage.inner_text()
    assert more.startswith(short.rstrip("…")[:100]) and len(more) > len(short) + 20
    expect(passage.locator("mark").first).to_be_visible()
    assert page.url.endswith("%E3%82%B0")
    page.keyboard.press("ArrowLeft")
    expect(passage).to_have_text(short)
    page.keyboard.press(" ")
    expect(passage).to_have_class(re.compile("glance"))
    page.keyboard.press(" ")
    expect(passage).to_have_text(short)


def test_j_and_k_walk_and_n_goes_on(page: Page) -> None:
    page.goto("/?q=Python")
    titles = page.locator(".entry h3").all_inner_texts()
    page.locator("body").press("j")
    assert focused(page) == titles[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == titles[1]
    page.keyboard.press("n")
    expect(page).to_have_url("/?q=Python&page=2")
    page.goto("/talks/2015-01-14-dogenzaka-lt/datomic")
    following = page.locator("a[rel=next]").get_attribute("href")
    page.locator("body").press("n")
    expect(page).to_have_url(re.compile(f"{following}$"))


def test_letters_that_are_typed_are_letters(page: Page) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("njk", delay=20)
    expect(page.locator("#q")).to_have_value("njk")


def test_after_back_one_goes_on_behind_the_hit_just_read(page: Page) -> None:
    page.goto("/?q=Python")
    titles = page.locator(".entry h3").all_inner_texts()
    page.locator(".entry h3 a").nth(2).click()
    expect(page.locator(".sheet")).to_be_visible()
    page.goto("/?q=Python")
    page.locator("body").press("ArrowDown")
    assert focused(page) == titles[3]


@pytest.mark.parametrize("width", [390, 320])
def test_the_sheet_says_how_many_there_are_and_leads_to_them(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 740}, has_touch=True, locale="ja-JP"
    )
    page = context.new_page()
    page.goto("/?q=Python")
    page.locator("#facets-switch summary").tap()
    done = page.locator(".sheet-done")
    expect(done).to_have_text(f"{page.locator('#found-title b').inner_text()}件を見る")
    box = done.bounding_box()
    assert box and box["height"] >= 44 and box["y"] + box["height"] <= 740
    page.locator(".facets .choice").first.tap()
    expect(page.locator(".chip")).to_have_count(1)
    expect(done).to_have_text(f"{page.locator('#found-title b').inner_text()}件を見る")
    done.tap()
    expect(page.locator(".facets")).to_be_hidden()
    page.goto("/?q=%22ぬるぽぬるぽ%22")
    page.locator("#facets-switch summary").tap()
    expect(page.locator(".facets")).to_contain_text("絞り込めるものがありません。")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_names_on_a_phone_have_the_whole_line_where_they_need_it(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 800}, locale="ja-JP")
    page = context.new_page()
    page.goto("/?q=シャーディング")
    facts, take = page.locator(".entry-facts .facts"), page.locator(".entry-facts .take")
    names, links = facts.first.bounding_box(), take.first.bounding_box()
    # Datomic has six names; beside one or two there is room.
    assert names and links and names["width"] > 300 and links["y"] >= names["y"] + names["height"] - 1
    page.goto("/?q=Python")
    boxes = [(facts.nth(n).bounding_box(), take.nth(n).bounding_box()) for n in range(facts.count())]
    assert any(one and other and abs(one["y"] - other["y"]) < 10 for one, other in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_name_of_hundreds_of_letters_takes_three_lines(page: Page) -> None:
    page.goto("/?q=シャーディング")
    heights = page.evaluate(
        """() => [".facets .choice-label", ".entry .margin a"].map(each => {
            const name = document.querySelector(each);
            name.textContent = "とても長い名前の勉強会".repeat(20);
            return name.getBoundingClientRect().height / parseFloat(getComputedStyle(name).lineHeight);
        })"""
    )
    assert all(2.5 < lines < 3.5 for lines in heights), heights


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_help_says_how_to_ask_and_its_examples_lead_somewhere(
    browser: Browser, site: str, width: int
) -> None:
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 800}, locale="ja-JP")
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="使い方").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="検索の書き方")).to_be_in_viewport()
    assert page.evaluate("document.getElementById('keys').scrollWidth <= innerWidth")
    dialog.get_by_role("link", name="title:検索").click()
    expect(page).to_have_url(re.compile("title%3A"))
    expect(page.locator(".entry").first).to_be_visible()
    context.close()


def test_a_list_is_narrowed_by_typing_and_keeps_the_place_of_the_caret(page: Page) -> None:
    page.goto("/speakers")
    page.locator("#find").press_sequentially("kata", delay=30)
    expect(page.locator(".shelf .choice")).to_have_count(2)
    expect(page.locator(".shelf .choice").first).to_contain_text("片")
    expect(page.locator("#find")).to_be_focused()


def test_the_list_of_events_hangs_its_names_behind_the_dates(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/events?lang=en")
    places = page.evaluate(
        """() => [...document.querySelectorAll(".choice.dated")].map(each => {
            const placeOf = part => each.querySelector(part).getBoundingClientRect();
            return placeOf(".choice-label").left - placeOf(".shelf-date").right;
        })"""
    )
    assert places and all(gap >= 0 for gap in places)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paper_keeps_the_query_its_address_and_the_marks(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto("/?q=シャーディング")
    page.emulate_media(media="print")
    expect(page.locator("#found-title")).to_contain_text("「シャーディング」の検索結果")
    title = page.locator("#found-title .unseen").bounding_box()
    assert title and title["width"] > 100
    expect(page.locator(".print-only")).to_be_visible()
    assert page.locator(".print-only").inner_text().startswith(f"{site}/?q=")
    mark = page.locator(".snippet mark").first
    assert mark.evaluate("each => getComputedStyle(each).textDecorationLine") == "underline"
    expect(page.locator(".facets")).to_be_hidden()


def test_a_facet_opens_sorts_and_closes_again_in_place(page: Page) -> None:
    page.goto("/?q=Python")
    page.locator(".facet-speaker .more").click()
    expect(page.locator("#find-speaker")).to_be_focused()
    page.locator("#speaker-by-name").click()
    expect(page.locator("#speaker-by-name")).to_have_attribute("aria-current", "true")
    page.locator(".facet-speaker .values-close").click()
    expect(page.locator(".facet-speaker .more")).to_be_visible()
    expect(page.locator(".facet-speaker .choice")).to_have_count(10)
    assert page.url.endswith("/?q=Python")
