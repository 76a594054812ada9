"""Collection: all that a searcher sees, segment by segment, and the figures of the whole that scores need."""

import weakref

from whoosh.reading import IndexReader
from whoosh.scoring import WeightingModel
from whoosh.searching import Searcher

from search.engines.columnar.facet_counts import SegmentFacets
from search.engines.columnar.facet_union import FacetUnion
from search.engines.columnar.memo import Memo
from search.engines.columnar.scored_terms import ScoredTerms
from search.engines.columnar.segments import Segment
from search.engines.columnar.weighting import Scale, Weighed, scale_of
from search.engines.columnar.whoosh_segments import segment_of

_WEIGHED = 1 << 19
"""Bytes of terms with their factors that are kept for a searcher."""
_WEIGHED_BYTES = 300

_collections: weakref.WeakKeyDictionary[Searcher, "Collection"] = weakref.WeakKeyDictionary()


class Part:
    """What has been worked out of a segment, for all who have it open."""

    def __init__(self, segment: Segment) -> None:
        self.terms = ScoredTerms(segment)
        self.facets = SegmentFacets(segment)


def part_of(segment: Segment) -> Part:
    """Return what has been worked out of a segment."""
    # Two threads may both make it; either is as good.
    part = segment.worked_out
    if not isinstance(part, Part):
        part = segment.worked_out = Part(segment)
    return part


class Leaf:
    """One segment of a collection; `base` is the number of its first document in the whole.

    `segment` is None where another codec wrote it. `countable` are the facets that it was written to count,
    even if none of its documents has any.
    """

    def __init__(self, reader: IndexReader, base: int) -> None:
        self.reader = reader
        self.base = base
        self.n: int = reader.doc_count_all()
        self.segment = segment_of(reader)
        self.countable: tuple[str, ...] = reader.codec().facets if self.segment is not None else ()
        part = None if self.segment is None else part_of(self.segment)
        self.terms = None if part is None else part.terms
        self.facets = None if part is None else part.facets


class Collection:
    """The leaves of a searcher, and how its model of ranking scores each field and term."""

    def __init__(self, searcher: Searcher) -> None:
        self.weighting: WeightingModel = searcher.weighting
        self.leaves = [Leaf(reader, base) for reader, base in searcher.reader().leaf_readers()]
        self._scales: dict[str, Scale | None] = {}
        self._weighed: Memo[Weighed] = Memo(_WEIGHED)
        self._unions: dict[str, FacetUnion] = {}

    def scale(self, field_name: str, whole: Searcher) -> Scale | None:
        """Return how a field is scored, or None if only the model itself can tell."""
        if field_name not in self._scales:
            self._scales[field_name] = scale_of(self.weighting, whole, field_name)
        return self._scales[field_name]

    def union(self, facet: str) -> FacetUnion:
        """Return a facet's values in all leaves that count facets, made when first asked for."""
        # Two threads may both make it; either is as good.
        if facet not in self._unions:
            counting = [leaf.facets for leaf in self.leaves if leaf.n and leaf.facets is not None]
            self._unions[facet] = FacetUnion(facet, counting)
        return self._unions[facet]

    def weighed(self, field_name: str, text: bytes, whole: Searcher) -> Weighed | None:
        """Return how a term is scored, or None if only the model itself can tell."""
        scale = self.scale(field_name, whole)
        if scale is None:
            return None
        key = (field_name, text)
        weighed = self._weighed.get(key)
        if weighed is None:
            factor = scale.factor(sum([self._frequency(leaf, field_name, text) for leaf in self.leaves]))
            weighed = Weighed(field_name, text, factor, scale.saturation)
            self._weighed.put(key, weighed, _WEIGHED_BYTES)
        return weighed

    def typed(self, field_name: str, text: object, whole: Searcher) -> Weighed | None:
        """Return the same for a term as queries have it, before its field turns it into bytes.

        Raises KeyError when there is no such field, ValueError when that is no value of it.
        """
        # Other types have values that are equal, but not the same to every field: 1 and True.
        if type(text) is not str:
            return self.weighed(field_name, whole.schema[field_name].to_bytes(text), whole)
        weighed = self._weighed.get((field_name, text))
        if weighed is None:
            weighed = self.weighed(field_name, whole.schema[field_name].to_bytes(text), whole)
            if weighed is not None:
                self._weighed.put((field_name, text), weighed, _WEIGHED_BYTES)
        return weighed

    def _frequency(self, leaf: Leaf, field_name: str, text: bytes) -> int:
        if leaf.terms is not None:
            return leaf.terms.document_frequency(field_name, text)
        frequency: int = leaf.reader.doc_frequency(field_name, text)
        return frequency


def collection_of(searcher: Searcher) -> Collection:
    """Return a searcher's collection, made when it is first asked for."""
    collection = _collections.get(searcher)
    if collection is None or collection.weighting is not searcher.weighting:
        collection = _collections[searcher] = Collection(searcher)
    return collection
