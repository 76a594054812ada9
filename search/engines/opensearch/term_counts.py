"""Term counts: how many documents of an open index have a term, as far as that is known without asking."""

import threading
from collections.abc import Iterable, Sequence

from search.clauses import Term
from search.engines.memory import Memory
from search.engines.opensearch.beside import made
from search.engines.opensearch.client import Cluster, Question
from search.engines.opensearch.dictionaries import (
    FrozenDictionary,
    GramCounts,
    read_dictionary,
    read_grams,
)
from search.engines.opensearch.dsl import has
from search.engines.opensearch.mapping import EVERYTHING, kept_as
from search.ranking import is_common, term_weight
from search.text.streams import STREAMS, Stream

_KEPT_BYTES = 8 << 20
_ENTRY = 200
"""Bytes of a kept frequency."""
_ASKED = 1_000
"""Terms asked for at once."""


class TermCounts:
    """How many `documents` one index has, and how many have each term. May be shared by threads; raises as
    `Cluster.search` says.
    """

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._has_grams = made(cluster, index).has_grams
        # A search, for that is refused where a shard is missing: `_count` would count the others.
        (said,) = cluster.search(index, [{"size": 0, "track_total_hits": True, "query": EVERYTHING}])
        self.documents: int = said["hits"]["total"]["value"]
        self._grams: dict[Stream, GramCounts] = {}
        self._known: Memory[int] = Memory(_KEPT_BYTES)
        self._dictionaries: dict[str, FrozenDictionary] = {}
        self._opening = threading.Lock()

    def dictionary(self, field: str) -> FrozenDictionary:
        with self._opening:
            if field not in self._dictionaries:
                self._dictionaries[field] = read_dictionary(self._cluster, self._index, field)
            return self._dictionaries[field]

    def of(self, term: Term) -> int:
        """Return how many documents have a term; asks where it was not `learn`ed and cannot be known."""
        count = self._known.get(term[:2])
        if count is None:
            counts = self._counts_of(term.stream)
            if counts is None:
                self.learn([term])
                return self._known.get(term[:2]) or 0
            count = counts.frequency(kept_as(term.text))
            self._known.put(term[:2], count, _ENTRY)
        return count

    def weight(self, term: Term) -> float:
        return term_weight(self.of(term), self.documents)

    def is_telling(self, term: Term) -> bool:
        return not is_common(term, self.of(term), self.documents)

    def known(self, terms: Sequence[Term]) -> list[Term]:
        """Return the telling ones of some terms that some document has."""
        return [term for term in terms if self.is_telling(term) and self.of(term)]

    def learn(self, terms: Iterable[Term], question: Question | None = None) -> None:
        """Ask for how many documents have each term, of those that are not known yet."""
        open_streams = {stream for stream in STREAMS if self._counts_of(stream) is None}
        missing = [
            term
            for term in dict.fromkeys(term._replace(weight=1.0) for term in terms)
            if term.stream in open_streams and self._known.get(term[:2]) is None
        ]
        if not missing:
            return
        bodies = []
        for first in range(0, len(missing), _ASKED):
            filters = {str(place): has(term) for place, term in enumerate(missing[first : first + _ASKED])}
            aggs = {"of": {"filters": {"filters": filters}}}
            bodies.append({"size": 0, "track_total_hits": False, "aggs": aggs})
        place = 0
        for answer in (question or self._cluster.question(self._index))(bodies):
            buckets = answer["aggregations"]["of"]["buckets"]
            own = missing[place : place + len(buckets)]
            self._known.put_all(
                [(term[:2], buckets[str(at)]["doc_count"], _ENTRY) for at, term in enumerate(own)]
            )
            place += len(buckets)

    def _counts_of(self, stream: Stream) -> FrozenDictionary | GramCounts | None:
        """Return how many documents have each term of a stream, where the index says it."""
        if stream == "words":
            return self.dictionary("words")
        if not self._has_grams:
            return None
        # Two threads may both read them; either are as good.
        counts = self._grams.get(stream)
        if counts is None:
            counts = self._grams[stream] = read_grams(self._cluster, self._index, stream)
        return counts
