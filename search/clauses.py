"""Clauses: a search as engines understand it, made of terms and never of text.

A clause answers two things for every document: whether it matches, and with what score.
Every engine gives the same answers; `tests/test_engines.py` holds them to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from search.analysis import Stream


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with this term; scores its BM25 times `weight`."""

    stream: Stream
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with these terms at these relative positions; scores the sum of the terms' BM25.

    `terms` holds at least one term, and the offsets ascend from 0.
    """

    stream: Stream
    terms: tuple[tuple[str, int], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that match at least one clause; scores the sum of those that match. Empty matches nothing."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that match every clause; scores the sum. Empty matches everything with score 0."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class BestOf:
    """Documents that match at least one clause; scores the best one. Used for spellings of one name."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not match the clause; scores 0."""

    clause: "Clause"


@dataclass(frozen=True, slots=True)
class HasFacet:
    """Documents with at least one of these values of a facet; scores 0. No value matches nothing."""

    facet: str
    values: tuple[str, ...]


Clause: TypeAlias = Term | Phrase | AnyOf | AllOf | BestOf | Not | HasFacet


def wanted_terms(clause: Clause) -> Iterator[tuple[Stream, str]]:
    """Yield every term that a clause looks for; what is excluded is not wanted."""
    match clause:
        case Term(stream, text):
            yield stream, text
        case Phrase(stream, terms):
            yield from ((stream, text) for text, _ in terms)
        case AnyOf(clauses) | AllOf(clauses) | BestOf(clauses):
            for inner in clauses:
                yield from wanted_terms(inner)
        case Not() | HasFacet():
            return
