"""The contract that every engine keeps.

An engine gets documents made of terms and answers searches made of terms. It knows no Japanese, no HTML and
no YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from search.clauses import Clause, Words
from search.model import Sort
from search.streams import Stream


@dataclass(frozen=True, slots=True)
class Request:
    """One search. `clause` must hold; `words` are to be had, all if possible.

    `chosen` maps a facet to the values of which a document needs one. `counted` are the facets whose values
    are to be counted.
    """

    clause: Clause
    words: Words
    chosen: Mapping[str, tuple[str, ...]]
    counted: tuple[str, ...]
    sort: Sort
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a request found.

    `total` is exact. `hits` are (stored text, score), best first; equal ones newest first, then in the
    order in which they were written. `relaxed` says that no document has all words, and that those with
    some are given. `counts` gives, for each facet asked for, every value with how many documents have it
    among those that match the request but for this facet's own chosen values; values with none are left
    out.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    counts: Mapping[str, Mapping[str, int]]
    relaxed: bool


class Engine(Protocol):
    """An open index. Every method may be called by many threads at once.

    Each raises `IndexDamaged` when what is on disk is not what was written.
    """

    @property
    def documents(self) -> int:
        """How many documents there are. Called when a rebuild is read back."""

    def find(self, request: Request) -> Found:
        """Answer a search. Called for each search, and once more for what was missed."""

    def stored(self, key: str) -> str | None:
        """Return the stored text of the document with this key. Called for talk and event pages."""

    def facet_values(self, facet: str) -> tuple[str, ...]:
        """Return every value of a facet, sorted. Called for `speaker:` and the like."""

    def document_frequency(self, stream: Stream, term: str) -> int:
        """Return how many documents have a term. Called some dozen times for a talk's page, and for words
        that may be slips.
        """

    def terms(self, stream: Stream) -> tuple[str, ...]:
        """Return every term of a stream, sorted. Called once, when a word is first not found as typed."""
