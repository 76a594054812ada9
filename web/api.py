"""The same answers as JSON, beside every page: for scripts, and for pages on other people's sites."""

import json
from dataclasses import replace
from json.encoder import encode_basestring as _quoted

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from search.answers import EventHit, Facet, Hit, SearchResult, Snippet, Why
from search.index import TalkIndex
from search.linking.addresses import asked, event_path, path_of_talk, talk_path
from search.model import Event, Query, Talk
from search.text.visible_text import visible_text
from web.asking import searched
from web.bounds import SHORT, query_of
from web.params import Narrowing, number_of
from web.parts import MARKS, Part, part_of
from web.searching import answered
from web.site import site_address

VALUES = 100
"""Values of a facet in one answer; the others are on the further pages of `/facets/<name>.json`."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def api_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("api", __name__)

    @blueprint.get("/search.json")
    def search_json() -> Response:
        query = query_of(request.args)
        values = number_of(request.args.get("values", ""), VALUES, VALUES)
        result = searched(index, asked(query), values=values)
        return _response_of(result_json(answered(query, result), result, site_address()))

    @blueprint.get("/talks/<event_id>/<name>.json")
    def talk_json_page(event_id: str, name: str) -> AnyResponse:
        talk_id = f"{event_id}/{name}"
        talk = index.talk(talk_id)
        if talk.id != talk_id:
            return redirect(talk_path(talk.id) + ".json", 301)
        query = query_of(request.args)
        part = part_of(talk.body, query.page)
        talk = replace(talk, body=part.text)
        found = index.body_marks(talk, query.text)[:MARKS] if query.text else ()
        marks: Json = [[start, end] for start, end in found]
        return json_response(talk_json(talk, site_address()) | cut_json(part) | {"marks": marks})

    return blueprint


def result_json(query: Query, result: SearchResult, base: str) -> str:
    """Return a search as JSON; its facets, hundreds of values, are written without a dict for each.

    `base` is the site's address: all addresses are absolute.
    """
    totals: Json = {each.name: each.total for each in result.facets}
    facets = ", ".join(f"{_quoted(each.name)}: {_facet_json(each, query, base)}" for each in result.facets)
    beside: dict[str, Json] = {
        "query": query.text,
        "total": result.total,
        "page": query.page,
        "per_page": query.per_page,
        "relaxed": result.relaxed,
        "exact": result.is_exact,
        "left_out": list(result.left_out),
        "took_ms": round(result.took * 1000, 3),
        "hits": [_hit_json(hit, base) for hit in result.hits],
        "mentions": [_hit_json(hit, base) for hit in result.mentions],
        "events": [_event_hit_json(hit, base) for hit in result.events],
    }
    return f'{_written(beside)[:-1]}, "facets": {{{facets}}}, "facet_totals": {_written(totals)}}}'


def talk_json(talk: Talk, base: str) -> dict[str, Json]:
    """Return a talk; `speakers` are names, `speaker_details` how each was noted down."""
    return {
        **facts_json(talk, base),
        "mention": talk.mention,
        "speaker_details": [
            {"name": speaker.name, "heard": speaker.heard, "affiliation": speaker.affiliation}
            for speaker in talk.speakers
        ],
        "body": talk.body,
        "markup": talk.markup,
        "text": visible_text(talk.body, talk.markup).text,
        "links": [{"kind": link.kind, "url": link.url} for link in talk.links],
    }


def cut_json(part: Part) -> dict[str, Json]:
    """Return whether a text is a part of a longer one, and which."""
    return {"body_cut": part.pages > 1, "page": part.page, "pages": part.pages}


def _hit_json(hit: Hit, base: str) -> Json:
    return {
        **facts_json(hit.talk, base),
        "score": hit.score,
        "snippet": _snippet_json(hit.snippet),
        "why": _why_json(hit.why),
        "missing": list(hit.missing),
    }


def _event_hit_json(hit: EventHit, base: str) -> Json:
    event: Event = hit.event
    return {
        "id": event.id,
        "name": event.name,
        "value": hit.event_value,
        "date": event.date.isoformat(),
        "venue": event.venue,
        "hashtag": event.hashtag,
        "url": base + event_path(event.id),
        "score": hit.score,
        "snippet": _snippet_json(hit.snippet),
        "why": _why_json(hit.why),
    }


def _snippet_json(snippet: Snippet) -> Json:
    return {"text": snippet.text, "marks": [[start, end] for start, end in snippet.marks]}


def _why_json(reasons: tuple[Why, ...]) -> Json:
    return [{"word": why.word, "written": why.written, "route": why.route} for why in reasons]


def facts_json(talk: Talk, base: str) -> dict[str, Json]:
    """Return what a list says of a talk."""
    return {
        "id": talk.id,
        "title": talk.title,
        "event": talk.event.name,
        "event_id": talk.event.id,
        "date": talk.date.isoformat(),
        "speakers": [speaker.name for speaker in talk.speakers],
        "technologies": list(talk.technologies),
        "event_url": base + event_path(talk.event.id),
        "url": base + path_of_talk(talk),
    }


def facet_json(facet: Facet, query: Query, base: str) -> list[Json]:
    """Return the values of a facet, each with the search that has it chosen or dropped."""
    read: list[Json] = json.loads(_facet_json(facet, query, base))
    return read


def _facet_json(facet: Facet, query: Query, base: str) -> str:
    narrowing = Narrowing(query, facet.name, f"{base}/search.json")
    has_room = narrowing.size <= SHORT + len(base)
    values = (
        f'{{"value": {_quoted(value.value)}, "count": {value.count}, '
        f'"selected": {"true" if value.selected else "false"}'
        f"{_url_json(narrowing, value.value) if has_room else ''}}}"
        for value in facet.values
    )
    return f"[{', '.join(values)}]"


def _url_json(narrowing: Narrowing, value: str) -> str:
    return f', "url": {_quoted(narrowing.url(value))}'


def json_response(content: Json) -> Response:
    return _response_of(_written(content))


def _written(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False)


def _response_of(written: str) -> Response:
    return Response(written + "\n", mimetype="application/json")
