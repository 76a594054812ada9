"""Page: a request -> what a cluster is asked for, and what it answers -> what was found.

`engines.evaluate.evaluation` says the same of clauses in arrays.
"""

from collections.abc import Collection, Mapping

import numpy as np

from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet, HasKey, Not, Phrase, Term
from search.documents import facet_field
from search.engines.contract import MOST_COUNTED, Found, FoundDocument, Request
from search.engines.facet_counts import FacetCounts
from search.engines.opensearch.dsl import NOTHING, all_of, any_of, none_of, scored
from search.engines.opensearch.mapping import EVERYTHING, kept_as, sendable
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.rounds import Hits
from search.engines.opensearch.scripts import standing
from search.engines.opensearch.term_counts import TermCounts
from search.engines.opensearch.values import unpacked


def is_scored(clause: Clause) -> bool:
    if isinstance(clause, AnyOf | AllOf):
        return any(map(is_scored, clause.clauses))
    return isinstance(clause, Term | Phrase | HasKey)


def compiled(clause: Clause, counts: TermCounts) -> Json:
    """Return a query for the documents that match a clause, with its score."""
    match clause:
        case Term():
            return scored(clause, clause.weight * counts.weight(clause)) if counts.of(clause) else NOTHING
        case Phrase():
            if not all(map(counts.of, clause.found())):
                return NOTHING
            must = [scored(term, counts.weight(term)) for term in clause.found()]
            return {"bool": {"must": must, "filter": [standing(clause)]}}
        case AnyOf(clauses):
            return any_of([compiled(inner, counts) for inner in clauses])
        case AllOf(clauses):
            own = [inner for inner in clauses if inner != AllOf(())]
            must = [compiled(inner, counts) for inner in own if is_scored(inner)]
            filters = [compiled(inner, counts) for inner in own if not is_scored(inner)]
            if not own:
                return _unscored(EVERYTHING)
            return {"bool": {"must": must, "filter": filters}}
        case Not(inner):
            return none_of(compiled(inner, counts))
        case HasFacet(name, values):
            return _unscored(_having(name, values))
        case HasKey(key, score):
            return {"constant_score": {"filter": {"term": {"keys": kept_as(key)}}, "boost": score}}
        case Dated(first, last):
            return _unscored({"range": {"date": {"gte": first, "lte": last}}})


def _unscored(query: Json) -> Json:
    return {"bool": {"filter": [query]}}


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
    request: Request, hits: Hits, wanted: Json | None, counts: TermCounts, large: Collection[str]
) -> Json:
    """Return what a page is asked for by; `wanted` is a filter of `hits`, None for everyone.

    `large` are the facets with more values than are told.
    """
    clause = compiled(request.clause, counts)
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
    values = sorted(told)
    return FacetCounts(tuple(values), np.array([told[value] for value in values], np.int64), left_out)


def _having(facet: str, values: tuple[str, ...]) -> Json:
    return {"terms": {facet_field(facet): list(map(sendable, values))}} if values else NOTHING
