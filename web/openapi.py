"""/openapi.json: what programs may ask and what they are answered, as OpenAPI 3.1 tells it."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version

from flask import Blueprint, Response

from search.model import FACET_NAMES, MATCHES, SORTS
from web.api import Json, json_response
from web.lists import EVENT_COLUMNS, HIT_COLUMNS, MAX_ROWS, NAME_COLUMNS
from web.params import MAX_PER_PAGE
from web.reader import texts_of_reader
from web.schemas import COUNT, SCHEMAS, SUGGESTION, TEXT, Schema, many, object_of, ref
from web.site import site_address

_JSON, _CSV, _ATOM = "application/json", "text/csv", "application/atom+xml"


def openapi_blueprint() -> Blueprint:
    blueprint = Blueprint("openapi", __name__)

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        texts = texts_of_reader()
        return json_response(
            {
                "openapi": "3.1.0",
                "info": {
                    "title": texts.site,
                    "description": texts.description,
                    "version": version("kikigaki"),
                },
                "servers": [{"url": site_address()}],
                "paths": dict(_PATHS),
                "components": {"schemas": dict(SCHEMAS)},
            }
        )

    return blueprint


def _asked(name: str, told: str, *examples: str) -> Json:
    """Describe a parameter. Any text may be given: what makes no sense is its default, and never an error."""
    schema: Schema = TEXT | {"examples": list(examples)} if examples else TEXT
    return {"name": name, "in": "query", "description": told, "schema": schema}


def _repeated(name: str, told: str) -> Json:
    return {"name": name, "in": "query", "description": told, "schema": many(TEXT)}


def _in_path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _get(
    told: str, asked: Sequence[Json], kind: str, schema: Schema, *errors: int, columns: Sequence[str] = ()
) -> Json:
    """Describe what a GET answers: the one kind of content it has, and which errors it may be."""
    if columns:
        told = f"{told} Columns: {', '.join(columns)}."
    answers: dict[str, Json] = {
        "200": {"description": told, "content": {kind: {"schema": schema}}},
        "304": {"description": "Nothing has changed since the ETag that was given."},
        "default": {
            "description": "An error: an index that cannot answer (503), an address too long (414).",
            "content": {_JSON: {"schema": ref("Error")}},
        },
    }
    for status in errors:
        answers[str(status)] = {
            "description": "There is no such thing.",
            "content": {_JSON: {"schema": ref("Error")}},
        }
    return {"get": {"summary": told, "parameters": list(asked), "responses": answers}}


def _oembed() -> Json:
    """Describe oEmbed, which has two formats and errors of its own (oembed.com, 2.3.4)."""
    refused: Json = {"text/plain": {"schema": TEXT}}
    asked: list[Json] = [
        _asked("url", "The address of a page of this site."),
        _asked("format", "The format; another one is 501.", "json", "xml"),
        _asked("maxwidth", "The most pixels of width.", "400"),
        _asked("maxheight", "The most pixels of height.", "300"),
    ]
    return {
        "get": {
            "summary": "How another site shows a page.",
            "parameters": asked,
            "responses": {
                "200": {
                    "description": "A frame of the page.",
                    "content": {_JSON: {"schema": ref("Shown")}, "text/xml": {"schema": TEXT}},
                },
                "404": {"description": "That is no page that can be shown elsewhere.", "content": refused},
                "501": {"description": "There is no such format.", "content": refused},
                "default": {
                    "description": "An error: an index that cannot answer (503), an address too long (414).",
                    "content": {"text/html": {"schema": TEXT}},
                },
            },
        }
    }


_PAGE = (
    _asked("page", "A number from 1.", "1", "2"),
    _asked("per_page", f"A number up to {MAX_PER_PAGE}; of rows up to {MAX_ROWS:,}.", "20"),
)
_WORDS = _asked("q", "Words, as they are typed into the box.", "シャーディング")
_SEARCH = (
    _WORDS,
    *(_repeated(name, f"Only talks of this {name}; may be repeated.") for name in FACET_NAMES),
    _asked("match", "Any or all of the technologies; the first where it is not said.", *MATCHES),
    _asked("since", "The first day, month or year.", "2015", "2015-01", "2015-01-14"),
    _asked("until", "The last day, month or year.", "2015"),
)
_SET = (
    _asked("set", "Short names of talks, parted by dots."),
    _repeated("talk", "Ids of talks."),
)
_ORDER = _asked("sort", "The order of the hits; the first where it is not said.", *SORTS)
_VALUES = _asked("values", "The most values of each facet: up to 100.", "100")
_ALL = (*_SEARCH, _ORDER, *_PAGE)
_FIND = _asked("find", "A part of the name, or how it begins to be read.", "くわ")
_LIST = (_asked("sort", "The order: count or name, of events also date.", "count"), _FIND, *_PAGE)

_PATHS: Mapping[str, Json] = {
    "/search.json": _get("Search.", (*_ALL, _VALUES), _JSON, ref("Result")),
    "/search.csv": _get("Search, as a table.", _ALL, _CSV, TEXT, columns=HIT_COLUMNS),
    "/search.atom": _get("The newest talks of a search.", _SEARCH, _ATOM, TEXT),
    "/feed.atom": _get("The newest talks.", (), _ATOM, TEXT),
    "/set.json": _get(
        "Talks that somebody chose.", _SET, _JSON, object_of(total=COUNT, talks=many(ref("Facts")))
    ),
    "/set.csv": _get("The same as a table.", _SET, _CSV, TEXT, columns=HIT_COLUMNS),
    "/talks/{event}/{talk}.json": _get(
        "A talk; a very long note in parts.",
        (_in_path("event"), _in_path("talk"), _WORDS, _PAGE[0]),
        _JSON,
        ref("Talk"),
        404,
    ),
    "/events/{event}.json": _get("An event.", (_in_path("event"), *_PAGE), _JSON, ref("WholeEvent"), 404),
    "/events/{event}.atom": _get("The talks of an event.", (_in_path("event"),), _ATOM, TEXT, 404),
    "/events.json": _get(
        "All events.",
        _LIST,
        _JSON,
        object_of(total=COUNT, page=COUNT, per_page=COUNT, events=many(ref("Event"))),
    ),
    "/events.csv": _get("All events, as a table.", _LIST, _CSV, TEXT, columns=EVENT_COLUMNS),
    **{
        path: answer
        for names in ("speakers", "technologies")
        for path, answer in {
            f"/{names}.json": _get(
                f"All {names}.",
                _LIST,
                _JSON,
                object_of(total=COUNT, page=COUNT, per_page=COUNT, **{names: many(ref("Name"))}),
            ),
            f"/{names}.csv": _get(f"All {names}, as a table.", _LIST, _CSV, TEXT, columns=NAME_COLUMNS),
            f"/{names}/{{name}}.json": _get(
                "One of them.", (_in_path("name"),), _JSON, ref("WholeName"), 404
            ),
            f"/{names}/{{name}}.atom": _get("Its newest talks.", (_in_path("name"),), _ATOM, TEXT, 404),
        }.items()
    },
    "/facets/{facet}.json": _get(
        "The values of a facet within a search.",
        (
            _in_path("facet"),
            *_SEARCH,
            *_PAGE,
            _FIND,
        ),
        _JSON,
        object_of(facet=TEXT, total=COUNT, page=COUNT, per_page=COUNT, values=many(ref("Value"))),
        404,
    ),
    "/suggest.json": _get(
        "What completes what is typed; addresses without a host.",
        (_WORDS,),
        _JSON,
        object_of(query=TEXT, told=TEXT, suggestions=many(SUGGESTION)),
    ),
    "/opensearch.json": _get(
        "The same for browsers.",
        (_WORDS,),
        "application/x-suggestions+json",
        {"type": "array", "minItems": 4, "maxItems": 4},
    ),
    "/oembed": _oembed(),
    "/sitemap.xml": _get("Every page.", (), "application/xml", TEXT),
}
