"""PlainCluster: a cluster in plain Python, in place of `Cluster`. It knows what the engine asks, no more.

A real one is the judge of what queries mean; this one tells everywhere, in no time, whether they say what is
meant.
"""

import base64
import json
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any

from search.engines.opensearch import scripts
from search.engines.opensearch.client import Conflict
from search.errors import IndexMissing

Json = dict[str, Any]


@dataclass
class _Document:
    name: str
    source: Json
    values: dict[str, list[Any]] = field(default_factory=dict)
    frequencies: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass
class _Index:
    body: Json
    documents: dict[str, _Document] = field(default_factory=dict)
    is_closed: bool = False
    scales: dict[str, float] = field(default_factory=dict)

    @property
    def fields(self) -> Json:
        return self.body["mappings"]["properties"]


class PlainCluster:
    """Some indexes, and what is asked of them."""

    def __init__(self) -> None:
        self.indexes: dict[str, _Index] = {}
        self.shown = "nowhere"
        self.searches = 0
        """Requests that searched, each of some bodies."""

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        *,
        patience: float | None = None,
    ) -> Any:
        match method, *path.strip("/").split("/"):
            case ["PUT", name]:
                if name in self.indexes:
                    raise Conflict("there is such an index")
                self.indexes[name] = _made(body)
            case ["PUT", name, "_settings"]:
                if "index.blocks.write" in body:
                    self._index(name).is_closed = bool(body["index.blocks.write"])
            case ["PUT", name, "_clone", new]:
                assert self._index(name).is_closed
                self.indexes[new] = deepcopy(self._index(name))
            case ["POST", name, "_delete_by_query"]:
                index = self._index(name)
                assert not index.is_closed
                gone = [each for each, _ in _matching(body["query"], index)]
                for each in gone:
                    del index.documents[each.name]
                return {"deleted": len(gone), "failures": []}
            case ["POST", name, "_count"]:
                return {"count": len(list(_matching(body["query"], self._index(name))))}
            case ["POST", name, "_search"]:
                return _answer(body, self._index(name))
            case ["GET", "_cat", "shards", name]:
                return [{"id": "one", "state": "STARTED", "shard": "0"}]
            case ["DELETE", name]:
                for each in name.split(","):
                    del self.indexes[each]
            case ["POST", name, "_refresh" | "_forcemerge" | "_flush"] | ["GET", "_cluster", "health", name]:
                self._index(name)
            case _:
                raise AssertionError((method, path))
        return {}

    def document(self, name: str, own: str) -> Json:
        if own not in self._index(name).documents:
            raise IndexMissing("no such document")
        return {"_source": self._index(name).documents[own].source}

    def question(self, name: str) -> "PlainQuestion":
        return PlainQuestion(self, name)

    def search(self, name: str, bodies: Sequence[Json]) -> list[Json]:
        self.searches += 1
        return [_answer(json.loads(json.dumps(body)), self._index(name)) for body in bodies]

    def bulk(self, name: str, lines: Sequence[bytes]) -> None:
        index = self._index(name)
        assert not index.is_closed
        plain = iter(b"".join(lines).decode().splitlines())
        for action in plain:
            own = json.loads(action)["index"]["_id"]
            index.documents[own] = _document(own, json.loads(next(plain)), index)

    def _index(self, name: str) -> _Index:
        if name not in self.indexes:
            raise IndexMissing(name)
        return self.indexes[name]


@dataclass(frozen=True)
class PlainQuestion:
    """The searches of one question."""

    cluster: PlainCluster
    index: str

    def search(self, bodies: Sequence[Json]) -> list[Json]:
        return self.cluster.search(self.index, bodies)


def _made(body: Json) -> _Index:
    scales = {}
    for name, similarity in body["settings"]["similarity"].items():
        before, _, scale = similarity["script"]["source"].rstrip(";").partition("/ ")
        assert before == "return query.boost * doc.freq "
        scales[name] = float(scale)
    streams = {
        name: each["similarity"]
        for name, each in body["mappings"]["properties"].items()
        if "similarity" in each
    }
    return _Index(body, scales={stream: scales[name] for stream, name in streams.items()})


