"""The site below a path of its host: what is asked loses the path, what is answered gains it.

Nothing else knows of it: all addresses of the site begin with `/` where they are made. Scripts take the path
from where the search form leads.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

# What templates escape has no quotes of its own, so this finds attributes and never what somebody wrote.
_IN_MARKUP = re.compile(rb'(\s(?:href|src|action|formaction|hx-(?:get|push-url|replace-url))=")/(?!/)')
_IN_JSON = re.compile(rb'("(?:[a-z_]+_)?url": ?")/(?!/)')
_HEADERS = ("Location", "Content-Location", "HX-Replace-Url", "HX-Push-Url", "HX-Redirect")
_PATTERNS = {
    "text/html": _IN_MARKUP,
    "image/svg+xml": _IN_MARKUP,
    "application/atom+xml": _IN_MARKUP,
    "application/json": _IN_JSON,
}


def mount(app: Flask, base: str) -> None:
    """Let a site live below `base`, such as `/notes`.

    Must be the last to be set up: so it is the first to see what is answered.
    """
    if base:
        app.wsgi_app = _Below(app.wsgi_app, base)  # type: ignore[method-assign]
        app.before_request(_end_in_a_slash)
        app.after_request(_lead_below)


class _Below:
    """Takes the path away from what is asked; what a proxy took it away from already is as welcome."""

    def __init__(self, app: WSGIApplication, base: str) -> None:
        self._app = app
        # As servers hand paths on: decoded, its bytes as characters.
        self._path = unquote_to_bytes(base).decode("latin-1")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == self._path or path.startswith(f"{self._path}/"):
            environ["PATH_INFO"] = path[len(self._path) :]
        environ["SCRIPT_NAME"] = self._path
        return self._app(environ, start_response)


def _end_in_a_slash() -> AnyResponse | None:
    if request.environ["PATH_INFO"]:
        return None
    query = request.query_string.decode("latin-1")
    return redirect(f"/?{query}" if query else "/", 308)


def _lead_below(response: Response) -> Response:
    base = quote(request.script_root)
    for name in _HEADERS:
        address = response.headers.get(name, "")
        if address.startswith("/") and not address.startswith("//"):
            response.headers[name] = base + address
    if (pattern := _PATTERNS.get(response.mimetype or "")) and not response.is_streamed:
        response.set_data(pattern.sub(rb"\g<1>" + base.encode() + b"/", response.get_data()))
    return response
