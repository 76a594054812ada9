"""PlainAggregation: what a cluster counts of the documents that it found, in plain Python."""

from collections import Counter
from collections.abc import Sequence

from plain_query import Json, PlainDocument, PlainIndex, passes


def aggregated(agg: Json, found: Sequence[tuple[PlainDocument, float]], index: PlainIndex) -> Json:
    """Return what an aggregation says of documents that were found, each with its score."""

    def bucket(own: Sequence[tuple[PlainDocument, float]]) -> Json:
        inner = {name: aggregated(each, own, index) for name, each in agg.get("aggs", {}).items()}
        return {"doc_count": len(own), **inner}

    ((kind, body),) = [each for each in agg.items() if each[0] != "aggs"]
    match kind:
        case "filter":
            return bucket([each for each in found if passes(body, each, index)])
        case "filters":
            groups = {
                name: [each for each in found if passes(query, each, index)]
                for name, query in body["filters"].items()
            }
            if other := body.get("other_bucket_key"):
                among = {each.name for own in groups.values() for each, _ in own}
                groups[other] = [each for each in found if each[0].name not in among]
            return {"buckets": {name: bucket(own) for name, own in groups.items()}}
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


def _value(body: Json, document: PlainDocument, score: float) -> float:
    if "script" in body:
        assert body["script"] == {"source": "_score"}
        return score
    return float(document.values.get(body["field"], [0])[0])


def _counted(name: str, found: Sequence[tuple[PlainDocument, float]]) -> Counter[str]:
    return Counter(value for document, _ in found for value in document.values.get(name, ()))
