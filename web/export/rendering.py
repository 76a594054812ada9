"""Pages as the application answers them, with the addresses of files: one set of templates for both sites."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl, unquote_to_bytes

from flask import Flask, Response, render_template
from werkzeug.test import run_wsgi_app

from search.errors import EngineError
from search.index import TalkIndex, open_index
from search.linking.addresses import LISTED, LISTS
from search.settings import Settings
from web.application import application
from web.export.names import plain_name, relative
from web.export.patience import patiently
from web.export.plan import NOT_FOUND, SEARCH, Plan, Redirect, plan_of
from web.export.relinking import NOWHERE, Relinker, path_below

_LIST_LINK = re.compile(r'href="(/(?:events|speakers|technologies)\?[^"]+)"')
_ASSET = re.compile(r'"(/static/[^"]+)"')
_MISSING = "/a-page-that-is-not-there"


class PageFailed(Exception):
    """The application did not answer with a page."""


class Site:
    """The application, set up to be written to files, and the plan of these."""

    def __init__(self, settings: Settings, base: str) -> None:
        """`base` is the address that the site will have, without a final slash; empty where nobody knows."""
        # Nobody waits for a page, so none is to go without what there was no time for.
        self.settings = replace(settings, public_url=base or NOWHERE, base="", search_seconds=0.0)
        self.index: TalkIndex = open_index(self.settings)
        patiently(self.index.events)
        self.app: Flask = application(self.settings, self.index)
        # What a page would only show ends the export, and says why.
        self.app.register_error_handler(EngineError, _raised)
        self.app.config["PROPAGATE_EXCEPTIONS"] = True
        self.app.jinja_env.globals.update(exported=True, addressed=bool(base))
        self._spoken = {"Accept-Language": settings.language or "ja"}
        with self.app.test_request_context("/", headers=self._spoken) as context:
            self._environ = dict(context.request.environ)
        self.lists = dict(self._all_lists())
        self.search_page = self._search_page()
        self.assets = tuple(dict.fromkeys(_ASSET.findall("".join((*self.lists.values(), self.search_page)))))
        files, parts = self._list_files(), self._parts_of_map()
        self.plan: Plan = patiently(lambda: plan_of(self.index, files, self.assets, parts))
        self.relinker = Relinker(base or NOWHERE, self.plan.files, self.plan.narrowed)

    def answer(self, url: str, status: int = 200) -> bytes:
        """Return what the application answers; raises `PageFailed` otherwise, and `EngineError`."""
        path, _, query = url.partition("?")
        # As servers hand paths on: decoded, its bytes as characters.
        asked = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
        environ = self._environ | asked
        content, said, _ = patiently(lambda: run_wsgi_app(self.app.wsgi_app, environ, buffered=True))
        answered = b"".join(content)
        if not said.startswith(f"{status} "):
            raise PageFailed(f"{url} is answered by {said}")
        return answered

    def file(self, url: str, answered: bytes | None = None) -> bytes:
        """Return the content of the file that stands for an address."""
        file, content = self.plan.files[url], answered or self.answer(url)
        if url.startswith("/static/"):
            return content
        text = content.decode()
        if file.endswith(".html"):
            return self.relinker.page(text, file).encode()
        if file.endswith((".atom", ".xml")):
            return self.relinker.xml(text, file).encode()
        return self.relinker.data(text, file).encode()

    def extra_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield what stands for no address of the application."""
        yield ".nojekyll", b""
        yield SEARCH, self.relinker.page(self.search_page, SEARCH).encode()
        missing = self.relinker.page(self.answer(_MISSING, 404).decode(), NOT_FOUND)
        if self.relinker.is_addressed:
            # It is shown at any depth: its links begin at the site's root.
            root = f"{path_below(self.relinker.base)}/"
            missing = missing.replace("<head>", f'<head>\n  <base href="{escape(root)}">', 1)
        yield NOT_FOUND, missing.encode()
        for url, text in self.lists.items():
            yield self.plan.files[url], self.file(url, text.encode())
        for each in self.plan.redirects:
            yield each.file, self._redirect(each).encode()

    def _redirect(self, redirect: Redirect) -> str:
        to = escape(relative(redirect.to, redirect.file))
        canonical = escape(self.relinker.absolute(redirect.to)) if self.relinker.is_addressed else to
        return (
            '<!doctype html>\n<meta charset="utf-8">\n<title>→</title>\n'
            f'<link rel="canonical" href="{canonical}">\n'
            f'<meta http-equiv="refresh" content="0; url={to}">\n<p><a href="{to}">→</a></p>\n'
        )

    def _all_lists(self) -> Iterator[tuple[str, str]]:
        """Yield every page of the lists, as far as they link to each other."""
        waiting = [f"/{name}" for name in LISTED]
        found = set(waiting)
        while waiting:
            url = waiting.pop()
            text = self.answer(url).decode()
            yield url, text
            new = {unescape(each) for each in _LIST_LINK.findall(text)} - found
            found |= new
            waiting += sorted(new)

    def _list_files(self) -> Mapping[str, str]:
        """Return the files of the lists and of the front page."""
        files = {"/": "index.html"}
        for url in self.lists:
            path, _, query = url.partition("?")
            name = path.lstrip("/")
            files[url] = f"lists/{name}-{_named(query)}.html" if query else f"{name}.html"
        return files

    def _parts_of_map(self) -> int:
        return self.answer("/sitemap.xml").count(b"<sitemap>")

    def _search_page(self) -> str:
        with self.app.test_request_context("/", headers=self._spoken):
            return render_template("exported.html", text="", head=None, lists=LISTS)


def _raised(error: EngineError) -> Response:
    raise error


def _named(query: str) -> str:
    """Return what tells one page of a list from others as a part of a name."""
    return plain_name("-".join(value for _, value in parse_qsl(query)))


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
