"""The same answers as JSON, beside every page: for scripts, and for pages on other people's sites."""

import json
from dataclasses import replace
from hashlib import blake2b
from json.encoder import encode_basestring as _quoted

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.model import FACET_NAMES, Event, EventHit, Facet, Hit, Query, SearchResult, Snippet, Talk, Why
from web.bounds import SHORT, bounded
from web.pages import answered, asked
from web.params import (
    MAX_VALUE,
    Narrowing,
    clean,
    event_path,
    mention_path,
    number_of,
    query_of,
    talk_path,
)

VALUES = 100
"""Values of a facet in one answer; the others are on the further pages of `/facets/<name>.json`."""

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def api_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("api", __name__)

    @blueprint.get("/search.json")
    def search_json() -> Response:
        query = bounded(query_of(request.args))
        result = index.search(asked(query), values=number_of(request.args.get("values", ""), VALUES, VALUES))
        written = result_json(answered(query, result), result)
        response = _response_of(written)
        # How long it took says nothing about what was found.
        lasting = blake2b(written.replace(f'"took_ms": {_took_ms(result)}', "", 1).encode(), digest_size=16)
        response.set_etag(lasting.hexdigest(), weak=True)
        return response

    @blueprint.get("/talks/<event_id>/<name>.json")
    def talk_json_page(event_id: str, name: str) -> AnyResponse:
        talk_id = f"{event_id}/{name}"
        talk = index.talk(talk_id)
        if talk.id != talk_id:
            return redirect(talk_path(talk.id) + ".json", 301)
        query = bounded(query_of(request.args))
        marks: Json = (
            [[start, end] for start, end in index.body_marks(talk, query.text)] if query.text else []
        )
        return json_response(talk_json(talk) | {"marks": marks})

    @blueprint.get("/facets/<name>.json")
    def facet_json(name: str) -> Response:
        """A page of a facet's values, those of most talks first."""
        facet_name = next((each for each in FACET_NAMES if each == name), None)
        if facet_name is None:
            abort(404)
        asked_for = bounded(query_of(request.args))
        find = clean(request.args.get("find", ""), MAX_VALUE)
        # `page` and `per_page` are of the values here.
        page, per_page = asked_for.page, number_of(request.args.get("per_page", ""), VALUES, VALUES)
        query = index.canonical(replace(asked_for, page=1, per_page=Query().per_page))
        facet = index.facet(query, facet_name, find, page * per_page)
        values = facet.values[(page - 1) * per_page : page * per_page]
        told: Json = {
            "query": query.text,
            "find": find,
            "total": facet.total,
            "page": page,
            "per_page": per_page,
        }
        written = _facet_json(replace(facet, values=values), query)
        return _response_of(f'{_written(told)[:-1]}, "values": {written}}}')

    return blueprint


def result_json(query: Query, result: SearchResult) -> str:
    """Return a search as JSON; its facets, hundreds of values, are written without a dict for each."""
    facets = ", ".join(f"{_quoted(each.name)}: {_facet_json(each, query)}" for each in result.facets)
    totals: Json = {each.name: each.total for each in result.facets}
    beside: dict[str, Json] = {
        "query": query.text,
        "total": result.total,
        "page": query.page,
        "per_page": query.per_page,
        "relaxed": result.relaxed,
        "took_ms": _took_ms(result),
        "hits": [_hit_json(hit) for hit in result.hits],
        "mentions": [_hit_json(hit) for hit in result.mentions],
        "events": [_event_hit_json(hit) for hit in result.events],
    }
    return f'{_written(beside)[:-1]}, "facets": {{{facets}}}, "facet_totals": {_written(totals)}}}'


def _took_ms(result: SearchResult) -> float:
    return round(result.took * 1000, 3)


def talk_json(talk: Talk) -> dict[str, Json]:
    """Return a whole talk; `speakers` are names, `speaker_details` how each was noted down."""
    return {
        **_facts_json(talk),
        "mention": talk.mention,
        "speaker_details": [
            {"name": speaker.name, "heard": speaker.heard, "affiliation": speaker.affiliation}
            for speaker in talk.speakers
        ],
        "body": talk.body,
        "markup": talk.markup,
        "links": [{"kind": link.kind, "url": link.url} for link in talk.links],
    }


def _hit_json(hit: Hit) -> Json:
    return {
        **_facts_json(hit.talk),
        "score": hit.score,
        "snippet": _snippet_json(hit.snippet),
        "why": _why_json(hit.why),
        "missing": list(hit.missing),
    }


def _event_hit_json(hit: EventHit) -> Json:
    event: Event = hit.event
    return {
        "id": event.id,
        "name": event.name,
        "value": hit.event_value,
        "date": event.date.isoformat(),
        "venue": event.venue,
        "hashtag": event.hashtag,
        "url": event_path(event.id),
        "score": hit.score,
        "snippet": _snippet_json(hit.snippet),
        "why": _why_json(hit.why),
    }


def _snippet_json(snippet: Snippet) -> Json:
    return {"text": snippet.text, "marks": [[start, end] for start, end in snippet.marks]}


def _why_json(reasons: tuple[Why, ...]) -> Json:
    return [{"word": why.word, "written": why.written, "route": why.route} for why in reasons]


def _facts_json(talk: Talk) -> dict[str, Json]:
    return {
        "id": talk.id,
        "title": talk.title,
        "event": talk.event.name,
        "event_id": talk.event.id,
        "date": talk.date.isoformat(),
        "speakers": [speaker.name for speaker in talk.speakers],
        "technologies": list(talk.technologies),
        "url": mention_path(talk.id) if talk.mention else talk_path(talk.id),
    }


def _facet_json(facet: Facet, query: Query) -> str:
    narrowing = Narrowing(query, facet.name, "/search.json")
    has_room = narrowing.size <= SHORT
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
