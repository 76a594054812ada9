"""Related talks: those that share a talk's telling words, and which words these are.

A word tells more the more often the talk has it and the fewer talks do (tf-idf; Jones 1972).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.clauses import AnyOf, Clause, Term
from search.documents import visible_of
from search.model import Talk
from search.text.analysis import Analyzer

TERMS = 25
"""Telling words that are looked for; each costs a look into the postings."""
SHOWN = 4
"""Shared words that are shown."""
TITLE = 3
"""How many occurrences in the body one in the title is worth."""

_SAYS_NOTHING = re.compile(r"[0-9０-９.]+|.*[ぁ-ゖ]")
"""Numbers, and what ends in hiragana: grammar, or the stem of a verb (止まっ)."""


@dataclass(frozen=True, slots=True)
class RelatedTalk:
    """A talk with the words it shares, as that talk writes them, the most telling first."""

    talk: Talk
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TellingTerm:
    text: str
    weight: float


def telling_terms(
    talk: Talk, analyzer: Analyzer, frequency: Callable[[str], int], documents: int
) -> tuple[TellingTerm, ...]:
    """Return a talk's words by tf-idf, those first that tell most; words of its own alone tell nothing."""
    counts = Counter({term: TITLE * count for term, count in _terms(talk.title, analyzer).items()}) + Counter(
        _terms(visible_of(talk), analyzer)
    )
    for name in talk.technologies:
        counts.update(dict.fromkeys(_terms(name, analyzer), TITLE))
    weights = {}
    for term, count in counts.items():
        having = frequency(term)
        if 1 < having <= max(3, documents // 20):
            weights[term] = (1 + math.log(count)) * math.log(documents / having)
    best = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    return tuple(TellingTerm(term, weights[term]) for term in best)


def clause_of(terms: Sequence[TellingTerm]) -> Clause:
    """Return a clause that scores talks by the telling words they have."""
    return AnyOf(tuple(Term("words", term.text, term.weight) for term in terms))


def shared_words(terms: Sequence[TellingTerm], talk: Talk, analyzer: Analyzer) -> tuple[str, ...]:
    """Return which of the words another talk has, as it writes them."""
    written: dict[str, str] = {}
    for text in (talk.title, *talk.technologies, visible_of(talk)):
        for term, surface in _written(text, analyzer):
            written.setdefault(term, surface)
    shared = [written[term.text] for term in terms if term.text in written]
    # WiredTiger is there as itself and in its pieces; the longest says it all.
    kept: list[str] = []
    for surface in shared:
        inside = [other for other in shared if surface.casefold() in other.casefold() and surface != other]
        if not inside and surface.casefold() not in {each.casefold() for each in kept}:
            kept.append(surface)
    return tuple(kept[:SHOWN])


def _terms(text: str, analyzer: Analyzer) -> Counter[str]:
    return Counter(term for term, _ in _written(text, analyzer))


def _written(text: str, analyzer: Analyzer) -> list[tuple[str, str]]:
    terms = analyzer.analyze(text).streams["words"]
    places = zip(terms.terms, terms.starts.tolist(), terms.ends.tolist(), strict=True)
    return [
        (str(term), text[start:end])
        for term, start, end in places
        if end - start > 1 and not _SAYS_NOTHING.fullmatch(text[start:end])
    ]
