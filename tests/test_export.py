"""The archive as a folder of files: every link leads somewhere, and nothing of anybody else's is touched."""

import errno
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote
from xml.etree import ElementTree

import feedparser
import numpy as np
import pytest
from exporting import broken_links, export, refusal
from hypothesis import given
from hypothesis import strategies as st

from search.errors import EngineError, IndexDamaged, IndexUnreachable
from search.index import TalkIndex
from search.model import Former, Talk
from search.settings import Settings
from search.text.lexicon import Lexicon
from web.export import patience
from web.export.folder import Folder
from web.export.names import LONGEST, Names
from web.export.rendering import Site
from web.pictures.drawing import draw
from web.pictures.fonts import font_files
from web.pictures.painting import paint
from web.views.cards import Card, laid_out

pytest.importorskip("pagefind_bin", reason="Pagefind is not installed: pip install 'kikigaki[export]'")
pytest.importorskip("PIL", reason="Pillow is not installed: pip install 'kikigaki[export]'")

# Each writes a whole site.
pytestmark = pytest.mark.slow

BASE = "https://notes.example.jp/notes"
MANIFEST = ".kikigaki-export.json"


def odd(talks: tuple[Talk, ...]) -> tuple[Talk, ...]:
    """Return the talks with some whose names no disk holds as they are."""
    event = replace(talks[0].event, id="読書会", name="読書会 #1 (A/B)")
    more = [
        Talk(f"読書会/{name}", f"{name} の話", event, talks[0].speakers, (technology,), event.date, "本文。")
        for name, technology in (("索引", "C#"), ("Index", "CI/CD"), ("index", "a?b%20"), ("長い" * 60, "C"))
    ]
    return (*talks, *more)


