"""Runs: which of an index's own words hold a run of Latin letters that was typed.

In notes in English the bigrams of any word stand everywhere. They are evidence only where a word of the index
holds the run: as it stands, with an ending, in a longer name (mongo in mongodb), or as the words that it is
made of (redhat). What holds it has it.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, pairwise

import numpy as np

from search.arrays import UInt64Array
from search.clauses import Run, Term
from search.engines import Dictionary
from search.engines.memory import Memory
from search.text.spelling.folding import codes_of
from search.text.spelling.latin import RUN, key_of

LEAST = 4
"""Letters of a run; shorter ones have no bigrams inside."""
_ANYWHERE = 6
"""Letters from which on a run means the same inside any longer word: docker in dockerfile; scala not in
scalable."""
_WITH_WORDS = 5
"""Letters from which on another word may stand behind a run: mongo|shell; not java|script."""
_LEAST_WORD = 4
"""Letters of such a word: not scala|ble."""
_PART = 3
"""Letters that the words have on average of which a run is made up: any run is made up of letters."""
_PART_COST = 16.0
"""What one more part costs, in doublings of documents: kaigionrails is not kaigi|onrails."""
_LONGEST_PART = 24
_LONGEST_PARTED = 60
_ENDINGS = re.compile(r"(?:e?s|e?d|ing|e?rs?|ly|able|js|[0-9.]+)?")
_LATIN = re.compile(r"[a-z0-9][a-z0-9.+#]*")
_LATIN_LINE = re.compile(rf"^{_LATIN.pattern}$", re.MULTILINE)
_VERSION = re.compile("([a-z]{2,})([0-9]+)")
"""Its name and its number stand side by side (`words`): rails6 is not rail … s6."""
_END = ord("\n")
_MIXED, _PRIME = 37, 61
"""What tells the first letter of a pair from the second, and how many bits of a set of pairs are used."""
_KEPT_RUNS = 4096
_SLOTS = 1 << 20
_MOST = 64
"""Terms of a run: in a large index a common beginning is that of hundreds."""


class LatinTerms:
    """The Latin words of an index, laid out to be searched for what they hold. May be shared by threads."""

    def __init__(self, terms: Dictionary, near: Callable[[str], Sequence[str]]) -> None:
        latin: list[str] = _LATIN_LINE.findall(terms.joined("0", "{").decode())
        self._terms = in_order(latin)
        self._pairs = _pairs_of(self._terms)
        self._frequency = terms.frequency
        self._near = near
        self._runs: Memory[Run] = Memory(_KEPT_RUNS)
        taken = np.zeros(_SLOTS, np.uint8)
        taken[np.fromiter(map(hash, latin), np.int64, len(latin)) & (_SLOTS - 1)] = 1
        self._taken = taken.tobytes()
        """Whether the hash of some term ends so: of a word hundreds of pieces are asked for."""

    def runs_of(self, text: str, is_name: bool) -> tuple[Run, ...]:
        """Return the runs of a word that tell where its bigrams count; a name is written out and no slip."""
        keys = dict.fromkeys(key for run in RUN.finditer(text) if len(key := key_of(run[0])) >= LEAST)
        return tuple(
            self._run_of(key, is_name) for key in keys if key.isascii() and any(map(str.isalpha, key))
        )

    def _run_of(self, key: str, is_name: bool) -> Run:
        # No `lru_cache` of a method: such a circle would keep an old generation until it is collected.
        run = self._runs.get((key, is_name))
        if run is None:
            run = self._new_run(key, is_name)
            self._runs.put((key, is_name), run, 1)
        return run

    def _new_run(self, key: str, is_name: bool) -> Run:
        is_whole = is_name or self.has(key)
        meant = filter(partial(self._holds, key, is_whole), self._containing(key))
        holding = list(islice(filter(self._frequency, sorted(meant, key=len)), _MOST))
        parts = self._parts_of(key)
        near = () if is_whole or holding else self._near(key)
        return Run(key, *(tuple(Term("words", text) for text in texts) for texts in (holding, parts, near)))

    def has(self, term: str) -> bool:
        """Say whether some document has a Latin word."""
        is_taken = self._taken[hash(term) & (_SLOTS - 1)]
        return bool(is_taken and self._frequency(term) and _LATIN.fullmatch(term))

    def _holds(self, key: str, is_whole: bool, term: str) -> bool:
        """Say whether a word that contains a run means it."""
        head, _, tail = term.partition(key)
        if len(key) >= _ANYWHERE or not (head or is_whole):
            return True  # What is no word may be one that is still being typed.
        is_word = len(key) >= _WITH_WORDS and len(tail) >= _LEAST_WORD and self.has(tail)
        return not head and (is_word or _ENDINGS.fullmatch(tail) is not None)

    def _containing(self, key: str) -> Iterator[str]:
        """Yield the terms that contain a run."""
        # As `_pairs_of` does for many: NumPy's calls take ten times as long as these few pairs.
        bits = {(ord(one) * _MIXED + ord(other)) % _PRIME for one, other in pairwise(key)}
        own = np.uint64(sum(1 << bit for bit in bits))
        for number in ((self._pairs & own) == own).nonzero()[0].tolist():
            if key in self._terms[number]:
                yield self._terms[number]

    def _parts_of(self, key: str) -> tuple[str, ...]:
        """Return the known words that a run is likeliest made of: few, frequent ones; nothing for none."""
        if len(key) > _LONGEST_PARTED:
            return ()
        if version := _VERSION.fullmatch(key):
            # Of pyconjp2019 the letters are words of their own, of rails6 they are one.
            letters, number = version.groups()
            parts = self._parts_of(letters)
            return (*parts, number) if parts and self.has(number) else ()
        likeliest: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ()), *[None] * len(key)]
        taken = self._taken
        for start in range(len(key)):
            if (before := likeliest[start]) is None:
                continue
            for end in range(start + 1, min(len(key), start + _LONGEST_PART) + 1):
                part = key[start:end]
                # Asked of hundreds of pieces, of which few are words.
                if taken[hash(part) & (_SLOTS - 1)] and part != key and self.has(part):
                    cost = before[0] + max(1.0, _PART_COST - math.log2(self._frequency(part)))
                    here = likeliest[end]
                    if here is None or cost < here[0]:
                        likeliest[end] = (cost, (*before[1], part))
        _, parts = likeliest[-1] or (0.0, ())
        return parts if len(parts) * _PART <= len(key) else ()


def in_order(terms: list[str]) -> list[str]:
    """Return the distinct terms, ascending, of those of several segments, which ascend in each."""
    # Sorting joins what ascends already; of a set nothing would.
    return list(dict.fromkeys(sorted(terms)))


def _pairs_of(terms: Sequence[str]) -> UInt64Array:
    """Return the neighbouring letters of each term as a set of 64 bits, shape (terms,).

    What contains a run has all pairs of the run; of other terms hardly one in ten thousand has.
    """
    if not terms:
        return np.zeros(0, np.uint64)
    codes = codes_of("\n".join([*terms, ""])).astype(np.uint64)
    bits = np.uint64(1) << (codes[:-1] * np.uint64(_MIXED) + codes[1:]) % np.uint64(_PRIME)
    bits[(codes[:-1] == _END) | (codes[1:] == _END)] = 0
    firsts = np.append(0, (codes[:-1] == _END).nonzero()[0] + 1)
    return np.bitwise_or.reduceat(bits, firsts)
