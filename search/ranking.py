"""Ranking: what a match is worth, in one place, for every engine.

Title, names and body share one field for each stream; an occurrence in the title simply counts more. So
document frequencies and lengths stay those of the whole talk, which ranks better than summing fields
(Robertson & Zaragoza 2009, section 3.6).

docs/RELEVANCE.md has the measured effect of each constant.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from search.arrays import Float32Array
from search.clauses import Route, Term
from search.text.streams import Stream

K1 = 0.25
"""Low: in short notes the second occurrence of a word says little."""
B = 0.75
MOST = K1 + 1
"""`bm25` is at most this."""

FIELD_WEIGHTS: Mapping[str, float] = {
    "title": 2.5,
    "speakers": 2.0,
    "technologies": 2.0,
    "event": 1.0,
    "body": 1.0,
}
"""What one occurrence counts, by where it stands."""

LENGTH_WITHOUT_NOTES: Mapping[Stream, float] = {
    "words": 150.0,
    "bigrams": 500.0,
    "readings": 500.0,
    "skeleton": 5.0,
}
"""The least length, in weighted terms, of a talk of which only title and names are known: that of a short
note.

Such a record is short because nobody took notes, not because it is to the point. Without this, ten words of a
conference programme outrank the page somebody wrote.
"""

AVERAGE_STEPS = 8
"""Steps from one average length to twice it: at most 4.4 % off, of which no judged query knows."""

IMPACT_STEPS = 1 << 13
"""What a posting adds to a score, before idf, is a whole number of such parts of 1. A cluster keeps whole
numbers: where all count in the same ones, none has another order of what lies close together.
"""

Evidence = Literal[
    "word", "written", "compound", "itself", "piece", "join", "whole", "bigram", "kanji", "skeleton",
    "reading", "link",
]  # fmt: skip
EVIDENCE_WEIGHTS: Mapping[Evidence, float] = {
    "word": 1.0,
    "written": 0.15,
    "compound": 0.1,
    "itself": 0.0,
    "piece": 0.5,
    "join": 0.5,
    "whole": 1.0,
    "bigram": 0.5,
    "kanji": 0.3,
    "skeleton": 0.2,
    "reading": 0.5,
    "link": 0.2,
}
"""What one term of a spelling counts, by what it is evidence of."""

ROUTE_WEIGHTS: Mapping[Route, float] = {
    "typed": 1.0,
    "name": 0.8,
    "reading": 1.8,
    "romaji": 1.0,
    "alias": 0.8,
    "form": 0.7,
    "typo": 0.7,
    "prefix": 0.3,
    "okurigana": 0.5,
    "sound": 0.7,
}
"""What a spelling counts, by how it came from what was typed."""

ALL_OR_NOTHING: frozenset[Route] = frozenset({"name", "alias", "form", "typo"})
"""Spellings that are other words than the typed one: a document has enough of them or nothing. Some of Google
Cloud Platform is nothing of GCP.
"""
LONGER = 0.5
"""Such a spelling that could score more than the typed one counts by the share of the typed one's full score,
to this power: a long name would outweigh what was typed."""

TITLE = 1_000.0
"""What a title that is the whole query adds: more than anything else, so that it comes first."""

COMMON = 0.4
"""Bigrams in more than this share of the documents are skipped: most of the postings, none of the quality."""

_A_HAIR = 1e-5
"""Thresholds lie this far below round numbers: four of five equal terms are 0.8, or less by rounding."""
ROUNDED = 1e-3
"""Sums in single precision may be off by so much of themselves."""

ENOUGH = 0.8 - _A_HAIR
"""A document has a word when it has this share, by weight, of a spelling's terms."""
ENOUGH_BESIDE_WHOLE = 0.9 - _A_HAIR
"""The same where some document has all of them: then the others must come closer."""
TOGETHER = 0.6
"""... and this share of the bigrams must stand together: in long notes all of them stand somewhere."""
TOGETHER_READ = 0.5 - _A_HAIR
"""The same of readings: of their triples another kana takes three."""
SHIFT = 2
"""Bigrams that letters put in or left out have moved this far still stand together."""
LONG = 3
"""Words of fewer bigrams are short (`is_short`)."""
HELD = 0.95
"""What a document has of Latin letters that one of its words holds: lambda in lambdas."""
ALL = 0.99
"""More than this is all of it."""
NEARLY = 0.5 - _A_HAIR
"""When no document has enough of a single word, those with this share are given instead ..."""
NEAR_THE_MOST = 0.8
"""... if they have at least this share of what the best of them has."""
ALSO = 0.5
"""Those whose words reach this share of the best score are hits beside the documents with every word."""
NEAR_THE_BEST = 0.3
"""Where no document has every word, and for questions, hits must reach this share of the best score."""
MISSING = 0.5
"""What a hit that lacks one of several words loses, where another has all."""

