"""Related talks: those that share a talk's telling words, and which words these are.

A word tells more the more often the talk has it and the fewer talks do (tf-idf; Jones 1972).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from search.documents import visible_of
from search.model import Talk
from search.text.analysis import Analyzer
from search.text.lexicon import name_key
from search.text.streams import Terms

WholeWords: TypeAlias = list[tuple[str, str, str]]
"""The whole words of a text that say something, each as (term, how it stands there, the key of that)."""

TERMS = 25
"""Telling words that are looked for; each costs a look into the postings."""
SHOWN = 4
"""Shared words that are shown."""
TELLING = 100
"""A word of one talk in so many tells of what they are about; 自動 and 入門 do not."""
TITLE = 3
"""How many occurrences in the body one in the title is worth."""

_PART_OF_A_WORD = re.compile(r"[ァ-ヺー]{2}|[A-Za-z]{2}|.[ぁぃぅぇぉゃゅょァィゥェォャュョッー]")
"""Two characters between which no word ends: within katakana or letters, or before what only goes on."""
_known: dict[str, tuple[WholeWords, ...]] = {}
"""The words of talks that were split before, by their ids."""
_SAYS_NOTHING = re.compile(
    r"[0-9０-９.]+|.*[ぁ-ゖ]"
    r"|(?i:an?|and|are|as|at|by|for|from|how|in|into|is|it|my|of|on|or|our|the|to|using|via|we|what|why|with|your?)"
)
"""Numbers, what ends in hiragana (grammar, or the stem of a verb, as 止まっ), and English grammar."""


class RelatedTalk(Struct, frozen=True):
    """A talk with the words it shares, as that talk writes them, the most telling first."""

    talk: Talk
    shared: tuple[str, ...]


class TellingTerm(Struct, frozen=True):
    """A term with its weight and the keys of how the talk writes it; few talks have one that `is_rare`."""

    text: str
    weight: float
    written: frozenset[str] = frozenset()
    is_rare: bool = True


def telling_terms(
    talk: Talk, analyzer: Analyzer, frequencies: Callable[[Sequence[str]], Sequence[int]], documents: int
) -> tuple[TellingTerm, ...]:
    """Return a talk's words by tf-idf, those first that tell most; words of its own alone tell nothing."""
    counts: Counter[str] = Counter()
    keys: dict[str, set[str]] = {}
    *named, body = _words_of(talk, analyzer)
    for words, worth in (*((each, TITLE) for each in named), (body, 1)):
        for term, _, key in words:
            counts[term] += worth
            keys.setdefault(term, set()).add(key)
    weights, rare = {}, max(3, documents // TELLING)
    having = dict(zip(counts, frequencies(list(counts)), strict=True))
    for term, count in counts.items():
        if 1 < having[term] <= max(3, documents // 20):
            weights[term] = (1 + math.log(count)) * math.log(documents / having[term])
    best = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    return tuple(
        TellingTerm(term, weights[term], frozenset(keys[term]), having[term] <= rare) for term in best
    )


def shared_words(terms: Sequence[TellingTerm], talk: Talk, analyzer: Analyzer) -> tuple[str, ...]:
    """Return which of the words another talk has, as both write them; none where no word is a telling one.

    カラム and コラム are one term, but two words: what is written otherwise is no word in common.
    """
    written: dict[str, dict[str, str]] = {}
    for words in _words_of(talk, analyzer):
        for term, surface, key in words:
            written.setdefault(term, {}).setdefault(key, surface)
    shared: list[str] = []
    is_telling = False
    for one in terms:
        there = written.get(one.text, {})
        if same := next((surface for key, surface in there.items() if key in one.written), ""):
            shared.append(same)
            is_telling |= one.is_rare
    if not is_telling:
        return ()
    # WiredTiger is there as itself and in its pieces; the longest says it all.
    kept: list[str] = []
    for surface in shared:
        inside = [other for other in shared if surface.casefold() in other.casefold() and surface != other]
        if not inside and surface.casefold() not in {each.casefold() for each in kept}:
            kept.append(surface)
    return tuple(kept[:SHOWN])


def know_words(words: Mapping[str, tuple[WholeWords, ...]]) -> None:
    """Take over the words of talks: of the title, each technology and the body. Who shows every talk meets
    each of them in the company of several others, and splits it once.
    """
    _known.clear()
    _known.update(words)


def words_in(text: str, terms: Terms) -> WholeWords:
    """Return the whole words of a text that say something, each as (term, how it stands there)."""
    places = zip(terms.terms, terms.starts.tolist(), terms.ends.tolist(), strict=True)
    return [
        (str(term), text[start:end], name_key(text[start:end]))
        for term, start, end in places
        if end - start > 1
        and not _SAYS_NOTHING.fullmatch(text[start:end])
        and not _PART_OF_A_WORD.fullmatch(text[max(0, start - 1) : start + 1])
        and not _PART_OF_A_WORD.fullmatch(text[end - 1 : end + 1])
        # シャー of シャーでぃんぐ: what follows begins with a kana that a small one makes a syllable of.
        and not _PART_OF_A_WORD.fullmatch(text[end : end + 2])
    ]


def _words_of(talk: Talk, analyzer: Analyzer) -> tuple[WholeWords, ...]:
    """Return the words of a talk's title, of each of its technologies, and of its body."""
    if known := _known.get(talk.id):
        return known
    texts = (talk.title, *talk.technologies, visible_of(talk))
    return tuple(words_in(text, analyzer.words(text)) for text in texts)
