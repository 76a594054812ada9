"""Term counts: how many documents of an open index have a term, which is known without asking."""

import threading
from collections.abc import Sequence

from search.clauses import Term
from search.engines.memory import Memory
from search.engines.opensearch.beside import made
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.dictionaries import (
    FrozenDictionary,
    GramCounts,
    read_dictionary,
    read_grams,
)
from search.engines.opensearch.mapping import EVERYTHING, kept_as
from search.ranking import is_common, term_weight
from search.text.streams import Stream

_KEPT_BYTES = 8 << 20
_ENTRY = 200
"""Bytes of a kept frequency."""


class TermCounts:
    """How many `documents` one index has, and how many have each term. May be shared by threads; raises as
    `Cluster.search` says.
    """

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        # An index of another version is refused.
        made(cluster, index)
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
        count = self._known.get(term[:2])
        if count is None:
            is_word = term.stream == "words"
            counts = self.dictionary("words") if is_word else self._grams_of(term.stream)
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

    def _grams_of(self, stream: Stream) -> GramCounts:
        # Two threads may both read them; either are as good.
        if stream not in self._grams:
            self._grams[stream] = read_grams(self._cluster, self._index, stream)
        return self._grams[stream]
