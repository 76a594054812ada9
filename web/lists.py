"""Lists, events, names and values of facets as JSON, and searches and lists as CSV."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from search import EventEntry, Name
from search.answers import Hit
from search.index import TalkIndex
from search.linking.addresses import LISTED, asked, event_path, name_path
from search.model import Filter, Query
from search.text.visible_text import visible_text
from web.api import Json, facet_json, facts_json, json_response
from web.asking import searched
from web.bounds import query_of
from web.browse import A_NAME, found_names, known_facet, named_before, sort_of
from web.chosen import talks_of
from web.params import MAX_VALUE, clean, narrowed_url, number_of
from web.parts import part_of
from web.plain import shortened
from web.site import site_address
from web.tables import Cell, csv_response
from web.views.named import TALKS
from web.views.values import MAX_VALUES

Row = dict[str, Json]
_Item = TypeVar("_Item")

MAX_ROWS = 500
"""Rows of one answer; `page` leads on."""

HIT_COLUMNS = ("date", "title", "speakers", "event", "technologies", "url", "passage", "id")
EVENT_COLUMNS = ("date", "name", "talks", "venue", "hashtag", "url", "id")
NAME_COLUMNS = ("name", "talks", "reading", "others", "url")


def lists_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("lists", __name__)

    @blueprint.get("/search.csv")
    def search_csv() -> Response:
        query = query_of(request.args)
        result = searched(index, asked(replace(query, per_page=_rows_asked())), values=0)
        base = site_address()
        return csv_response(HIT_COLUMNS, (_hit_row(hit, base) for hit in result.hits), "search")

    @blueprint.get("/<any(events, speakers, technologies):name>.json")
    def list_json(name: str) -> Response:
        rows, total, page = _rows_of(name)
        return json_response({"total": total, "page": page, "per_page": _rows_asked(), name: list(rows)})

    @blueprint.get("/<any(events, speakers, technologies):name>.csv")
    def list_csv(name: str) -> Response:
        rows, _, _ = _rows_of(name)
        return csv_response(EVENT_COLUMNS if name == "events" else NAME_COLUMNS, map(_flat, rows), name)

    @blueprint.get("/events/<event_id>.json")
    def event_json(event_id: str) -> AnyResponse:
        first = (query_of(request.args).page - 1) * _rows_asked()
        found, base = index.event(event_id, first, _rows_asked()), site_address()
        event = found.event
        if event.id != event_id:
            return redirect(f"{event_path(event.id)}.json", 301)
        # Its pages are those of its talks: of a very long note there is the beginning.
        part = part_of(event.note, 1)
        return json_response(
            {
                **_event_row(EventEntry(event, found.total), base),
                "value": found.value,
                "site": event.url,
                "post": event.post,
                "note": part.text,
                "note_cut": part.pages > 1,
                "markup": event.markup,
                "text": visible_text(part.text, event.markup).text,
                "search_url": base + narrowed_url("event", found.value, "/search.json"),
                "heard": [facts_json(talk, base) for talk in found.talks],
                "missed": [facts_json(talk, base) for talk in found.mentions],
            }
        )

    @blueprint.get("/set.json")
    def set_json() -> Response:
        talks = [facts_json(talk, site_address()) for talk in talks_of(index, request.args)]
        return json_response({"total": len(talks), "talks": list(talks)})

    @blueprint.get("/set.csv")
    def set_csv() -> Response:
        talks = (facts_json(talk, site_address()) for talk in talks_of(index, request.args))
        return csv_response(HIT_COLUMNS, (_flat(talk) | {"passage": ""} for talk in talks), "set")

    @blueprint.get(f"/{A_NAME}.json")
    def name_json(names: str, name: str) -> Response:
        found, base = named_before(".json", index, LISTED[names], name), site_address()
        if isinstance(found, Response):
            return found
        query = Query(filters=(Filter(found.facet, found.text),), sort="newest", per_page=TALKS)
        result = searched(index, query, values=0)
        return json_response(
            {
                **_name_row(found, base),
                "search_url": base + narrowed_url(found.facet, found.text, "/search.json"),
                "newest": [facts_json(hit.talk, base) for hit in result.hits],
            }
        )

    @blueprint.get("/facets/<name>.json")
    def values_json(name: str) -> Response:
        asked_for, find = query_of(request.args), clean(request.args.get("find", ""), MAX_VALUE)
        # `page` and `per_page` are those of the values.
        page, per_page = asked_for.page, number_of(request.args.get("per_page", ""), MAX_VALUES, MAX_VALUES)
        query = index.canonical(replace(asked_for, page=1, per_page=Query().per_page))
        facet = index.facet(query, known_facet(name), find, page * per_page)
        facet = replace(facet, values=facet.values[(page - 1) * per_page : page * per_page])
        values = facet_json(facet, query, site_address())
        return json_response(
            {"facet": name, "total": facet.total, "page": page, "per_page": per_page, "values": values}
        )

    def _rows_of(name: str) -> tuple[list[Row], int, int]:
        """Return the rows of one page of a list, how many there are on all pages, and which page it is."""
        base, sort, page = site_address(), sort_of(LISTED[name]), query_of(request.args).page
        find = clean(request.args.get("find", ""), MAX_VALUE)
        found = found_names(index, LISTED[name], find) if find else None
        if name == "events":
            events = [each for each in index.events() if found is None or each.value in found]
            if sort != "date":
                events.sort(
                    key=(lambda each: each.event.name) if sort == "name" else (lambda each: -each.talks)
                )
            return [_event_row(each, base) for each in _cut(events, page)], len(events), page
        names = [each for each in index.names(LISTED[name]) if found is None or each.text in found]
        names.sort(key=_by_reading if sort == "name" else _by_count)
        return [_name_row(each, base) for each in _cut(names, page)], len(names), page

    return blueprint


def _rows_asked() -> int:
    """Return how many rows an answer has: as many as may be, or fewer if `per_page` says so."""
    return number_of(request.args.get("per_page", ""), MAX_ROWS, MAX_ROWS)


def _cut(rows: Sequence[_Item], page: int) -> Sequence[_Item]:
    size = _rows_asked()
    return rows[(page - 1) * size : page * size]


def _by_count(name: Name) -> tuple[int, str]:
    return -name.talks, name.text


def _by_reading(name: Name) -> tuple[str, str]:
    return name.reading or name.text.casefold(), name.text


def _event_row(entry: EventEntry, base: str) -> Row:
    event = entry.event
    return {
        "id": event.id,
        "name": event.name,
        "date": event.date.isoformat(),
        "venue": event.venue,
        "hashtag": event.hashtag.lstrip("#"),
        "talks": entry.talks,
        "url": base + event_path(event.id),
    }


def _name_row(name: Name, base: str) -> Row:
    return {
        "name": name.text,
        "reading": name.reading,
        "others": list(name.others),
        "talks": name.talks,
        "url": base + name_path(name.facet, name.text),
    }


def _hit_row(hit: Hit, base: str) -> dict[str, Cell]:
    facts = facts_json(hit.talk, base)
    return _flat(facts) | {"passage": shortened(hit.snippet).text}


def _flat(row: Row) -> dict[str, Cell]:
    """Return a row whose lists are texts. Names may hold commas: Smith, Jr."""
    return {
        key: "; ".join(map(str, value)) if isinstance(value, list) else _cell(value)
        for key, value in row.items()
    }


def _cell(value: Json) -> Cell:
    return value if isinstance(value, str | int | float) else ""
