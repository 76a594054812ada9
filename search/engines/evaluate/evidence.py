"""Evidence: which documents have the words of a query, and what that is worth.

Shapes are in documents (n,) as `Postings` numbers them. Whether the bigrams of a word stand together in a
document is looked up only where that can change an answer: see `Spelled`.
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from search import ranking
from search.arrays import BoolArray, Float32Array, Int64Array
from search.budget import ENDLESS, Budget
from search.clauses import Word, Words
from search.engines.evaluate.candidates import Candidates
from search.engines.evaluate.nearness import add_nearness
from search.engines.evaluate.postings import Postings
from search.engines.evaluate.spelled import Spelled, add_terms
from search.ranking import idf


class Ranked(Struct, frozen=True, eq=False):
    """Some documents, ascending, and their scores, both shape (d,)."""

    numbers: Int64Array
    scores: Float32Array


class WordsFound(Struct, frozen=True, eq=False):
    """What documents have of the words.

    `hits` are those with every word and the few that come close to them; `some` gives those that are taken
    where filters leave none of these; `complete` are the numbers, ascending, of those with every word.
    """

    hits: Ranked
    some: Callable[[], Ranked]
    complete: Int64Array


def evaluate_words(
    words: Words, documents: Postings, budget: Budget = ENDLESS, *, all_documents: bool = False
) -> WordsFound:
    """Score the words of a query; without words every document has them all, with score 0.

    Documents that cannot be hits are looked at only where `all_documents` are wanted, or have to be.
    """
    if not words.words:
        everyone = Ranked(np.arange(documents.size), np.zeros(documents.size, np.float32))
        return WordsFound(everyone, lambda: everyone, everyone.numbers)

    def again() -> WordsFound:
        return evaluate_words(words, documents, budget, all_documents=True)

    return _found(words, Candidates(words, documents, all_documents=all_documents), budget, again)


class _Evidence:
    """What documents have of one word: its score (its best spelling's and a part of the others'), and as
    far as that is settled their cover, the best of its spellings'.
    """

    def __init__(self, word: Word, candidates: Candidates) -> None:
        self.is_telling = word.is_telling
        self._least: float | None = None
        self._spelled = [Spelled(spelling, candidates) for spelling in word.spellings]
        self.cover = self._spelled[0].cover
        self.score = self._spelled[0].score
        if len(self._spelled) == 1:
            self.score *= np.float32(ranking.ROUTE_WEIGHTS[word.spellings[0].route])
        else:
            self._join(word, candidates.documents)

    def least(self) -> float:
        """Return the cover from which on a document has the word."""
        if self._least is None:
            if not self._some_document_has_all():
                self.settle(ranking.ALL)
            whole = self._some_document_has_all()
            self._least = ranking.ENOUGH_BESIDE_WHOLE if whole else ranking.ENOUGH
        return self._least

    def may_have(self) -> BoolArray:
        """Return which documents have the word, or may have it when all is settled."""
        least = self.least()
        mask: BoolArray = self.cover >= least
        for spelled in self._spelled:
            mask[spelled.doubtful[spelled.claims >= least]] = True
        return mask

    def has(self, among: BoolArray, least: float | None = None) -> BoolArray:
        """Return which of these documents have the word, or `least` of it."""
        least = self.least() if least is None else least
        self.settle(least, among)
        return among & (self.cover >= least)

    def nearly(self) -> BoolArray:
        """Return which documents have about as much of the word as the one that has most of it."""
        self.settle(ranking.NEARLY)
        most = float(self.cover.max(initial=0))
        return self.cover >= max(ranking.NEARLY, ranking.NEAR_THE_MOST * most)

    def settle(self, least: float, among: BoolArray | None = None) -> None:
        """Find out who really has a cover of `least` or more."""
        for spelled in self._spelled:
            if len(spelled.doubtful):
                wanted = spelled.claims >= least
                spelled.settle(wanted if among is None else wanted & among[spelled.doubtful])
                np.maximum(self.cover, spelled.cover, out=self.cover)

    def _some_document_has_all(self) -> bool:
        return float(self.cover.max(initial=0)) > ranking.ALL

    def _join(self, word: Word, documents: int) -> None:
        """Put the spellings together: how telling each is depends on how many documents have it."""
        self.cover = self.cover.copy()
        for spelled in self._spelled[1:]:
            np.maximum(self.cover, spelled.cover, out=self.cover)
        self.settle(ranking.ENOUGH)
        has = self.cover >= self.least()
        rarity = idf(int(np.count_nonzero(has)), documents)
        for spelling, spelled in zip(word.spellings, self._spelled, strict=True):
            weight = ranking.ROUTE_WEIGHTS[spelling.route]
            if spelling.route in ranking.ALL_OR_NOTHING:
                weight *= ranking.shortened(self._spelled[0].full(), spelled.full())
            count = int(np.count_nonzero(has & (spelled.cover >= ranking.ENOUGH)))
            if count:
                # A rare spelling of a common word is not as telling as its own rarity says.
                weight *= (rarity / idf(count, documents)) ** ranking.UNION
            spelled.score *= np.float32(weight)
            if spelled is not self._spelled[0]:
                second = np.minimum(self.score, spelled.score)
                second *= np.float32(ranking.SECOND)
                np.maximum(self.score, spelled.score, out=self.score)
                self.score += second


def _found(
    words: Words, candidates: Candidates, budget: Budget, again: Callable[[], WordsFound]
) -> WordsFound:
    """Return what candidates have of the words; what `again` finds if others could be among the best."""
    evidence = [_Evidence(words.words[0], candidates)]
    for word in words.words[1:]:
        if budget.lacks("words"):
            break
        evidence.append(_Evidence(word, candidates))
    scores = evidence[0].score
    for each in evidence[1:]:
        scores += each.score
    # What stands between two words is no word: it adds to a hit, and makes none.
    own = scores.copy() if words.links else scores
    add_terms(words.links, candidates, scores)
    complete = _complete(words, evidence)

    def ranked(found: Int64Array) -> Ranked:
        return Ranked(candidates.numbers_of(found), scores[found])

    if len(evidence) == 1:
        hits = ranked(complete if len(complete) else evidence[0].nearly().nonzero()[0])
        return WordsFound(hits, lambda: hits, candidates.numbers_of(complete))
    best = float(scores.max(initial=0))
    close: BoolArray = scores >= ranking.NEAR_THE_BEST * best
    also = own >= ranking.ALSO * best
    loses = len(complete) > 0 and not words.is_sentence
    others = candidates.others
    if others and others >= (ranking.ALSO if loses else ranking.NEAR_THE_BEST) * best:
        return again()
    if loses:
        whole = scores[complete]
        scores *= np.float32(1 - ranking.MISSING)
        scores[complete] = whole
        # Who has every word is a candidate.
        others *= 1 - ranking.MISSING
    if others and not _are_enough(words, scores, complete, others):
        return again()
    add_nearness(words.places, candidates, scores)

    def some() -> Ranked:
        if candidates.others and candidates.others >= ranking.NEAR_THE_BEST * best:
            return again().some()
        return ranked(_close(words, evidence, close, complete))

    if not loses:
        hits = some()
        return WordsFound(hits, lambda: hits, candidates.numbers_of(complete))
    also[complete] = True
    return WordsFound(ranked(also.nonzero()[0]), some, candidates.numbers_of(complete))


def _are_enough(words: Words, scores: Float32Array, complete: Int64Array, others: float) -> bool:
    """Say whether documents that are no candidates, score `others` at most and are no hits, take no place
    among those whose words may be near each other from one.
    """
    if np.count_nonzero(scores > others) >= ranking.NEAR_TOP:
        return True
    # So few places are all compared, also where the others have one of them.
    return len(words.places) <= ranking.NEAR_SPAN + 1 and bool((scores[complete] > others).all())


def _complete(words: Words, evidence: Sequence[_Evidence]) -> Int64Array:
    # What stands everywhere need not stand in the answer to a question.
    asked = [
        each for each in evidence if each.is_telling or not words.is_sentence or len(evidence) == 1
    ] or evidence
    found: BoolArray = np.logical_and.reduce([each.may_have() for each in asked])
    for each in asked:
        if not found.any():
            break
        found = each.has(found)
    return found.nonzero()[0]


def _close(words: Words, evidence: Sequence[_Evidence], close: BoolArray, complete: Int64Array) -> Int64Array:
    """Return what is given where no document has every word: those whose score comes close to the best."""
    # One letter or two kana alone, as in くぁwせdrftgyふじこlp, are no evidence.
    telling = [each for each in evidence if each.is_telling]
    known = [each.has(close) for each in telling]
    if not any(mask.any() for mask in known):
        everyone = np.ones(len(close), np.bool_)
        if not any(each.has(everyone).any() for each in telling):
            return complete
    if words.is_sentence:
        # What scores without most of any word has but characters of them.
        known = [each.has(close, ranking.NEARLY) for each in evidence]
    found: BoolArray = close & np.logical_or.reduce(known)
    if not words.is_sentence:
        found[complete] = True
    return found.nonzero()[0]
