"""A term as Whoosh sees it: what is known of it, and the matcher that walks through its postings."""

import copy
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.matching import LeafMatcher, Matcher, NullMatcher
from whoosh.matching.mcore import ReadTooFar
from whoosh.reading import TermInfo
from whoosh.scoring import BaseScorer

from search.arrays import Array, Int64Array
from search.documents import BODY, TITLE_ROOM
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.columnar.whoosh_schema import stream_of


class ColumnarTermInfo(TermInfo):  # type: ignore[misc]  # whoosh is untyped
    """What is known of a term; looked up when it is asked for, by the names that Whoosh writes to."""

    def __init__(self, segment: Segment, field_name: str, terms: Terms, number: int) -> None:
        # Not the attributes that Whoosh would set: they are below.
        self._segment = segment
        self._field_name = field_name
        self._terms = terms
        self._number = number

    @cached_property
    def _weight(self) -> float:
        return self._terms.total_weight(self._number)

    @cached_property
    def _df(self) -> int:
        return self._terms.document_frequency(self._number)

    @cached_property
    def _maxweight(self) -> float:
        return float(self._terms.weights(self._number).max())

    @cached_property
    def _minid(self) -> int:
        return int(self._documents[0])

    @cached_property
    def _maxid(self) -> int:
        return int(self._documents[-1])

    @cached_property
    def _minlength(self) -> float:
        return float(lengths_of(self._segment, self._field_name)[self._documents].min())

    @cached_property
    def _maxlength(self) -> float:
        return float(lengths_of(self._segment, self._field_name)[self._documents].max())

    @cached_property
    def _documents(self) -> Int64Array:
        return self._terms.documents(self._number)


def lengths_of(segment: Segment, field_name: str) -> Array:
    """Return the weighted lengths of a field, shape (n,); zeros where they are not kept."""
    name = f"{stream_of(field_name)}_length"
    return segment.column(name) if name in segment.columns else np.zeros(segment.documents)


class PostingMatcher(LeafMatcher):  # type: ignore[misc]  # whoosh is untyped
    """A term's postings as lists. They are one block, whose quality is that of the best posting.

    Positions are said to be `gap` less than they are (see `whoosh_schema.GAP`).
    """

    def __init__(
        self,
        terms: Terms,
        number: int,
        term: tuple[str, bytes],
        info: TermInfo,
        format_: formats.Format,
        scorer: BaseScorer | None,
        gap: int,
    ) -> None:
        self._terms = terms
        self._number = number
        self._term = term
        self._info = info
        self.format = format_
        self.scorer = scorer
        self._gap = gap
        self._kept = _PARTS[term[0]](terms, number) if term[0] in _PARTS else slice(None)
        self._documents: list[int] = terms.documents(number)[self._kept].tolist()
        self._weights: list[float] | None = None
        self._positions: list[list[int]] | None = None
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._documents)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> "PostingMatcher":
        return copy.copy(self)

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
            self._weights = self._terms.weights(self._number)[self._kept].tolist()
        return self._weights[self._at]

    def score(self) -> float:
        score: float = self.scorer.score(self) if self.scorer else self.weight()
        return score

    def value(self) -> bytes:
        """Return the posting's value in the field's format, as it was before it was kept as numbers."""
        match self.format:
            case formats.Positions():
                value: bytes = self.format.encode(self.value_as("positions"))
                return value
            case formats.Frequency():
                return int(self.weight()).to_bytes(4, "big")
        return b""

    def value_as(self, kind: str) -> Any:
        if kind != "positions" or not self.supports(kind):
            return super().value_as(kind)
        if self._positions is None:
            counts, positions = self._terms.positions(self._number)
            ends = counts.cumsum()
            places = (positions - np.int64(self._gap)).tolist()
            self._positions = [
                places[end - count : end]
                for end, count in zip(ends[self._kept].tolist(), counts[self._kept].tolist(), strict=True)
            ]
        return self._positions[self._at]

    def term_matchers(self) -> Iterator[Matcher]:
        """Yield this and, for words, the same by the names of the texts that they stand in.

        Whoosh calls it to remember which terms a hit has (`terms=True`), and highlights a field by its own.
        """
        yield self
        if self._term[0] == "words":
            yield from (_Alias(self, (part, self._term[1])) for part in _PARTS)

    def block_max_weight(self) -> float:
        most: float = self._info.max_weight()
        return most

    def block_min_length(self) -> float:
        least: float = self._info.min_length()
        return least

    def block_max_length(self) -> float:
        most: float = self._info.max_length()
        return most


class _Alias(Matcher):  # type: ignore[misc]  # whoosh is untyped
    """Stands where another matcher stands, under another term."""

    def __init__(self, matcher: Matcher, term: tuple[str, bytes]) -> None:
        self._term = term
        self.is_active = matcher.is_active
        self.id = matcher.id

    def term(self) -> tuple[str, bytes]:
        return self._term


def _in_title(terms: Terms, number: int) -> Int64Array:
    """Return which postings of a term have a position in the title: the first of each is.

    Of postings of 2 and 1 places (0, `BODY`; `BODY` + 3) the first ones are at 0 and 2: the first posting is.
    """
    counts, positions = terms.positions(number)
    return np.flatnonzero(positions[counts.cumsum() - counts] < TITLE_ROOM)


def _in_body(terms: Terms, number: int) -> Int64Array:
    """Return which postings of a term have a position in the body: the last of each is.

    Of postings of 2 and 1 places (0, `BODY`; 3) the last ones are at 1 and 2: the first posting is.
    """
    counts, positions = terms.positions(number)
    return np.flatnonzero(positions[counts.cumsum() - 1] >= BODY)


_PARTS = {"title": _in_title, "body": _in_body}
