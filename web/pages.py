"""The pages people read: search, talk, event, all values of a facet."""

from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.model import FACET_NAMES, Query
from web.fragments import fragment_or_page, is_typing, wants_fragment
from web.params import MAX_TEXT, clean, event_path, mention_path, query_of, talk_path, url_of
from web.site import site_address
from web.views.results import FACET_LABELS, facet_view, results_view, search_title
from web.views.talks import event_view, talk_page_view

MAX_VALUES = 10_000


def pages_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    def search_page() -> Response:
        query = query_of(request.args)
        view = results_view(query, index.search(asked(query)), site_address())
        response = fragment_or_page(
            "_fragment.html", "search.html", passing=view.took, view=view, text=query.text
        )
        if wants_fragment() and is_typing():
            response.headers["HX-Replace-Url"] = url_of(query)
        return response

    @blueprint.get("/talks/<event_id>/<name>")
    def talk_page(event_id: str, name: str) -> AnyResponse:
        talk_id = f"{event_id}/{name}"
        talk = index.talk(talk_id)
        text = clean(request.args.get("q", ""), MAX_TEXT)
        if talk.mention:
            return redirect(mention_path(talk.id), 302)
        if talk.id != talk_id:
            return redirect(url_of(Query(text), talk_path(talk.id)), 301)
        siblings = index.event(talk.event.id).talks
        view = talk_page_view(talk, siblings, index, text, site_address())
        return Response(render_template("talk.html", view=view, text=text), mimetype="text/html")

    @blueprint.get("/events/<event_id>")
    def event_page(event_id: str) -> AnyResponse:
        found = index.event(event_id)
        if found.event.id != event_id:
            return redirect(event_path(found.event.id), 301)
        view = event_view(found, index, site_address())
        return Response(render_template("event.html", view=view, text=""), mimetype="text/html")

    @blueprint.get("/facets/<name>")
    def facet_page(name: str) -> Response:
        facet_name = next((each for each in FACET_NAMES if each == name), None)
        if facet_name is None:
            abort(404)
        query = query_of(request.args)
        facet = index.facet(query, facet_name, "", MAX_VALUES)
        view = facet_view(facet, query, top=MAX_VALUES)
        html = render_template(
            "facet.html",
            view=view,
            text=query.text,
            query=query,
            title=search_title(query),
            label=FACET_LABELS[facet.name],
            back_url=url_of(query),
        )
        return Response(html, mimetype="text/html")

    return blueprint


def asked(query: Query) -> Query:
    """Without words nothing is more relevant than anything else: the newest talks come first."""
    if query.text or query.sort != "relevance":
        return query
    return replace(query, sort="newest")
