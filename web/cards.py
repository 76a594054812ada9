"""/cards: the pictures that other sites show where somebody links to a page."""

from flask import Blueprint, Response, render_template

from search.index import TalkIndex
from web.reader import texts_of_reader
from web.views.cards import CardView, event_card, site_card, talk_card


def cards_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("cards", __name__)

    @blueprint.get("/cards/site.svg")
    def site_picture() -> Response:
        return _drawn(site_card(texts_of_reader()))

    @blueprint.get("/cards/talks/<event_id>/<name>.svg")
    def talk_picture(event_id: str, name: str) -> Response:
        return _drawn(talk_card(index.talk(f"{event_id}/{name}"), texts_of_reader()))

    @blueprint.get("/cards/events/<event_id>.svg")
    def event_picture(event_id: str) -> Response:
        found = index.event(event_id, most=1)
        return _drawn(event_card(found.event, found.total, texts_of_reader()))

    return blueprint


def _drawn(view: CardView) -> Response:
    return Response(render_template("card.svg", view=view), mimetype="image/svg+xml")
