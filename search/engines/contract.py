"""The contract that every engine keeps.

An engine gets documents made of terms and answers searches made of terms. It knows no Japanese, no HTML and
no YAML.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from msgspec import Struct

from search.budget import ENDLESS, Budget
from search.clauses import Clause, Words
from search.engines.facet_counts import FacetCounts
from search.model import Sort
from search.quickly_made import quickly_made
from search.text.streams import Stream

Handle: TypeAlias = int | str
"""Names a document of one open index as its engine knows it; in another index it has another name."""
MOST_COUNTED = 10_000
"""Of a facet with more values than this an engine may count those of most documents alone."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Request:
    """One search. `clause` must hold; `words` are to be had, all if possible.

    `chosen` maps a facet to the values of which a document needs one. `counted` are the facets whose values
    are to be counted; where a facet has more than `MOST_COUNTED`, those chosen and `named` are counted in any
    case. Where it `is_strict` nothing is found, and nothing counted, unless one of the documents found has
    all words. An engine asks `budget` before each part that it can leave out.
    """

    clause: Clause
    words: Words
    chosen: Mapping[str, tuple[str, ...]]
    counted: tuple[str, ...]
    sort: Sort
    offset: int
    limit: int
    is_strict: bool = False
    named: tuple[str, ...] = ()
    budget: Budget = field(default=ENDLESS, compare=False, repr=False)


class FoundDocument(Struct, frozen=True):
    """One document that was found, with the texts that were stored with it."""

    stored: str
    spans: bytes
    score: float


class Found(Struct, frozen=True):
    """What a request found.

    `total` is exact, unless words were left out. `hits` are best first; equal ones newest first, those of one
    day by event, then by their places in it. `relaxed` says that no document has all words, and that those
    with some are given. `counts` tells, for each facet asked for, how many of the documents that match the
    request have each value; the facet's own chosen values do not narrow its counts.
    """

    total: int
    hits: tuple[FoundDocument, ...]
    counts: Mapping[str, FacetCounts]
    relaxed: bool


class Kept(Struct, frozen=True):
    """The folder of an older index, and which of its documents a new one does not carry over."""

    directory: Path
    dropped: Collection[Handle]


class Outgrown(Exception):
    """Why documents cannot be carried over from an older index: they would count otherwise in the new one."""


class Dictionary(Protocol):
    """The terms of one field, as they are kept. A term sorts by its code points."""

    def frequency(self, term: str) -> int:
        """Return how many documents have a term."""

    def counted(self, prefix: str) -> FacetCounts:
        """Return the terms that begin so and that some document has, with how many do."""

    def beginning_with(self, prefix: str) -> list[str]:
        """Return the terms that begin so, ascending; also such that only deleted documents had."""

    def joined(self, start: str, stop: str) -> bytes:
        """Return the terms from `start` on before `stop`, in UTF-8, a newline behind each; ascending in each
        of several pieces, so that one may come again, and also such that only deleted documents had.
        """


class Engine(Protocol):
    """An open index. Every method may be called by many threads at once.

    Each raises `IndexDamaged` when what is on disk is not what was written.
    """

    @property
    def documents(self) -> int:
        """How many documents there are. Called when a rebuild is read back."""

    def find(self, request: Request) -> Found:
        """Answer a search."""

    def find_all(self, requests: Sequence[Request]) -> list[Found]:
        """Answer several searches at once; those behind the first that there is no time for are left out."""

    def stored(self, key: str) -> str | None:
        """Return the stored text of the document with this key. Called for talk and event pages."""

    def stored_of(self, handles: Collection[Handle]) -> Iterator[str]:
        """Yield the stored texts of some documents, in any order. Called for those that leave an index."""

    def scan(self, kind: str) -> Iterator[str]:
        """Yield the stored texts of all documents of a kind, in any order. Called for the list of events."""

    def facet_values(self, facet: str) -> tuple[str, ...]:
        """Return every value of a facet, sorted. Called for `speaker:` and the like."""

    def facet_counts(self, facet: str, kind: str) -> FacetCounts:
        """Count the values of a facet among all documents of a kind. Called for lists of all speakers."""

    def dictionary(self, field: str) -> "Dictionary":
        """Return the terms of `words`, `surfaces` or `names`: see `Batch`."""

    def document_frequencies(self, terms: Sequence[tuple[Stream, str]]) -> list[int]:
        """Return how many documents have each term. Called for words that may be slips of the keys."""

    def digests(self) -> Iterable[tuple[Handle, bytes]]:
        """Return every document with its digest: one with that of a talk need not be made again."""

    def digests_of(self, keys: Iterable[str]) -> Mapping[Handle, bytes]:
        """Return the documents with any of these keys, one for that of a talk or an event, with digests."""

    def prepare(self) -> None:
        """Do what else the first searches would wait for. Called once, beside them."""

    def has_any(self, clause: Clause) -> bool:
        """Say whether some document matches. Called for words that may be known otherwise."""

    def has_key(self, key: str) -> bool:
        """Say whether some document has a key. Called for each question, which may be a title."""

    def newest(self, count: int) -> Iterator[tuple[bytes, str]]:
        """Yield digest and stored text of what was written last, in that order, to be read back."""
