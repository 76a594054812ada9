"""Vocabulary: what an index's own words offer for one it does not hold, because of a slip of the keys.

Only for words that no exact way finds, so nothing is lost where the index knows the word. A key of
consonants that English and katakana would share was tried, too: it found no more of the misspelt queries,
and random strings found something three times as often.
"""

import re
from dataclasses import replace
from functools import cached_property

from search.clauses import Run, Spelling, Term, Word
from search.engines import Dictionary
from search.query.runs import KanaTerms, LatinTerms
from search.query.slips import SlipFinder
from search.query.words import KANA, SHORT_KANA
from search.ranking import EVIDENCE_WEIGHTS
from search.text.spelling.folding import folded
from search.text.spelling.latin import key_of

MIN_LENGTH = 4
"""Shorter words are left alone: everything is one slip away from them."""
TWO_SLIPS_FROM = 8
"""Letters from which two slips are forgiven; one below. Two in short words match half the vocabulary."""
CANDIDATES = 3

_LEAST = 3
"""Letters of a term that something may be a slip for."""
_SCRIPTS = (
    (re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9]+"), re.compile(r"[a-z][a-z0-9]{2,}"), ("a", "{")),
    (re.compile(r"[ぁ-ゖァ-ヺーｦ-ﾟ゛゜\-−―─—–ｰ]+"), re.compile(r"[ァ-ヺ]{3,}"), ("ァ", "・")),
)
"""What may be typed in a script, the terms that it may be a slip for, and between which these stand."""
_LATIN = 0
_HIRAGANA = re.compile(r"[ぁ-ゖ]")


class Vocabulary:
    """The terms of an index's words; what looking near them needs is made when first a word is not found."""

    def __init__(self, terms: Dictionary) -> None:
        self._known = terms

    def prepare(self) -> None:
        """Make all that looking near words needs."""
        _ = [self._latin, *(each.slips for each in self._neighbours)]

    def in_runs(self, spelling: Spelling, is_name: bool) -> Spelling:
        """Return a spelling with what says where its bigrams count; `is_name` says that a list has it."""
        if not spelling.grams:
            return spelling
        if KANA.fullmatch(spelling.text):
            return self._short_kana(spelling)
        if not (runs := self._latin.runs_of(spelling.text, is_name)):
            return spelling
        is_run = len(runs) == 1 and runs[0].text == key_of(spelling.text)
        return replace(spelling, runs=runs, is_run=is_run)

    def _short_kana(self, spelling: Spelling) -> Spelling:
        """Return a spelling in kana whose bigrams, if it has only two, count where a word begins so.

        シカ is not in しかし, nor スカラ in 明日から. As another name it must be a word.
        """
        key = folded(spelling.text)
        if len(key) > SHORT_KANA:
            return spelling
        if spelling.route != "typed":
            return replace(spelling, grams=())
        holding = self._kana.beginning_with(key)
        # Sudachi parts words it does not know in hiragana, and those that have signs in them.
        if not holding and (_HIRAGANA.search(spelling.text) or len(spelling.text) > SHORT_KANA):
            return spelling
        return replace(spelling, runs=(Run(key, holding),))

    def rescue(self, word: Word) -> tuple[Spelling, ...]:
        """Return spellings for a word in Latin letters or kana that the index lacks, else nothing."""
        script = next((n for n, (typed, _, _) in enumerate(_SCRIPTS) if typed.fullmatch(word.text)), None)
        if script is None or len(word.text) < MIN_LENGTH or self.knows(word):
            return ()
        return tuple(_spelling_of(term) for term in self._neighbours[script].near(folded(word.text)))

    def knows(self, word: Word) -> bool:
        """Say whether the index has a word, however it is spelt."""
        return any(map(self._knows, word.spellings))

    def _knows(self, spelling: Spelling) -> bool:
        """Say whether some one term of the index is the whole of a spelling."""
        single = spelling.words if len(spelling.words) == 1 and spelling.share > 0.99 else ()
        return any(self._known.frequency(term.text) for term in (*single, *spelling.whole, *spelling.joined))

    @cached_property
    def _kana(self) -> KanaTerms:
        return KanaTerms(self._known)

    @cached_property
    def _latin(self) -> LatinTerms:
        return LatinTerms(self._known, self._neighbours[_LATIN].near)

    @cached_property
    def _neighbours(self) -> tuple["_Neighbours", ...]:
        return tuple(_Neighbours(self._known, script, ends) for _, script, ends in _SCRIPTS)


class _Neighbours:
    """The terms of one script, prepared for edit distance when it is first asked for."""

    def __init__(self, terms: Dictionary, script: re.Pattern[str], ends: tuple[str, str]) -> None:
        self._known = terms
        self._script = script
        self._ends = ends

    @cached_property
    def slips(self) -> SlipFinder:
        return SlipFinder(self._known.joined(*self._ends), least=_LEAST)

    def near(self, typed: str) -> list[str]:
        """Return the terms a slip or two away, the nearest only, at most CANDIDATES."""
        within = dict.fromkeys(self.slips.within(typed, 2 if len(typed) >= TWO_SLIPS_FROM else 1))
        found = [
            (edits, term)
            for edits, term in within
            if self._script.fullmatch(term) and self._known.frequency(term)
        ]
        return [term for edits, term in found if edits == found[0][0]][:CANDIDATES]


def _spelling_of(term: str) -> Spelling:
    return Spelling("typo", term, words=(Term("words", term, EVIDENCE_WEIGHTS["word"]),))
