"""Errors as a visitor meets them: in the look of the page, as a fragment of it, or as JSON."""

import logging
import time
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request
from msgspec import Struct
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from search.errors import (
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexStale,
    IndexUnreachable,
    IndexUnsafe,
    QueryError,
    TalkGone,
    TalkNotFound,
)
from web.fragments import wants_fragment
from web.reader import texts_of_reader

RETRY_AFTER_SECONDS = 10
TOLD_EVERY = 60.0
"""Seconds between two lines of the log about an outage: each visitor would make one of his own."""

_log = logging.getLogger(__name__)


class ErrorView(Struct, frozen=True):
    """What happened and what to do; `command` is what the person running the site types.

    `address` is where to ask once more.
    """

    status: int
    title: str
    message: str
    command: str = ""
    address: str = ""


_OUTAGES: tuple[tuple[type[EngineError], str, str], ...] = (
    (IndexMissing, "missing", "indexer rebuild"),
    (IndexStale, "stale", "indexer rebuild"),
    (IndexDamaged, "damaged", "indexer rebuild"),
    (IndexUnsafe, "unsafe", "indexer rebuild"),
    (IndexLocked, "locked", ""),
    (IndexUnreachable, "unreachable", "indexer status"),
    (EngineError, "other", "indexer status"),
)
"""Which error is told how, and what to run; the first that fits."""


def handle_errors(app: Flask) -> None:
    """Answer every error in the form that was asked for; nothing here reads the index."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TalkNotFound, _talk_not_found)
    app.register_error_handler(QueryError, _query_error)
    app.register_error_handler(EngineError, _Outages().answered)
    app.register_error_handler(Exception, _unforeseen)


def _http_error(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status == 404 and (address := _without_slash()):
        return redirect(address, 301)
    if error.response is not None or status < 400:
        return error.get_response(request.environ)
    response = _answer(_view_of(status))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _without_slash() -> str:
    """Return the path, below the site's own, without slashes at its end; empty where that is no page."""
    path = request.path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if request.url_rule or path in ("", request.path) or adapter is None or not adapter.test(path, "GET"):
        return ""
    asked = request.query_string.decode("latin-1")
    return f"{quote(path, safe='/')}{'?' if asked else ''}{asked}"


def _talk_not_found(error: TalkNotFound) -> Response:
    return _answer(_view_of(410 if isinstance(error, TalkGone) else 404))


def _query_error(error: QueryError) -> Response:
    # `params` makes a search of whatever an address holds: what slips through is still no fault of the site.
    _log.warning("an address asks for what no search can be: %s", error)
    return _answer(_view_of(400))


class _Outages:
    """What is said of an index that cannot answer: to each visitor, and to the log now and then."""

    def __init__(self) -> None:
        self._told: dict[type[EngineError], float] = {}

    def answered(self, error: EngineError) -> Response:
        last = self._told.get(type(error))
        if last is None or time.monotonic() - last >= TOLD_EVERY:
            self._told[type(error)] = time.monotonic()
            _log.error("the index cannot answer: %s", error)
        response = _answer(_engine_view(error))
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _unforeseen(error: Exception) -> Response:
    _log.exception("a request failed: %s %s", request.method, request.path)
    return _answer(_view_of(500))


def _engine_view(error: EngineError) -> ErrorView:
    name, command = outage_of(error)
    return ErrorView(503, *texts_of_reader().outages[name], command, _address())


def outage_of(error: EngineError) -> tuple[str, str]:
    """Return what texts call an outage, and what to run."""
    return next((name, command) for kind, name, command in _OUTAGES if isinstance(error, kind))


def _address() -> str:
    """Return the address of this request, below where the site lives."""
    asked = request.query_string.decode("latin-1")
    path = quote(request.path, safe="/")
    return f"{path}?{asked}" if asked else path


def _view_of(status: int) -> ErrorView:
    texts = texts_of_reader()
    told = texts.errors.get(status) or (HTTPStatus(status).phrase, texts.error_standard)
    return ErrorView(status, *told)


def _answer(view: ErrorView) -> Response:
    if request.path.endswith((".json", ".csv", ".atom")):
        response = jsonify(
            error={
                "status": view.status,
                "title": view.title,
                "message": view.message,
                "command": view.command,
            }
        )
    else:
        template = "_error.html" if wants_fragment() else "error.html"
        response = Response(render_template(template, error=view, text=""), mimetype="text/html")
        response.vary.update(("HX-Request", "HX-History-Restore-Request"))
    response.status_code = view.status
    response.headers["Cache-Control"] = "no-store"
    return response
