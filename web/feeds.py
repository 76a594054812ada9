"""Atom: the newest talks of the whole archive, of any search, of an event, a speaker or a technology.

RFC 4287. An entry's id is its talk's address, and a talk is dated by the day on which it was given: nothing
else about it is known to change.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.linking.addresses import LISTED, event_path, name_path, talk_path, url_of
from search.linking.titles import search_title
from search.model import Filter, Query, Talk
from web.asking import searched
from web.bounds import query_of
from web.browse import A_NAME, named_before
from web.reader import texts_of_reader
from web.site import site_address
from web.views.cards import whole_search
from web.views.heads import talk_description
from web.views.results import out_of_time
from web.xml_text import xml_document

ENTRIES = 30
OF_AN_EVENT = 100
ATOM = "http://www.w3.org/2005/Atom"


def feeds_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("feeds", __name__)

    @blueprint.get("/feed.atom")
    def new_talks() -> Response:
        return _feed_of(Query(), texts_of_reader().front_title, "/", "/feed.atom")

    @blueprint.get("/search.atom")
    def search_feed() -> Response:
        asked = query_of(request.args)
        # One search has one feed, in whichever order and on whichever page it is read.
        query = whole_search(asked)
        title = search_title(index.canonical(query), texts_of_reader())
        return _feed_of(query, title, url_of(query), url_of(query, "/search.atom"))

    @blueprint.get("/events/<event_id>.atom")
    def event_feed(event_id: str) -> AnyResponse:
        found = index.event(event_id, most=OF_AN_EVENT)
        path = event_path(found.event.id)
        if found.event.id != event_id:
            return redirect(f"{path}.atom", 301)
        return _response_of(_feed(found.event.name, path, f"{path}.atom", found.talks))

    @blueprint.get(f"/{A_NAME}.atom")
    def name_feed(names: str, name: str) -> Response:
        found = named_before(".atom", index, LISTED[names], name)
        if isinstance(found, Response):
            return found
        path = name_path(found.facet, found.text)
        return _feed_of(Query(filters=(Filter(found.facet, found.text),)), found.text, path, f"{path}.atom")

    def _feed_of(query: Query, title: str, path: str, own_path: str) -> Response:
        result = searched(index, replace(query, sort="newest", per_page=ENTRIES), values=0)
        said = out_of_time(result, texts_of_reader())
        return _response_of(_feed(title, path, own_path, [hit.talk for hit in result.hits], said))

    return blueprint


def _feed(title: str, path: str, own_path: str, talks: Sequence[Talk], said: str = "") -> ElementTree.Element:
    """Write a feed; `path` is that of the page it is about. One without talks is as old as time."""
    base, texts = site_address(), texts_of_reader()
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": texts.code})
    _add(feed, "id", base + own_path)
    _add(feed, "title", title if title == texts.front_title else f"{title} — {texts.site}")
    if said:
        _add(feed, "subtitle", said)
    newest = max((talk.date for talk in talks), default=datetime.date(1970, 1, 1))
    _add(feed, "updated", _moment(newest))
    _add(feed, "link", href=base + own_path, rel="self", type="application/atom+xml")
    _add(feed, "link", href=base + path, rel="alternate", type="text/html")
    _add(ElementTree.SubElement(feed, "author"), "name", texts.site)
    for talk in talks:
        _add_entry(feed, talk, base)
    return feed


def _add_entry(feed: ElementTree.Element, talk: Talk, base: str) -> None:
    texts = texts_of_reader()
    url = base + talk_path(talk.id)
    entry = ElementTree.SubElement(feed, "entry")
    _add(entry, "id", url)
    _add(entry, "title", talk.title)
    _add(entry, "updated", _moment(talk.date))
    _add(entry, "published", _moment(talk.date))
    _add(entry, "link", href=url, rel="alternate", type="text/html")
    for speaker in talk.speakers:
        _add(ElementTree.SubElement(entry, "author"), "name", speaker.name)
    for technology in talk.technologies:
        _add(entry, "category", term=technology)
    told = talk_description(talk, texts)
    # Where nothing is written down, what is told names the event itself.
    _add(entry, "summary", told if talk.event.name in told else f"{talk.event.name} · {told}")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text or None


def _moment(date: datetime.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"


def _response_of(feed: ElementTree.Element) -> Response:
    return Response(xml_document(feed), content_type="application/atom+xml; charset=utf-8")
