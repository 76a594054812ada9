"""An exported site in Chromium, below a path of a bare file server: searched, and read without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from exporting import export, served_as_files
from playwright.sync_api import Browser, Page, expect
from spelt_notes import NOTES, SLIPPED, SPELT

from search.index import TalkIndex
from search.model import Event, Speaker, Talk
from search.portable import portable_rules, written_tokens
from search.text.lexicon import Lexicon
from search.text.spelling.input_method import kana_of_keys
from search.text.spelling.kana import other_moras_of
from search.text.spelling.romaji import kana_of
from web.export.records import encoded

pytestmark = [pytest.mark.browser, pytest.mark.slow]
pytest.importorskip("pagefind_bin", reason="Pagefind is not installed: pip install 'kikigaki[export]'")
pytest.importorskip("PIL", reason="Pillow is not installed: pip install 'kikigaki[export]'")

SEEDS = Path(__file__).parent.parent.parent / "shared" / "data" / "relevance" / "seed_queries.tsv"
EVENING = "2015-01-14-dogenzaka-lt"
KEYS = {"cfn": "cloudformation", "ostack": "openstack", "wt": "wiredtiger"}
FAMILIES = [(spelt.typed, f"yoru/{spelt.talk}") for spelt in SPELT] + [
    (typed, f"yoru/{talk}") for typed, talk, _ in SLIPPED
]
TEXTS = (
    "シャーディング",
    "ｼｬｰﾃﾞｨﾝｸﾞ",
    "しゃーでぃんぐ",
    "ヴァイオリンとペルシア",
    "片岡さんのSpark入門",
    "引っ越し・引越し",
    "學校と渡邊と𠮷野家",
    "C++ と C# と Node.js、UTF-8、TCP/IP",
    "ＨＢａｓｅ２．０",
    "Ⅲ世代の½、㍿、人々、すゝめ、づゝ",
    "ｳﾞｪﾙﾃﾞｨ がぎぐ",
    "Ruby2.7.18 v1/2",
    "🔥と→と𩸽",
    "ＩＳＯ－２０２２－ＪＰ ’90",
    "",
)


@pytest.fixture(scope="module")
def www(corpus_index: TalkIndex, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shipped notes with those of the spelling families, exported into the folder `notes` below.

    Of the shipped ones a fifth, and all of the evening that is asked for: each page takes its time.
    """
    folder = tmp_path_factory.mktemp("exported")
    ids = corpus_index.ranked("", 10_000)
    shipped = [corpus_index.talk(each) for each in ids if each.startswith(EVENING) or each in ids[::5]]
    evening = Event("yoru", "夜の勉強会", shipped[0].date)
    families = [
        Talk(f"yoru/{name}", title, evening, (Speaker("夜野"),), ("夜",), evening.date, body)
        for name, (title, body) in NOTES.items()
    ]
    TalkIndex(folder / "index").rebuild([*shipped, *families], Lexicon())
    done = export(folder / "index", folder / "www" / "notes")
    assert done.returncode == 0, done.stderr
    return folder / "www"


@pytest.fixture(scope="module")
def files(www: Path) -> Iterator[str]:
    """The address of the exported notes."""
    with served_as_files(www) as address:
        yield f"{address}/notes"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "response",
        lambda got: troubles.append(got.url) if got.status >= 400 and "favicon" not in got.url else None,
    )
    yield page
    context.close()
    assert troubles == []


def hits(page: Page, typed: str) -> list[str]:
    """Return the ids of the talks that are shown for what is typed."""
    page.fill("#q", typed)
    page.wait_for_function(
        "typed => document.querySelector('[data-exported]').dataset.ready === typed", arg=typed.strip()
    )
    found: list[str] = page.eval_on_selector_all(
        "#found-entries h3 a", "links => links.map(each => each.getAttribute('href'))"
    )
    return [each.removeprefix("talks/").removesuffix(".html") for each in found]


def test_nine_in_ten_spellings_find_their_talk(files: str, reader: Page) -> None:
    reader.goto(f"{files}/search.html")
    lost = [typed for typed, talk in FAMILIES if talk not in hits(reader, typed)]
    assert len(lost) <= len(FAMILIES) // 10, lost


