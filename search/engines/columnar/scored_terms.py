"""Scored terms: a term's documents and scores in one segment, worked out once and kept for a while."""

import numpy as np

from search.batches import Float32Array
from search.engines.columnar.matches import MANY, NONE, Few, Many, Matches
from search.engines.columnar.memo import Memo
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.columnar.weighting import Saturation
from search.engines.columnar.writers import length_column

BUDGET = 16 << 20
"""Bytes of scored terms kept for a segment."""
_ROWS = 16
"""Rows of saturations kept: one for each field and mean length in use."""
_FEW, _MANY = 12, 5
"""Bytes for each document, of those that match or of all."""
_OVERHEAD = 400
"""Bytes that the objects themselves take."""


class ScoredTerms:
    """The terms of one segment with scores. May be shared by threads."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._memo: Memo[Matches] = Memo(BUDGET)
        self._rows: dict[tuple[str, float, float], Float32Array] = {}

    def matches(self, field_name: str, text: bytes, factor: float, saturation: Saturation) -> Matches:
        """Return a term's documents; scores are as in `weighting.Scale`."""
        key = (field_name, text, factor, saturation)
        found = self._memo.get(key)
        if found is None:
            terms = self.segment.terms(field_name)
            number = None if terms is None else terms.number(text)
            if terms is None or number is None:
                return NONE
            found = self._read(field_name, terms, number, factor, saturation)
            size = len(found.documents) * _FEW if isinstance(found, Few) else self.segment.documents * _MANY
            self._memo.put(key, found, size + _OVERHEAD)
        return found

    def document_frequency(self, field_name: str, text: bytes) -> int:
        """Return how many documents have a term, deleted ones too."""
        terms = self.segment.terms(field_name)
        number = None if terms is None else terms.number(text)
        return 0 if terms is None or number is None else terms.document_frequency(number)

    def _read(
        self, field_name: str, terms: Terms, number: int, factor: float, saturation: Saturation
    ) -> Matches:
        documents, weights = terms.documents(number), terms.weights(number)
        n = self.segment.documents
        if len(documents) * MANY <= n:
            if saturation is None:
                return Few(documents, weights * np.float32(factor))
            row = self._saturations(field_name, *saturation)
            return Few(documents, weights * np.float32(factor) / (weights + row.take(documents)))
        mask, scores = np.zeros(n, np.bool_), np.zeros(n, np.float32)
        mask[documents] = True
        scores[documents] = weights
        if saturation is None:
            scores *= np.float32(factor)
        else:
            divisor = scores + self._saturations(field_name, *saturation)
            scores *= np.float32(factor)
            # Where there is no weight there may be nothing to divide by.
            np.divide(scores, divisor, out=scores, where=mask)
        return Many(mask, scores)

    def _saturations(self, field_name: str, base: float, slope: float) -> Float32Array:
        """Return `base + slope * length` for each document, shape (n,)."""
        key = (field_name, base, slope)
        row = self._rows.get(key)
        if row is None:
            row = np.full(self.segment.documents, base, np.float32)
            lengths = self.segment.optional_column(length_column(field_name))
            # Whoosh takes a document without a length for one of length 1 where no document has any.
            row += np.float32(slope) * (1 if lengths is None else lengths.astype(np.float32))
            if len(self._rows) >= _ROWS:
                self._rows.clear()
            self._rows[key] = row
        return row
