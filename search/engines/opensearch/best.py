"""Best: what is asked about the documents that score most, for several words."""

from collections.abc import Sequence

import numpy as np

from search import ranking
from search.arrays import Float32Array, Int64Array, distinct
from search.clauses import Term, Words
from search.documents import BODY
from search.engines.evaluate.nearness import add_gains
from search.engines.opensearch.dsl import NOTHING, any_of, fixed, none_of, times
from search.engines.opensearch.mapping import hash_of, id_of, places_field
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.places import Places
from search.engines.opensearch.spelled import Frequencies


class Best:
    """What is asked about the documents that score most."""

    def __init__(self, score: Json, complete: Json, words: Words, frequencies: Frequencies) -> None:
        self._score = score
        self._complete = complete
        self._words = words
        known = [
            [text for text in dict.fromkeys(texts) if frequencies.of(Term("words", text))]
            for texts in words.places
        ]
        self._places = [texts for texts in known if texts]
        self._weights = [
            max(frequencies.weight(Term("words", text)) for text in texts) for texts in self._places
        ]
        self.best = 0.0
        self.some_complete = False
        self.gains: list[Json] = []

    def body(self) -> Json:
        has_near = len(self._places) > 1
        body: Json = {
            # The best score is that of the first.
            "size": ranking.NEAR_TOP if has_near else 1,
            "stored_fields": "_none_",
            "track_total_hits": False,
            "query": self._score,
            "docvalue_fields": ["seq", places_field("words")] if has_near else [],
        }
        if self._words.is_sentence or self._complete is NOTHING:
            return body
        lacking = none_of(self._complete)
        return {
            **body,
            "query": times(
                any_of([self._score, fixed(self._complete, 0.0)]), [(lacking, 1 - ranking.MISSING)]
            ),
            "aggs": {
                "of": {
                    "filters": {"filters": {"complete": self._complete}, "other_bucket_key": "lacking"},
                    "aggs": {"best": {"max": {"script": {"source": "_score"}}}},
                }
            },
        }

    def learn(self, answer: Json) -> None:
        hits = answer["hits"]["hits"]
        self.best = answer["hits"]["max_score"] or 0.0
        if "aggregations" in answer:
            groups = answer["aggregations"]["of"]["buckets"]
            self.some_complete = groups["complete"]["doc_count"] > 0
            lacking = (groups["lacking"]["best"]["value"] or 0.0) / (1 - ranking.MISSING)
            self.best = max(groups["complete"]["best"]["value"] or 0.0, lacking)
        self.gains = self._gains([hit for hit in hits if hit["_score"] > 0])

    def _gains(self, hits: Sequence[Json]) -> list[Json]:
        """Return what near words add to the scores of some documents, which tell where words stand."""
        if len(self._places) < 2:
            return []
        field = places_field("words")
        told = [hit["fields"] for hit in hits]
        stand = [(number, Places(own[field][0])) for number, own in enumerate(told) if field in own]
        found: list[tuple[Int64Array, float]] = []
        for texts, weight in zip(self._places, self._weights, strict=True):
            hashes = [hash_of("words", text) for text in texts]
            keys: list[Int64Array] = [np.zeros(0, np.int64)]
            for number, places in stand:
                at = distinct(np.concatenate([places.of(each) for each in hashes]))
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
