"""DSL: the few kinds of queries that a cluster is asked, and thresholds over sums of weights.

Most postings of a query are of terms that stand in every third document, and are too little by themselves. A
cluster works a score out for each document that has any of its terms; so it is told which to look at, after
Turtle & Flood 1995 (MaxScore): see `needed`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from msgspec import Struct

from search import ranking
from search.clauses import Term
from search.engines.opensearch.mapping import EVERYTHING, indexed_as
from search.engines.opensearch.nodes import Json

NOTHING: Json = {"match_none": {}}


def has(term: Term) -> Json:
    return {"term": {term.stream: indexed_as(term.stream, term.text)}}


def scored(term: Term, boost: float) -> Json:
    """Return what gives a term's impact, so many times."""
    return {"term": {term.stream: {"value": indexed_as(term.stream, term.text), "boost": boost}}}


def fixed(query: Json, score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def has_any(terms: Iterable[Term]) -> Json:
    return _any_in((term.stream, indexed_as(term.stream, term.text)) for term in terms)


def _any_in(terms: Iterable[tuple[str, str]]) -> Json:
    """Return the same for terms as they are indexed, each behind its stream."""
    streams: dict[str, list[str]] = {}
    for stream, text in terms:
        streams.setdefault(stream, []).append(text)
    found = streams.items()
    return any_of(
        [{"terms": {stream: own}} if len(own) > 1 else {"term": {stream: own[0]}} for stream, own in found]
    )


def any_of(queries: Sequence[Json]) -> Json:
    """Return what any of the queries matches; their scores are added."""
    if len(queries) < 2:
        return queries[0] if queries else NOTHING
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def all_of(filters: Sequence[Json], scoring: Json | None = None) -> Json:
    """Return what all filters match, with the score of `scoring`, which must match, too."""
    if scoring is None:
        return filters[0] if len(filters) == 1 else {"bool": {"filter": list(filters)}}
    return {"bool": {"must": [scoring], "filter": list(filters)}} if filters else scoring


def none_of(query: Json) -> Json:
    return {"bool": {"filter": [EVERYTHING], "must_not": [query]}}


def best_of(queries: Sequence[Json], others: float = 0.0) -> Json:
    """Return the best score of some queries and so much of each of the others'."""
    if len(queries) < 2:
        return queries[0] if queries else NOTHING
    return {"dis_max": {"queries": list(queries), "tie_breaker": others}}


def at_least(query: Json, score: float) -> Json:
    """Return the documents that a query gives so much."""
    found: Json = {"function_score": {"query": query, "functions": [], "min_score": score}}
    return all_of(needed(query, score), found)


class _Part(NamedTuple):
    """What a part of a query adds to a score at most, and for which term it does, in which stream."""

    most: float
    term: tuple[str, str] | None


def needed(query: Json, score: float) -> list[Json]:
    """Return a filter that all pass which a query gives so much; none where it would pass all matches."""
    most: dict[tuple[str, str], float] = {}
    left = score * (1 - ranking.ROUNDED)
    for part in _parts(query):
        if part.term is None:
            left -= part.most
        else:
            most[part.term] = most.get(part.term, 0.0) + part.most
    # What is worth little is what many documents have.
    rarest = sorted(most, key=most.__getitem__)
    while rarest and left > most[rarest[0]]:
        left -= most[rarest.pop(0)]
    if left <= 0 or not rarest or len(rarest) == len(most):
        return []
    return [_any_in(sorted(rarest))]


def _parts(query: Json) -> Iterator[_Part]:
    """Yield the parts of a query that score. Factors are at most 1, and where one script squares a score
    another takes its root.
    """
    ((kind, body),) = query.items()
    match kind:
        case "term":
            ((stream, own),) = body.items()
            yield _Part(own["boost"] * ranking.MOST, (stream, own["value"]))
        case "constant_score":
            term = body["filter"].get("term")
            ((stream, text),) = term.items() if term else ((None, ""),)
            yield _Part(body["boost"], (stream, text) if stream else None)
        case "bool":
            for inner in (*body.get("must", ()), *body.get("should", ())):
                yield from _parts(inner)
        case "dis_max":
            for inner in body["queries"]:
                yield from _parts(inner)
        case "function_score" | "script_score":
            yield from _parts(body["query"])
        case "match_none":
            pass
        case _:
            raise ValueError(f"a query of unknown score: {kind}")


def times(query: Json, factors: Sequence[tuple[Json, float]], most: float | None = None) -> Json:
    """Multiply a query's scores by the sum of the factors that match, at `most`; by 1 if none does."""
    body: Json = {
        "query": query,
        "functions": [{"filter": each, "weight": factor} for each, factor in factors],
        "score_mode": "sum",
        "boost_mode": "multiply",
    }
    return {"function_score": body if most is None else {**body, "max_boost": most}}


def by_script(query: Json, source: str) -> Json:
    return {"script_score": {"query": query, "script": {"source": source}}}


class Fixed(Struct, frozen=True):
    """Documents that have a word, or so much of it, by one thing."""

    filter: Json
    cover: float
    certain: float = 0.0
    """Some document is known to have a cover of so much by it."""

    def at_least(self, cover: float) -> Json | None:
        """Return who has a cover of so much by this; None if nobody has."""
        return self.filter if self.cover >= cover else None

    def scoring(self, least: float) -> Json:
        """Return who has so much of a cover by this, or more, with the cover as score."""
        return fixed(self.filter, self.cover)


class Shares(Struct, frozen=True):
    """Documents that match all `filters`, with a share of terms, each with its part; at `least` so much."""

    terms: tuple[tuple[Term, float], ...]
    least: float = 0.0
    filters: tuple[Json, ...] = ()
    certain: ClassVar[float] = 0.0

    def at_least(self, cover: float) -> Json | None:
        cover = max(cover, self.least)
        parts = [part for _, part in self.terms]
        total = sum(parts)
        if total < cover:
            return None
        if total - min(parts) < cover:
            return all_of([*(has(term) for term, _ in self.terms), *self.filters])
        return all_of([*self.filters, at_least(self._sum(), cover)])

    def scoring(self, least: float) -> Json:
        return all_of(self.filters, at_least(self._sum(), max(self.least, least)))

    def _sum(self) -> Json:
        return any_of([fixed(has(term), part) for term, part in self.terms])
