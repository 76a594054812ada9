"""Cards: pictures of pages, drawn from what is said on them with the fonts of a package."""

import re
import struct
import threading
import unicodedata
import zlib
from html import unescape
from xml.etree import ElementTree

import pylopdf_fonts_jp
import pytest
from conftest import BASE
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from search.index import TalkIndex
from search.settings import Settings
from web import create_app
from web.cards import svg_of
from web.pictures import drawing
from web.pictures.drawing import DrawingFailed, draw, draw_aside
from web.pictures.fonts import MISSING, font_files, sans, serif
from web.pictures.lines import broken, clipped
from web.pictures.shelf import Budget, Busy, Shelf
from web.views.cards import Card, laid_out

PAGES = (
    "/",
    "/?q=シャーディング&technology=MongoDB",
    "/?q=見つからない語",
    "/talks/dogenzaka/hbase",
    "/talks/dogenzaka/wiredtiger",
    "/events/dogenzaka",
    "/speakers/Smith, Jr.",
    "/technologies/C%2B%2B",
    "/events",
    "/speakers",
    "/technologies",
)
SEARCHES = ("/?", "/facets")
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'
LETTER = '<text x="4" y="30" font-size="26" font-family="{}">{}</text>'


def told(page: str) -> dict[str, str]:
    """What a page's head says, by the name or property of each meta element."""
    return {
        name: unescape(content)
        for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page)
    }


def picture_of(client: FlaskClient, path: str) -> str:
    image = told(client.get(path).text)["og:image"]
    assert image.startswith(f"{BASE}/cards/")
    return image.removeprefix(BASE)