def _document(name: str, source: Json, index: _Index) -> _Document:
    kept = {
        key: value for key, value in source.items() if key in index.body["mappings"]["_source"]["includes"]
    }
    document = _Document(name, kept)
    for key, value in source.items():
        kind = index.fields[key]
        if kind["type"] == "text":
            pairs = [each.rpartition("\x7f") for each in value]
            found = {text: int(number) for text, _, number in pairs}
            assert len(found) == len(value) and min(found.values()) > 0
            document.frequencies[key] = found
        document.values[key] = sorted(set(value)) if isinstance(value, list) else [value]
    return document


def _matching(query: Json, index: _Index) -> Iterator[tuple[_Document, float]]:
    for document in index.documents.values():
        score = _score(query, document, index)
        if score is not None:
            yield document, score


def _score(query: Json, document: _Document, index: _Index) -> float | None:
    """Return a document's score, None if it does not match."""
    ((kind, body),) = query.items()

    def inner(each: Json) -> float | None:
        return _score(each, document, index)

    def has(name: str, values: Sequence[Any]) -> bool:
        assert index.fields[name].get("index", True)
        return not set(document.frequencies.get(name, document.values.get(name, ()))).isdisjoint(values)

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
    must = [inner(each) for each in body.get("must", ())]
    should = [score for each in body.get("should", ()) if (score := inner(each)) is not None]
    least = body.get("minimum_should_match", 0 if body.get("must") or body.get("filter") else 1)
    if None in must or len(should) < least or any(inner(each) is None for each in body.get("filter", ())):
        return None
    if any(inner(each) is not None for each in body.get("must_not", ())):
        return None
    return sum(filter(None, must)) + sum(should)


def _function_score(body: Json, inner: Callable[[Json], float | None]) -> float | None:
    score = inner(body["query"])
    if score is None:
        return None
    if body["functions"]:
        assert (body["score_mode"], body["boost_mode"]) == ("sum", "multiply")
        weights = [each["weight"] for each in body["functions"] if inner(each["filter"]) is not None]
        score *= min(sum(weights) if weights else 1.0, body.get("max_boost", float("inf")))
    return score if score >= body.get("min_score", 0.0) else None


def _answer(body: Json, index: _Index) -> Json:
    known = {
        "size",
        "from",
        "query",
        "aggs",
        "sort",
        "post_filter",
        "min_score",
        "docvalue_fields",
        "_source",
    }
    assert not body.keys() - known - {"track_total_hits", "track_scores", "search_after"}
    query = body.get("query", {"bool": {"must": []}})
    found = (
        list(_matching(query, index))
        if "query" in body
        else [(each, 1.0) for each in index.documents.values()]
    )
    found = [each for each in found if each[1] >= body.get("min_score", 0.0)]
    passing = [
        each for each in found if "post_filter" not in body or _passes(body["post_filter"], each, index)
    ]
    order = body.get("sort", [{"_score": "desc"}])
    keyed = sorted(((_keys(order, *each), *each) for each in passing), key=cmp_to_key(_compared(order)))
    if after := body.get("search_after"):
        keyed = [each for each in keyed if _compared(order)(each, (after,)) > 0]
    page = keyed[body.get("from", 0) :][: body.get("size", 10)]
    hits = [_hit(body, keys, document, score) for keys, document, score in page]
    answer: Json = {
        "hits": {
            "total": {"value": len(passing)},
            "max_score": max((score for _, score in passing), default=None) if body.get("size", 10) else None,
            "hits": hits,
        }
    }
    if body.get("aggs"):
        answer["aggregations"] = {
            name: _aggregated(each, found, index) for name, each in body["aggs"].items()
        }
    return answer


