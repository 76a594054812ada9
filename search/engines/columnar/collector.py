"""The collector: what a search is to find, and what it found.

    collector = ColumnarCollector(limit=20, facets=("speaker",), filters={"technology": ("HBase",)})
    searcher.search_with_collector(query, collector)
    collector.total, collector.top, collector.top_counts("speaker", 10)

One for each search; the searcher may be shared by threads.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nsmallest

import numpy as np
from whoosh.collectors import Collector
from whoosh.query import Query
from whoosh.searching import Results, SearchContext, Searcher

from search.arrays import BoolArray
from search.engines.columnar.collection import Leaf, collection_of
from search.engines.columnar.evaluation import Evaluation
from search.engines.columnar.facet_counts import Counts, CountsOfAll, SegmentFacets
from search.engines.columnar.matches import Few, Matches, any_of, count_of, kept, mask_of
from search.engines.columnar.order import Order
from search.engines.columnar.weighting import Weighed
from search.engines.columnar.whoosh_segments import ColumnarSegment


class ColumnarCollector(Collector):  # type: ignore[misc]  # whoosh is untyped
    """Finds the `limit` best documents from `offset` on, how many there are, and counts of `facets`.

    `filters` gives, for some facets, values of which a document must have one; those of a facet do not count
    for that facet's own counts. `sortedby` is a column of numbers, ascending unless `reverse`; without it the
    best scores come first. Equal documents come in the order of their numbers.

    Raises TypeError when a facet or a column is not kept as one.
    """

    def __init__(
        self,
        limit: int = 20,
        offset: int = 0,
        facets: Sequence[str] = (),
        filters: Mapping[str, Sequence[str]] | None = None,
        sortedby: str | None = None,
        reverse: bool = False,
    ) -> None:
        self._limit = limit
        self._offset = offset
        self._facets = tuple(facets)
        self._filters = dict(filters or {})
        self._sortedby = sortedby
        self._reverse = reverse
        self.total = 0
        """How many documents match, exactly."""
        self.top: list[tuple[int, float]] = []
        """Numbers and scores of the documents asked for, best first."""

        self._found: list[tuple[Leaf, Matches]] = []
        self._counts: list[tuple[Leaf, Mapping[str, Counts]]] = []

    def prepare(self, top_searcher: Searcher, q: Query, context: SearchContext) -> None:
        super().prepare(top_searcher, q, context)
        self._found = []
        self._counts = []
        self.total = 0

    def run(self) -> None:
        whole = self.top_searcher
        collection = collection_of(whole)
        order = Order(self._offset + self._limit, self._sortedby, self._reverse)
        tops = []
        for (searcher, _), leaf in zip(whole.leaf_searchers(), collection.leaves, strict=True):
            # An index without documents has a reader without a segment.
            if not leaf.n:
                continue
            for name in self._facets:
                if name not in leaf.countable:
                    raise TypeError(f"{name!r} cannot be counted: ColumnarCodec was not told to")
            evaluation = Evaluation(collection, leaf, whole, searcher, self.context)
            found = _undeleted(evaluation.matches(self.q), leaf)
            if self._filters:
                found = self._filtered(found, leaf)
            elif self._facets:
                counts = _facets_of(leaf).counts(found)
                self._counts.append((leaf, dict.fromkeys(self._facets, counts)))
            self.total += count_of(found)
            self._found.append((leaf, found))
            tops.append(order.first(found, leaf, whole.schema))
        self.top = order.joined(tops)[self._offset :]
        self.finish()

    def _filtered(self, found: Matches, leaf: Leaf) -> Matches:
        """Return what passes all filters; count facets, each without its own filter."""
        passing = {name: self._having(leaf, name, values) for name, values in self._filters.items()}
        chosen = kept(found, np.logical_and.reduce(list(passing.values())))
        if self._facets:
            facets = _facets_of(leaf)
            counts = dict.fromkeys(self._facets, facets.counts(chosen))
            for name in passing.keys() & counts.keys():
                others = [mask for other, mask in passing.items() if other != name]
                among = kept(found, np.logical_and.reduce(others)) if others else found
                counts[name] = facets.counts(among)
            self._counts.append((leaf, counts))
        return chosen

    def _having(self, leaf: Leaf, name: str, values: Sequence[str]) -> BoolArray:
        """Return which documents have one of a facet's values, shape (n,)."""
        if leaf.terms is None:
            raise TypeError(f"{name!r} cannot be filtered by: a segment was not written by ColumnarCodec")
        texts = [self.top_searcher.schema[name].to_bytes(value) for value in values]
        parts = [leaf.terms.matches(Weighed(name, text, 1.0, None)) for text in texts]
        return mask_of(any_of(parts, leaf.n), leaf.n)

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many of the documents found have each value, values that none has left out."""
        counted: Counter[str] = Counter()
        for leaf, counts in self._counts:
            facets = _facets_of(leaf)
            for value, number in facets.labelled(counts[facet].most(facets.bounds_of(facet), facets.values)):
                counted[value] += number
        return dict(counted)

    def top_counts(self, facet: str, k: int) -> list[tuple[str, int]]:
        """Return the k values that most of the documents found have, equal ones in order of the values."""
        if len(self._counts) == 1:
            leaf, counts = self._counts[0]
            facets = _facets_of(leaf)
            return facets.labelled(counts[facet].most(facets.bounds_of(facet), k))
        every = [counts[facet] for _, counts in self._counts]
        if any(isinstance(counts, CountsOfAll) for counts in every):
            return collection_of(self.top_searcher).union(facet).most(every, k)
        return nsmallest(k, self.counts(facet).items(), key=lambda pair: (-pair[1], pair[0]))

    def results(self) -> Results:
        """Return the documents asked for as Whoosh gives them."""
        return self._results([(score, document) for document, score in self.top])

    def count(self) -> int:
        return self.total

    def all_ids(self) -> list[int]:
        """Return the numbers of all documents found, ascending."""
        every = [
            (found.documents if isinstance(found, Few) else np.flatnonzero(found.mask)) + leaf.base
            for leaf, found in self._found
        ]
        numbers: list[int] = np.concatenate(every).tolist() if every else []
        return numbers


def _facets_of(leaf: Leaf) -> SegmentFacets:
    assert leaf.facets is not None
    return leaf.facets


def _undeleted(found: Matches, leaf: Leaf) -> Matches:
    if not leaf.reader.has_deletions():
        return found
    listed = leaf.reader.segment()
    # Whoosh's own matchers, which read other segments, leave out what is deleted.
    return kept(found, ~listed.deleted_mask()) if isinstance(listed, ColumnarSegment) else found
