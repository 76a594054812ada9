"""Essential: the terms of which a hit has one. Documents with none of them need no scores.

Most postings of a search are of terms that stand in every third document: a few of a word's bigrams, which by
themselves are nothing of the word. What a document with only those could have and score at most is known
before any is looked at, after Turtle & Flood 1995 (MaxScore).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from search import ranking
from search.clauses import Run, Term, Words

_OF_THE_BEST = 1.0
"""What the best document is guessed to score, as a share of what all terms of the weightiest word do. Less
leaves more candidates, half as many again at 0.4; at 1.3 some searches looked at all documents after all.
"""


class Essential(NamedTuple):
    """Terms, and what documents without any of them score at most."""

    terms: set[Term]
    others: float


def essential(words: Words, weights: Mapping[Term, float], frequencies: Mapping[Term, int]) -> Essential:
    """Return the terms of which a document has one that has `ranking.NEARLY` of a word, and of several words
    also those that score; `weights` and `frequencies` are those of the terms that tell documents apart.
    """
    needed: set[Term] = set()
    most: dict[Term, float] = {}

    def known(terms: Iterable[Term]) -> list[Term]:
        return [term for term in terms if term in weights]

    def score(terms: Iterable[Term], factor: float) -> None:
        for term in known(terms):
            if frequencies[term]:
                most[term] = most.get(term, 0.0) + factor * ranking.MOST * term.weight * weights[term]

    def decisive(terms: Sequence[Term], helping: Sequence[Term], least: float) -> list[Term]:
        """Return the rarest of some terms: what has none of them has less than this share of all."""
        if not terms:
            return []
        room = least * (1 - ranking.ROUNDED) * sum(map(weights.__getitem__, known(terms)))
        common = sorted(known((*terms, *helping)), key=frequencies.__getitem__, reverse=True)
        for place, term in enumerate(common):
            room -= weights[term]
            if room <= 0:
                return common[place:]
        return []

    def documents(terms: Iterable[Term]) -> int:
        return sum(map(frequencies.__getitem__, terms))

    guess = 0.0
    for spelling in (spelling for word in words.words for spelling in word.spellings):
        route = ranking.ROUTE_WEIGHTS[spelling.route]
        if spelling.bounds:
            for phrases in spelling.bounds:
                found = [term for phrase in phrases for term in known(phrase.found())]
                needed.add(min(found, key=frequencies.__getitem__))
            terms = (*spelling.words, *spelling.grams)
            guess = max(guess, route * sum(term.weight * weights[term] for term in known(terms)))
            continue
        needed.update(spelling.whole, spelling.joined)
        needed.update(decisive(spelling.words, (), ranking.NEARLY / max(spelling.share, 0.01)))
        score((*spelling.words, *spelling.more), route)
        runs = [_anchor(run, frequencies) for run in spelling.runs]
        anchor = min(runs, key=documents, default=[])
        if spelling.is_run:
            needed.update(spelling.runs[0].holding)
        for terms, helping, gate in (
            (spelling.grams, spelling.skeleton, ranking.GATE),
            (spelling.readings, (), ranking.GATE_READING),
        ):
            if not terms:
                continue
            rarest = decisive(terms, helping, ranking.NEARLY)
            if runs and documents(anchor) <= documents(rarest):
                # Without the run they count nowhere.
                needed.update(anchor)
            else:
                needed.update(rarest)
                score((*terms, *helping), route * ranking.NEARLY**gate)
        every = (*spelling.words, *spelling.grams)
        guess = max(
            guess, route * sum(term.weight * weights[term] for term in every if frequencies.get(term))
        )
    score(words.links, 1.0)
    if len(words.words) == 1:
        # Nothing but how much of the word they have decides what is a hit.
        return Essential(needed & weights.keys(), 0.0)
    room = ranking.NEAR_THE_BEST * _OF_THE_BEST * guess
    others = 0.0
    for term in sorted(most.keys() - needed, key=lambda term: most[term] / frequencies[term]):
        if others + most[term] <= room:
            others += most[term]
        else:
            needed.add(term)
    return Essential(needed & weights.keys(), others * (1 + ranking.ROUNDED))


def _anchor(run: Run, frequencies: Mapping[Term, int]) -> list[Term]:
    """Return terms of which a document that holds a run has one."""
    parts = sorted(run.parts, key=frequencies.__getitem__)
    return [*run.holding, *run.near, *parts[:1]]