def _hit(body: Json, keys: Sequence[Any], document: _Document, score: float) -> Json:
    hit: Json = {"_id": document.name, "_score": score, "sort": keys}
    if body["_source"]:
        hit["_source"] = {name: document.source[name] for name in body["_source"]}
    fields = {
        name: document.values[name] for name in body.get("docvalue_fields", ()) if name in document.values
    }
    if fields:
        hit["fields"] = fields
    return hit


def _keys(order: Sequence[Json], document: _Document, score: float) -> list[Any]:
    keys: list[Any] = []
    for each in order:
        ((name, _),) = each.items()
        keys.append(score if name == "_score" else next(iter(document.values.get(name, ())), None))
    return keys


def _compared(order: Sequence[Json]) -> Callable[[Any, Any], int]:
    def compared(one: Any, other: Any) -> int:
        for each, a, b in zip(order, one[0], other[0], strict=True):
            ((_, way),) = each.items()
            if a != b:
                is_before = a is None or (b is not None and a < b)
                return -1 if is_before is (way != "desc") else 1
        return 0

    return compared


def _passes(query: Json, found: tuple[_Document, float], index: _Index) -> bool:
    return _score(query, found[0], index) is not None


def _aggregated(agg: Json, found: Sequence[tuple[_Document, float]], index: _Index) -> Json:
    def bucket(own: Sequence[tuple[_Document, float]]) -> Json:
        inner = {name: _aggregated(each, own, index) for name, each in agg.get("aggs", {}).items()}
        return {"doc_count": len(own), **inner}

    ((kind, body),) = [each for each in agg.items() if each[0] != "aggs"]
    match kind:
        case "filter":
            return bucket([each for each in found if _passes(body, each, index)])
        case "filters":
            groups = body["filters"].items()
            return {
                "buckets": {
                    name: bucket([each for each in found if _passes(query, each, index)])
                    for name, query in groups
                }
            }
        case "range":
            assert body["script"] == {"source": "_score"}
            return {
                "buckets": [
                    {"key": each["key"], **bucket([own for own in found if own[1] >= each["from"]])}
                    for each in body["ranges"]
                ]
            }
        case "max" | "sum":
            values = [_value(body, *each) for each in found]
            return {"value": (max(values) if values else None) if kind == "max" else float(sum(values))}
        case "cardinality":
            return {"value": len(_counted(body["field"], found))}
        case "terms":
            counted = _counted(body["field"], found)
            wanted = sorted(counted, key=lambda value: (-counted[value], value))
            if "include" in body:
                wanted = [value for value in wanted if value in body["include"]]
            return {
                "buckets": [{"key": value, "doc_count": counted[value]} for value in wanted[: body["size"]]]
            }
        case "composite":
            ((name, source),) = body["sources"][0].items()
            counted = _counted(source["terms"]["field"], found)
            after = body.get("after", {}).get(name)
            values = [value for value in sorted(counted) if after is None or value > after][: body["size"]]
            last = {"after_key": {name: values[-1]}} if values else {}
            return {
                "buckets": [{"key": {name: value}, "doc_count": counted[value]} for value in values],
                **last,
            }
    raise AssertionError(agg)


def _value(body: Json, document: _Document, score: float) -> float:
    if "script" in body:
        assert body["script"] == {"source": "_score"}
        return score
    return float(document.values.get(body["field"], [0])[0])


def _counted(name: str, found: Sequence[tuple[_Document, float]]) -> Counter[str]:
    return Counter(value for document, _ in found for value in document.values.get(name, ()))


def _places(document: _Document, name: str, term_hash: int) -> list[int]:
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


def _following(params: Json, document: _Document) -> bool:
    stand = [_places(document, params["field"], each) for each in params["hashes"]]
    begins = [
        [position - offset for position in own] for own, offset in zip(stand, params["offsets"], strict=True)
    ]
    return any(
        begin < params["below"]
        and all(any(abs(begin - other) <= params["slack"] for other in own) for own in begins[1:])
        for begin in begins[0]
    )


def _together(params: Json, document: _Document) -> bool:
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
