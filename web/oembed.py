"""/oembed: what another site needs to show one of our pages, given its address (oembed.com, version 1.0)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app, request
from msgspec import Struct
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from search.errors import TalkNotFound
from search.index import TalkIndex
from search.linking.addresses import LISTED, asked, event_path, name_path, talk_path, url_of
from search.model import Filter, Query
from web.asking import searched
from web.bounds import query_of
from web.chosen import talks_of
from web.params import number_of
from web.reader import texts_of_reader
from web.searching import answered
from web.site import site_address, this_site
from web.views.cards import CARD_HEIGHT, CARD_WIDTH
from web.views.embeds import EVENT_TALKS, HITS
from web.views.heads import Head, event_head, name_head, search_head, set_head, talk_head
from web.views.results import is_front
from web.xml_text import xml_document

WIDTH = 600
FORMATS = {"json": "application/json", "xml": "text/xml"}
_NO_LIMIT = 99_999
"""Pixels; whoever asks for more gets no more."""
_PORTS = {"http": 80, "https": 443}
CACHE_SECONDS = 3_600
SANDBOX = "allow-scripts allow-forms allow-popups allow-top-navigation-by-user-activation"
_TALK, _LINE, _AROUND, _TALLEST = 230, 75, 130, 600
"""Heights in pixels: a talk's frame, one talk of a list, what stands around a list, the tallest frame."""


class Shared(Struct, frozen=True):
    """A page as another site shows it: its head, the address of its frame, how tall that is about."""

    head: Head
    frame: str
    height: int
    author: str = ""
    author_url: str = ""


def oembed_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("oembed", __name__)

    @blueprint.get("/oembed")
    def oembed() -> Response:
        written = request.args.get("format", "json")
        if written not in FORMATS:
            return _said(501, "format is json or xml")
        shared = _shared_of(request.args.get("url", ""), index)
        if shared is None:
            # 401 is for private pages, and none is: who reads the site reads all of it.
            return _said(404, "url is no page of this site that can be shown elsewhere")
        limits = _limit_of("maxwidth"), _limit_of("maxheight")
        return Response(
            _written(_answer(shared, *limits), written), content_type=f"{FORMATS[written]}; charset=utf-8"
        )

    return blueprint


def _shared_of(url: str, index: TalkIndex) -> Shared | None:
    """Return what is at an address of ours; None for other sites and for what cannot be shown."""
    parts = _own_parts(url)
    if parts is None:
        return None
    try:
        # The same rules that answer the page itself, whatever is in the address.
        endpoint, values = current_app.url_map.bind("").match(parts.path or "/", method="GET")
    except HTTPException:
        return None
    shown = _SHOWN.get(endpoint)
    if shown is None:
        return None
    try:
        return shown(index, values, MultiDict(parse_qsl(parts.query, keep_blank_values=True)))
    except TalkNotFound:
        return None


def _own_parts(url: str) -> SplitResult | None:
    """Return the parts of an address of this site, its path decoded and without the site's own; None for
    others.
    """
    for base in (site_address(), request.root_url.rstrip("/")):
        try:
            parts, own = urlsplit(url), urlsplit(base)
            same = _host_of(parts) == _host_of(own)
        except ValueError:
            # Also what no IDNA can write: it is the address of nothing.
            return None
        # Links that were pasted before the site had a certificate go on meaning it.
        path, below = unquote(parts.path), unquote(own.path)
        if parts.scheme in _PORTS and same and f"{path}/".startswith(f"{below}/"):
            return parts._replace(path=path[len(below) :])
    return None


def _host_of(parts: SplitResult) -> tuple[str, int | None]:
    """Return the host as addresses spell it, and the port; that of http and https is one, as no port is."""
    port = None if parts.port == _PORTS.get(parts.scheme) else parts.port
    return (parts.hostname or "").encode("idna").decode(), port


def _talk(index: TalkIndex, values: Mapping[str, str], _: MultiDict[str, str]) -> Shared:
    talk = index.talk(f"{values['event_id']}/{values['name']}")
    base = site_address()
    speakers = [speaker.name for speaker in talk.speakers]
    return Shared(
        talk_head(talk, this_site()),
        f"{base}/embed{talk_path(talk.id)}",
        _TALK,
        author="、".join(speakers),
        author_url=base + name_path("speaker", speakers[0]) if speakers else "",
    )


