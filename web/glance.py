"""/glance: a passage with some sentences more, for who reads on without leaving the list."""

import re
from itertools import islice

from flask import Blueprint, Response, request

from search.answers import Snippet
from search.index import TalkIndex
from search.model import Talk
from search.text.visible_text import visible_text
from web.params import MAX_TEXT, clean, number_of
from web.plain import shortened
from web.rendering import snippet_html

PASSAGE = 140
SENTENCES = 3
_FARTHEST = 99_999_999
"""Letters; no body has more."""
LONGEST = 800
"""Characters of a passage: a text without sentences ends somewhere, too."""

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?\n]+|\Z)")


def glance_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("glance", __name__)

    @blueprint.get("/glance/<event_id>/<name>")
    def glance(event_id: str, name: str) -> Response:
        talk = index.talk(f"{event_id}/{name}")
        at, text = request.args.get("at", ""), clean(request.args.get("q", ""), MAX_TEXT)
        start = number_of(at, 0, _FARTHEST)
        return Response(str(snippet_html(_passage_of(talk, start, text, index))), mimetype="text/html")

    return blueprint


def _passage_of(talk: Talk, start: int, text: str, index: TalkIndex) -> Snippet:
    """Return what the list shows of a talk from `start` on, to the end of its sentence and three more."""
    body = visible_text(talk.body, talk.markup).text
    start = min(start, len(body))
    ends = (
        found.end() for found in _SENTENCE.finditer(body, min(start + PASSAGE, len(body))) if found[0].strip()
    )
    # The first sentence is the one in which the passage ends.
    end = min(max(islice(ends, SENTENCES + 1), default=len(body)), start + LONGEST)
    marks = index.marker_of(talk, text)(body) if text else ()
    inside = tuple((first - start, last - start) for first, last in marks if start <= first and last <= end)
    return shortened(Snippet(body[start:end].rstrip(), inside, start > 0, end < len(body)), talk.markup)