def size_of(png: bytes) -> tuple[int, int]:
    """Decode a picture of 8 bits a channel as far as it takes to know that all of it is there."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, bits, colours = struct.unpack(">LLBB", png[16:26])
    place, packed = 8, b""
    while place < len(png):
        (length,) = struct.unpack_from(">L", png, place)
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">L", png, place + 8 + length)
        assert zlib.crc32(kind + content) == checksum
        packed += content if kind == b"IDAT" else b""
        place += 12 + length
    channels = {2: 3, 6: 4}[colours]
    assert (bits, len(zlib.decompress(packed))) == (8, height * (1 + width * channels))
    return width, height


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_png_of_its_own(client: FlaskClient, path: str) -> None:
    answer = client.get(picture_of(client, path))
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert size_of(answer.data) == (1200, 630)
    assert len(answer.data) < 300_000
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.slow
def test_no_two_pages_show_the_same_picture(client: FlaskClient) -> None:
    assert len({client.get(picture_of(client, path)).data for path in PAGES}) == len(PAGES)


@pytest.mark.parametrize("path", [*PAGES, "/facets/technology?q=MongoDB", "/facets/year"])
def test_a_page_says_all_that_other_sites_show_of_it(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    head = told(page)
    assert head["og:image"] == head["twitter:image"]
    assert head["og:title"] == head["twitter:title"] == head["og:image:alt"] != ""
    assert head["og:description"] == head["twitter:description"] == head["description"] != ""
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert (head["og:image:type"], head["twitter:card"]) == ("image/png", "summary_large_image")
    assert (head["og:site_name"], head["og:locale"]) == ("聞き書き", "ja_JP")
    assert head["og:type"] == ("article" if path.startswith(("/talks/", "/events/")) else "website")
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)"', page)
    assert unescape(canonical) == head["og:url"]
    assert client.get(head["og:url"].removeprefix(BASE) or "/").status_code == 200


def test_a_title_of_markup_stays_one_attribute(client: FlaskClient) -> None:
    head = told(client.get("/", query_string={"q": '"><script>alert(1)</script>'}).text)
    assert head["og:title"] == '「"><script>alert(1)</script>」の検索結果 — 聞き書き'


def test_only_what_has_an_end_is_offered_to_search_engines(client: FlaskClient) -> None:
    for path in (*PAGES, "/facets/technology?q=MongoDB"):
        assert ("robots" in told(client.get(path).text)) == path.startswith(SEARCHES)


def test_one_search_has_one_picture_on_whichever_page_and_in_whichever_order(client: FlaskClient) -> None:
    pictures = {
        picture_of(client, f"/?q=MongoDB{more}") for more in ("", "&page=2", "&sort=oldest", "&per_page=1")
    }
    assert len(pictures) == 1


def test_a_talk_without_words_is_described_by_its_facts(client: FlaskClient) -> None:
    page = client.get("/talks/dogenzaka/fluentd").text
    assert told(page)["description"].startswith("設定は3000行。")
    # What may be followed is the evening.
    assert '/events/dogenzaka.atom" title="道玄坂LT祭り(ミドル・インフラ)"' in page
    assert "道玄坂LT祭り" in told(client.get("/events/dogenzaka").text)["og:title"]


def test_the_picture_of_what_was_said_before_leads_to_that_of_now(client: FlaskClient) -> None:
    for path in PAGES:
        now = picture_of(client, path)
        before = re.sub(r"/cards/\w+/", "/cards/0123456789abcdef/", now)
        answer = client.get(before)
        assert (answer.status_code, answer.location) == (302, now)
        assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["talk/no/such.png", "event/no.png", "speaker/だれか.png", "technology/x.png", "list/years.png"]
)
def test_what_is_not_there_has_no_picture(client: FlaskClient, path: str) -> None:
    assert client.get(f"/cards/0123456789abcdef/{path}").status_code == 404


def test_cards_are_drawn_without_any_font_of_the_system() -> None:
    letter = SQUARE.format(LETTER.format("Noto Serif JP", "聞"))
    assert draw(letter, font_files()) != draw(SQUARE.format(""), ()) == draw(letter, ())


def test_what_a_process_of_its_own_draws_is_the_same(client: FlaskClient) -> None:
    with client.application.app_context():
        svg = svg_of(Card("", "題", "上", "下", "聞き書き"))
    assert draw_aside(svg, font_files()) == draw(svg, font_files())


def test_what_cannot_be_drawn_is_an_error_and_never_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DrawingFailed, match=r"svg|SVG|XML|root"):
        draw_aside("<svg", ())
    monkeypatch.setattr(drawing, "MAX_SECONDS", 0.0)
    with pytest.raises(DrawingFailed, match="within"):
        draw_aside(SQUARE.format(""), ())


def test_fonts_are_read_as_their_own_tools_read_them() -> None:
    for path, font in ((pylopdf_fonts_jp.serif_path(), serif()), (pylopdf_fonts_jp.sans_path(), sans())):
        tables = TTFont(path)
        glyphs, widths = tables.getBestCmap(), tables["hmtx"]
        assert len(glyphs) > 16_000
        for number in range(0x30000):
            glyph = glyphs.get(number)
            expected = widths[glyph][0] / 1000 if glyph else None
            assert font.width(chr(number)) == (pytest.approx(expected) if glyph else None), hex(number)


@given(
    st.text(max_size=80)
    | st.text(alphabet="😀👩\u200d\ufe0f한ş葛\U000e0100か゛\x00\ud800\ufffe\u202e ", max_size=20)
)
def test_every_character_of_a_card_has_a_picture(text: str) -> None:
    for font in (serif(), sans()):
        shown = font.shown(text)
        assert all(font.width(letter) is not None for letter in shown)
        assert not any(unicodedata.category(letter).startswith("C") for letter in shown)
        ElementTree.fromstring(f"<t>{shown.replace('&', '').replace('<', '')}</t>")
        assert font.shown(shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("聞き書き Kafka — ①㍿髙﨑𠮷", "聞き書き Kafka — ①㍿髙﨑𠮷"),
        ("か\u3099き", "がき"),
        ("Beşiktaş", "Besiktas"),
        ("𝐀𝐖𝐒", "AWS"),
        ("祝🎉👩\u200d👩\u200d👧リリース", "祝〓リリース"),
        ("한국어の話", "〓の話"),
        ("改\n行\tと\x00\x1b[0m", "改 行 と [0m"),
        ("\u202e逆\u200b向き\ufeff", "逆向き"),
        ("", ""),
    ],
)
def test_what_the_fonts_lack_is_shown_plainly(written: str, shown: str) -> None:
    assert serif().shown(written) == shown


def test_the_plain_sign_is_ink_and_no_empty_box() -> None:
    sign, missing = (SQUARE.format(LETTER.format("Noto Serif JP", each)) for each in (MISSING, "한"))
    assert draw(sign, font_files()) not in (draw(missing, font_files()), draw(SQUARE.format(""), ()))


@given(st.text(max_size=200), st.floats(2, 30))
def test_a_title_in_lines_loses_no_letter(text: str, width: float) -> None:
    shown = serif().shown(text)
    lines, whole = broken(shown, serif(), width, 1_000)
    assert whole and "".join("".join(lines).split()) == "".join(shown.split())
    assert all(lines) or not shown
    assert all(serif().width_of(line) <= width for line in lines)


@given(st.text(max_size=300), st.integers(1, 4))
def test_a_title_never_leaves_its_place(text: str, most: int) -> None:
    lines, whole = broken(serif().shown(text), serif(), 8.0, most)
    assert len(lines) <= most and all(serif().width_of(line) <= 8.0 for line in lines)
    assert whole or lines[-1].endswith("…")


def test_a_title_breaks_between_phrases() -> None:
    def lines(title: str, width: float) -> tuple[str, ...]:
        return broken(title, serif(), width, 9)[0]

    assert lines("クラウドネイティブな分散データベース Datomic", 14) == (
        "クラウドネイティブな",
        "分散データベース Datomic",
    )
    assert lines("道玄坂LT祭り(ミドル・インフラ)", 11) == ("道玄坂LT祭り", "(ミドル・インフラ)")
    assert lines("あいうえ。お", 4) == ("あいう", "え。お")
    assert lines("Supercalifragilistic", 5) == ("Supercali", "fragilistic")


def test_a_line_too_long_ends_in_an_ellipsis() -> None:
    assert clipped("あいうえお", sans(), 5) == "あいうえお"
    assert clipped("あいうえおか", sans(), 5) == "あいうえ…"


def test_a_long_title_is_set_smaller_before_it_is_cut() -> None:
    sizes = [laid_out(Card("", "聞" * letters, "", "", "聞き書き")).size for letters in (5, 30, 60, 80, 399)]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 4
    assert laid_out(Card("", "聞" * 399, "", "", "聞き書き")).lines[-1].text.endswith("…")
    assert all(line.y < 540 for line in laid_out(Card("", "聞" * 399, "", "", "聞き書き")).lines)


def unlimited() -> Budget:
    return Budget(most=1_000, each_second=1_000)


def test_a_kept_picture_is_not_drawn_again_and_memory_has_an_end() -> None:
    shelf, drawn = Shelf(max_bytes=100), list[str]()

    def ask(name: str) -> bytes:
        return shelf.picture(name, lambda: drawn.append(name) or b"x" * 40, unlimited())

    assert ask("a") == ask("a") and drawn == ["a"]
    for name in ("b", "a", "c", "a"):
        ask(name)
    assert drawn == ["a", "b", "c"] and shelf.size == 80
    ask("b")
    assert drawn == ["a", "b", "c", "b"] and shelf.size <= 100


def test_who_draws_without_end_is_told_when_to_come_again() -> None:
    now = [100.0]
    shelf, budget = Shelf(clock=lambda: now[0]), Budget(most=2, each_second=0.5)

    def ask(name: str) -> bytes:
        return shelf.picture(name, lambda: b"x", budget)

    ask("a"), ask("b")
    with pytest.raises(Busy) as busy:
        ask("c")
    assert busy.value.seconds == 3
    ask("a")
    now[0] += 2.1
    ask("c")


def test_one_picture_is_drawn_at_a_time_and_few_wait_for_it() -> None:
    shelf, begun, go_on = Shelf(), threading.Event(), threading.Event()
    drawn: list[str] = []

    def slow() -> bytes:
        drawn.append("slow")
        begun.set()
        assert go_on.wait(5)
        return b"x"

    waiting = [
        threading.Thread(target=shelf.picture, args=("same", slow, unlimited()), daemon=True)
        for _ in range(4)
    ]
    for each in waiting:
        each.start()
    assert begun.wait(5)
    # Three wait: whoever comes now is sent away at once.
    for _ in range(500):
        if not shelf._waiting.acquire(blocking=False):
            break
        shelf._waiting.release()
        threading.Event().wait(0.01)
    with pytest.raises(Busy):
        shelf.picture("other", lambda: b"y", unlimited())
    go_on.set()
    for each in waiting:
        each.join(5)
    assert drawn == ["slow"]


def test_searches_cannot_use_up_what_talks_may_draw(
    index: TalkIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.cards.draw_aside", lambda svg, fonts: svg.encode())
    client = create_app(Settings(public_url=BASE), index).test_client()
    answers = [client.get(picture_of(client, f"/?q=語{number}")) for number in range(25)]
    refused = [each for each in answers if each.status_code == 503]
    assert 1 <= len(refused) <= 5 and all(int(each.headers["Retry-After"]) > 0 for each in refused)
    assert client.get(picture_of(client, "/talks/dogenzaka/hbase")).status_code == 200


def test_a_card_is_of_the_site_that_it_is_on(index: TalkIndex) -> None:
    def card_of(settings: Settings, language: str = "ja") -> str:
        client = create_app(settings, index).test_client()
        page = client.get("/talks/dogenzaka/hbase", headers={"Accept-Language": language}).text
        return told(page)["og:image"]

    plain = Settings(public_url=BASE)
    assert card_of(plain) == card_of(plain, "en")
    named = Settings(public_url=BASE, title="勉強会の記録")
    assert len({card_of(plain), card_of(named), card_of(Settings(public_url=BASE, language="en"))}) == 3
    view = laid_out(Card("", "題", "", "発" * 99, "とても" * 30))
    assert view.site.endswith("…") and view.below.endswith("…")
    room = 1072 - 128 - serif().width_of(view.site) * 40 - 80
    assert 0 < sans().width_of(view.below) * 34 < room
