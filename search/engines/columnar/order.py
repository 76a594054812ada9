"""Order: which of the documents found come first."""

from dataclasses import dataclass

import numpy as np
from whoosh.columns import NumericColumn
from whoosh.fields import Schema

from search.arrays import Array, Float32Array, Int64Array
from search.engines.columnar.best import best
from search.engines.columnar.collection import Leaf
from search.engines.columnar.matches import NONE, Few, Matches, among


@dataclass(frozen=True, slots=True, eq=False)
class Top:
    """The first documents of a leaf: numbers in the whole, scores, and keys: the greatest come first."""

    documents: Int64Array
    scores: Float32Array
    keys: Array


@dataclass(frozen=True, slots=True)
class Order:
    """The first k by score, or by a column of numbers, ascending unless `reverse`. Equal ones by number."""

    k: int
    column: str | None
    reverse: bool

    def first(self, found: Matches, leaf: Leaf, schema: Schema) -> Top:
        """Return the first of a leaf's documents."""
        if isinstance(found, Few):
            documents, scores = found.documents, found.scores
        else:
            row = found.scores
            if self.column is None:
                places = best(row, self.k)
                # What does not match scores 0; where that is among the first, matches are looked at alone.
                if among(found, places).all():
                    scores = row.take(places)
                    return Top(places + leaf.base, scores, scores)
            documents = np.flatnonzero(found.mask)
            scores = row.take(documents)
        if self.column is None:
            places = best(scores, self.k)
            scores = scores.take(places)
            documents = documents.take(places)
            return Top(documents + leaf.base if leaf.base else documents, scores, scores)
        keys = self._keys(self.column, leaf, schema).take(documents)
        places = best(keys, self.k)
        return Top(documents.take(places) + leaf.base, scores.take(places), keys.take(places))

    def joined(self, tops: list[Top]) -> list[tuple[int, float]]:
        """Return numbers and scores of the first documents of all leaves."""
        if len(tops) == 1:
            top = tops[0]
        else:
            tops = [*tops] or [Top(NONE.documents, NONE.scores, NONE.scores)]
            places = best(np.concatenate([each.keys for each in tops]), self.k)
            documents = np.concatenate([each.documents for each in tops])[places]
            scores = np.concatenate([each.scores for each in tops])[places]
            top = Top(documents, scores, scores)
        return list(zip(top.documents.tolist(), top.scores.tolist(), strict=True))

    def _keys(self, name: str, leaf: Leaf, schema: Schema) -> Array:
        """Return numbers that are greater the earlier a document comes, shape (n,)."""
        kind = schema[name].column_type if name in schema else None
        if leaf.segment is None or not isinstance(kind, NumericColumn):
            raise TypeError(
                f"{name!r} cannot be sorted by: it is no column of numbers that ColumnarCodec wrote"
            )
        column = leaf.segment.optional_column(name)
        if column is None:
            column = np.full(leaf.n, kind.default_value())
        if column.dtype == np.uint64:
            column = (column ^ np.uint64(1 << 63)).view(np.int64)
        elif column.dtype.kind == "u":
            column = column.astype(np.int64)
        if self.reverse:
            return column
        return ~column if column.dtype.kind == "i" else -column
