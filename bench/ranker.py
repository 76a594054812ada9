"""The contracts of what is compared: a `Ranker` ranks documents, a `Peer` answers as a search page does."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.judged import Collection
from search.model import FACET_NAMES

PAGE = 20
"""Hits of a page."""
TOP_VALUES = 10
"""Values shown of each facet."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One hit: its document's number, its title, a passage, and whether something is marked in it."""

    number: int
    title: str
    passage: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What a visitor gets: the exact total, `PAGE` hits, the commonest values of each of `FACET_NAMES`."""

    total: int
    hits: tuple[Shown, ...]
    counts: tuple[tuple[tuple[str, int], ...], ...]


NOTHING = Page(0, (), ((),) * len(FACET_NAMES))
"""The page of a text without a word."""


class Ranker(Protocol):
    """A system that ranks documents for a question. Used by one thread: index once, rank often, close."""

    settings: str
    """How it is set up, in one line, for those who read the figures."""

    def missing(self) -> str:
        """Return what is not installed here and how to get it; empty when it can run."""

    def index(self, collection: Collection, folder: Path) -> None:
        """Take the documents, whose place is their number; `folder` is empty and may be written to."""

    def rank(self, text: str) -> Sequence[int]:
        """Return the numbers of the documents found, best first, at most `measures.DEPTH`, none twice."""

    def close(self) -> None:
        """Let go of files and processes."""


class Peer(Ranker, Protocol):
    """A system that answers what was typed as a search page does."""

    def page(self, text: str) -> Page:
        """Return the first page for a typed text: total, hits with passages, counts."""

    def page_while_typing(self, text: str) -> Page:
        """As `page`, for a text whose last word may still grow: it stands for every word it begins."""

    def matches(self, text: str) -> Sequence[int]:
        """Return all that `page` counts, best first."""
