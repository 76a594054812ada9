"""What programs get beside an answer: whether it has changed since, and leave to read it from other pages.

What is answered from the index alone is named by the index and the question: whoever asks again is told that
nothing has changed before anything is looked for.
"""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from flask import Flask, Response, g, request

from search.errors import EngineError
from search.index import TalkIndex
from search.settings import Settings
from web.asking import say_what_is_left_out
from web.reader import texts_of_reader
from web.site import site_address

OPEN = frozenset({"api", "embeds", "feeds", "finding", "lists", "oembed", "openapi", "suggestions"})
"""The families of routes that pages of other sites may read."""
FROM_INDEX = frozenset({"api", "feeds", "finding", "lists", "suggestions"})
SPOKEN = frozenset({"feeds", "finding", "suggestions"})
"""Those which say something in the reader's language."""
NOT_FROM_INDEX = frozenset({"finding.robots", "finding.description"})


def serve_programs(app: Flask, index: TalkIndex, settings: Settings) -> None:
    """Answer 304 where nothing has changed, and let other pages read where the site is a public one.

    Must be set up after `protect`, whose ETags would name what is said, with the time that it took.
    """

    def answer_at_once() -> Response | None:
        family, endpoint = request.blueprint, request.endpoint
        if family not in FROM_INDEX or endpoint in NOT_FROM_INDEX or request.method not in ("GET", "HEAD"):
            return None
        try:
            edition = index.edition
        except EngineError:
            # Who answers will say so.
            return None
        spoken = texts_of_reader().code if family in SPOKEN else ""
        asked = (
            _edition_of_code(),
            edition,
            site_address(),
            spoken,
            request.path,
            request.query_string.decode("latin-1"),
        )
        g.edition = blake2b("\0".join(asked).encode("utf-8", "replace"), digest_size=16).hexdigest()
        if not request.if_none_match.contains_weak(g.edition):
            return None
        response = Response(status=304)
        response.set_etag(g.edition, weak=True)
        return response

    def say_more(response: Response) -> Response:
        # A page may stand where a format was expected; it depends on its reader's choices, too.
        if say_what_is_left_out(response):
            pass
        elif response.status_code == 200 and "edition" in g and response.mimetype != "text/html":
            response.set_etag(g.edition, weak=True)
        # A site without a public address is its keeper's alone: no page that is open beside it may read it.
        if settings.public_url and (
            request.blueprint in OPEN or request.path.endswith((".json", ".csv", ".atom"))
        ):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Kikigaki-Left-Out, Retry-After"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    app.before_request(answer_at_once)
    app.after_request(say_more)


@cache
def _edition_of_code() -> str:
    """Name the code that writes the answers: a newer one may write the same index in another way."""
    newest = max(path.stat().st_mtime_ns for path in Path(__file__).parent.glob("*.py"))
    return f"{version('kikigaki')}-{newest}"
