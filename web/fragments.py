"""Pages that answer htmx with the part of themselves that changes."""

from hashlib import sha256

from flask import Response, render_template
from htmx_flask import request

SEARCH_FORM = "search-form"
"""The id of the form whose requests follow typing; links are the other requests."""


def wants_fragment() -> bool:
    """True for htmx, except when it restores a page of its history: that needs the whole page."""
    return bool(request.htmx) and not bool(request.htmx.history_restore_request)


def is_typing() -> bool:
    return bool(request.htmx.trigger == SEARCH_FORM)


def fragment_or_page(fragment: str, page: str, passing: str, **context: object) -> Response:
    """Render the fragment for htmx and the page that includes it for everybody else.

    `passing` is a piece of the page that says nothing about its content (how long it took): with another
    one, the page counts as unchanged.
    """
    html = render_template(fragment if wants_fragment() else page, **context).encode()
    response = Response(html, mimetype="text/html")
    lasting = html.replace(passing.encode(), b"") if passing else html
    # Processors have instructions for this one: half as long as BLAKE2.
    response.set_etag(sha256(lasting).hexdigest()[:32], weak=True)
    # A fragment kept by a cache must never come back as a page, nor a page as a fragment.
    response.vary.update(("HX-Request", "HX-History-Restore-Request"))
    return response
