"""Scored terms: a term's documents and scores in one segment, worked out once and kept for a while."""

import numpy as np

from search.arrays import Array, Float32Array, Int64Array
from search.engines.columnar.common_terms import Common, CommonTerm
from search.engines.columnar.matches import MANY, NONE, Few, Matches
from search.engines.columnar.memo import Memo
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.columnar.weighting import Saturation, Weighed
from search.engines.columnar.writers import length_column

_BUDGETS = (4 << 20, 8 << 20, 8 << 20)
"""Bytes of rare terms, of common ones and of places kept for a segment, at least; of a large file ..."""
_SHARES = (64, 8, 32)
"""... one in so many of its bytes."""
_SHORT = 1 << 14
"""Common terms of no more documents, and all rare ones, have their places read at once."""
_TINY = np.float32(1e-30)
_ROWS = 16
"""Rows of saturations kept: one for each field and mean length in use."""
_FEW = 12
"""Bytes for each document that has a rare term."""
_OVERHEAD = 400
"""Bytes that the objects themselves take."""


class ScoredTerms:
    """The terms of one segment with scores. May be shared by threads."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        few, common, keys = (
            max(least, segment.file.size // part) for least, part in zip(_BUDGETS, _SHARES, strict=True)
        )
        self._few: Memo[Few] = Memo(few)
        self._common: Memo[CommonTerm] = Memo(common)
        self._keys: Memo[Int64Array] = Memo(keys)
        self._rows: dict[tuple[str, float, float], Float32Array] = {}

    def matches(self, term: Weighed) -> Matches:
        """Return a term's documents and scores; none if it is not there."""
        field_name, text, factor, saturation = term.field_name, term.text, term.factor, term.saturation
        key = (field_name, text, factor, saturation)
        found = self._few.get(key)
        if found is not None:
            return found
        common = self._common.get((field_name, text))
        if common is None:
            terms = self.segment.terms(field_name)
            number = None if terms is None else terms.number(text)
            if terms is None or number is None:
                return NONE
            if terms.document_frequency(number) * MANY <= self.segment.documents:
                few = self._scored(field_name, terms, number, factor, saturation)
                self._few.put(key, few, len(few.documents) * _FEW + _OVERHEAD)
                return few
            common = CommonTerm(terms, number, self.segment.documents)
            self._common.put((field_name, text), common, common.size + _OVERHEAD)
        row = None if saturation is None else self._saturations(field_name, *saturation)
        return Common(common, np.float32(factor), row)

    def keys(self, field_name: str, text: bytes) -> Int64Array | None:
        """Return `document << 32 | position`, ascending, wherever a term stands; None if that is too much."""
        keys = self._keys.get((field_name, text))
        if keys is None:
            terms, number = self._found(field_name, text)
            frequency = terms.document_frequency(number)
            if frequency <= _SHORT or frequency * MANY <= self.segment.documents:
                keys = terms.keys(number)
                self._keys.put((field_name, text), keys, keys.nbytes + _OVERHEAD)
        return keys

    def occurrences(self, field_name: str, text: bytes, documents: Int64Array) -> tuple[Int64Array, Array]:
        """Return how many positions a term has in documents that all have it, and all of them."""
        terms, number = self._found(field_name, text)
        return terms.occurrences(number, terms.documents(number).searchsorted(documents))

    def _found(self, field_name: str, text: bytes) -> tuple[Terms, int]:
        terms = self.segment.terms(field_name)
        number = None if terms is None else terms.number(text)
        if terms is None or number is None:
            raise KeyError((field_name, text))
        return terms, number

    def document_frequency(self, field_name: str, text: bytes) -> int:
        """Return how many documents have a term, deleted ones too."""
        terms = self.segment.terms(field_name)
        number = None if terms is None else terms.number(text)
        return 0 if terms is None or number is None else terms.document_frequency(number)

    def _scored(
        self, field_name: str, terms: Terms, number: int, factor: float, saturation: Saturation
    ) -> Few:
        documents, weights = terms.documents(number), terms.weights(number)
        scores = weights * np.float32(factor)
        if saturation is not None:
            scores /= weights + self._saturations(field_name, *saturation).take(documents)
        return Few(documents, scores)

    def _saturations(self, field_name: str, base: float, slope: float) -> Float32Array:
        """Return `base + slope * length` for each document, shape (n,)."""
        key = (field_name, base, slope)
        row = self._rows.get(key)
        if row is None:
            row = np.full(self.segment.documents, base, np.float32)
            lengths = self.segment.optional_column(length_column(field_name))
            # Whoosh takes a document without a length for one of length 1 where no document has any.
            row += np.float32(slope) * (1 if lengths is None else lengths.astype(np.float32))
            # Nothing is divided by 0, where there is no term and no length.
            np.maximum(row, _TINY, out=row)
            if len(self._rows) >= _ROWS:
                self._rows.clear()
            self._rows[key] = row
        return row
