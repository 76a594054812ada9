"""PlainCluster: a cluster in plain Python, in place of `Cluster`. It knows what the engine asks, no more.

A real one is the judge of what queries mean; this one tells everywhere, in no time, whether they say what is
meant.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cmp_to_key, partial
from typing import Any

from plain_aggregation import aggregated
from plain_query import Json, PlainDocument, PlainIndex, matching, passes

from search.engines.opensearch.refusals import Conflict
from search.errors import IndexMissing


class PlainCluster:
    """Some indexes, and what is asked of them."""

    def __init__(self) -> None:
        self.indexes: dict[str, PlainIndex] = {}
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
                gone = [each for each, _ in matching(body["query"], index)]
                for each in gone:
                    del index.documents[each.name]
                return {"deleted": len(gone), "failures": []}
            case ["POST", name, "_count"]:
                return {"count": len(list(matching(body["query"], self._index(name))))}
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

    def document(self, name: str, own: str, *, stored: str) -> Json:
        if own not in self._index(name).documents:
            raise IndexMissing("no such document")
        return {"fields": {stored: self._index(name).documents[own].values[stored]}}

    def locate(self, name: str) -> None:
        self._index(name)

    def question(self, name: str) -> Callable[[Sequence[Json]], list[Json]]:
        return partial(self.search, name)

    def search(self, name: str, bodies: Sequence[Json]) -> list[Json]:
        self.searches += 1
        return [_answer(json.loads(json.dumps(body)), self._index(name)) for body in bodies]

    def bulk(self, name: str, lines: Sequence[bytes]) -> None:
        index = self._index(name)
        assert not index.is_closed
        plain = iter(b"".join(lines).splitlines())
        for action in plain:
            own = json.loads(action)["index"]["_id"]
            index.documents[own] = _document(own, json.loads(next(plain)), index)

    def _index(self, name: str) -> PlainIndex:
        if name not in self.indexes:
            raise IndexMissing(name)
        return self.indexes[name]


def _made(body: Json) -> PlainIndex:
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
    return PlainIndex(body, scales={stream: scales[name] for stream, name in streams.items()})


def _document(name: str, source: Json, index: PlainIndex) -> PlainDocument:
    document = PlainDocument(name)
    for key, value in source.items():
        if index.fields[key]["type"] == "text":
            pairs = [each.rpartition("\x7f") for each in value.split(" ")]
            found = {text: int(number) for text, _, number in pairs}
            assert len(found) == len(pairs) and min(found.values()) > 0
            document.frequencies[key] = found
        document.values[key] = sorted(set(value)) if isinstance(value, list) else [value]
    return document


def _answer(body: Json, index: PlainIndex) -> Json:
    known = {
        "size",
        "from",
        "query",
        "aggs",
        "sort",
        "post_filter",
        "min_score",
        "docvalue_fields",
        "stored_fields",
    }
    assert not body.keys() - known - {"track_total_hits", "track_scores", "search_after"}
    query = body.get("query", {"bool": {"must": []}})
    found = (
        list(matching(query, index))
        if "query" in body
        else [(each, 1.0) for each in index.documents.values()]
    )
    found = [each for each in found if each[1] >= body.get("min_score", 0.0)]
    passing = [
        each for each in found if "post_filter" not in body or passes(body["post_filter"], each, index)
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
        answer["aggregations"] = {name: aggregated(each, found, index) for name, each in body["aggs"].items()}
    return answer


def _hit(body: Json, keys: Sequence[Any], document: PlainDocument, score: float) -> Json:
    hit: Json = {"_score": score if body.get("track_scores", "sort" not in body) else None, "sort": keys}
    assert body["stored_fields"] == "_none_"
    asked = body.get("docvalue_fields", ())
    if fields := {name: document.values[name] for name in asked if name in document.values}:
        hit["fields"] = fields
    return hit


def _keys(order: Sequence[Json], document: PlainDocument, score: float) -> list[Any]:
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
