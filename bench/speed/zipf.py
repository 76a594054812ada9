"""Zipf: notes made of lots, for any number of them, where there is no real text.

Word frequencies: f(r) ~ 1 / (r + 2.7), r from 1. Mandelbrot's form of Zipf's law with the exponent and offset
that Piantadosi 2014 gives for natural language ("Zipf's word frequency law in natural language", Psychonomic
Bulletin & Review 21).
Vocabulary: 44 n^0.49 words for n tokens: Heaps' law as Manning, Raghavan & Schuetze 2008 fit it (Introduction
to Information Retrieval, 5.1.1). JSQuAD's paragraphs have 16,428 words in 217,502 tokens; the law says
18,202.
Lengths: log-normal, as Sobkowicz, Thelwall et al. 2013 find for posts in discussions (EPJ Data Science 2:2);
mean `CHARACTERS`, sigma `SPREAD` of the logarithm.
Neighbours: half of the tokens follow the word before them by habit, so that phrases are found again. Of
JSQuAD's pairs of neighbours 70 % occur more than once; of these 48 %, in as many tokens of 20,000 notes.
"""

from collections.abc import Iterator

import numpy as np

from bench.speed.writing import Block, Int32Array, Int64Array

EXPONENT, OFFSET = 1.0, 2.7
HEAPS_FACTOR, HEAPS_EXPONENT = 44.0, 0.49
CHARACTERS, SPREAD = 500, 0.5
"""Mean characters of a note, and how far lengths scatter."""
HABIT, HABITS = 0.5, 3
"""The share of tokens that follow their word by habit, and how many habitual followers a word has."""
FIRST_DAY, DAYS = 733_408, 6_000
"""Notes are spread evenly over this many days from 2009-01-01, in order."""

_BLOCK = 20_000
_ALPHABET = [chr(code) for code in (*range(ord("ぁ"), ord("ん") + 1), *range(ord("一"), ord("一") + 317))]
_CHARACTERS_PER_TOKEN = 1.7
"""Roughly; in JSQuAD, Sudachi's A units have 1.76."""


def vocabulary_size(notes: int) -> int:
    """Return how many different words there are to choose from."""
    tokens = notes * CHARACTERS / _CHARACTERS_PER_TOKEN
    return max(100, int(HEAPS_FACTOR * tokens**HEAPS_EXPONENT))


def word_of(rank: int) -> str:
    """Spell the word of a rank, from 0: shorter the more frequent, each beginning shared by many ranks."""
    letters = []
    rank += 1
    while rank:
        rank, place = divmod(rank - 1, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


class ZipfNotes:
    """A seeded source of notes."""

    def __init__(self, notes: int, seed: int) -> None:
        self.notes = notes
        self.words = [word_of(rank) for rank in range(vocabulary_size(notes))]
        self.source = f"Zipf-Mandelbrot, {len(self.words):,} words, seed {seed}"
        self._lots = np.random.default_rng(seed)
        weights = 1.0 / (np.arange(1, len(self.words) + 1) + OFFSET) ** EXPONENT
        self._cumulative = np.cumsum(weights) / weights.sum()
        self._spellings = np.frombuffer("".join(self.words).encode(), np.uint8)
        # Every letter of the alphabet takes three bytes.
        self._sizes = 3 * np.array([len(word) for word in self.words], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._mean = CHARACTERS * 3 / float((self._sizes * weights).sum() / weights.sum())
        self._followers = self._drawn(len(self.words) * HABITS).reshape(-1, HABITS)

    def blocks(self) -> Iterator[Block]:
        """Yield all notes, some thousands at a time."""
        for first in range(0, self.notes, _BLOCK):
            yield self._block(first, min(_BLOCK, self.notes - first))

    def _block(self, first: int, count: int) -> Block:
        mean = np.log(self._mean) - SPREAD**2 / 2
        lengths = np.maximum(3, self._lots.lognormal(mean, SPREAD, count)).astype(np.int64)
        tokens = self._with_habits(self._drawn(int(lengths.sum())))
        days = (FIRST_DAY + np.arange(first, first + count) * DAYS // self.notes).astype(np.int32)
        sizes = self._sizes[tokens]
        text_lengths = np.add.reduceat(sizes, np.cumsum(lengths) - lengths)
        return Block(tokens, lengths, self._text(tokens, sizes), text_lengths, days)

    def _drawn(self, count: int) -> Int32Array:
        ranks = np.searchsorted(self._cumulative, self._lots.random(count))
        return np.minimum(ranks, len(self.words) - 1).astype(np.int32)

    def _with_habits(self, tokens: Int32Array) -> Int32Array:
        """Return tokens of which some follow the one before them, in chains as long as the lot makes them."""
        by_habit = self._lots.random(len(tokens)) < HABIT
        by_habit[0] = False
        which = self._lots.integers(0, HABITS, len(tokens))
        made = tokens.copy()
        # Links of a chain are made in turn: all first ones, all second ones, ...
        links = np.flatnonzero(by_habit & ~np.roll(by_habit, 1))
        while len(links):
            made[links] = self._followers[made[links - 1], which[links]]
            links = links[links < len(tokens) - 1] + 1
            links = links[by_habit[links]]
        return made

    def _text(self, tokens: Int32Array, sizes: Int64Array) -> bytes:
        ends = np.cumsum(sizes)
        places = np.repeat(self._starts[tokens] - (ends - sizes), sizes) + np.arange(ends[-1])
        return bytes(self._spellings[places])
