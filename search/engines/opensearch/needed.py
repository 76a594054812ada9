"""Needed: the terms of which a document has one that scores so much; after Turtle & Flood 1995 (MaxScore).

Most postings of a query are of terms that stand in every third document, and are too little by themselves. A
cluster works a score out for each document that has any of its terms; so it is told which to look at.
"""

from collections.abc import Iterator
from typing import NamedTuple

from search import ranking
from search.engines.opensearch.nodes import Json

_MOST = ranking.K1 + 1
"""An impact is below it."""
_A_HAIR = 1e-3
"""Sums in single precision may be off by so much of themselves."""


class _Part(NamedTuple):
    """What a part of a query adds to a score at most, and for which term it does, in which stream."""

    most: float
    term: tuple[str, str] | None


def needed(query: Json, score: float) -> list[Json]:
    """Return a filter that all pass which a query gives so much; none where it would pass all matches."""
    most: dict[tuple[str, str], float] = {}
    left = score * (1 - _A_HAIR)
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
    streams: dict[str, list[str]] = {}
    for stream, text in sorted(rarest):
        streams.setdefault(stream, []).append(text)
    found = [{"terms": {stream: texts}} for stream, texts in streams.items()]
    return [{"bool": {"should": found, "minimum_should_match": 1}} if len(found) > 1 else found[0]]


def _parts(query: Json) -> Iterator[_Part]:
    """Yield the parts of a query that score. Factors are at most 1, and where one script squares a score
    another takes its root.
    """
    ((kind, body),) = query.items()
    match kind:
        case "term":
            ((stream, own),) = body.items()
            yield _Part(own["boost"] * _MOST, (stream, own["value"]))
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
