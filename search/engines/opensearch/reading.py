"""Reading: what a cluster answers -> what was found."""

from collections.abc import Collection, Mapping

import numpy as np

from search.documents import facet_field
from search.engines.contract import MOST_COUNTED, Found, FoundDocument, Request
from search.engines.facet_counts import FacetCounts
from search.engines.opensearch.compiling import compiled
from search.engines.opensearch.dsl import NOTHING, all_of
from search.engines.opensearch.mapping import EVERYTHING, sendable
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.rounds import Hits
from search.engines.opensearch.shown import unpacked
from search.engines.opensearch.spelled import Frequencies

_EQUAL: list[Json] = [{"event_number": "asc"}, {"place": "asc"}, {"seq": "asc"}]
"""What decides between equal ones last: event, place in it, the order of writing."""
_ORDERS: Mapping[str, list[Json]] = {
    "relevance": [{"_score": "desc"}, {"date": "desc"}, *_EQUAL],
    "newest": [{"date": "desc"}, *_EQUAL],
    "oldest": [{"date": "asc"}, *_EQUAL],
}
_VALUES, _NAMED, _DISTINCT, _AMONG = _KINDS = ("values", "named", "distinct", "among")
"""What is told of a facet: its values of most documents, those asked for by name, how many there are; all of
that among the documents that the other facets leave.
"""
SHOWN: Json = {"stored_fields": "_none_", "docvalue_fields": ["shown"]}
"""What is asked for of documents that are shown."""
_PRECISION = 40_000
"""Up to so many values their number is nearly exact."""


def page_body(
    request: Request, hits: Hits, wanted: Json | None, frequencies: Frequencies, large: Collection[str]
) -> Json:
    """Return what a page is asked for by; `wanted` is a filter of `hits`, None for everyone.

    `large` are the facets with more values than are told.
    """
    clause = compiled(request.clause, frequencies)
    filters = [wanted] if wanted is not None else []
    chosen = {name: _having(name, values) for name, values in request.chosen.items()}
    passing = list(chosen.values())
    body: Json = {
        "size": request.limit,
        "from": request.offset,
        "track_total_hits": True,
        # What is sorted by them tells them; otherwise they are worked out once more for the page.
        "track_scores": request.sort != "relevance",
        **SHOWN,
        "sort": _ORDERS[request.sort],
        "query": {
            "bool": {
                "must": [clause],
                "filter": filters,
                "should": list(hits.scores),
                "minimum_should_match": 0,
            }
        },
        "aggs": {},
    }
    if passing:
        body["post_filter"] = all_of(passing)
    if hits.is_relaxed is None:
        complete = hits.complete or EVERYTHING
        body["aggs"]["complete"] = {"filter": all_of([complete, *passing])}
    for name in request.counted:
        others = [each for other, each in chosen.items() if other != name]
        field = facet_field(name)
        aggs: Json = {_VALUES: {"terms": {"field": field, "size": MOST_COUNTED}}}
        if name in large:
            named = [sendable(value) for value in (*request.chosen.get(name, ()), *request.named)]
            if named:
                aggs[_NAMED] = {"terms": {"field": field, "size": len(named), "include": named}}
            aggs[_DISTINCT] = {"cardinality": {"field": field, "precision_threshold": _PRECISION}}
        if others:
            aggs = {_AMONG: {"filter": all_of(others), "aggs": aggs}}
        body["aggs"] |= {f"{kind}:{name}": own for kind, own in aggs.items()}
    return body


def found_of(request: Request, hits: Hits, answer: Json) -> Found:
    """Return what the answer to such a question says."""
    total = answer["hits"]["total"]["value"]
    aggregations = answer.get("aggregations", {})
    is_relaxed = hits.is_relaxed
    if is_relaxed is None:
        is_relaxed = aggregations["complete"]["doc_count"] == 0
    if request.is_strict and (is_relaxed or not total):
        return nothing_of(request)
    is_sorted = request.sort == "relevance"
    return Found(
        total,
        tuple(
            document_of(hit, float(hit["sort"][0] if is_sorted else hit["_score"]))
            for hit in answer["hits"]["hits"]
        ),
        {name: _counts(name, aggregations) for name in request.counted},
        total > 0 and is_relaxed,
    )


def nothing_of(request: Request) -> Found:
    return Found(0, (), {name: FacetCounts((), np.zeros(0, np.int64)) for name in request.counted}, False)


def document_of(hit: Json, score: float = 0.0) -> FoundDocument:
    """Return a document as it is found."""
    return FoundDocument(*unpacked(hit["fields"]["shown"][0]), score)


def _counts(name: str, aggregations: Json) -> FacetCounts:
    """Return how many documents have each value of a facet."""
    if f"{_AMONG}:{name}" in aggregations:
        own = aggregations[f"{_AMONG}:{name}"]
    else:
        own = {kind: each for kind in _KINDS if (each := aggregations.get(f"{kind}:{name}")) is not None}
    told = {each["key"]: each["doc_count"] for each in own[_VALUES]["buckets"]}
    told |= {each["key"]: each["doc_count"] for each in own.get(_NAMED, {}).get("buckets", ())}
    left_out = own[_DISTINCT]["value"] - len(told) if len(told) >= MOST_COUNTED else 0
    return facet_counts_of(told, max(0, left_out))


def facet_counts_of(told: Mapping[str, int], left_out: int = 0) -> FacetCounts:
    """Return counts of values in their order."""
    values = sorted(told)
    return FacetCounts(tuple(values), np.array([told[value] for value in values], np.int64), left_out)


def _having(facet: str, values: tuple[str, ...]) -> Json:
    return {"terms": {facet_field(facet): list(map(sendable, values))}} if values else NOTHING
