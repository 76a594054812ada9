"""Near words: what somebody may have meant by a word that no or hardly any talk has.

A near word is one of the index's names or written words within a slip or two (Damerau and Levenshtein),
compared as written and, for names, as read; each slip must be outweighed by talks. The lexicon knows more:
Scara is listed as Scala, フルエントディー as fluentd.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from search.documents import NAMED
from search.engines import Dictionary
from search.guide.names import Named, Names
from search.guide.suggest import Completions
from search.query.slips import CANDIDATES, MIN_LENGTH, SLIP, TWO_SLIPS_FROM, SlipFinder
from search.query.spelling import HIRAGANA
from search.text.lexicon import Lexicon, name_key
from search.text.name_terms import BORDER, READING, WRITTEN
from search.text.spelling.kana import KATAKANA, LARGE, other_moras_of

FEW = 2
"""A word in more talks than this is taken as it was typed."""

_PLAIN = (
    KATAKANA
    | {ord(small): ord(large) for small, large in LARGE.items() if small not in "ヵヶ"}
    | {ord(small) - 0x60: ord(large) for small, large in LARGE.items() if small not in "ヵヶ"}
    | dict.fromkeys(map(ord, "ー・-‐_. "))
)
_PLAIN_CODES = np.arange(0x3100, dtype=np.uint32)
_PLAIN_CODES[list(_PLAIN)] = [plain or 0 for plain in _PLAIN.values()]
_END = "\U0010ffff"
_WORD = re.compile(r"\w")
_VERSION = re.compile(r"[0-9.]+")
"""What stands behind a name, and makes it no slip: Rails7 is not meant for Rails."""
_HIRAGANA_ONLY = re.compile(r"[ぁ-ゖー]+")


class NearWord(Struct, frozen=True):
    """A word as it is written most often, and how many talks have it."""

    text: str
    talks: int


class NearWords:
    """Everything that may have been meant. What looking for slips needs is made when first asked for."""

    def __init__(self, words: Dictionary, names: Names, lexicon: Lexicon) -> None:
        self._words = words
        self._completions = Completions(words)
        self._names = names
        self._lexicon = lexicon

    def prepare(self) -> None:
        """Make what looking for slips needs."""
        _ = self._written, self._named

    def near(self, typed: str, talks: int, limit: int) -> tuple[NearWord, ...]:
        """Return what may have been meant by a word that `talks` talks have as typed, the likeliest first."""
        if talks > FEW or not _WORD.search(typed):
            return ()
        if self._lexicon.others_of(typed):
            # Who types a name that a list has made no slip.
            return tuple(self._listed(typed))
        worth: dict[NearWord, float] = {}
        in_hiragana = HIRAGANA.search(typed) is not None
        for word, slips in self._alike(plain_key(typed)):
            if not in_hiragana and _HIRAGANA_ONLY.fullmatch(word.text):
                # Who types katakana or kanji means no piece of grammar: すぐれ for ポスグレ.
                continue
            gain = math.log2(1 + word.talks) - math.log2(1 + talks)
            # What sounds the same is found as it is, and what some talk has as typed is hardly a slip.
            is_version = _VERSION.fullmatch(typed[len(word.text) :]) and name_key(typed).startswith(
                name_key(word.text)
            )
            if slips and not is_version and gain > (SLIP * slips if talks else 0):
                worth[word] = gain - SLIP * slips
        likely = sorted(worth, key=lambda word: (-worth[word], -word.talks, word.text))
        # A name may be a word, too, of other talks.
        distinct = {name_key(word.text): word for word in reversed(likely)}
        distinct.pop(name_key(typed), None)
        return tuple(word for word in likely if distinct.get(name_key(word.text)) is word)[:limit]

    def listed_near(self, typed: str) -> list[str]:
        """Return the names of which a list has another spelling that is a slip away, those of most talks
        first: fluentd for フルエンディー.
        """
        key, (finder, names_of) = plain_key(typed), self._named[-1]
        if len(key) <= MIN_LENGTH:
            return []
        found: dict[str, int] = {}
        nearest = 0
        for edits, term in finder.within(key, 1 + (len(key) >= TWO_SLIPS_FROM)):
            nearest = nearest or edits
            if edits == nearest:
                own = names_of(term, term[1:].partition(BORDER)[2])
                found |= {each.text: each.talks for each in own if each.facet == "technology"}
        return sorted(found, key=lambda name: (-found[name], name))[:CANDIDATES]

    def _listed(self, typed: str) -> list[NearWord]:
        for written in self._lexicon.others_of(typed):
            found = [name for facet in reversed(NAMED) if (name := self._names.called(facet, written))]
            if found and found[0].facet == "technology":
                return [NearWord(found[0].text, found[0].talks)]
        return []

    def _alike(self, key: str) -> Iterator[tuple[NearWord, int]]:
        """Yield what is a slip or two away, and what is heard the same: スマホ for スマフォ is as a slip."""
        yield from self._within_reach(key, (len(key) >= MIN_LENGTH) + (len(key) >= TWO_SLIPS_FROM))
        for other in other_moras_of(key):
            yield from ((word, 1) for word, _ in self._within_reach(other, 0))

    def _within_reach(self, key: str, slips: int) -> Iterator[tuple[NearWord, int]]:
        """Yield for every key so many slips away the word or name of most talks, and how many slips."""
        if len(key) < MIN_LENGTH - 1:
            return
        found: dict[str, tuple[int, list[_Meant]]] = {}
        for edits, own_key, meant in self._meant(key, slips):
            found.setdefault(own_key, (edits, []))[1].extend(meant)
        for edits, all_meant in found.values():
            if all_meant:
                best = min(all_meant)
                yield NearWord(best.text, -best.talks), edits

    def _meant(self, key: str, slips: int) -> Iterator[tuple[int, str, list["_Meant"]]]:
        """Yield edits, the key that is so many away, and what has that key."""
        for edits, term in self._written.within(key, slips):
            own, _, _ = term.partition(BORDER)
            word = self._completions.of_key(own)
            yield edits, plain_key(own), [_Meant(-word.talks, -1, own, word.text)] if word else []
        for finder, names_of in self._named:
            for edits, term in finder.within(key, slips):
                own, _, value = term[1:].partition(BORDER)
                names = [each for each in names_of(term, value) if each.facet != "event"]
                yield (
                    edits,
                    plain_key(own),
                    [_Meant(-each.talks, NAMED.index(each.facet), each.text, each.text) for each in names],
                )

    @cached_property
    def _written(self) -> SlipFinder:
        return SlipFinder(self._words.joined("", _END), MIN_LENGTH - 1, plain=_PLAIN_CODES)

    @cached_property
    def _named(self) -> list[tuple[SlipFinder, Callable[[str, str], Iterable[Named]]]]:
        names = self._names

        def itself(term: str, value: str) -> Iterable[Named]:
            return filter(None, [names.named(term)])

        lines = [
            *((names.terms.joined(kind, chr(ord(kind) + 1)), itself) for kind in (WRITTEN, READING)),
            (names.aliases.lines(), lambda term, spelling: names.with_other(spelling)),
        ]
        return [
            (SlipFinder(own, MIN_LENGTH - 1, skipped=1, plain=_PLAIN_CODES), names_of)
            for own, names_of in lines
        ]


class _Meant(NamedTuple):
    """A word or name of some key. The least is meant: that of most talks, and of equal ones a word."""

    talks: int
    """Less than 0."""
    kind: int
    place: str
    text: str


def plain_key(text: str) -> str:
    """Return what spellings share that a slip should not count: width, case, kana, long vowels, joints."""
    return name_key(text).translate(_PLAIN)
