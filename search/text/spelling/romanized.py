"""Kana -> romaji under which spellings of a sound meet: shi = si, Satoh = satou = sato, shimbun = sinbun.

A key for comparing beginnings, not for reading: long vowels and doubled consonants are gone.
"""

import re
import unicodedata

from search.text.spelling.kana import SMALL, SYLLABLES

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
_TABLE = str.maketrans(_KANA)


def romanized(kana: str) -> str:
    """Return the key of a reading in katakana; what is no kana stays as it is."""
    if not _HAS_SMALL.search(kana):
        return _simpler(kana.translate(_TABLE))
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
