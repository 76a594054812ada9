"""Errors as a visitor meets them: in the look of the page, as a fragment of it, or as JSON."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from search.errors import (
    EngineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexStale,
    IndexUnsafe,
    TalkNotFound,
)
from web.fragments import wants_fragment

RETRY_AFTER_SECONDS = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What happened and what to do; `command` is what the person running the site types."""

    status: int
    title: str
    message: str
    command: str = ""


_NOT_FOUND = ErrorView(
    404,
    "このページはありません",
    "アドレスが変わったか、ノートが片付けられたのかもしれません。上の検索欄から探してみてください。",
)
_BY_STATUS = {
    400: ErrorView(400, "リクエストを読み取れませんでした", "アドレスを確かめて、もう一度お試しください。"),
    404: _NOT_FOUND,
    405: ErrorView(405, "この方法では受け付けていません", "このページは見るためだけのものです。"),
    413: ErrorView(413, "送られたものが大きすぎます", "このサイトは検索の言葉だけを受け取ります。"),
    414: ErrorView(414, "アドレスが長すぎます", "検索の言葉を短くして、もう一度お試しください。"),
}
_BROKEN = ErrorView(
    500, "うまく表示できませんでした", "こちらの不具合です。記録しましたので、少し待ってからお試しください。"
)

_REBUILD = "indexer rebuild"
_ENGINE: tuple[tuple[type[EngineError], str, str, str], ...] = (
    (IndexMissing, "索引がまだありません", "ノートから索引を作ると、検索できるようになります。", _REBUILD),
    (
        IndexStale,
        "索引が古くなりました",
        "日本語の分け方が新しくなったので、索引を作り直してください。",
        _REBUILD,
    ),
    (IndexDamaged, "索引が壊れています", "索引を作り直してください。ノートは失われません。", _REBUILD),
    (
        IndexUnsafe,
        "索引を信用できません",
        "索引のフォルダにほかの人も書き込めます。持ち主だけが書けるようにして、作り直してください。",
        _REBUILD,
    ),
    (IndexLocked, "索引を作り直しています", "終わるまで少し待ってから、もう一度お試しください。", ""),
)


def handle_errors(app: Flask) -> None:
    """Answer every error in the form that was asked for; nothing here reads the index."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TalkNotFound, _talk_not_found)
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(Exception, _unforeseen)


def _http_error(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response(request.environ)
    response = _answer(_BY_STATUS.get(status) or _named_by_standard(status))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _talk_not_found(error: TalkNotFound) -> Response:
    return _answer(_NOT_FOUND)


def _engine_error(error: EngineError) -> Response:
    _log.error("the index cannot answer: %s", error)
    response = _answer(_engine_view(error))
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _unforeseen(error: Exception) -> Response:
    _log.exception("a request failed: %s %s", request.method, request.path)
    return _answer(_BROKEN)


def _engine_view(error: EngineError) -> ErrorView:
    for kind, title, message, command in _ENGINE:
        if isinstance(error, kind):
            return ErrorView(503, title, message, command)
    return ErrorView(
        503, "いまは検索できません", "索引を読めません。状態を確かめてください。", "indexer status"
    )


def _named_by_standard(status: int) -> ErrorView:
    return ErrorView(status, HTTPStatus(status).phrase, "アドレスを確かめて、もう一度お試しください。")


def _answer(view: ErrorView) -> Response:
    if request.path.endswith(".json"):
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
