"""What every answer and every request keeps to: headers, caps, caching."""

from flask import Flask, Response, abort, request

MAX_URL_BYTES = 100_000
"""10,000 Japanese characters in `q`, percent-encoded, still get an answer."""

MAX_BODY_BYTES = 64 * 1024

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
}


def protect(app: Flask) -> None:
    """Cap what is read and add the headers to every answer, errors included."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.before_request(_refuse_long_urls)
    app.after_request(_add_headers)
    app.after_request(_let_browsers_ask_again)


def _refuse_long_urls() -> None:
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > MAX_URL_BYTES:
        abort(414)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


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
