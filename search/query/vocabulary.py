"""Vocabulary: what an index's own words offer for one it does not hold: because it stands there in the other
script, or because of a slip of the keys.

Only for words that no exact way finds, so nothing is lost where the index knows the word.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice

from msgspec.structs import replace

from search.clauses import AllOf, AnyOf, Clause, Phrase, Route, Run, Spelling, Term, Word
from search.engines import Dictionary
from search.query.heads import heads_of
from search.query.homophones import Homophones
from search.query.phrases import phrase_of
from search.query.runs import LatinTerms
from search.query.slips import CANDIDATES, LEAST, MIN_LENGTH, Neighbours, unvoiced
from search.query.sounding import kana_alike, latin_alike
from search.query.spelling import HIRAGANA, KANA, SHORT_KANA, one_word, reading_of, spelling_of, word_of
from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.spelling.kana import other_moras_of
from search.text.spelling.latin import key_of
from search.text.units import head_of

_IN_LATIN, _IN_KANA = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9]+"), re.compile(r"[ぁ-ゖァ-ヺーｦ-ﾟ゛゜\-−―─—–ｰ]+")
"""What is typed in a script, and may be a slip for a term of it."""
_LATIN = (re.compile(r"[a-z][a-z0-9]{2,}"), ("a", "{"))
_KATAKANA = (re.compile(r"[ァ-ヺ]{3,}"), ("ァ", "・"))
"""The terms of a script, and between which these stand."""
_KANA_TERM = re.compile(r"[ァ-ヺ]{2,}")
_MOST_KANA = 256
_KANA_WORD = re.compile(r"[ァ-ヺーｦ-ﾟ]{2,}[A-Za-z]?|[ぁ-ゖー]{2,}")
_RUN_OF_KATAKANA = re.compile(r"[ァ-ヺーｦ-ﾟ]{3,}")
_NAMES = ("alias", "name", "sound")
"""Routes to other words that are what was typed, in another script."""


class Vocabulary:
    """The terms of an index's words; what looking near them needs is made when first a word is not found."""

    def __init__(
        self,
        terms: Dictionary,
        analyzer: Analyzer,
        some_have: Callable[[Sequence[Clause]], Sequence[bool]] = lambda clauses: [False] * len(clauses),
    ) -> None:
        """`some_have` says for each clause whether some document matches; all are asked for at once."""
        self._known = terms
        self._analyzer = analyzer
        self._some_have = some_have

    def prepare(self) -> None:
        """Make all that looking near words needs."""
        self.homophones.prepare()
        _ = self._runs
        for each in (self.latin, self._katakana):
            _ = each.slips, each.terms

    def in_runs(self, spelling: Spelling, is_name: bool) -> Spelling:
        """Return a spelling with what says where its bigrams count; `is_name` says that a list has it."""
        if not spelling.grams or spelling.runs:
            return spelling
        if KANA.fullmatch(spelling.text):
            return self._short_kana(spelling)
        if not (runs := self._runs.runs_of(spelling.text, is_name)):
            return spelling
        is_run = len(runs) == 1 and runs[0].text == key_of(spelling.text)
        return replace(spelling, runs=runs, is_run=is_run)

    def _short_kana(self, spelling: Spelling) -> Spelling:
        """Return a spelling in kana whose bigrams, if it has only two, count where a word begins so.

        シカ is not in しかし, nor スカラ in 明日から. As another name it must be a word, and one of three
        bigrams begin one: ユニティ is not in コミュニティ.
        """
        key, is_typed = folded(spelling.text), spelling.route == "typed"
        if len(key) > SHORT_KANA + (not is_typed):
            return spelling
        if not is_typed and len(key) <= SHORT_KANA:
            return replace(spelling, grams=())
        holding = self.in_kana(key)
        is_whole = holding[:1] == (Term("words", key),)
        if is_whole and len(key) < SHORT_KANA and not HIRAGANA.search(spelling.text):
            # アリ is a word, and not the beginning of ありがとう.
            holding = holding[:1]
        # Sudachi parts words it does not know in hiragana, and those that have signs in them.
        may_be_parted = is_typed and (HIRAGANA.search(spelling.text) or len(spelling.text) > SHORT_KANA)
        if not holding and may_be_parted and not self._is_inside(key):
            return spelling
        return replace(spelling, runs=(Run(key, holding),))

    def sounding(self, word: Word) -> tuple[Spelling, ...]:
        """Return spellings by its sound for a word that the index lacks, else nothing: スマホ for スマフォ,
        HoloLens for ホロレンズ; for ほろれんず, too, unless words are read so.
        """
        text = word.text
        if self.knows(word) or (HIRAGANA.search(text) and any(map(self.is_read, word.spellings))):
            return ()
        if _KANA_WORD.fullmatch(text):
            others = list(filter(self._known.frequency, other_moras_of(folded(text))))[:CANDIDATES]
            found = others or self._latin_alike(text)
        elif _IN_LATIN.fullmatch(text) and text.isalpha() and len(text) >= MIN_LENGTH:
            found = kana_alike(text, self._katakana.terms, self._analyzer, self._known.frequency)
        else:
            return self._partly_sounding(word.spellings[0])
        return tuple(one_word(term, "sound") for term in found)

    def _partly_sounding(self, typed: Spelling) -> tuple[Spelling, ...]:
        """Return a word with what a name in katakana in it sounds like: ララベル入門 has laravel and 入門."""
        run = _RUN_OF_KATAKANA.search(typed.text)
        if run is None or all(self._known.frequency(term.text) for term in typed.words):
            return ()
        alike = [] if self._known.frequency(folded(run[0])) else self._latin_alike(run[0])
        rest = spelling_of(typed.text.replace(run[0], " "), "typed", self._analyzer).words
        sounding = [one_word(word, "sound") for word in alike]
        return tuple(replace(each, text=typed.text, words=(*each.words, *rest)) for each in sounding)

    def _latin_alike(self, typed: str) -> list[str]:
        return latin_alike(typed, self.latin.terms, self._analyzer, self._known.frequency)

    def rescue(self, word: Word) -> tuple[Spelling, ...]:
        """Return spellings for a word in Latin letters or kana that the index lacks, else nothing."""
        is_latin = _IN_LATIN.fullmatch(word.text) is not None
        if not (is_latin or _IN_KANA.fullmatch(word.text)) or len(word.text) < MIN_LENGTH or self.knows(word):
            return ()
        key = folded(word.text)
        near = (self.latin if is_latin else self._katakana).near(key)
        if len(key) < MIN_LENGTH:
            # What is left of it without long vowels is a slip away from everything: デプロ is no ワープロ.
            near = [term for term in near if unvoiced(term[0]) == unvoiced(key[0])]
        return tuple(one_word(term, "typo") for term in near)

    def parted(self, word: Word) -> tuple[Spelling, ...]:
        """Return a word in kana that the index lacks as two that it has: who types fast forgets the space."""
        key = folded(word.text)
        if not KANA.fullmatch(word.text):
            return ()
        for place in range(LEAST, len(key) - LEAST + 1):
            both = (key[:place], key[place:])
            if all(map(self._known.frequency, both)):
                return (Spelling("typed", word.text, words=tuple(map(word_of, both))),)
        return ()

    def unversioned(self, name: str, number: str) -> tuple[Spelling, ...]:
        """Return a name by itself where nobody spoke of its version: Docker for Docker1.12."""
        version = Phrase("words", ((key_of(name), 0), (number, 1)))
        return () if self._some_have([version])[0] else (one_word(key_of(name), "typo"),)

    def in_kana(self, key: str) -> tuple[Term, ...]:
        """Return the terms that are some folded kana or begin with them, the first ones in order."""
        found = filter(_KANA_TERM.fullmatch, self._known.counted(key).values)
        return tuple(Term("words", term) for term in islice(found, _MOST_KANA))

    def has_grams(self, spelling: Spelling) -> bool:
        """Say whether some document has all bigrams of a spelling."""
        return bool(spelling.grams) and self._some_have([AllOf(spelling.grams)])[0]

    def as_name(self, word: Word) -> Word:
        """Return a word in kana as the names in another script that the index has for it, if it stands
        nowhere as typed: of はすけーる and ゔぃむ any pieces are somewhere.
        """
        if not KANA.fullmatch(word.text):
            return word
        names = [each for each in word.spellings if each.route in _NAMES]
        own = [each for each in word.spellings if each.text == word.text and each.route not in _NAMES]
        if not any(map(self._knows, names)) or any(self._knows(each) or self.is_read(each) for each in own):
            return word
        key, phrase = folded(word.text), phrase_of(word.text, self._analyzer)
        if not self._is_inside(key) and (phrase is None or any(self._some_have([phrase]))):
            return word
        typed = Spelling("typed", word.text, whole=(word_of(key),))
        return replace(word, spellings=(typed, *names))

    def _is_inside(self, key: str) -> bool:
        """Say whether some kana stand inside of words, and begin none: ヤプシ in キャプション."""
        return not self._known.beginning_with(key) and any(key in term for term in self._katakana.terms)

    def holds(self, word: Word) -> bool:
        """Say whether the index has a word in a longer one, or as the reading of one: it is no slip then."""
        return any(
            (spelling.is_run and spelling.runs[0].holding) or self.is_read(spelling)
            for spelling in word.spellings
        )

    def is_read(self, spelling: Spelling) -> bool:
        """Say whether words of some document begin to be read so; anywhere inside of words any kana are."""
        heads = tuple(term for run in spelling.runs for term in run.holding)
        if not (spelling.readings and heads):
            return False
        read = tuple((term.text, place) for place, term in enumerate(spelling.readings))
        return self._some_have([AllOf((AnyOf(heads), Phrase("readings", read)))])[0]

    def read_so(self, kana: str, route: Route) -> list[Spelling]:
        """Return the readings of words of the index that begin with some kana, two or more."""
        if len(kana) != 2:
            known = [(kana, heads_of(kana, route))] if len(kana) > 2 else []
        else:
            # Terms are of three kana, and readings of two by themselves.
            known = [(kana, (head_of(kana, whole=True),))]
            for third in map(chr, range(ord("ア"), ord("ヶ"))):
                if folded(third) == third:
                    longer = kana + third
                    known.append((longer, (head_of(longer, whole=True), head_of(longer, whole=False))))
        spellings = [reading_of(each, route, heads) for each, heads in known]
        wanted = list(dict.fromkeys(term for each in spellings for term in each.readings))
        had = dict(zip(wanted, self._some_have(wanted), strict=True))
        return [each for each in spellings if each.readings and all(map(had.__getitem__, each.readings))]

    def knows(self, word: Word) -> bool:
        """Say whether the index has a word, however it is spelt."""
        return any(map(self._knows, word.spellings))

    def has(self, term: str) -> bool:
        """Say whether some talk has a term."""
        return self._known.frequency(term) > 0

    def has_latin(self, term: str) -> bool:
        """Say whether some talk has a term in Latin letters: quick where most are asked for in vain."""
        return self._runs.has(term)

    def _knows(self, spelling: Spelling) -> bool:
        """Say whether some one term of the index is the whole of a spelling."""
        single = spelling.words if len(spelling.words) == 1 and spelling.share > 0.99 else ()
        return any(self._known.frequency(term.text) for term in (*single, *spelling.whole, *spelling.joined))

    @cached_property
    def homophones(self) -> Homophones:
        """The words in kanji, by how they are read."""
        return Homophones(self._known, self._some_have, self._analyzer)

    @cached_property
    def _runs(self) -> LatinTerms:
        return LatinTerms(self._known, self.latin.near)

    @cached_property
    def latin(self) -> Neighbours:
        """The words in Latin letters, and which of them are a slip or two away from what was typed."""
        return Neighbours(self._known, *_LATIN)

    @cached_property
    def _katakana(self) -> Neighbours:
        return Neighbours(self._known, *_KATAKANA)
