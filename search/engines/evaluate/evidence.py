"""Evidence: how far each document has each word of a query, and what that is worth.

Shapes are in candidates (n,), the documents that have any term. "Cover" is the share of a spelling's terms,
by weight, that a document has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search import ranking
from search.arrays import BoolArray, Float32Array, Int64Array
from search.clauses import Spelling, Term, Word, Words
from search.engines.evaluate.candidates import Candidates
from search.engines.evaluate.closeness import standing_together
from search.engines.evaluate.nearness import add_nearness
from search.engines.evaluate.postings import Postings, score_term
from search.ranking import idf


@dataclass(frozen=True, slots=True)
class WordsFound:
    """What documents have of the words: a score; which have every word; which are hits; which would be if
    none is. All shapes are those of `numbers`, the ascending numbers of the documents that are spoken of.

    `hits` are those with every word and the few that come close to them; `some` are taken where filters leave
    none of these.
    """

    numbers: Int64Array
    scores: Float32Array
    complete: BoolArray
    hits: BoolArray
    some: BoolArray


def evaluate_words(words: Words, documents: Postings) -> WordsFound:
    """Score the words of a query; without words every document has them all, with score 0."""
    if not words.words:
        n = documents.size
        everything = np.ones(n, np.bool_)
        return WordsFound(np.arange(n), np.zeros(n, np.float32), everything, everything, everything)
    postings = Candidates(words.terms(), documents)
    scores = np.zeros(postings.size, np.float32)
    covers = []
    for word in words.words:
        score, cover = _evaluate_word(word, postings)
        scores += score
        covers.append(cover)
    for link in words.links:
        _add(link, postings, scores)
    has = [_has(cover) for cover in covers]
    # What stands everywhere need not stand in the answer to a question.
    asked = [
        mask
        for word, mask in zip(words.words, has, strict=True)
        if word.is_telling or not words.is_sentence or len(has) == 1
    ]
    complete = np.asarray(np.logical_and.reduce(asked or has))
    if len(has) == 1:
        hits = some = complete if complete.any() else _nearly(covers[0])
    else:
        hits, some = _hits(words, has, complete, scores)
        if complete.any() and not words.is_sentence:
            scores[~complete] *= np.float32(1 - ranking.MISSING)
        add_nearness(words.places, postings, scores)
    return WordsFound(postings.numbers, scores, complete, hits, some)


def _has(cover: Float32Array) -> BoolArray:
    """Return which documents have a word."""
    whole = float(cover.max(initial=0)) > 0.99
    return cover >= (ranking.ENOUGH_BESIDE_WHOLE if whole else ranking.ENOUGH)


def _nearly(cover: Float32Array) -> BoolArray:
    """Return which documents have about as much of a word as the one that has most of it."""
    return cover >= max(ranking.NEARLY, ranking.NEAR_THE_MOST * float(cover.max(initial=0)))


def _hits(
    words: Words, has: Sequence[BoolArray], complete: BoolArray, scores: Float32Array
) -> tuple[BoolArray, BoolArray]:
    """Return which documents are hits, and which are where filters leave none of those."""
    best = float(scores.max(initial=0))
    # One letter or two kana alone, as in くぁwせdrftgyふじこlp, are no evidence.
    telling = [mask for word, mask in zip(words.words, has, strict=True) if word.is_telling]
    some = complete
    if any(mask.any() for mask in telling):
        some = scores >= ranking.NEAR_THE_BEST * best
        if not words.is_sentence:
            some = some & np.logical_or.reduce(telling)
    if complete.any() and not words.is_sentence:
        return complete | (scores >= ranking.ALSO * best), some | complete
    return some, some


def _evaluate_word(word: Word, postings: Postings) -> tuple[Float32Array, Float32Array]:
    """Return a word's score (its best spelling's and a part of the others') and its cover, their best."""
    n = postings.documents
    found = [_evaluate_spelling(spelling, postings) for spelling in word.spellings]
    cover = np.asarray(np.maximum.reduce([each for _, each in found]))
    has = _has(cover)
    rarity = idf(int(np.count_nonzero(has)), n)
    best = np.zeros(postings.size, np.float32)
    for spelling, (score, each) in zip(word.spellings, found, strict=True):
        weight = ranking.ROUTE_WEIGHTS[spelling.route]
        count = int(np.count_nonzero(has & (each >= ranking.ENOUGH)))
        if count and len(found) > 1:
            # A rare spelling of a common word is not as telling as its own rarity says.
            weight *= (rarity / idf(count, n)) ** ranking.UNION
        score *= np.float32(weight)
        best = np.maximum(best, score) + np.float32(ranking.SECOND) * np.minimum(best, score)
    return best, cover


def _evaluate_spelling(spelling: Spelling, postings: Postings) -> tuple[Float32Array, Float32Array]:
    """Return a spelling's score and cover."""
    n = postings.size
    scores, cover = np.zeros(n, np.float32), np.zeros(n, np.float32)
    whole = sum([_add(term, postings, scores, cover) for term in spelling.words])
    if whole:
        cover *= np.float32(spelling.share / whole)
    for grams, helping, gate in (
        (spelling.grams, spelling.skeleton, ranking.GATE),
        (spelling.readings, (), ranking.GATE_READING),
    ):
        if grams:
            gram_scores, gram_cover = _evaluate_grams(grams, helping, gate, postings)
            scores += gram_scores
            if grams[0].stream == "bigrams":
                gram_cover = _trusted(gram_cover, cover, grams, postings)
            np.maximum(cover, gram_cover, out=cover)
    for term in (*spelling.whole, *spelling.joined):
        _add(term, postings, scores)
        cover[postings.term(term.stream, term.text)[0]] = 1
    for term in spelling.more:
        _add(term, postings, scores)
    return scores, cover


def _trusted(
    gram_cover: Float32Array, cover: Float32Array, grams: Sequence[Term], postings: Postings
) -> Float32Array:
    """Return the cover by bigrams, 0 where it would make a hit by itself and is only an accident."""
    claimed = (gram_cover >= ranking.NEARLY) & (cover < ranking.ENOUGH)
    if len(grams) < ranking.LONG:
        accident = claimed & (gram_cover < ranking.ENOUGH)
    else:
        accident = claimed & ~standing_together(grams, claimed, postings)
    return np.where(accident, np.float32(0), gram_cover)


def _evaluate_grams(
    grams: Sequence[Term], helping: Sequence[Term], gate: float, postings: Postings
) -> tuple[Float32Array, Float32Array]:
    """Return the score of grams, damped where a document has few of them, and their cover.

    `helping` may stand in for grams that a document lacks, but need not be there.
    """
    n = postings.size
    scores, cover = np.zeros(n, np.float32), np.zeros(n, np.float32)
    whole = sum([_add(term, postings, scores, cover) for term in grams])
    if not whole:
        return scores, cover
    for term in helping:
        _add(term, postings, scores, cover)
    cover = np.minimum(cover / np.float32(whole), np.float32(1))
    return scores * (np.sqrt(cover) if gate == 0.5 else cover ** np.float32(gate)), cover


def _add(term: Term, postings: Postings, scores: Float32Array, cover: Float32Array | None = None) -> float:
    """Add a term's contribution to scores and cover; return its weight, 0 for a bigram too common to tell."""
    if term.stream == "bigrams":
        frequency = postings.frequency(term.stream, term.text)
        if ranking.is_common(frequency, postings.documents):
            return 0.0
    documents, contribution, weight = score_term(term.stream, term.text, postings)
    scores[documents] += np.float32(term.weight) * contribution
    if cover is not None:
        cover[documents] += np.float32(weight)
    return weight