@pytest.fixture(scope="module")
def notes(talks: tuple[Talk, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "index"
    lexicon = Lexicon(technologies={"Scala": ("Scara",)})
    moved = {"dogenzaka-lt": "dogenzaka", "kaigi": "dogenzaka", "nobody": "nowhere"}
    TalkIndex(folder).rebuild(odd(talks), lexicon, former=Former(frozenset(), moved))
    return folder


@pytest.fixture(scope="module")
def site(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a public address."""
    out = tmp_path_factory.mktemp("sites") / "site"
    done = export(notes, out, "--base-url", BASE)
    assert done.returncode == 0, done.stderr
    return out


def pages(site: Path) -> dict[str, bytes]:
    """Return the content of every file by its name."""
    return {
        each.relative_to(site).as_posix(): each.read_bytes() for each in site.rglob("*") if each.is_file()
    }


def test_every_link_leads_to_a_file(site: Path) -> None:
    assert broken_links(site, BASE) == []


def test_without_a_public_address_no_page_names_one(notes: Path, tmp_path: Path) -> None:
    done = export(notes, tmp_path / "site")
    assert done.returncode == 0 and "--base-url" in done.stderr
    assert broken_links(tmp_path / "site") == []
    for name, content in pages(tmp_path / "site").items():
        if not name.startswith("pagefind/"):
            assert b"export.invalid" not in content, name
            assert b"og:image" not in content and b'rel="canonical" href="http' not in content, name


@pytest.mark.parametrize("talk", ["dogenzaka/hbase", "kaigi/node", "読書会/索引"])
def test_a_talk_has_a_page_a_file_of_data_and_a_picture(site: Path, talk: str) -> None:
    data = json.loads((site / f"talks/{talk}.json").read_text("utf-8"))
    assert data["id"] == talk
    page = (site / f"talks/{talk}.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{data["url"]}">' in page
    digest = page.partition(f'og:image" content="{BASE}/cards/')[2][:16]
    width, height = size_of((site / f"cards/{digest}.png").read_bytes())
    assert (width, height) == (1200, 630)


def test_talks_whose_names_differ_by_case_have_two_files(site: Path) -> None:
    found = {json.loads(each.read_text("utf-8"))["title"] for each in (site / "talks/読書会").glob("*.json")}
    assert {"Index の話", "index の話", "索引 の話"} <= found
    names = [each.relative_to(site).as_posix().casefold() for each in site.rglob("*")]
    assert len(set(names)) == len(names)


def test_an_earlier_address_leads_to_the_talk(site: Path) -> None:
    page = (site / "talks/dogenzaka/hbase-talk.html").read_text("utf-8")
    assert 'content="0; url=hbase.html"' in page


def test_an_event_that_is_called_otherwise_now_is_led_to(site: Path) -> None:
    page = (site / "events/dogenzaka-lt.html").read_text("utf-8")
    assert 'content="0; url=dogenzaka.html"' in page
    # What is there itself leads nowhere else, and nothing leads to what is not.
    assert "refresh" not in (site / "events/kaigi.html").read_text("utf-8")
    assert not (site / "events/nobody.html").exists()


def test_feeds_and_the_map_name_files_that_are_there(site: Path) -> None:
    for feed in ("feed.atom", "events/dogenzaka.atom", "technologies/MongoDB.atom"):
        read = feedparser.parse((site / feed).read_bytes())
        assert not read.bozo and read.entries
        assert all((site / unquote(each.link).removeprefix(f"{BASE}/")).is_file() for each in read.entries)
    listed = [
        each.text or ""
        for each in ElementTree.parse(site / "sitemap.xml").getroot().iter()
        if each.tag.endswith("loc")
    ]
    assert f"{BASE}/" in listed and f"{BASE}/talks/dogenzaka/hbase.html" in listed


def test_the_page_for_what_is_missing_works_at_any_depth(site: Path) -> None:
    assert '<base href="/notes/">' in (site / "404.html").read_text("utf-8")


def test_nothing_on_a_page_asks_for_a_server(site: Path) -> None:
    for name, content in pages(site).items():
        if name.endswith(".html"):
            assert b"hx-get" not in content and b"htmx" not in content and b"/oembed" not in content, name


def test_what_an_earlier_export_wrote_goes_and_what_others_wrote_stays(
    talks: tuple[Talk, ...], site: Path, tmp_path: Path
) -> None:
    out, index = tmp_path / "site", tmp_path / "index"
    copytree(site, out)
    (out / "CNAME").write_text("notes.example.jp")
    (out / "talks" / "mine.txt").write_text("手で書いた")
    TalkIndex(index).rebuild(talks[:2])
    assert export(index, out).returncode == 0
    assert (out / "CNAME").read_text() == "notes.example.jp"
    assert (out / "talks" / "mine.txt").read_text() == "手で書いた"
    assert not (out / "talks" / "kaigi").exists() and (out / "talks/dogenzaka/hbase.html").exists()
    assert broken_links(out) == []


def test_an_export_that_fails_leaves_the_old_site(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    copytree(site, out)
    before = pages(out)
    code, said = refusal(tmp_path / "no-index", out)
    assert code == 65 and "index" in said
    assert pages(out) == before
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.fixture
def troubles(monkeypatch: pytest.MonkeyPatch) -> list[EngineError]:
    """What happens, instead of an answer, to whoever asks for events: the first, then the next."""
    found: list[EngineError] = []

    def troubled(name: str) -> None:
        asked = getattr(TalkIndex, name)

        def answer(*arguments: object, **options: object) -> object:
            if found:
                raise found.pop(0)
            return asked(*arguments, **options)

        monkeypatch.setattr(TalkIndex, name, answer)

    troubled("events")
    troubled("newest_events")
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
    return found


def test_a_cluster_that_is_busy_for_a_while_is_asked_again(notes: Path, troubles: list[EngineError]) -> None:
    """So it is for what is planned and for a page; what lasts, and any other outage, says why it ends."""
    troubles += [IndexUnreachable("it has too much to do")] * 2
    site = Site(Settings(index=notes), "")
    troubles += [IndexUnreachable("a node went away")] * 2
    assert "<h1" in site.answer("/").decode()
    for error in (IndexUnreachable("it has too much to do"), IndexDamaged("a file is missing")):
        troubles += [error] * 3
        with pytest.raises(type(error), match=str(error)):
            site.answer("/")
        troubles.clear()


@pytest.mark.parametrize(("language", "told"), [("en_US", "wait a little"), ("ja_JP", "少し待って")])
def test_an_outage_ends_an_export_with_its_cause(
    notes: Path, tmp_path: Path, troubles: list[EngineError], language: str, told: str
) -> None:
    troubles += [IndexUnreachable("node:9200 has too much to do")] * 3
    code, said = refusal(notes, tmp_path / "site", language=language)
    assert code == 69 and "node:9200 has too much to do" in said and told in said
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("place", [".", "file", "unread", "outside", "foreign"])
def test_a_folder_is_refused_in_the_language_of_who_exports(notes: Path, tmp_path: Path, place: str) -> None:
    out = tmp_path / place
    if place == "file":
        out.write_text("")
    elif place != ".":
        out.mkdir()
        (out / ("index.html" if place == "foreign" else MANIFEST)).write_text(
            '{"files": ["/etc/hosts"]}' if place == "outside" else "{"
        )
    code, said = refusal(notes, out, corpus=tmp_path if place == "." else None, language="ja_JP")
    assert code == 73 and re.search(r"(ください)\n$", said) and not re.search(r" [a-z]+ [a-z]+ ", said), said


def test_a_limit_of_files_is_told_with_its_place_and_cure(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(self: object) -> object:
        raise OSError(errno.EFBIG, "File too large", str(tmp_path / "large"))

    monkeypatch.setattr(Folder, "staging", small)
    code, said = refusal(notes, tmp_path / "site")
    assert code == 74 and f"{tmp_path / 'large'} would" in said and "ulimit" in said


def test_the_same_notes_give_the_same_files_however_little_time_a_search_has(
    notes: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIKIGAKI_SEARCH_SECONDS", "0.001")
    # What Pagefind writes is called by digests that differ from run to run.
    before = {name: (site / name).stat().st_mtime_ns for name in pages(site) if "pagefind/" not in name}
    assert export(notes, site, "--base-url", BASE).returncode == 0
    # What is as it was is not written again.
    changed = {name for name, at in before.items() if (site / name).stat().st_mtime_ns != at}
    assert {name for name in pages(site) if "pagefind/" not in name} == set(before)
    assert changed <= {MANIFEST}


def test_a_file_that_no_export_wrote_is_not_written_over(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("わたしのページ")
    code, said = refusal(notes, tmp_path)
    assert code == 73 and "index.html" in said
    assert [each.name for each in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "わたしのページ"


@pytest.mark.parametrize("place", ["notes", "notes/site", "."])
def test_notes_and_an_export_never_share_a_folder(notes: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "notes").mkdir()
    code, said = refusal(notes, tmp_path / place, corpus=tmp_path / "notes")
    assert code == 73 and "--out" in said
    assert [each.name for each in tmp_path.rglob("*")] == ["notes"]


@pytest.mark.parametrize("listed", ["{", "[]", '{"files": ["../corpus/a.md"]}', '{"files": ["/etc/hosts"]}'])
def test_a_manifest_that_names_what_is_elsewhere_is_refused(notes: Path, tmp_path: Path, listed: str) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / MANIFEST).write_text(listed)
    code, said = refusal(notes, out)
    assert code == 73 and MANIFEST in said
    assert (out / MANIFEST).read_text() == listed


@given(st.lists(st.text(min_size=1, max_size=60), unique=True, max_size=30))
def test_every_name_has_a_file_of_its_own_that_any_disk_holds(written: list[str]) -> None:
    names = Names()
    files = [names.file("speakers", each, ".html") for each in written]
    assert len({each.casefold() for each in files}) == len(files)
    for each in files:
        folder, name = each.split("/")
        assert (
            folder == "speakers"
            and len(name.encode()) <= LONGEST + 30
            and not set(name) & set('<>:"\\|?*#%&\0')
        )
    assert [names.file("speakers", each, ".html") for each in written] == files


def size_of(picture: bytes) -> tuple[int, int]:
    """Return the size of a PNG."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def grey_of(picture: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    """Return a PNG's pixels as shades of grey."""
    import io

    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"), dtype=np.int16)


@pytest.mark.parametrize(
    "card",
    [
        Card("", "HBase 徹底入門のさわり", "2015.1.14 · 道玄坂LT祭り", "鈴木俊裕", "聞き書き"),
        Card("", "とても長い題の発表で、何行にもわたる。" * 8, "", "12 件", "Kikigaki — 記録 <&>"),
    ],
)
def test_a_painted_card_looks_like_a_drawn_one(card: Card) -> None:
    from search.settings import Settings
    from web import create_app
    from web.cards import svg_of

    app = create_app(Settings())
    with app.app_context():
        svg = svg_of(card)
    assert laid_out(card).lines
    painted, drawn = grey_of(paint(svg)), grey_of(draw(svg, font_files()))
    assert painted.shape == drawn.shape == (630, 1200)
    assert np.abs(painted - drawn).mean() < 4
    # Letters are where they are: coarse squares are as dark.
    coarse = [each.reshape(63, 10, 120, 10).mean((1, 3)) for each in (painted, drawn)]
    assert np.abs(coarse[0] - coarse[1]).max() < 45
    assert zlib.crc32(paint(svg)) == zlib.crc32(paint(svg))
