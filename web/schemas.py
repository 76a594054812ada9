"""The shapes of JSON that programs are answered with, as JSON Schema."""

from typing import get_args

from search.answers import WhyRoute
from search.budget import LeftOut
from search.model import FACET_NAMES
from web.api import Json

Schema = dict[str, Json]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
_YES_NO: Schema = {"type": "boolean"}
_DATE: Schema = {"type": "string", "format": "date"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def object_of(**properties: Schema) -> Schema:
    """Describe an object that has just these, all of them always."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _more(name: str, **properties: Schema) -> dict[str, Schema]:
    """Return the properties of a schema and some more."""
    known = SCHEMAS[name]["properties"]
    assert isinstance(known, dict)
    return {key: value for key, value in known.items() if isinstance(value, dict)} | properties


_MARKS = many({"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2})
SCHEMAS: dict[str, Schema] = {
    "Error": object_of(error=object_of(status=COUNT, title=TEXT, message=TEXT, command=TEXT)),
    "Shown": {
        **object_of(
            version=TEXT,
            type=TEXT,
            title=TEXT,
            provider_name=TEXT,
            provider_url=_ADDRESS,
            cache_age=COUNT,
            html=TEXT,
            width=COUNT,
            height=COUNT,
        ),
        # A picture, and who spoke, are told where there are such.
        "additionalProperties": {"type": ["string", "integer"]},
    },
    "Passage": object_of(text=TEXT, marks=_MARKS),
    "Why": object_of(
        word=TEXT,
        written=TEXT,
        route={"type": "string", "enum": list(get_args(WhyRoute))},
    ),
    "Facts": object_of(
        id=TEXT,
        title=TEXT,
        event=TEXT,
        event_id=TEXT,
        date=_DATE,
        speakers=many(TEXT),
        technologies=many(TEXT),
        event_url=_ADDRESS,
        url=_ADDRESS,
    ),
    # A long search's values have no address.
    "Value": object_of(value=TEXT, count=COUNT, selected=_YES_NO, url=_ADDRESS)
    | {"required": ["value", "count", "selected"]},
    "Event": object_of(id=TEXT, name=TEXT, date=_DATE, venue=TEXT, hashtag=TEXT, talks=COUNT, url=_ADDRESS),
    "Name": object_of(name=TEXT, reading=TEXT, others=many(TEXT), talks=COUNT, url=_ADDRESS),
}
_FOUND: dict[str, Schema] = {
    "score": {"type": "number"},
    "snippet": ref("Passage"),
    "why": many(ref("Why")),
}
SCHEMAS["Hit"] = object_of(**_more("Facts", **_FOUND, missing=many(TEXT)))
SCHEMAS["EventHit"] = object_of(
    id=TEXT, name=TEXT, value=TEXT, date=_DATE, venue=TEXT, hashtag=TEXT, url=_ADDRESS, **_FOUND
)
SCHEMAS["Result"] = object_of(
    query=TEXT,
    total=COUNT,
    page=COUNT,
    per_page=COUNT,
    relaxed=_YES_NO,
    exact=_YES_NO,
    left_out=many({"type": "string", "enum": list(get_args(LeftOut))}),
    took_ms={"type": "number"},
    hits=many(ref("Hit")),
    mentions=many(ref("Hit")),
    events=many(ref("EventHit")),
    facets=object_of(**{name: many(ref("Value")) for name in FACET_NAMES}),
    facet_totals=object_of(**{name: COUNT for name in FACET_NAMES}),
)
SCHEMAS["Talk"] = object_of(
    **_more(
        "Facts",
        mention=_YES_NO,
        speaker_details=many(object_of(name=TEXT, heard=TEXT, affiliation=TEXT)),
        body=TEXT,
        markup=TEXT,
        text=TEXT,
        links=many(object_of(kind=TEXT, url=TEXT)),
        body_cut=_YES_NO,
        page=COUNT,
        pages=COUNT,
        marks=_MARKS,
    )
)
SCHEMAS["WholeEvent"] = object_of(
    **_more(
        "Event",
        value=TEXT,
        site=TEXT,
        post=TEXT,
        note=TEXT,
        note_cut=_YES_NO,
        markup=TEXT,
        text=TEXT,
        search_url=_ADDRESS,
        heard=many(ref("Facts")),
        missed=many(ref("Facts")),
    )
)
SCHEMAS["WholeName"] = object_of(**_more("Name", search_url=_ADDRESS, newest=many(ref("Facts"))))
SUGGESTION = object_of(kind=TEXT, label=TEXT, text=TEXT, talks=COUNT, count=TEXT, url=TEXT)
