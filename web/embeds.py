"""/embed: small pages that other people's pages show in a frame.

They need no script and no cookie, and are the only pages that may be framed: by whom, a setting says.
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.linking.addresses import asked, set_path, talk_path
from search.model import Query
from search.settings import Settings
from web.asking import searched
from web.bounds import query_of
from web.chosen import talks_of
from web.reader import texts_of_reader
from web.searching import answered
from web.site import site_address
from web.views.embeds import (
    EVENT_TALKS,
    HITS,
    EmbedView,
    box_embed,
    event_embed,
    list_embed,
    search_embed,
    talk_embed,
)

MAX_HITS = 20
SCHEMES = ("light", "dark")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")


def embeds_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("embeds", __name__, url_prefix="/embed")

    @blueprint.get("/talks/<event_id>/<name>")
    def talk_frame(event_id: str, name: str) -> AnyResponse:
        talk_id = f"{event_id}/{name}"
        talk = index.talk(talk_id)
        if talk.id != talk_id:
            return redirect(f"/embed{talk_path(talk.id)}", 301)
        return _framed(talk_embed(talk, site_address(), texts_of_reader()))

    @blueprint.get("/events/<event_id>")
    def event_frame(event_id: str) -> AnyResponse:
        return _framed(
            event_embed(index.event(event_id, most=2 * EVENT_TALKS), site_address(), texts_of_reader())
        )

    @blueprint.get("/search")
    def search_frame() -> AnyResponse:
        query = _few(query_of(request.args))
        result = searched(index, asked(query), values=0)
        # The address outside the frame has as many hits as ever.
        query = replace(answered(query, result), per_page=Query().per_page, page=1)
        return _framed(search_embed(query, result, site_address(), texts_of_reader()))

    @blueprint.get("/list")
    def list_frame() -> AnyResponse:
        talks = talks_of(index, request.args)
        base = site_address()
        url = base + (set_path(talks) if talks else "/")
        return _framed(list_embed(talks, url, base, texts_of_reader()))

    @blueprint.get("/box")
    def box_frame() -> AnyResponse:
        query = query_of(request.args)
        result = searched(index, _few(query), values=0) if query.text else None
        query = replace(query, per_page=Query().per_page, page=1)
        return _framed(box_embed(query, result, site_address(), texts_of_reader()))

    return blueprint


def _few(query: Query) -> Query:
    """Take a search as a frame shows it: the first five, or as many as its address asks for."""
    most = query.per_page if "per_page" in request.args else HITS
    return replace(query, per_page=min(most, MAX_HITS), page=1, group="none")


def _framed(view: EmbedView) -> Response:
    scheme = request.args.get("scheme", "")
    page = render_template(
        "embed.html",
        view=view,
        scheme=scheme if scheme in SCHEMES else "",
        home=f"{site_address()}/",
    )
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _policy()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _policy() -> str:
    settings: Settings = current_app.extensions["kikigaki"]
    # Some browsers take 'self' in a sandbox for nobody: our own origins are named, too.
    origins = {"://".join(urlsplit(address)[:2]) for address in (request.root_url, site_address())}
    own = " ".join(["'self'", *sorted(filter(_ORIGIN.fullmatch, origins))])
    # * is any address: a page without one (a file, a preview in a sandbox) may frame where nothing is said.
    ancestors = settings.frame_ancestors
    framing = () if ancestors == "*" else (f"frame-ancestors {ancestors}",)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own}",
            f"style-src {own}",
            f"connect-src {own}",
            f"form-action {own}",
            "base-uri 'none'",
            *framing,
        )
    )
