"""Spelled: one spelling of a word as queries: how far documents have it, and what that is worth.

`engines.evaluate.spelled` says the same in arrays.
"""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec.structs import replace

from search import ranking
from search.clauses import Spelling, Term
from search.engines.opensearch.dsl import (
    Fixed,
    Shares,
    all_of,
    any_of,
    by_script,
    has,
    has_any,
    scored,
    times,
)
from search.engines.opensearch.nodes import Json
from search.engines.opensearch.scripts import following, standing, together
from search.engines.opensearch.term_counts import TermCounts

Cover: TypeAlias = Fixed | Shares
"""A way in which documents have a spelling, as far as they do."""


class Spelled:
    """One spelling: `covers` are the ways in which documents have it."""

    def __init__(self, spelling: Spelling, counts: TermCounts) -> None:
        self._spelling = spelling
        self._counts = counts
        runs = [self._holding(run.holding, run.parts, run.near) for run in spelling.runs]
        self._runs = tuple(filter(None, runs))
        # Where nothing holds one of the runs, their letters count nowhere.
        self._has_runs = len(self._runs) == len(runs)
        self._words = self._cover_by_words()
        self._written = [*self._words]
        if spelling.grams and spelling.is_run and (holding := counts.known(spelling.runs[0].holding)):
            self._written.append(Fixed(has_any(holding), ranking.HELD))
        self.covers = self._covers()

    def full(self) -> float:
        """Return what a document with all of its terms would score, if all documents were alike."""
        spelling, counts = self._spelling, self._counts
        every = list(filter(counts.is_telling, (*spelling.words, *spelling.more, *spelling.grams)))
        every += counts.known((*spelling.whole, *spelling.joined))
        return sum(term.weight * counts.weight(term) for term in every)

    def score(self, factor: float) -> list[Json]:
        """Return queries whose scores together are what the spelling is worth, times a factor."""
        spelling = self._spelling
        if spelling.bounds:
            every = (*spelling.words, *spelling.grams, *spelling.whole, *spelling.joined, *spelling.more)
            own = self._terms(every, factor)
            return [all_of([any_of(self._bounds())], any_of(own))] if own and self.covers else []
        found = [*self._terms(spelling.words, factor)]
        found += self._gated(spelling.grams, spelling.skeleton, ranking.GATE, factor)
        found += self._gated(spelling.readings, (), ranking.GATE_READING, factor)
        found += self._terms((*spelling.whole, *spelling.joined, *spelling.more), factor)
        joints = [joint for joint in spelling.joints if self._counts.is_telling(joint[0])]
        parts = [part for each in self._words if (part := each.at_least(ranking.ENOUGH)) is not None]
        if not (found and joints and parts):
            return found
        has_parts = any_of(parts)
        share = (1 - ranking.APART) / len(joints)
        stand = [has_any(self._counts.known(joint)) for joint in joints]
        return [
            times(
                any_of(found),
                [(has_parts, ranking.APART), *((all_of([has_parts, each]), share) for each in stand)],
            )
        ]

    def _bounds(self) -> list[Json]:
        """Return what finds the documents with the phrases of each way in which they have the spelling."""
        found = []
        for phrases in self._spelling.bounds:
            terms = list(dict.fromkeys(term for phrase in phrases for term in phrase.found()))
            if all(map(self._counts.of, terms)):
                found.append(all_of([*map(has, terms), *map(standing, phrases)]))
        return found

    def _covers(self) -> list[Cover]:
        spelling = self._spelling
        if spelling.bounds:
            return [Fixed(each, 1.0) for each in self._bounds()]
        covers: list[Cover] = [*self._written]
        if self._has_runs:
            covers += self._cover_by(spelling.grams, spelling.skeleton)
            covers += self._cover_by(spelling.readings, ())
        if spelling.route in ranking.ALL_OR_NOTHING:
            # Less than enough is nothing.
            enough = [each for each in covers if each.at_least(ranking.ENOUGH) is not None]
            covers = [
                each if isinstance(each, Fixed) else replace(each, least=max(each.least, ranking.ENOUGH))
                for each in enough
            ]
        for term in self._counts.known((*spelling.whole, *spelling.joined)):
            covers.append(Fixed(has(term), 1.0, certain=1.0))
        return covers

    def _cover_by_words(self) -> list[Cover]:
        spelling, counts = self._spelling, self._counts
        telling = list(filter(counts.is_telling, spelling.words))
        whole = sum(map(counts.weight, telling))
        if not whole or not (known := counts.known(telling)):
            return []
        if len(spelling.words) > 1 and spelling.route in ranking.ALL_OR_NOTHING:
            # Side by side means that all are there.
            if len(known) < len(telling) or spelling.share < ranking.ENOUGH:
                return []
            stand = following(
                "words", [(term.text, place) for place, term in enumerate(spelling.words)], ranking.SHIFT
            )
            return [Fixed(all_of([*map(has, dict.fromkeys(known)), stand]), spelling.share)]
        if len(telling) == 1:
            return [Fixed(has(known[0]), spelling.share, certain=spelling.share)]
        return [Shares(tuple((term, spelling.share * counts.weight(term) / whole) for term in known))]

    def _cover_by(self, grams: Sequence[Term], helping: Sequence[Term]) -> list[Cover]:
        parts = self._parts(grams, helping)
        if not parts:
            return []
        is_short = ranking.is_short(grams)
        # So short a word has all of its grams or is not there.
        least = ranking.ENOUGH if is_short else ranking.NEARLY
        if len(grams) == 1:
            return [Shares(parts, least, self._runs)]
        # Who has the word as it is written may have its grams anywhere.
        near = [part for each in self._written if (part := each.at_least(ranking.ENOUGH)) is not None]
        if is_short and (known := self._counts.known(helping)):
            # What stands with okurigana in it has them apart.
            near.append(has_any(known))
        told = [
            (place, gram) for place, gram in enumerate(grams) if is_short or self._counts.is_telling(gram)
        ]
        if len(told) >= min(ranking.LONG, len(grams)):
            slack = 0 if is_short else ranking.SHIFT
            near.append(together(grams[0].stream, [(gram.text, place) for place, gram in told], slack))
        return [Shares(parts, least, (*self._runs, any_of(near)))] if near else []

    def _parts(self, grams: Sequence[Term], helping: Sequence[Term]) -> tuple[tuple[Term, float], ...]:
        """Return the terms that stand for grams, each with its part of the whole."""
        counts = self._counts
        whole = sum(map(counts.weight, filter(counts.is_telling, grams)))
        known = counts.known((*grams, *helping)) if whole else []
        return tuple((term, counts.weight(term) / whole) for term in known)

    def _terms(self, terms: Sequence[Term], factor: float) -> list[Json]:
        counts = self._counts
        return [scored(term, factor * term.weight * counts.weight(term)) for term in counts.known(terms)]

    def _gated(
        self, grams: Sequence[Term], helping: Sequence[Term], gate: float, factor: float
    ) -> list[Json]:
        """Return the score of grams, damped where a document has few of them: none or one query."""
        parts = self._parts(grams, helping)
        if not parts or not self._has_runs:
            return []
        if len(parts) == 1:
            (term, part), *_ = parts
            found = any_of(self._terms([term], factor * min(1.0, part) ** gate))
        else:
            found = any_of(self._terms([term for term, _ in parts], factor))
            shares = [(has(term), part) for term, part in parts]
            if gate == 1:
                found = times(found, shares, 1.0)
            else:
                # S² · C, of which the root is S · √C.
                found = by_script(times(by_script(found, "_score*_score"), shares, 1.0), "Math.sqrt(_score)")
        return [all_of(self._runs, found)]

    def _holding(self, holding: Sequence[Term], parts: Sequence[Term], near: Sequence[Term]) -> Json | None:
        """Return which documents hold a run; None if none does."""
        counts = self._counts
        found = []
        if either := counts.known((*holding, *near)):
            found.append(has_any(either))
        if parts and len(known := counts.known(parts)) == len(parts):
            found.append(all_of([*map(has, dict.fromkeys(known))]))
        return any_of(found) if found else None