def _event(index: TalkIndex, values: Mapping[str, str], _: MultiDict[str, str]) -> Shared:
    found = index.event(values["event_id"], most=2 * EVENT_TALKS)
    base = site_address()
    height = _height_of(min(len(found.talks), EVENT_TALKS))
    return Shared(event_head(found, this_site()), f"{base}/embed{event_path(found.event.id)}", height)


def _name(index: TalkIndex, values: Mapping[str, str], _: MultiDict[str, str]) -> Shared | None:
    name = index.name(LISTED[values["names"]], values["name"])
    if name is None:
        return None
    query = Query(filters=(Filter(name.facet, name.text),), sort="newest", per_page=HITS)
    talks = [hit.talk for hit in searched(index, query, values=0).hits]
    return _framed(name_head(name, talks, this_site()), query, len(talks))


def _search(index: TalkIndex, _: Mapping[str, str], arguments: MultiDict[str, str]) -> Shared:
    query = query_of(arguments)
    result = searched(index, asked(query), values=0)
    query = answered(query, result)
    head = search_head(query, result, this_site())
    if is_front(query):
        return Shared(head, f"{site_address()}/embed/box", _AROUND)
    return _framed(head, query, len(result.hits))


def _short(index: TalkIndex, values: Mapping[str, str], arguments: MultiDict[str, str]) -> Shared:
    event_id, _, name = index.talk_of_short(values["short"].lower()).id.partition("/")
    return _talk(index, {"event_id": event_id, "name": name}, arguments)


def _set(index: TalkIndex, _: Mapping[str, str], arguments: MultiDict[str, str]) -> Shared | None:
    talks = talks_of(index, arguments)
    if not talks:
        return None
    head = set_head(talks, this_site())
    return Shared(head, head.url.replace("/set?", "/embed/list?", 1), _height_of(len(talks)))


def _framed(head: Head, query: Query, hits: int) -> Shared:
    few = replace(query, page=1, per_page=Query().per_page, group="none")
    return Shared(head, site_address() + url_of(few, "/embed/search"), _height_of(min(hits, HITS)))


_SHOWN: Mapping[str, Callable[[TalkIndex, Mapping[str, str], MultiDict[str, str]], Shared | None]] = {
    "pages.talk_page": _talk,
    "pages.event_page": _event,
    "searching.search_page": _search,
    "browse.name_page": _name,
    "links.set_page": _set,
    "links.short_address": _short,
    "embeds.list_frame": _set,
    "embeds.talk_frame": _talk,
    "embeds.event_frame": _event,
    "embeds.search_frame": _search,
    "embeds.box_frame": _search,
}
"""How each page is shown elsewhere, by the name of its route."""


def _answer(shared: Shared, max_width: int | None, max_height: int | None) -> dict[str, str | int]:
    width = min(WIDTH, max_width or WIDTH)
    height = min(shared.height, max_height or shared.height)
    base, texts, head = site_address(), texts_of_reader(), shared.head
    answer: dict[str, str | int] = {
        "version": "1.0",
        "type": "rich",
        "title": head.title,
        "provider_name": texts.site,
        "provider_url": f"{base}/",
        "cache_age": CACHE_SECONDS,
        "html": (
            f'<iframe src="{escape(shared.frame)}" width="{width}" height="{height}" '
            f'title="{escape(head.title)}" sandbox="{SANDBOX}" loading="lazy" frameborder="0" '
            'style="border:0;max-width:100%"></iframe>'
        ),
        "width": width,
        "height": height,
    }
    if shared.author:
        answer |= {"author_name": shared.author, "author_url": shared.author_url}
    if (max_width or CARD_WIDTH) >= CARD_WIDTH and (max_height or CARD_HEIGHT) >= CARD_HEIGHT:
        # A picture that is too large for who asks must not be named at all.
        answer |= {
            "thumbnail_url": head.image,
            "thumbnail_width": CARD_WIDTH,
            "thumbnail_height": CARD_HEIGHT,
        }
    return answer


def _written(answer: Mapping[str, str | int], written: str) -> str:
    if written == "json":
        return json.dumps(answer, ensure_ascii=False) + "\n"
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    return xml_document(root)


def _height_of(talks: int) -> int:
    return min(_AROUND + _LINE * talks, _TALLEST)


def _limit_of(name: str) -> int | None:
    """Return a limit in pixels; what is no number is none."""
    return number_of(request.args.get(name, ""), 0, _NO_LIMIT) or None


def _said(status: int, message: str) -> Response:
    return Response(f"{message}\n", status, mimetype="text/plain")
