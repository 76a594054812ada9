"""The page of searches, which is the front page as well."""

import datetime
from dataclasses import replace

from flask import Blueprint, Response, request

from search import WaysOut
from search.answers import SearchResult
from search.index import TalkIndex
from search.linking.addresses import asked, url_of
from search.model import Query
from web.asking import searched
from web.bounds import query_of
from web.fragments import fragment_or_page, is_typing, wants_fragment
from web.reader import texts_of_reader
from web.site import this_site
from web.texts import Texts
from web.views.choices import FEW
from web.views.front import CLOUD, RECENT_EVENTS, FrontView, days_of, front_view
from web.views.heads import search_head
from web.views.narrowed import named_lines
from web.views.nothing import nothing_view
from web.views.results import Beside, is_front, results_view

ALL_VALUES = 1_000_000


def searching_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("searching", __name__)

    @blueprint.get("/")
    def search_page() -> Response:
        query, texts = query_of(request.args), texts_of_reader()
        result = searched(index, asked(query), values=CLOUD if is_front(query) else FEW)
        query = answered(query, result)
        beside = Beside(
            # Who waited long enough already gets no more.
            near=index.near_words(query.text) if query.text and not result.left_out else {},
            names=named_lines(query, result.hits, index, texts) if query.filters else (),
            events=_hits_by_event(index, query) if query.group == "event" else {},
        )
        view = results_view(query, result, beside, texts)
        nothing = None
        if not result.total:
            ways = WaysOut((), (), 0) if result.left_out else index.ways_out(query)
            nothing = nothing_view(query, ways, texts)
        front = _front(index, result, texts) if view.front else None
        response = fragment_or_page(
            "_fragment.html",
            "search.html",
            passing=view.took,
            view=view,
            nothing=nothing,
            front=front,
            text=query.text,
            head=None if wants_fragment() else search_head(query, result, this_site(texts)),
        )
        if wants_fragment() and is_typing():
            response.headers["HX-Replace-Url"] = url_of(query)
        return response

    return blueprint


def _front(index: TalkIndex, result: SearchResult, texts: Texts) -> FrontView:
    today = datetime.date.today()
    # Not all events: an archive of many would read them all before its first page.
    events = (*index.newest_events(RECENT_EVENTS), *index.events_of(days_of(today, result.facets)))
    return front_view(tuple(dict.fromkeys(events)), result.facets, today, texts)


def _hits_by_event(index: TalkIndex, query: Query) -> dict[str, int]:
    """Return how many hits each event has on all pages."""
    found = index.facet(query, "event", "", ALL_VALUES)
    return {each.value: each.count for each in found.values}


def answered(query: Query, result: SearchResult) -> Query:
    """Return a search as it was asked for, with its events called as its answer calls them."""
    return replace(query, filters=result.query.filters)
