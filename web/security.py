"""What every answer and every request keeps to: methods, hosts, headers, caps, caching."""

import re
from collections.abc import Sequence

from flask import Flask, Response, abort, request
from werkzeug.exceptions import MethodNotAllowed

from search.settings import Settings
from web.hosts import Hosts

MAX_URL_BYTES = 100_000
"""10,000 Japanese characters in `q`, percent-encoded, still get an answer."""

MAX_BODY_BYTES = 64 * 1024
READING = ("GET", "HEAD")
A_YEAR = 31_536_000

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers_of(settings: Settings) -> Sequence[tuple[str, str]]:
    """Return what every answer says, also those that only the server knows of."""
    is_tls = settings.public_url.startswith("https:")
    declared = [("Strict-Transport-Security", f"max-age={A_YEAR}")] if is_tls else []
    return [*_HEADERS.items(), *declared]


def protect(app: Flask, settings: Settings, hosts: Hosts) -> None:
    """Cap what is read, refuse what is not for us, and add the headers to every answer, errors included."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    headers = headers_of(settings)

    def refuse() -> None:
        host = request.environ.get("HTTP_HOST")
        # HTTP/1.0 knows no hosts; the server then says its own name.
        is_old = host is None and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
        if not (is_old or hosts.knows(host or "")) or not _is_asked_of_us(hosts):
            abort(400)
        if request.method not in READING:
            raise MethodNotAllowed(READING)
        _refuse_long_urls()

    def add_headers(response: Response) -> Response:
        for name, value in headers:
            response.headers.setdefault(name, value)
        return response

    app.before_request(refuse)
    app.after_request(add_headers)
    app.after_request(_let_browsers_ask_again)


def _is_asked_of_us(hosts: Hosts) -> bool:
    """Say whether a whole address in the place of a path is one of ours: it goes before what Host says."""
    asked = re.match(r"[a-z][a-z0-9+.-]*://([^/?#]*)", request.environ.get("REQUEST_URI", ""), re.IGNORECASE)
    return asked is None or hosts.knows(asked[1])


def _refuse_long_urls() -> None:
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > MAX_URL_BYTES:
        abort(414)


def _let_browsers_ask_again(response: Response) -> Response:
    """Pages may be kept but are asked for again; one that has not changed is answered by 304."""
    if "Cache-Control" in response.headers:
        return response
    response.headers["Cache-Control"] = "no-cache"
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        # Weak: the same answer may be sent in several codings.
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response