NEAR = 0.3
"""What two words of the query side by side add, in idf of the less rare one ..."""
NEAR_SCALE = 8.0
"""... falling to 1/e at this distance in words ..."""
NEAR_SPAN = 3
"""... for words that stand no further apart in the query than this ..."""
NEAR_TOP = 30
"""... in this many of the best documents."""

APART = 0.5
"""What a document keeps of its score for a word whose units stand in it, but apart: 資金, 決済, 法."""
SECOND = 0.5
"""What the other spellings of a word count beside the best."""
IDF_POWER = 0.9
"""Rare terms count a little less than their idf: a rare misspelling is not the point of a question."""

GATE = 0.5
"""Bigrams count by the share of them a document has, to this power: scattered ones are an accident."""
GATE_READING = 1.0
"""The same for readings, which meet by accident more often."""
UNION = 1.0
"""How far a spelling is as rare as itself (0) or as the word in all its spellings (1)."""


def idf(document_frequency: int, documents: int) -> float:
    """Return how telling a term is, above 0. Robertson & Zaragoza 2009, eq. 3.3, + 1 as in Lucene."""
    return math.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5))


@lru_cache(maxsize=4096)
def term_weight(document_frequency: int, documents: int) -> float:
    """Return what a term counts: its idf, flattened a little."""
    return math.pow(idf(document_frequency, documents), IDF_POWER)


def is_common(term: Term, document_frequency: int, documents: int) -> bool:
    """Say whether a term is a bigram that stands in too many documents to tell them apart."""
    # A character that is all of a word is kept however many have it: there is nothing else to go by.
    is_pair = term.stream == "bigrams" and len(term.text) > 1
    return is_pair and document_frequency > COMMON * documents


def is_short(grams: Sequence[Term]) -> bool:
    """Say whether a word is so short that it is had whole or not at all, and its bigrams cannot be scattered.

    Of kana, three bigrams are short, too: two of メルマガ stand in 始めるまで.
    """
    return len(grams) < LONG or (
        len(grams) == LONG and all("ァ" <= letter <= "ヺ" for gram in grams for letter in gram.text)
    )


def least_together(stream: Stream, grams: int) -> int:
    """Return how many of some bigrams, or triples of a reading, must stand together; of two, both, and of
    three triples all: two stand where four kana do, as カハブ in いくつか|省いて.
    """
    if stream == "readings" and grams <= LONG:
        return grams
    return math.ceil((TOGETHER_READ if stream == "readings" else TOGETHER) * grams)


def shortened(typed: float, full: float) -> float:
    """Return what a spelling counts of itself, so that a long name does not outweigh what was typed; both
    scores are those of a document with all of a spelling's terms.
    """
    return (typed / full) ** LONGER if 0 < typed < full else 1.0


def average_length(total: float, documents: int) -> float:
    """Return how long documents are on average, as far as scores know: the nearest of some steps.

    `total` is the sum of the lengths of all documents that have any, and exact, for lengths are of quarters.
    Between two steps what a posting was once worth stays right while other documents come and go.
    """
    if not total:
        return 1.0
    return math.exp2(round(math.log2(total / documents) * AVERAGE_STEPS) / AVERAGE_STEPS)


def saturation(length: Float32Array, average_length: float) -> Float32Array:
    """Return how soon a term's score saturates in documents of these lengths, in weighted terms."""
    return np.asarray(
        np.float32(K1) * (np.float32(1 - B) + np.float32(B / average_length) * length), np.float32
    )


def bm25(frequency: Float32Array, saturation: Float32Array) -> Float32Array:
    """Return one term's score for each posting before idf, shape (postings,), at most K1 + 1.

    `frequency` is a weighted count of the term. Robertson & Zaragoza 2009, eq. 3.15; in steps, at least one.

    >>> (bm25(np.float32([1, 2]), np.float32([0.25, 0.25])) * IMPACT_STEPS).tolist()
    [8192.0, 9102.0]
    """
    impacts = frequency * np.float32((K1 + 1) * IMPACT_STEPS) / (frequency + saturation)
    # In single precision such numbers, and what they are after the division, are exact.
    np.maximum(np.rint(impacts, out=impacts), np.float32(1), out=impacts)
    return np.multiply(impacts, np.float32(1 / IMPACT_STEPS), out=impacts)
