"""The pages people read: search, talk, event, all values of a facet."""

import datetime
from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.model import FACET_NAMES, Query, SearchResult
from web.bounds import bounded
from web.fragments import fragment_or_page, is_typing, wants_fragment
from web.params import MAX_VALUE, clean, event_path, mention_path, query_of, talk_path, url_of
from web.reader import texts_of_reader
from web.site import site_address
from web.views.choices import TOP_VALUES
from web.views.front import CLOUD, front_view
from web.views.nothing import nothing_view
from web.views.results import is_front, results_view
from web.views.talks import TALKS_OF_A_PAGE, event_view, talk_page_view
from web.views.values import MAX_VALUES, values_view


def pages_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    def search_page() -> Response:
        query, texts = bounded(query_of(request.args)), texts_of_reader()
        result = index.search(asked(query), values=CLOUD if is_front(query) else TOP_VALUES)
        query = answered(query, result)
        near = index.near_words(query.text) if query.text else {}
        view = results_view(query, result, near, site_address(), texts)
        nothing = None if result.total else nothing_view(query, index.ways_out(query), texts)
        front = (
            front_view(index.events(), result.facets, datetime.date.today(), texts) if view.front else None
        )
        response = fragment_or_page(
            "_fragment.html",
            "search.html",
            passing=view.took,
            view=view,
            nothing=nothing,
            front=front,
            text=query.text,
        )
        if wants_fragment() and is_typing():
            response.headers["HX-Replace-Url"] = url_of(query)
        return response

    @blueprint.get("/talks/<event_id>/<name>")
    def talk_page(event_id: str, name: str) -> AnyResponse:
        talk_id = f"{event_id}/{name}"
        talk = index.talk(talk_id)
        text = bounded(query_of(request.args)).text
        if talk.mention:
            return redirect(mention_path(talk.id), 302)
        if talk.id != talk_id:
            return redirect(url_of(Query(text), talk_path(talk.id)), 301)
        siblings = index.around(talk)
        view = talk_page_view(talk, siblings, index, text, site_address(), texts_of_reader())
        return Response(render_template("talk.html", view=view, text=text), mimetype="text/html")

    @blueprint.get("/events/<event_id>")
    def event_page(event_id: str) -> AnyResponse:
        page = query_of(request.args).page
        found = index.event(event_id, (page - 1) * TALKS_OF_A_PAGE, TALKS_OF_A_PAGE)
        if found.event.id != event_id:
            return redirect(event_path(found.event.id), 301)
        view = event_view(found, index, site_address(), texts_of_reader(), page)
        return Response(render_template("event.html", view=view, text=""), mimetype="text/html")

    @blueprint.get("/facets/<name>")
    def facet_page(name: str) -> Response:
        facet_name = next((each for each in FACET_NAMES if each == name), None)
        if facet_name is None:
            abort(404)
        query, find = (
            index.canonical(bounded(query_of(request.args))),
            clean(request.args.get("find", ""), MAX_VALUE),
        )
        facet = index.facet(query, facet_name, find, MAX_VALUES)
        view = values_view(facet, query, find, texts_of_reader())
        return fragment_or_page("_values.html", "values.html", passing="", view=view, text=query.text)

    return blueprint


def answered(query: Query, result: SearchResult) -> Query:
    """Return a search as it was asked for, with its events called as its answer calls them."""
    return replace(query, filters=result.query.filters)


def asked(query: Query) -> Query:
    """Without words nothing is more relevant than anything else: the newest talks come first."""
    if query.text or query.sort != "relevance":
        return query
    return replace(query, sort="newest")