@pytest.mark.skipif(not SEEDS.exists(), reason="the shared queries are not beside this checkout")
def test_nine_in_ten_queries_of_an_evening_find_their_talk(files: str, reader: Page) -> None:
    reader.goto(f"{files}/search.html")
    queries = [line.split("\t") for line in SEEDS.read_text("utf-8").splitlines() if "\t" in line]
    lost = [
        text for key, text in queries if f"{EVENING}/{KEYS.get(key, key)}" not in hits(reader, text.strip())
    ]
    assert len(lost) <= len(queries) // 10, lost


@pytest.mark.parametrize(
    ("typed", "talk"),
    [("かたおか", "yoru/kataoka"), ("しゃーでぃんぐ", "yoru/hbase"), ("スカラ", f"{EVENING}/spark")],
)
def test_readings_and_other_names_find_a_talk(files: str, reader: Page, typed: str, talk: str) -> None:
    reader.goto(f"{files}/search.html")
    assert talk in hits(reader, typed)


@pytest.mark.parametrize(
    ("typed", "talk"),
    [
        ("sha-dhinngu", "hbase"),
        ("konsyu-ma-", "queue"),
        ("dassyubo-do", "monitor"),
        ("DHISUTORIBYU-SYON", "choice"),
        ("indekkusu", "postgres"),
        ("vaiorin", "monitor"),
        ("バッハ", "jam"),
        ("デストゥリビューション", "choice"),
    ],
)
def test_what_an_input_method_makes_of_keys_is_found(files: str, reader: Page, typed: str, talk: str) -> None:
    reader.goto(f"{files}/search.html")
    assert f"yoru/{talk}" in hits(reader, typed)


def test_phrases_and_exclusions_are_kept(files: str, reader: Page) -> None:
    reader.goto(f"{files}/search.html")
    assert hits(reader, "「行キーの設計」") == ["yoru/hbase"]
    assert hits(reader, '"キーの行設計"') == []
    assert "yoru/cook" in hits(reader, "シェフ") and "yoru/cook" not in hits(reader, "シェフ -料理")


@pytest.mark.parametrize("typed", ["シャーデング", "シャーディンク", "しゃーでぃんく"])
def test_misspelt_katakana_finds_its_word(files: str, reader: Page, typed: str) -> None:
    reader.goto(f"{files}/search.html")
    assert "yoru/hbase" in hits(reader, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('"行キーの設計', "行キーの設計"),
        ("「行キーの設計", "行キーの設計"),
        ('HBase"行キーの設計"', 'HBase "行キーの設計"'),
        ("HBaseの「行キー」", "HBaseの 行キー"),
    ],
)
def test_a_quotation_mark_without_another_is_none(files: str, reader: Page, typed: str, meant: str) -> None:
    reader.goto(f"{files}/search.html")
    assert hits(reader, typed) == hits(reader, meant) != hits(reader, "")


def test_back_leads_to_the_search_before(files: str, reader: Page) -> None:
    reader.goto(f"{files}/index.html")
    reader.goto(f"{files}/search.html")
    box, chips, total = reader.locator("#q"), reader.locator(".chips .chip"), reader.locator("#found-total")
    hits(reader, "HBas")
    hits(reader, "HBase")
    box.press("Enter")
    found = total.inner_text()
    reader.locator("[data-facet=speaker] .choice").first.click()
    expect(chips).to_have_count(1)
    hits(reader, "片岡")
    reader.go_back()
    expect(box).to_have_value("HBase")
    expect(chips).to_have_count(1)
    reader.go_back()
    expect(chips).to_have_count(0)
    expect(box).to_have_value("HBase")
    expect(total).to_have_text(found)
    reader.go_forward()
    expect(chips).to_have_count(1)
    reader.go_back()
    reader.go_back()
    # What was only being typed is no place to go back to.
    assert reader.url.endswith("/index.html")


