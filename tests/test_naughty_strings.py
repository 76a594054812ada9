"""Strings that broke other programs, from npm's big-list-of-naughty-strings, wherever a text may stand.

The package is fetched where npm is; nothing of it is kept here.
"""

import json
import os
import shutil
import subprocess
import tarfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer.corpus import read_corpus
from search.index import TalkIndex
from search.settings import Settings
from web import create_app

pytestmark = [pytest.mark.torture, pytest.mark.slow]
PACKAGE = "big-list-of-naughty-strings@1.0.0"
MOST = 512 * 1024


@pytest.fixture(scope="module")
def strings(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("npm")
    if npm is None:
        pytest.skip("no npm on this machine")
    packed = subprocess.run([npm, "pack", PACKAGE], cwd=folder, capture_output=True, text=True, check=False)
    if packed.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}")
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        member = archive.extractfile("package/blns.json")
        assert member is not None
        found: list[str] = json.load(member)
    assert len(found) > 400
    return found


@pytest.fixture(scope="module")
def site(strings: list[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, TalkIndex]:
    """A site of notes in which each string is a file's name, a title, each fact, a body, markup and code."""
    folder = tmp_path_factory.mktemp("naughty")
    notes = folder / "notes"
    notes.mkdir()
    for number, text in enumerate(strings):
        line = " ".join(text.split())
        name = "".join(each for each in text if each not in "/\0")[:40] or "空"
        note = (
            f"---\nevent: {json.dumps(line or '空', ensure_ascii=False)}\ndate: 2015-01-14\nid: e{number}\n"
            f"venue: {json.dumps(line, ensure_ascii=False)}\n---\n\n{text}\n\n## {line or '題'} {{#t}}\n"
            f"- speaker: {line}\n- tech: {line}\n- slides: {line}\n\n{text}\n\n```\n{text}\n```\n\n"
            f"[{text}]({text})\n<b>{text}</b>\n![{text}]({text})\n"
        )
        (notes / f"{number} {name}.md").write_bytes(note.encode("utf-8", "surrogatepass"))
    corpus = read_corpus(notes)
    assert len(corpus.talks) >= len(strings) * 0.9, [str(each)[:200] for each in corpus.problems[:20]]
    index = TalkIndex(folder / "index")
    index.rebuild(corpus.talks, corpus.lexicon)
    return create_app(Settings(index=folder / "index"), index).test_client(use_cookies=False), index


class Page(HTMLParser):
    """Raises for what no page of ours has, wherever it stands."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert tag not in ("iframe", "object", "embed", "style"), tag
        assert tag != "base" or list(values) == ["target"], values
        assert tag != "script" or (values.get("src") or "/").startswith("/static/") or "type" in values, (
            values
        )
        assert not any(name.startswith("on") for name in values), values
        address = values.get("href") or values.get("src") or ""
        assert not address.strip().lower().startswith(("javascript:", "data:", "vbscript:")), address


def looked_at(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    told = (address, answer.status_code)
    assert answer.status_code < 500 or (answer.status_code == 501 and "/oembed" in address), told
    assert len(answer.data) <= MOST, told
    assert not any("\n" in value or "\r" in value for _, value in answer.headers), told
    if answer.mimetype == "text/html":
        Page().feed(answer.text)
    elif answer.mimetype.endswith("xml") and answer.status_code == 200:
        ElementTree.fromstring(answer.data)
    elif answer.mimetype == "application/json":
        json.loads(answer.data)
    return answer


def test_notes_of_naughty_strings_are_pages_feeds_pictures_and_json(
    site: tuple[FlaskClient, TalkIndex],
) -> None:
    client, index = site
    for entry in index.events():
        found = index.event(entry.event.id)
        for end in ("", ".json", ".atom"):
            assert looked_at(client, f"/events/{found.event.id}{end}").status_code == 200
        for talk in found.talks:
            paths = (
                f"/talks/{talk.id}",
                f"/talks/{talk.id}.json",
                f"/embed/talks/{talk.id}",
                f"/link/talks/{talk.id}",
            )
            for path in (
                *paths,
                f"/cards/talks/{talk.id}.svg",
                f"/oembed?format=xml&url=http://localhost/talks/{talk.id}",
            ):
                looked_at(client, path)
            assert looked_at(client, f"/talks/{talk.id}").status_code == 200
    for facet, path in (("speaker", "speakers"), ("technology", "technologies")):
        for name in index.names(facet):
            for end in ("", ".json", ".atom"):
                looked_at(client, f"/{path}/{quote(name.text, safe='')}{end}")
    for path in ("/feed.atom", "/sitemap.xml", "/events", "/events.csv", "/speakers.json", "/technologies"):
        assert looked_at(client, path).status_code == 200


def test_naughty_strings_are_searched_for(site: tuple[FlaskClient, TalkIndex], strings: list[str]) -> None:
    client, _ = site
    for text in strings:
        typed = quote(text, safe="", errors="surrogatepass")
        for path in (
            "/",
            "/search.json",
            "/search.atom",
            "/search.csv",
            "/suggest.json",
            "/embed/search",
            "/opensearch.json",
        ):
            assert looked_at(client, f"{path}?q={typed}").status_code == 200
        for path in ("/", "/facets/technology", "/facets/event.json"):
            looked_at(
                client, f"{path}?speaker={typed}&technology={typed}&event={typed}&find={typed}&since={typed}"
            )
        for path in ("talks/e0", "events", "speakers", "technologies", "static", "cards/talks"):
            looked_at(client, f"/{path}/{typed}")


def test_naughty_notes_are_said_on_one_line_each(strings: list[str], tmp_path: Path) -> None:
    """What is wrong with a file is told without steering a terminal, whatever the file is called."""
    for number, text in enumerate(strings):
        name = "".join(each for each in text if each not in "/\0")[:40]
        (tmp_path / f"{number} {name}.md").write_bytes(
            b"---\nevent: " + text.encode("utf-8", "surrogatepass")
        )
    line = [shutil.which("python3") or "python3", "-m", "indexer.cli", "check", "--corpus", str(tmp_path)]
    import sys

    line[0] = sys.executable
    done = subprocess.run(line, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode in (1, 65), done.stderr[-400:]
    assert b"Traceback" not in done.stderr
    told = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert not [
        each for each in told if each != "\n" and (ord(each) < 32 or each in "\x7f\u202e\u2066\u200f")
    ]
