"""PlainQuery: what a query of a cluster matches, and how it scores, in plain Python."""

import base64
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.engines.opensearch import scripts

Json = dict[str, Any]


@dataclass
class PlainDocument:
    """A document: what is given back of it, the values of its fields, and how often each term of a stream."""

    name: str
    values: dict[str, list[Any]] = field(default_factory=dict)
    frequencies: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass
class PlainIndex:
    """An index: how it was made, its documents by their names, and what streams' impacts are divided by."""

    body: Json
    documents: dict[str, PlainDocument] = field(default_factory=dict)
    is_closed: bool = False
    scales: dict[str, float] = field(default_factory=dict)

    @property
    def fields(self) -> Json:
        return self.body["mappings"]["properties"]


def matching(query: Json, index: PlainIndex) -> Iterator[tuple[PlainDocument, float]]:
    """Yield the documents that a query matches, each with its score."""
    for document in index.documents.values():
        score = _score(query, document, index)
        if score is not None:
            yield document, score


def _score(query: Json, document: PlainDocument, index: PlainIndex) -> float | None:
    """Return a document's score, None if it does not match."""
    ((kind, body),) = query.items()

    def inner(each: Json) -> float | None:
        return _score(each, document, index)

    def has(name: str, values: Sequence[Any]) -> bool:
        assert index.fields[name].get("index", True)
        own = document.frequencies.get(name) or document.values.get(name, ())
        return any(each in own for each in values)

    match kind:
        case "match_none":
            return None
        case "exists":
            return 1.0 if body["field"] in document.values else None
        case "ids":
            return 1.0 if document.name in body["values"] else None
        case "term":
            ((name, value),) = body.items()
            value, boost = (value["value"], value["boost"]) if isinstance(value, dict) else (value, 1.0)
            if not has(name, [value]):
                return None
            scale = index.scales.get(name, 1.0)
            return boost * document.frequencies.get(name, {}).get(value, scale) / scale
        case "terms":
            ((name, values),) = body.items()
            return 1.0 if has(name, values) else None
        case "range":
            ((name, ends),) = body.items()
            (value,) = document.values.get(name, [None])
            over, under = ends.get("gte", ends.get("gt", -1) + 1), ends.get("lte", value)
            return 1.0 if value is not None and over <= value <= under else None
        case "constant_score":
            return None if inner(body["filter"]) is None else body["boost"]
        case "dis_max":
            found = [score for each in body["queries"] if (score := inner(each)) is not None]
            return max(found) + body["tie_breaker"] * (sum(found) - max(found)) if found else None
        case "bool":
            return _bool(body, inner)
        case "script":
            return 1.0 if _SCRIPTS[body["script"]["source"]](body["script"]["params"], document) else None
        case "script_score":
            score = inner(body["query"])
            return None if score is None else _ONE_LINERS[body["script"]["source"]](score)
        case "function_score":
            return _function_score(body, inner)
    raise AssertionError(query)


def _bool(body: Json, inner: Callable[[Json], float | None]) -> float | None:
    assert not body.keys() - {"must", "filter", "must_not", "should", "minimum_should_match"}
    if any(inner(each) is None for each in body.get("filter", ())):
        return None
    if any(inner(each) is not None for each in body.get("must_not", ())):
        return None
    must = [inner(each) for each in body.get("must", ())]
    if None in must:
        return None
    should = [score for each in body.get("should", ()) if (score := inner(each)) is not None]
    least = body.get("minimum_should_match", 0 if body.get("must") or body.get("filter") else 1)
    return None if len(should) < least else sum(filter(None, must)) + sum(should)


def _function_score(body: Json, inner: Callable[[Json], float | None]) -> float | None:
    score = inner(body["query"])
    if score is None:
        return None
    if body["functions"]:
        assert (body["score_mode"], body["boost_mode"]) == ("sum", "multiply")
        weights = [each["weight"] for each in body["functions"] if inner(each["filter"]) is not None]
        score *= min(sum(weights) if weights else 1.0, body.get("max_boost", float("inf")))
    return score if score >= body.get("min_score", 0.0) else None


def passes(query: Json, found: tuple[PlainDocument, float], index: PlainIndex) -> bool:
    """Say whether a query matches a document that was found."""
    return _score(query, found[0], index) is not None


def _places(document: PlainDocument, name: str, term_hash: int) -> list[int]:
    """Return where a term stands, of a value of bytes as `places` describes it."""
    if name not in document.values:
        return []
    value = base64.b64decode(document.values[name][0])
    size, width = struct.unpack_from("<2I", value)
    hashes = list(struct.unpack_from(f"<{size}i", value, 8))
    assert hashes == sorted(hashes)
    if term_hash not in hashes:
        return []
    kind = "H" if width == 2 else "I"
    ends = struct.unpack_from(f"<{size}{kind}", value, 8 + 4 * size)
    at = hashes.index(term_hash)
    first = ends[at - 1] if at else 0
    return list(
        struct.unpack_from(f"<{ends[at] - first}{kind}", value, 8 + (4 + width) * size + width * first)
    )


def _following(params: Json, document: PlainDocument) -> bool:
    stand = [_places(document, params["field"], each) for each in params["hashes"]]
    begins = [
        [position - offset for position in own] for own, offset in zip(stand, params["offsets"], strict=True)
    ]
    return any(
        begin < params["below"]
        and all(any(abs(begin - other) <= params["slack"] for other in own) for own in begins[1:])
        and not any(
            begin + offset in _places(document, params["field"], each)
            for each, offset in zip(params["barred"], params["barred_offsets"], strict=True)
        )
        for begin in begins[0]
    )


def _together(params: Json, document: PlainDocument) -> bool:
    begins = [
        position - offset
        for each, offset in zip(params["hashes"], params["offsets"], strict=True)
        for position in _places(document, params["field"], each)
    ]
    near = [sum(abs(one - other) <= params["slack"] for other in begins) for one in begins]
    return max(near, default=0) >= params["least"]


_SCRIPTS = {scripts.FOLLOWING: _following, scripts.TOGETHER: _together}
_ONE_LINERS: Mapping[str, Callable[[float], float]] = {
    "_score*_score": lambda score: score * score,
    "Math.sqrt(_score)": lambda score: score**0.5,
}
