"""The link box: anything in each form it can be pasted in. htmx gets its inside alone, others a page."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.linking.addresses import LISTED, path_of_talk
from search.linking.forms import ORDERS, Order, forms_of
from search.linking.subjects import (
    MOST,
    Subject,
    event_subject,
    name_subject,
    search_subject,
    set_subject,
    talk_subject,
)
from web.bounds import query_of
from web.browse import A_NAME, known_name
from web.chosen import there
from web.fragments import fragment_or_page
from web.params import MAX_TEXT, clean, number_of
from web.reader import texts_of_reader
from web.site import site_address, this_site
from web.views.heads import Head, set_head
from web.views.links import Listed, links_view
from web.views.picks import SetView, set_view

FEW = 20
"""Talks of a list of which nobody said how long it is to be."""


def links_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("links", __name__)

    @blueprint.get("/link/talks/<event_id>/<name>")
    def talk_links(event_id: str, name: str) -> Response:
        talk = index.talk(f"{event_id}/{name}")
        words = clean(request.args.get("q", ""), MAX_TEXT)
        chosen = request.args.get("passage", "")[:MAX_TEXT]
        return _box(talk_subject(index, talk, site_address(), words, chosen))

    @blueprint.get("/link/events/<event_id>")
    def event_links(event_id: str) -> Response:
        return _box(event_subject(index.event(event_id), site_address()))

    @blueprint.get(f"/link/{A_NAME}")
    def name_links(names: str, name: str) -> Response:
        found, most = known_name(index, LISTED[names], name), _most()
        return _box(name_subject(index, found, site_address(), most), most)

    @blueprint.get("/link/search")
    def search_links() -> Response:
        query, most = query_of(request.args), _most()
        return _box(search_subject(index, query, site_address(), texts_of_reader(), most), most)

    @blueprint.get("/set")
    def set_page() -> Response:
        query, texts, base = query_of(request.args), texts_of_reader(), site_address()
        talks = there((index.talk_of_short, each) for each in query.picked)
        title = f"{texts.count(texts.set_named, len(talks))} - {texts.site}"
        chosen = set_view(query, talks, texts)
        head = set_head(talks, this_site()) if talks else None
        return _box(set_subject(talks, base, title), page="set.html", chosen=chosen, head=head)

    @blueprint.get("/t/<short>")
    def short_address(short: str) -> AnyResponse:
        talk = index.talk_of_short(short.lower())
        return redirect(path_of_talk(talk), 301)

    return blueprint


def _box(
    subject: Subject,
    most: int = 0,
    page: str = "links.html",
    chosen: SetView | None = None,
    head: Head | None = None,
) -> Response:
    by = _by()
    kept = tuple((key, value) for key, value in request.args.items(multi=True) if key not in ("by", "n"))
    listed = Listed(request.path, kept, by, most)
    view = links_view(subject, forms_of(subject, by), listed, texts_of_reader())
    response = fragment_or_page(
        "_link_box.html", page, passing="", view=view, chosen=chosen, text="", head=head
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _by() -> Order:
    return next((order for order in ORDERS if order == request.args.get("by", "")), ORDERS[0])


def _most() -> int:
    return number_of(request.args.get("n", ""), FEW, MOST)
