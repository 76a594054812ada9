"""Best: what is asked about the documents that score most, for several words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search import ranking
from search.arrays import Float32Array, Int64Array, distinct
from search.clauses import Term, Words
from search.documents import BODY
from search.engines.evaluate.nearness import add_gains
from search.engines.opensearch.client import Question
from search.engines.opensearch.dsl import NOTHING, any_of, fixed, none_of, times
from search.engines.opensearch.mapping import hash_of, id_of, places_field
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.term_counts import TermCounts
from search.engines.opensearch.values import Places


class Best(NamedTuple):
    """The best score, whether any document has all words, and what near words add, as queries."""

    score: float
    some_complete: bool
    gains: list[Json]


def best_of_all(score: Json, complete: Json, words: Words, counts: TermCounts, question: Question) -> Best:
    """Return what the documents that `score` most tell; `complete` finds those with all words."""
    known = [
        [text for text in dict.fromkeys(texts) if counts.of(Term("words", text))] for texts in words.places
    ]
    places = [(texts, max(counts.weight(Term("words", text)) for text in texts)) for texts in known if texts]
    has_near = len(places) > 1
    body: Json = {
        # The best score is that of the first.
        "size": ranking.NEAR_TOP if has_near else 1,
        "stored_fields": "_none_",
        "track_total_hits": False,
        "query": score,
        "docvalue_fields": ["seq", places_field("words")] if has_near else [],
    }
    if not (words.is_sentence or complete is NOTHING):
        factors = [(none_of(complete), 1 - ranking.MISSING)]
        body["query"] = times(any_of([score, fixed(complete, 0.0)]), factors)
        body["aggs"] = {
            "of": {
                "filters": {"filters": {"complete": complete}, "other_bucket_key": "lacking"},
                "aggs": {"best": {"max": {"script": {"source": "_score"}}}},
            }
        }
    (answer,) = question([body])
    hits = [hit for hit in answer["hits"]["hits"] if hit["_score"] > 0]
    gains = _gains(hits, places) if has_near else []
    if "aggregations" not in answer:
        return Best(answer["hits"]["max_score"] or 0.0, False, gains)
    groups = answer["aggregations"]["of"]["buckets"]
    lacking = (groups["lacking"]["best"]["value"] or 0.0) / (1 - ranking.MISSING)
    best = max(groups["complete"]["best"]["value"] or 0.0, lacking)
    return Best(best, groups["complete"]["doc_count"] > 0, gains)


def _gains(hits: Sequence[Json], places: Sequence[tuple[Sequence[str], float]]) -> list[Json]:
    """Return what near words add to the scores of some documents, which tell where words stand; `places` are
    the terms of each place of the query, with the weight of the rarest.
    """
    field = places_field("words")
    told = [hit["fields"] for hit in hits]
    stand = [(number, Places(own[field][0])) for number, own in enumerate(told) if field in own]
    found: list[tuple[Int64Array, float]] = []
    for texts, weight in places:
        hashes = [hash_of("words", text) for text in texts]
        keys: list[Int64Array] = [np.zeros(0, np.int64)]
        for number, own_places in stand:
            at = distinct(np.concatenate([own_places.of(each) for each in hashes]))
            keys.append(at[at >= BODY] | number << 32)
        if any(map(len, keys)):
            found.append((np.concatenate(keys), weight))
    gains: Float32Array = np.zeros(len(told), np.float32)
    add_gains(found, gains)
    return [
        fixed({"ids": {"values": [id_of(fields["seq"][0])]}}, gain)
        for fields, gain in zip(told, gains.tolist(), strict=True)
        if gain
    ]
