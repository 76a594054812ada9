"""Opening: a site that answers its first page before the others are loaded.

The first page comes from an application that knows no other. Once it is answered and nobody has asked for a
moment, or when something else is asked for, the whole one takes its place; who asks meanwhile waits for it,
and nobody loads it twice.
"""

import gc
import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from search.index import TalkIndex
from search.settings import Settings
from web.application import application, application_of
from web.assets import assets_blueprint
from web.hosts import Hosts
from web.searching import searching_blueprint
from web.watching import Watch

QUIET = 0.2
"""Seconds behind an answer until the rest is loaded: beside a page it would take turns with it, and a browser
asks for what a page shows at once."""


class Opening:
    """The site as a server calls it, from its first request on. May be shared by threads."""

    def __init__(self, settings: Settings, index: TalkIndex, watch: Watch) -> None:
        self._given = settings, index, watch
        self._first = {f"{settings.base}/", *((settings.base,) if settings.base else ())}
        self._static = f"{settings.base}/static/"
        self._app = application_of(settings, index, watch, _add_first)
        self._loading = threading.Lock()
        self._waiting: threading.Timer | None = None
        self.is_whole = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self.is_whole:
            return self._app(environ, start_response)
        path = environ.get("PATH_INFO", "")
        # A first page in a browser asks for its scripts and styles at once.
        if path not in self._first and not path.startswith(self._static):
            return self.load()(environ, start_response)
        return ClosingIterator(self._app(environ, start_response), self._load_when_quiet)

    def load(self) -> Flask:
        """Load whatever is lacking, and return the whole application."""
        with self._loading:
            if not self.is_whole:
                self._app = application(*self._given)
                self.is_whole = True
                # What has been loaded stays: Python's collector need not look at it.
                gc.freeze()
        return self._app

    def _load_when_quiet(self) -> None:
        if self.is_whole:
            return
        timer = threading.Timer(QUIET, self.load)
        timer.name, timer.daemon = "loads-pages", True
        # Of two answers at once one may load a little early.
        earlier, self._waiting = self._waiting, timer
        if earlier is not None:
            earlier.cancel()
        timer.start()


def _add_first(app: Flask, index: TalkIndex, watch: Watch, hosts: Hosts) -> None:
    app.register_blueprint(assets_blueprint())
    app.register_blueprint(searching_blueprint(index))
