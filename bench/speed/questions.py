"""Questions: a seeded mix of what notes can be asked for, in terms taken from notes.

Each term is the word of a note whose document frequency is nearest to one drawn evenly from the whole
range on a logarithmic scale, from one note in `RAREST` to every note. All terms of an AND come from one
note, as do the neighbours of a phrase, so that something is found.
"""

import numpy as np

from bench.speed.engine import AND, KINDS, OR, PHRASE, PREFIX, Question
from bench.speed.store import Store
from bench.speed.writing import Int32Array, Int64Array

COUNT = 320
MAX_TERMS = 3
MAX_PREFIX = 3
"""Characters."""
RAREST = 10_000
_SURVEYED = 100_000
"""Notes from which terms and their frequencies are taken."""


def questions_of(store: Store, seed: int, count: int = COUNT) -> tuple[Question, ...]:
    """Return `count` questions, as many of each kind, in an order drawn by lot."""
    return _Maker(store, seed).made(count)


class _Maker:
    def __init__(self, store: Store, seed: int) -> None:
        self._words = store.words
        self._lots = np.random.default_rng(seed)
        self._notes = min(store.about.notes, _SURVEYED)
        firsts = np.frombuffer(store.tokens.firsts, np.int64)[: self._notes + 1]
        self._firsts: Int64Array = firsts
        self._tokens: Int32Array = np.frombuffer(store.tokens.values, np.int32)[: firsts[-1]]
        owners = np.repeat(np.arange(self._notes), np.diff(firsts))
        # Not np.unique: NumPy 2.4's hashes, four times slower than this sort.
        pairs = np.sort(owners * len(self._words) + self._tokens)
        first = np.diff(pairs, prepend=-1) > 0
        self._frequencies = np.bincount(pairs[first] % len(self._words), minlength=len(self._words))

    def made(self, count: int) -> tuple[Question, ...]:
        made = [self._question(KINDS[number % len(KINDS)]) for number in range(count)]
        return tuple(made[place] for place in self._lots.permutation(count))

    def _question(self, kind: str) -> Question:
        if kind == OR:
            terms = [self._word(self._note()) for _ in range(self._lots.integers(1, MAX_TERMS + 1))]
            return Question(OR, tuple(dict.fromkeys(terms)))
        if kind == AND:
            note = self._note()
            terms = [self._word(note) for _ in range(self._lots.integers(2, MAX_TERMS + 1))]
            return Question(AND, tuple(dict.fromkeys(terms)))
        if kind == PHRASE:
            return Question(PHRASE, self._neighbours(self._note()))
        word = self._word(self._note())
        return Question(PREFIX, (word[: self._lots.integers(1, MAX_PREFIX + 1)],))

    def _note(self) -> Int32Array:
        """Return the tokens of a note that has at least as many as a phrase may have."""
        while True:
            number = self._lots.integers(self._notes)
            tokens = self._tokens[self._firsts[number] : self._firsts[number + 1]]
            if len(tokens) >= MAX_TERMS:
                return tokens

    def _word(self, tokens: Int32Array) -> str:
        word: str = self._words[tokens[self._nearest(tokens)]]
        return word

    def _neighbours(self, tokens: Int32Array) -> tuple[str, ...]:
        length = self._lots.integers(2, MAX_TERMS + 1)
        start = self._nearest(tokens[: len(tokens) - length + 1])
        return tuple(self._words[token] for token in tokens[start : start + length])

    def _nearest(self, tokens: Int32Array) -> int:
        """Return the place of the token whose frequency is nearest to one drawn by lot."""
        wanted = np.log(self._notes) - self._lots.random() * np.log(min(RAREST, self._notes))
        return int(np.abs(np.log(self._frequencies[tokens]) - wanted).argmin())
