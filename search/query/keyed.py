"""Keyed: words that were typed while the input method was on and should have been off, or the other way
round, or that it had not finished: らいls, moderinngu, しゃーでぃんg.

They are looked up in what the index has, and are what they look like where it has nothing of the kind.
"""

import re

from search.clauses import Route, Spelling, Word
from search.query.begun import beginning_of, begun_in_kana
from search.query.known import Known
from search.query.slips import MIN_LENGTH
from search.query.spelling import one_word
from search.text.spelling.input_method import WIDE, going_on, is_mixed, keyed, likely_keys, unfinished

_AT_END = re.compile(r"(?<![!-~ぁ-ゖァ-ヺー])[ぁ-ゖァ-ヺーa-z]+$")
_BEHIND_LETTERS = re.compile(r"[a-z]+[ぁ-ゖァ-ヺー]+")
"""npmで: letters, and kana behind them."""
_HIRAGANA = re.compile("[ぁ-ゖ]")
_LEAST_KEYS = 4
"""Keys of a word that is meant, or begun."""
_LEAST_WORD = 3
"""Keys of one that is meant because it is all there is."""


def mixed_of(typed: str) -> str:
    """Return what of a typed word's end the input method may have left in kana and letters, "" for none.

    >>> mixed_of("検索えんj"), mixed_of("らいｌｓ"), mixed_of("Railsの"), mixed_of("Tシャツ")
    ('えんj', 'らいｌｓ', '', '')
    """
    found = _AT_END.search(typed.translate(WIDE)) if not typed.isascii() else None
    return typed[found.start() :] if found and is_mixed(found[0]) else ""


def keyed_word(mixed: str, known: Known) -> Word | None:
    """Return what `mixed_of` gave as a word, None where the index has nothing that it may have been."""
    plain = mixed.translate(WIDE)
    latin, begun = keyed(plain, known.vocabulary.latin.terms)
    found = _going_on(plain, known)
    # かt is no cat where there is かた; いおs is ios.
    least = _LEAST_KEYS if found else _LEAST_WORD
    found = [one_word(each, "typo") for each in latin if len(each) >= least] + found
    if not found:
        found = [beginning_of(each, known) for each in begun if len(each) >= _LEAST_KEYS]
        found = [each for each in found if each.whole]
    if not found and not _BEHIND_LETTERS.fullmatch(plain):
        keys = likely_keys(plain)
        near = known.vocabulary.latin.near(keys) if len(keys) > MIN_LENGTH else []
        found = [one_word(each, "typo") for each in near]
    return Word(mixed, tuple(found)) if found else None


def _going_on(plain: str, known: Known) -> list[Spelling]:
    """Return the words of the index that begin with kana whose last one waits for its vowel."""
    kana, rest = unfinished(plain)
    # Who types katakana means a word, not how it is read.
    route: Route | None = "reading" if _HIRAGANA.search(kana) else None
    kanas = [kana + each for each in going_on(rest)]
    return [found for each in kanas for found in begun_in_kana(each, route, known)]


def as_far_as_it_goes(mixed: str) -> str:
    """Return what is looked for where the index has nothing that was typed so: of しゃーでぃんg the kana;
    ファイアウォールd, in katakana, is one word.
    """
    kana, _ = unfinished(mixed.translate(WIDE))
    return kana if len(kana) > 1 and _HIRAGANA.search(kana) else mixed
