"""Opening: a site that answers its first page before the others are loaded.

The first page comes from an application that knows no other. Once it is answered, or when something else is
asked for, the whole one takes its place; who asks meanwhile waits for it, and nobody loads it twice.
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


class Opening:
    """The site as a server calls it, from its first request on. May be shared by threads."""

    def __init__(self, settings: Settings, index: TalkIndex, watch: Watch) -> None:
        self._given = settings, index, watch
        self._first = {f"{settings.base}/", *((settings.base,) if settings.base else ())}
        self._static = f"{settings.base}/static/"
        self._app = application_of(settings, index, watch, _add_first)
        self._loading = threading.Lock()
        self.is_whole = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self.is_whole:
            return self._app(environ, start_response)
        path = environ.get("PATH_INFO", "")
        # A first page in a browser asks for its scripts and styles at once.
        if path not in self._first and not path.startswith(self._static):
            return self.load()(environ, start_response)
        return ClosingIterator(self._app(environ, start_response), self._load_beside)

    def load(self) -> Flask:
        """Load whatever is lacking, and return the whole application."""
        with self._loading:
            if not self.is_whole:
                self._app = application(*self._given)
                self.is_whole = True
                # What has been loaded stays: Python's collector need not look at it.
                gc.freeze()
        return self._app

    def _load_beside(self) -> None:
        if not self.is_whole:
            threading.Thread(target=self.load, name="loads-pages", daemon=True).start()


def _add_first(app: Flask, index: TalkIndex, watch: Watch, hosts: Hosts) -> None:
    app.register_blueprint(assets_blueprint())
    app.register_blueprint(searching_blueprint(index))
