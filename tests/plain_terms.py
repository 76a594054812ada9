"""PlainTerms: the terms of a field in plain Python; real dictionaries must agree with it."""

from collections.abc import Mapping

import numpy as np

from search.engines import FacetCounts


class PlainTerms:
    """A `Dictionary` of terms, each with how many documents have it."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def frequency(self, term: str) -> int:
        return self._counts.get(term, 0)

    def counted(self, prefix: str) -> FacetCounts:
        terms = self.beginning_with(prefix)
        return FacetCounts(tuple(terms), np.array([self._counts[term] for term in terms], np.int64))

    def beginning_with(self, prefix: str) -> list[str]:
        return sorted(term for term in self._counts if term.startswith(prefix))

    def joined(self, start: str, stop: str) -> bytes:
        return "".join(f"{term}\n" for term in sorted(self._counts) if start <= term < stop).encode()


NO_TERMS = PlainTerms({})
