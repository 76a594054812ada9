"""Begun: words of an index that begin as one that may still be typed, and those that its keys stand for."""

import re

from search.clauses import Route, Spelling
from search.query.known import Known
from search.query.spelling import SHORT_KANA, one_word, spelling_of, word_of
from search.text.spelling.folding import folded
from search.text.spelling.input_method import going_on, kana_of_keys
from search.text.spelling.latin import ascii_of, key_of
from search.text.spelling.romaji import kana_of

_LONG = re.compile(r"([aiueo])\1")


def beginning_of(typed: str, known: Known) -> Spelling:
    """Return a spelling of which any word that begins so is enough."""
    keys = dict.fromkeys(
        key for word in known.beginning_with(typed) for key in (key_of(word), folded(word)) if key
    )
    return Spelling("prefix", typed, whole=tuple(map(word_of, keys)))


def begun_in_kana(kana: str, route: Route | None, known: Known) -> list[Spelling]:
    """Return the words in katakana that begin so, that very word apart, and those that are read so if a route
    says how they are found; else what stands so in words that Sudachi cannot part. Nothing for one kana.
    """
    key, vocabulary = folded(kana), known.vocabulary
    if len(key) < 2:
        return []
    found = []
    words = [word_of(each.text) for each in vocabulary.in_kana(key)]
    if words and words[0].text == key:
        found.append(Spelling("romaji" if route else "typed", kana, words=(words.pop(0),)))
    if words:
        found.append(Spelling("prefix", kana, whole=tuple(words)))
    if route:
        read = vocabulary.read_so(key, route)
        # Of two kana there is a spelling for each word that begins so.
        found += [each for each in read if len(key) < SHORT_KANA or vocabulary.is_read(each)]
    if route and not found and len(key) > SHORT_KANA:
        typed = spelling_of(kana, "prefix", known.analyzer)
        found += [Spelling("prefix", kana, grams=typed.grams)] if vocabulary.has_grams(typed) else []
    return found


def by_keys(typed: str, is_last: bool, known: Known) -> list[Spelling]:
    """Return the words of the index for which a word in Latin letters was typed that an input method should
    have had: moderinngu is モデリング. Where letters at the end of the last word wait for a vowel, any does.
    """
    # Without the input method a long vowel is typed twice, or as -.
    plain = ascii_of(typed).lower()
    keys = _LONG.sub(r"\1-", plain)
    kana, rest = kana_of_keys(keys)
    key = folded(kana)
    if "-" in plain and not rest and len(key) == SHORT_KANA - 1:
        # de-ta is データ itself, for of what begins so there is too much.
        return [one_word(key, "romaji")] if known.vocabulary.has(key) else []
    least = SHORT_KANA - bool(rest)
    # Of romaji the reading is asked for anyway.
    if len(key) < least or (rest and not is_last) or (not rest and kana == kana_of(keys)):
        return []
    kanas = [kana + each for each in going_on(rest)] if rest else [kana]
    return [found for each in kanas for found in begun_in_kana(each, "romaji", known)]
