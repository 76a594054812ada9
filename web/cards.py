"""/cards: the pictures that other sites show where somebody links to a page.

An address holds a digest of what its picture says, so that it may be kept for good. With another digest it
leads to what the card says now: a link that was pasted years ago goes on showing a picture.
"""

from dataclasses import replace

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.linking.addresses import LISTED
from search.model import FacetName
from web.asking import searched
from web.bounds import query_of
from web.browse import known_name
from web.chosen import talks_of
from web.pictures.drawing import draw_aside
from web.pictures.fonts import font_files
from web.pictures.shelf import Budget, Busy, Shelf
from web.reader import texts_of_site
from web.views.cards import (
    Card,
    event_card,
    laid_out,
    list_card,
    name_card,
    search_card,
    set_card,
    site_card,
    talk_card,
)

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


def cards_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("cards", __name__, url_prefix="/cards/<digest>")
    shelf = Shelf()
    # There are as many talks as there are; of searches, as many as anybody likes to type.
    of_pages, of_searches = Budget(most=60, each_second=2), Budget(most=20, each_second=0.5)

    @blueprint.get("/site.png")
    def site_picture(digest: str) -> AnyResponse:
        return _answer(digest, site_card(texts_of_site()), of_pages)

    @blueprint.get("/list/<name>.png")
    def list_picture(digest: str, name: str) -> AnyResponse:
        if name not in LISTED:
            abort(404)
        return _answer(digest, list_card(name, texts_of_site()), of_pages)

    @blueprint.get("/talk/<event_id>/<name>.png")
    def talk_picture(digest: str, event_id: str, name: str) -> AnyResponse:
        return _answer(digest, talk_card(index.talk(f"{event_id}/{name}"), texts_of_site()), of_pages)

    @blueprint.get("/event/<event_id>.png")
    def event_picture(digest: str, event_id: str) -> AnyResponse:
        found = index.event(event_id, most=1)
        return _answer(digest, event_card(found.event, found.total, texts_of_site()), of_pages)

    @blueprint.get("/<any(speaker, technology):facet>/<path:written>.png")
    def name_picture(digest: str, facet: FacetName, written: str) -> AnyResponse:
        return _answer(digest, name_card(known_name(index, facet, written), texts_of_site()), of_pages)

    @blueprint.get("/search.png")
    def search_picture(digest: str) -> AnyResponse:
        asked = query_of(request.args)
        # All of it but the hits: how many there are is what the card says.
        result = searched(index, replace(asked, sort="newest", page=1, per_page=0), values=0)
        return _answer(digest, search_card(result.query, result.total, texts_of_site()), of_searches)

    @blueprint.get("/set.png")
    def set_picture(digest: str) -> AnyResponse:
        talks = talks_of(index, request.args)
        if not talks:
            abort(404)
        return _answer(digest, set_card(talks, texts_of_site()), of_searches)

    def _answer(digest: str, card: Card, budget: Budget) -> AnyResponse:
        if digest != card.digest:
            return redirect(card.url(""), 302)
        try:
            picture = shelf.picture(card.digest, lambda: draw_aside(svg_of(card), font_files()), budget)
        except Busy as busy:
            response = Response(status=503)
            response.headers["Retry-After"] = str(busy.seconds)
            response.headers["Cache-Control"] = "no-store"
            return response
        response = Response(picture, mimetype="image/png")
        response.headers["Cache-Control"] = KEPT_FOR_GOOD
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return blueprint


def svg_of(card: Card) -> str:
    """Return a card as SVG; of the application only its templates are needed."""
    return current_app.jinja_env.get_template("card.svg").render(view=laid_out(card))
