"""An exported site for tests: written by the program itself, served as bare files."""

import functools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from html import unescape
from http.server import SimpleHTTPRequestHandler
from io import StringIO
from pathlib import Path
from unittest import mock
from urllib.parse import quote, unquote, urljoin, urlsplit

from serving import answering

from web.export.command import main

HERE = "http://files.example"
_LINK = re.compile(r'\s(href|src|action|content)="([^"]*)"')


def export(
    index: Path, out: Path, *options: str, corpus: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run `python -m web.export`, whatever comes of it."""
    command = (sys.executable, "-P", "-m", "web.export", "--out", str(out), *options)
    environment = _environment(index, corpus)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def refusal(index: Path, out: Path, corpus: Path | None = None, language: str = "en_US") -> tuple[int, str]:
    """Return the exit code of an export that comes to nothing, and what it says: no program is started."""
    with (
        mock.patch.dict(os.environ, _environment(index, corpus) | {"LC_ALL": language}, clear=True),
        mock.patch.object(sys, "argv", ["web.export", "--out", str(out)]),
        redirect_stderr(StringIO()) as said,
    ):
        code = main()
    return code, said.getvalue()


def _environment(index: Path, corpus: Path | None) -> dict[str, str]:
    env = {**os.environ, "KIKIGAKI_INDEX": str(index), "KIKIGAKI_SETTINGS": os.devnull, "LC_ALL": "en_US"}
    env["KIKIGAKI_CORPUS"] = str(corpus or index.parent / "no-notes")
    env.pop("KIKIGAKI_PUBLIC_URL", None)
    return env


def broken_links(site: Path, base: str = "") -> list[str]:
    """Return every link of a page that leads to no file of the site, or that is not relative.

    `base` is the site's address, whose absolute links are followed, too; the site lies below /notes/.
    """
    found = []
    for page in sorted(site.rglob("*.html")):
        name, text = page.relative_to(site).as_posix(), page.read_text("utf-8")
        root = re.search(r'<base href="([^"]+)"', text)
        here = urljoin(f"{HERE}/notes/{quote(name)}", root[1] if root else "")
        text = text.replace(root[0], "") if root else text
        for attribute, written in _LINK.findall(text):
            url = unescape(written)
            if base and (url == base or url.startswith(f"{base}/")):
                url = f"{HERE}/notes{url.removeprefix(base)}"
            elif attribute == "content":
                continue
            parts = urlsplit(urljoin(here, url))
            if parts.netloc != urlsplit(HERE).netloc:
                continue
            path = unquote(parts.path)
            file = site / (path.removeprefix("/notes/") or "index.html")
            if url.startswith("/") or not path.startswith("/notes/") or not file.is_file():
                found.append(f"{name}: {url}")
            elif parts.fragment and f'id="{unquote(parts.fragment)}"' not in file.read_text("utf-8"):
                found.append(f"{name}: {url} (no such place)")
    return found


@contextmanager
def served_as_files(folder: Path) -> Iterator[str]:
    """The address of a folder on a bare file server."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with answering(functools.partial(Quiet, directory=str(folder))) as port:
        yield f"http://127.0.0.1:{port}"
