"""Romaji: Latin letters as katakana, for queries such as kataoka (Hepburn and Kunrei; anything else is no
romaji); and kana as a key under which spellings of a sound meet: shi = si, Satoh = satou = sato, shimbun =
sinbun.

A key is for comparing beginnings, not for reading: long vowels and doubled consonants are gone.
"""

import re
import unicodedata
from functools import lru_cache

from search.text.spelling.input_method import key_rules
from search.text.spelling.kana import SMALL, SYLLABLES
from search.text.spelling.latin import ascii_of

_GLIDED = "ky sh sy ch ty ny hy my ry gy j jy zy by py"
_KEYS_OF_KANA, _ = key_rules()
_TABLE = SYLLABLES | {
    syllable: _KEYS_OF_KANA[syllable]
    for syllable in (
        *("ya", "yu", "yo", "wa", "wo", "fu", "shi", "chi", "tsu", "ji"),
        *(glide + vowel for glide in _GLIDED.split() for vowel in "auo"),
    )
}
_SYLLABLE = re.compile(
    "|".join(sorted(_TABLE, key=len, reverse=True)) + "|nn?'?(?![aiueoy])|([kstpgzdbcm])(?=\\1)|m(?=[bp])"
)

_KANA = {kana: syllable for syllable, kana in SYLLABLES.items()}
_KANA |= dict(
    zip("ヤユヨワヲンヂヅヴッー", ("ya", "yu", "yo", "wa", "o", "n", "zi", "zu", "bu", "", ""), strict=True)
)
# What follows an i-row kana turns it into a glide; フ keeps its vowel as typed "fa" becomes "hua" below.
_GLIDES = {"ti": "ty", "si": "sy", "zi": "zy", "u": "w", "te": "t", "de": "d", "to": "t", "do": "d"}

_HEPBURN = (
    (r"m(?=[bpm])", "n"),
    (r"n'", "n"),
    (r"tch", "ch"),
    (r"shi|sh$", "si"),
    (r"sh", "sy"),
    (r"chi|ch$|c$", "ti"),
    (r"ch", "ty"),
    (r"tsu|ts$", "tu"),
    (r"ji|j$", "zi"),
    (r"jy?", "zy"),
    (r"fu|f$", "hu"),
    (r"f(?=[aieo])", "hu"),
    (r"v", "b"),
    (r"([ou])h(?![aiueoy])", r"\1"),
)
_DOUBLED = re.compile(r"([a-z])\1+")
_HAS_SMALL = re.compile("[ァィゥェォャュョ]")
_KEYS = str.maketrans(_KANA)


@lru_cache(maxsize=65536)
def kana_of(word: str) -> str:
    """Return a word of four letters or more in katakana, empty when it is not romaji throughout."""
    lowered = ascii_of(word).lower()
    if len(lowered) < 4 or not (lowered.isascii() and lowered.isalpha()):
        return ""
    kana, at = [], 0
    while at < len(lowered):
        found = _SYLLABLE.match(lowered, at)
        if not found:
            return ""
        piece = found[0]
        kana.append(_TABLE.get(piece) or ("ッ" if found[1] else "ン"))
        at = found.end()
    return "".join(kana)


def romaji_rules() -> tuple[dict[str, str], str]:
    """Return the syllables, and the pattern that finds one, for whoever reads romaji elsewhere."""
    return dict(_TABLE), _SYLLABLE.pattern


def romanized(kana: str) -> str:
    """Return the key of a reading in katakana; what is no kana stays as it is."""
    if not _HAS_SMALL.search(kana):
        return _simpler(kana.translate(_KEYS))
    syllables: list[str] = []
    for letter in kana:
        small = SMALL.get(letter)
        if small is None:
            syllables.append(_KANA.get(letter, letter))
        elif not syllables:
            syllables.append(small)
        elif small[0] == "y":
            syllables[-1] = syllables[-1][:-1] + small
        else:
            syllables[-1] = _GLIDES.get(syllables[-1], syllables[-1]) + small
    return _simpler("".join(syllables))


def romaji_key(typed: str) -> str:
    """Return the key of what was typed in Latin letters; a word's beginning has its key's beginning."""
    plain = unicodedata.normalize("NFKD", typed.casefold())
    key = "".join(letter for letter in plain if not unicodedata.combining(letter))
    is_part = re.search(r"(?:sh|ch|c|ts|j|f)$", key) is not None
    for written, kept in _HEPBURN:
        key = re.sub(written, kept, key)
    # The vowel that a lone "sh" was given is not typed yet.
    return _simpler(key[:-1] if is_part else key)


def _simpler(key: str) -> str:
    return _DOUBLED.sub(r"\1", key.replace("ou", "o"))
