"""Sounding: the words of an index in Latin letters that sound as a word in katakana, and the other way round.

ホロレンズ is HoloLens, though no list says so. The words are walked through as a tree of letters, from the
likeliest spelling of what was heard so far on: only those are looked at that begin as it sounds.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from heapq import heappop, heappush
from itertools import islice
from typing import TypeAlias

from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.spelling.romaji import kana_of
from search.text.spelling.sounds import Letters, Sounds, letters_by_sound, mora_of, size_of, sounds_of

Has: TypeAlias = Callable[[str], object]
"""Says whether some document has a word."""
_State: TypeAlias = tuple[float, int, str, str]
"""What a beginning costs, up to where it stands for what was heard, the beginning, what is to follow it."""
ALIKE = 3
"""Words that one may sound like."""
_LOOKED_AT = 8
_AS_NEAR = 3.0
"""What others may cost more than the best."""
_MOST_STEPS = 2_000
"""Words that sound so are found in a hundred."""


def latin_alike(typed: str, words: Sequence[str], analyzer: Analyzer, has: Has) -> list[str]:
    """Return the words, of some in Latin letters that ascend, that sound as one typed in kana."""
    sounds, key = sounds_of(typed), folded(typed)
    most = _most_of(typed, sounds, analyzer)
    found: dict[str, float] = {}
    sounding = latin_sounding(sounds, words, max(most, size_of(sounds)))
    for cost, word in islice((each for each in sounding if has(each[1])), _LOOKED_AT):
        _, reading = analyzer.japanese_of(word)
        # Words whose reading is known are found by it.
        is_near = cost <= min(most, min(found.values(), default=cost) + _AS_NEAR)
        if not folded(reading) and (is_near or folded(kana_of(word)) == key):
            found[word] = cost
    return list(found)[:ALIKE]


def kana_alike(typed: str, words: Sequence[str], analyzer: Analyzer, has: Has) -> list[str]:
    """Return the words, of some in katakana, folded and ascending, that sound as one in Latin letters."""
    name, _ = analyzer.japanese_of(typed)
    if name:
        return []
    found: dict[str, float] = {}
    sounding = kana_sounding(typed.lower(), words, 1.5 * len(typed))
    for cost, word in islice((each for each in sounding if has(each[1])), _LOOKED_AT):
        if cost <= min(
            _most_of(word, sounds_of(word), analyzer), min(found.values(), default=cost) + _AS_NEAR
        ):
            found.setdefault(word, cost)
    return list(found)[:ALIKE]


def _most_of(kana: str, sounds: Sounds, analyzer: Analyzer) -> float:
    """Return what letters may cost for a word in katakana: little for a short one, and for one that the
    dictionary has, which is seldom a name that nobody knows.
    """
    size = size_of(sounds)
    return size - 4.5 if analyzer.has_word(kana) else 1.5 * (size - 3)


def latin_sounding(sounds: Sounds, words: Sequence[str], most: float) -> Iterator[tuple[float, str]]:
    """Yield (cost, word) for the words, which ascend, that may be spelt so, the cheapest first."""
    table = letters_by_sound()

    def goes_on(cost: float, place: int, begun: str, before: str) -> Iterator[_State]:
        for letters in table.get(sounds[place], ()) if place < len(sounds) else ():
            end = place + len(letters.sounds)
            if cost + letters.cost > most:
                break
            if sounds[place:end] != letters.sounds:
                continue
            if not letters.text:
                follows = letters.before or before
            elif before and letters.text[0] not in before:
                continue
            else:
                follows = letters.before
            if _begins_any(begun + letters.text, words):
                yield cost + letters.cost, end, begun + letters.text, follows

    told: set[str] = set()
    for cost, place, begun, before in _cheapest(goes_on) if words and sounds else ():
        is_whole = place == len(sounds) and (not before or "$" in before)
        if is_whole and begun not in told and _is_among(begun, words):
            told.add(begun)
            yield cost, begun


def kana_sounding(word: str, words: Sequence[str], most: float) -> Iterator[tuple[float, str]]:
    """Yield (cost, word) for words in katakana, folded and ascending, for which a Latin one may stand."""
    ways = [_letters_at(word, place) for place in range(len(word) + 1)]
    begins: dict[str, bool] = {}

    def goes_on(cost: float, place: int, begun: str, consonant: str) -> Iterator[_State]:
        for letters in ways[place]:
            if cost + letters.cost > most or (heard := _heard(consonant, letters.sounds)) is None:
                continue
            kana = begun + heard[0]
            if kana not in begins:
                begins[kana] = _begins_any(folded(kana), words)
            if begins[kana]:
                yield cost + letters.cost, place + len(letters.text), kana, heard[1]

    told: set[str] = set()
    for cost, place, begun, consonant in _cheapest(goes_on) if words else ():
        key = folded(begun)
        if place == len(word) and not consonant and key not in told and _is_among(key, words):
            told.add(key)
            yield cost, key


def _cheapest(goes_on: Callable[[float, int, str, str], Iterator[_State]]) -> Iterator[_State]:
    """Yield what can be reached from nothing, each once, the cheapest first, at most `_MOST_STEPS`; `goes_on`
    says what is reached from one.
    """
    heap: list[_State] = [(0.0, 0, "", "")]
    seen: set[tuple[int, str, str]] = set()
    while heap and len(seen) < _MOST_STEPS:
        state = heappop(heap)
        if state[1:] not in seen:
            seen.add(state[1:])
            yield state
            for each in goes_on(*state):
                if each[1:] not in seen:
                    heappush(heap, each)


def _letters_at(word: str, place: int) -> list[Letters]:
    """Return what the letters of a word from one on may stand for, those first that stand for nothing."""
    ways = (*_letters_by_first()[""], *_letters_by_first().get(word[place : place + 1], ()))
    return [
        letters
        for letters in ways
        if word.startswith(letters.text, place)
        and (not letters.before or (word[place + len(letters.text) :][:1] or "$") in letters.before)
    ]


@cache
def _heard(consonant: str, sounds: Sounds) -> tuple[str, str] | None:
    """Return the kana that are heard when some sounds follow a consonant, and the consonant that waits for
    its vowel then; None for what cannot be heard so.
    """
    kana = ""
    for sound in sounds:
        if sound[-1] in "aiueo:0N":
            if not (more := mora_of(consonant, sound)):
                return None
            kana, consonant = kana + more, ""
        elif consonant and sound != "w":
            return None
        else:
            consonant += sound
    return kana, consonant


@cache
def _letters_by_first() -> dict[str, list[Letters]]:
    """Return what letters stand for, by the first of them; "" has the sounds that nothing stands for."""
    found: dict[str, list[Letters]] = {}
    for own in letters_by_sound().values():
        for letters in own:
            found.setdefault(letters.text[:1], []).append(letters)
    return found


def _is_among(word: str, words: Sequence[str]) -> bool:
    place = bisect_left(words, word)
    return place < len(words) and words[place] == word


def _begins_any(begun: str, words: Sequence[str]) -> bool:
    place = bisect_left(words, begun)
    return place < len(words) and words[place].startswith(begun)
