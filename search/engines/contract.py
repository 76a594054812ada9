"""The contract that every engine keeps.

An engine gets documents made of terms and answers clauses made of terms. It knows no Japanese, no HTML and
no YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from search.clauses import Clause
from search.model import Sort


@dataclass(frozen=True, slots=True)
class Request:
    """One search. `chosen` maps a facet to the values of which a document needs one."""

    clause: Clause
    chosen: Mapping[str, tuple[str, ...]]
    counted: tuple[str, ...]
    """The facets whose values are to be counted."""
    sort: Sort
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a request found.

    `total` is exact. `hits` are (stored text, score), best first; equal ones newest first, then in the
    order in which they were written. `counts` gives, for each facet asked for, every value with how many
    documents have it among those that match the clause and the *other* facets' chosen values; values with
    none are left out.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    counts: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    """An open index. Every method may be called by many threads at once.

    Each raises `IndexDamaged` when what is on disk is not what was written.
    """

    @property
    def documents(self) -> int:
        """How many documents there are. Called when a rebuild is read back."""

    def find(self, request: Request) -> Found:
        """Answer a search. Called for each search, twice when words are relaxed."""

    def stored(self, key: str) -> str | None:
        """Return the stored text of the document with this key. Called for talk and event pages."""

    def facet_values(self, facet: str) -> tuple[str, ...]:
        """Return every value of a facet, sorted. Called for `speaker:` and the like."""
