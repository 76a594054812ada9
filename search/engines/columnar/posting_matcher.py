"""A term as Whoosh sees it: what is known of it, and the matcher that walks through its postings."""

import copy
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.matching import LeafMatcher, ListMatcher, Matcher
from whoosh.reading import TermInfo
from whoosh.scoring import BaseScorer

from search.arrays import Array, Int64Array
from search.documents import BODY, TITLE_ROOM
from search.engines.columnar.segments import Segment
from search.engines.columnar.terms import Terms
from search.engines.columnar.whoosh_schema import stream_of


def term_info_of(segment: Segment, field_name: str, terms: Terms, number: int) -> TermInfo:
    """Return what Whoosh wants to know of a term: sums and bounds over its postings."""
    documents, weights = terms.documents(number), terms.weights(number)
    lengths = lengths_of(segment, field_name)[documents]
    bounds = float(lengths.min()), float(lengths.max()), float(weights.max())
    total = float(weights.sum(dtype=np.float64))
    return TermInfo(total, len(documents), *bounds, int(documents[0]), int(documents[-1]))


def lengths_of(segment: Segment, field_name: str) -> Array:
    """Return the weighted lengths of a field, shape (n,); zeros where they are not kept."""
    name = f"{stream_of(field_name)}_length"
    return segment.column(name) if name in segment.columns else np.zeros(segment.documents)


class PostingMatcher(ListMatcher, LeafMatcher):  # type: ignore[misc]  # whoosh is untyped
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
        self._gap = gap
        self._kept = _PARTS[term[0]](terms, number) if term[0] in _PARTS else slice(None)
        documents = terms.documents(number)[self._kept].tolist()
        super().__init__(documents, format=format_, scorer=scorer, term=term, terminfo=info)
        self.format = format_

    def copy(self) -> "PostingMatcher":
        return copy.copy(self)

    # A list matcher's own gives no values where it was not given all of them.
    all_items = Matcher.all_items

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._i = len(self._ids)
        return 1

    def weight(self) -> float:
        return self._own_weights[self._i]

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
        return self._positions[self._i]

    def term_matchers(self) -> Iterator[Matcher]:
        """Yield this and, for words, the same by the names of the texts that they stand in.

        Whoosh calls it to remember which terms a hit has (`terms=True`), and highlights a field by its own.
        """
        yield self
        if self._term[0] == "words":
            yield from (_Alias(self, (part, self._term[1])) for part in _PARTS)

    @cached_property
    def _own_weights(self) -> list[float]:
        weights: list[float] = self._terms.weights(self._number)[self._kept].tolist()
        return weights

    @cached_property
    def _positions(self) -> list[list[int]]:
        counts, positions = self._terms.positions(self._number)
        ends = counts.cumsum()
        places = (positions - np.int64(self._gap)).tolist()
        kept = zip(ends[self._kept].tolist(), counts[self._kept].tolist(), strict=True)
        return [places[end - count : end] for end, count in kept]


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
