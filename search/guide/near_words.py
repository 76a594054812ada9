"""Near words: what somebody may have meant by a word that no or hardly any talk has.

A near word is one of the index's names or written words within a slip or two (Damerau and Levenshtein),
compared as written and, for names, as read; each slip must be outweighed by talks. The lexicon knows more:
Scara is listed as Scala, フルエントディー as fluentd.
"""

import math
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.guide.names import Name
from search.guide.pace import Pace
from search.query.slips import SlipFinder
from search.text.lexicon import Lexicon, name_key

FEW = 2
"""A word in more talks than this is taken as it was typed."""
MIN_LENGTH = 4
TWO_SLIPS_FROM = 8
SLIP = 3.0
"""What a slip costs, in doublings of talks: a word one slip away needs eight times the talks to outweigh."""

_SMALL = dict(zip("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", strict=True))
_PLAIN = str.maketrans(
    {chr(code): chr(code + 0x60) for code in range(ord("ぁ"), ord("ゖ") + 1)}
    | _SMALL
    | {chr(ord(large) - 0x60): small for large, small in _SMALL.items()}
    | dict.fromkeys("ー・-‐_. ", "")
)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word as it is written most often, and how many talks have it."""

    text: str
    talks: int


class NearWords:
    """Everything that may have been meant, prepared for edit distance. Made once, then only read."""

    def __init__(self, words: Mapping[str, int], names: Sequence[Name], lexicon: Lexicon, pace: Pace) -> None:
        """`words` maps each word as written to how many talks have it."""
        # Two tables without objects: of so many the collector takes its time.
        found: dict[str, str] = {}
        counts: dict[str, int] = {}

        def keep(key: str, text: str, talks: int) -> None:
            if key not in counts or counts[key] < talks:
                found[key], counts[key] = text, talks

        self._lexicon = lexicon
        for text, talks in pace.steps(words.items()):
            keep(plain_key(text), text, talks)
        for name in pace.steps(names):
            if name.facet == "event":
                continue
            # A name is a better answer than a word that happens to be written alike.
            for spelling in (name.text, name.reading, *name.others):
                if spelling:
                    keep(plain_key(spelling), name.text, name.talks)
        self._names = {name_key(name.text): name for name in pace.steps(names)}
        keys = [key for key in found if len(key) >= MIN_LENGTH - 1]
        self._keys = [keys[place] for place in pace.ascending(keys)]
        self._texts = [found[key] for key in pace.steps(self._keys)]
        self._talks = array("L", (counts[key] for key in pace.steps(self._keys)))
        self._slips = SlipFinder(self._keys)

    def near(self, typed: str, reading: str, talks: int, limit: int) -> tuple[NearWord, ...]:
        """Return what may have been meant by a word that `talks` talks have as typed, the likeliest first.

        `reading` is the word's own, in katakana, or empty.
        """
        if talks > FEW or not _WORD.search(typed):
            return ()
        worth = dict.fromkeys(self._listed(typed), math.inf)
        for key in dict.fromkeys((plain_key(typed), plain_key(reading))):
            for word, slips in self._within_reach(key):
                gain = math.log2(1 + word.talks) - math.log2(1 + talks)
                # What sounds the same is found as it is, and what some talk has as typed is hardly a slip.
                if slips and gain > (SLIP * slips if talks else 0):
                    worth[word] = max(gain - SLIP * slips, worth.get(word, -math.inf))
        same = name_key(typed)
        likely = sorted(worth, key=lambda word: (-worth[word], word.text))
        return tuple(word for word in likely if name_key(word.text) != same)[:limit]

    def _listed(self, typed: str) -> list[NearWord]:
        """Return what the lexicon has a typed spelling for."""
        written = self._lexicon.others_of(typed)
        known = [self._names[key] for key in map(name_key, written) if key in self._names]
        return [NearWord(name.text, name.talks) for name in known if name.facet == "technology"][:1]

    def _within_reach(self, key: str) -> Iterable[tuple[NearWord, int]]:
        slips = (len(key) >= MIN_LENGTH) + (len(key) >= TWO_SLIPS_FROM)
        if len(key) < MIN_LENGTH - 1:
            return
        for edits, number in self._slips.within(key, slips):
            yield NearWord(self._texts[number], self._talks[number]), edits


def plain_key(text: str) -> str:
    """Return what spellings share that a slip should not count: width, case, kana, long vowels, joints."""
    return name_key(text).translate(_PLAIN)