def test_facets_narrow_and_are_kept_in_the_address(files: str, reader: Page) -> None:
    reader.goto(f"{files}/search.html")
    reader.locator("[data-facet=year] .choice", has_text="2015").first.click()
    expect(reader.locator(".chips .chip")).to_have_count(1)
    assert "year=2015" in reader.url
    counted = int(reader.locator("#found-total").inner_text().replace(",", ""))
    reader.reload()
    expect(reader.locator("#found-total")).to_have_text(f"{counted:,}")
    assert all("2015" in each for each in reader.locator("#found-entries time").all_inner_texts())
    reader.goto(f"{files}/search.html?speaker=夜野")
    expect(reader.locator("#found-total")).to_have_text(str(len(NOTES)))


def test_technologies_that_come_together_lead_to_the_talks_that_have_both(files: str, reader: Page) -> None:
    reader.goto(f"{files}/technologies/Docker.html")
    together = reader.locator('.beside a[href*="match=all"]')
    promised = together.first.locator(".count").inner_text()
    together.first.click()
    expect(reader.locator("#found-total")).to_have_text(promised.split()[0])
    assert "match=all" in reader.url
    both = [
        each for each in reader.locator("#found-entries .facts").all_inner_texts() if "Docker" not in each
    ]
    assert both == []


def test_the_search_box_of_any_page_leads_to_the_search(files: str, reader: Page) -> None:
    reader.goto(f"{files}/talks/yoru/hbase.html")
    reader.fill("#q", "片岡")
    reader.press("#q", "Enter")
    reader.wait_for_url("**/notes/search.html?q=*")
    expect(reader.locator("#found-entries .entry").first).to_be_visible()


def test_a_search_opened_as_a_file_says_how_to_open_it(www: Path, reader: Page) -> None:
    reader.goto(f"{(www / 'notes' / 'search.html').as_uri()}?q=HBase")
    expect(reader.locator("#found-told")).to_contain_text("python -m http.server")


def test_without_javascript_every_talk_can_be_reached(files: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    seen, waiting = set(), [f"{files}/index.html"]
    while waiting:
        url = waiting.pop()
        page.goto(url)
        # All at once: each by itself is a question to the browser.
        found = page.eval_on_selector_all(
            "main a, header a", "links => links.map(each => each.getAttribute('href') || '')"
        )
        here = [urljoin(url, each).partition("?")[0].partition("#")[0] for each in found]
        for each in here:
            if each.startswith(files) and each not in seen:
                seen.add(each)
                if "/events" in each:
                    waiting.append(each)
    context.close()
    assert {f"{files}/talks/yoru/{name}.html" for name in NOTES} <= seen


def test_the_browser_makes_the_tokens_of_the_records(files: str, reader: Page) -> None:
    reader.goto(f"{files}/search.html")
    for text in (*TEXTS, *(body for _, body in NOTES.values())):
        made = reader.evaluate(
            "([rules, text]) => new kikigaki.Words(rules).tokens(text)", [portable_rules(), text]
        )
        assert made == list(written_tokens(text)), text
    for token in ("シヤ", "片岡", "c++", "utf8", "3.12", "𠮷", "é"):
        assert reader.evaluate("token => kikigaki.encoded(token)", token) == encoded(token)
    for word in ("kataoka", "shinbun", "shimbun", "gakkou", "kernel", "wat"):
        made = reader.evaluate(
            "([rules, word]) => new kikigaki.Words(rules).kana(word)", [portable_rules(), word]
        )
        assert made == kana_of(word), word
    for keys in ("sha-dhinngu", "tchi", "mottomo", "kinnen", "kin'en", "kannji", "samba", "xtsu", "docker"):
        made = reader.evaluate(
            "([rules, keys]) => new kikigaki.Words(rules).keyed(keys)", [portable_rules(), keys]
        )
        kana, rest = kana_of_keys(keys)
        assert made == ("" if rest else kana), keys
    for folded in ("スマフオ", "ホン", "フアフア", "テイ"):
        made = reader.evaluate(
            "([rules, folded]) => new kikigaki.Words(rules).otherMoras(folded)", [portable_rules(), folded]
        )
        assert sorted(made) == sorted(set(other_moras_of(folded))), folded
