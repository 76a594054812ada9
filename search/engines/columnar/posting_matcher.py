"""The matcher by which Whoosh's own queries walk through a term's postings, one by one."""

from bisect import bisect_left
from typing import Any

from whoosh import formats
from whoosh.matching import LeafMatcher, Matcher, NullMatcher
from whoosh.matching.mcore import ReadTooFar
from whoosh.reading import TermInfo
from whoosh.scoring import BaseScorer

from search.engines.columnar.terms import Terms


class PostingMatcher(LeafMatcher):  # type: ignore[misc]  # whoosh is untyped
    """A term's postings as lists. They are one block, whose quality is that of the best posting."""

    def __init__(
        self,
        terms: Terms,
        number: int,
        term: tuple[str, bytes],
        info: TermInfo,
        format_: formats.Format,
        scorer: BaseScorer | None,
    ) -> None:
        self._terms = terms
        self._number = number
        self._term = term
        self._info = info
        self.format = format_
        self.scorer = scorer
        self._documents: list[int] = terms.documents(number).tolist()
        self._weights: list[float] | None = None
        self._positions: list[list[int]] | None = None
        self._counts: list[int] | None = None
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._documents)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> "PostingMatcher":
        copied = PostingMatcher(self._terms, self._number, self._term, self._info, self.format, self.scorer)
        copied._at = self._at
        return copied

    def replace(self, minquality: float = 0) -> Matcher:
        if not self.is_active():
            return NullMatcher()
        if minquality and self.supports_block_quality() and self.max_quality() < minquality:
            return NullMatcher()
        return self

    def id(self) -> int:
        return self._documents[self._at]

    def all_ids(self) -> Any:
        return iter(self._documents[self._at :])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return not self.is_active()

    def skip_to(self, target: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, target, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._documents)
        return 1

    def weight(self) -> float:
        if self._weights is None:
            self._weights = self._terms.weights(self._number).tolist()
        return self._weights[self._at]

    def score(self) -> float:
        score: float = self.scorer.score(self) if self.scorer else self.weight()
        return score

    def value(self) -> bytes:
        """Return the posting's value in the field's format, as it was before it was kept as numbers."""
        value: bytes
        match self.format:
            case formats.Positions():
                value = self.format.encode(self.value_as("positions"))
            case formats.Frequency():
                value = self._frequency().to_bytes(4, "big")
            case _:
                value = b""
        return value

    def value_as(self, kind: str) -> Any:
        if kind != "positions" or not self.supports(kind):
            return super().value_as(kind)
        if self._positions is None:
            counts, positions = self._terms.positions(self._number)
            plain, ends = positions.tolist(), counts.cumsum().tolist()
            self._positions = [
                plain[end - count : end] for end, count in zip(ends, counts.tolist(), strict=True)
            ]
        return self._positions[self._at]

    def _frequency(self) -> int:
        if self._counts is None:
            self._counts = self._terms.counts(self._number).tolist()
        return self._counts[self._at]

    def block_max_weight(self) -> float:
        most: float = self._info.max_weight()
        return most

    def block_min_length(self) -> float:
        least: float = self._info.min_length()
        return least

    def block_max_length(self) -> float:
        most: float = self._info.max_length()
        return most
