"""Engine: one contract for everything whose speed is compared, Kikigaki's engine among them.

Standard library only, as is all that a worker imports: Xapian's binding lives in Debian's own Python.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

FACETS = ("event", "speaker", "technology")
TOP = 20
"""Hits of a page."""
TOP_VALUES = 10
"""Values shown of each facet."""

OR, AND, PHRASE, PREFIX = KINDS = ("or", "and", "phrase", "prefix")


@dataclass(frozen=True, slots=True)
class Note:
    """One document: its place in the corpus is its number.

    `tokens` hold no space; they are the one indexed field, with positions. `text` is stored and given back.
    `day` counts from 0001-01-01. `facets` are the values of each of `FACETS`, distinct, none with a comma.
    """

    tokens: list[str]
    text: str
    day: int
    facets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: notes with any (or), all (and) or consecutive (phrase) `terms`, or a word's start."""

    kind: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` is exact; `top` are numbers of notes, best first, at most `TOP`, with their `scores`.

    `counts` has for each facet asked for up to `TOP_VALUES` pairs of value and exact count, most first.
    """

    total: int
    top: tuple[int, ...]
    scores: tuple[float, ...]
    counts: tuple[tuple[tuple[str, int], ...], ...]


class SpeedEngine(Protocol):
    """A search engine, used by one thread of one process: build in one, open and ask in another."""

    settings: str
    """How it is set up, in one line, for those who read the figures."""
    kinds: Sequence[str]
    """The kinds of questions that it can answer with an exact total."""
    facets: bool
    """Whether it can count facets."""

    def missing(self) -> str:
        """Return what is not installed here and how to get it; empty when it can run.

        A module that cannot even be imported says as much.
        """

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        """Write a complete index, merged as far as it goes, into an empty folder."""

    def open(self, folder: Path) -> None:
        """Open what `build` wrote."""

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        """Answer; `facets` are `FACETS`, or empty when none are to be counted."""

    def close(self) -> None:
        """Let go of files."""
