"""Romaji ways: how people write a Japanese name in Latin letters, which leaves long vowels out, or not: 大場
as Oba, Ohba and Ooba; and which kana what was typed so may stand for.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from search.text.spelling.kana import SMALL, SYLLABLES
from search.text.spelling.romaji import kana_of

MOST = 64
"""Ways of one name: with three long vowels there are more, and hardly anybody writes them."""
_LONG_H = re.compile(r"([ou])h(?![aiueoy])")
_OTHERS = {
    "シ": ("shi", "si"), "チ": ("chi", "ti"), "ツ": ("tsu", "tu"), "フ": ("fu", "hu"), "ジ": ("ji", "zi"),
    "ヂ": ("ji",), "ヅ": ("zu", "tsu"), "ヤ": ("ya",), "ユ": ("yu",), "ヨ": ("yo",), "ワ": ("wa",),
    "ヲ": ("o",),
}  # fmt: skip
_PLAIN = {kana: (syllable,) for syllable, kana in SYLLABLES.items()} | _OTHERS
_GLIDES = {"シ": ("sh", "sy"), "チ": ("ch", "ty"), "ジ": ("j", "jy", "zy")}
"""Consonants before a small ya, yu or yo; of others it is theirs and y."""
_LENGTHENED = {"o": "ウオ", "u": "ウ"}
"""Kana that make a vowel long."""
_VOWELS = dict(zip("ナニヌネノ", "アイウエオ", strict=True))


@lru_cache(maxsize=4096)
def romaji_ways(kana: str) -> tuple[str, ...]:
    """Return the ways to write a reading in katakana in small letters, without long vowels first; nothing
    for what is no name's reading.

    >>> romaji_ways("オオバ"), romaji_ways("エンドウ"), romaji_ways("シン")
    (('oba', 'ohba', 'ooba'), ('endo', 'endoh', 'endou'), ('shin', 'sin'))
    """
    moras = list(_moras_of(kana))
    if not all(moras):
        return ()
    found = (_geminated("".join(way)) for way in islice(product(*moras), MOST))
    return tuple(dict.fromkeys(found))


def kanas_of(romaji: str) -> tuple[str, ...]:
    """Return the readings in katakana that romaji of four letters or more may stand for, as typed first.

    >>> kanas_of("ohtani"), kanas_of("kafka")
    (('オタニ', 'オタンイ', 'オウタニ', 'オウタンイ', 'オオタニ', 'オオタンイ'), ())
    """
    lowered = romaji.lower()
    short = kana_of(_LONG_H.sub(r"\1", lowered)) or kana_of(lowered)
    if not short:
        return ()
    pieces = map(_kanas_of, _letters_of(short))
    return tuple(dict.fromkeys(map("".join, islice(product(*pieces), MOST))))


def _kanas_of(letter: str) -> tuple[str, ...]:
    """Return what one kana of romaji may stand for: with a long vowel, and of Junichi's ニ the ンイ, too."""
    vowel = next(iter(_ways_of(letter, "")), "")[-1:]
    parted = (f"ン{_VOWELS[letter]}",) if letter in _VOWELS else ()
    return (letter, *(letter + each for each in _LENGTHENED.get(vowel, "")), *parted)


def _moras_of(kana: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to write each mora, a long vowel with the kana before it; nothing for what has none."""
    letters = _letters_of(kana.replace("ー", ""))
    place = 0
    while place < len(letters):
        letter = letters[place]
        following = letters[place + 1] if place + 1 < len(letters) else ""
        ways = _ways_of(letter, following)
        place += 1
        if ways and following and following in _LENGTHENED.get(ways[0][-1], ""):
            ways = (*ways, *(way + "h" for way in ways), *(f"{way}{_PLAIN[following][0]}" for way in ways))
            place += 1
        yield ways


def _ways_of(letter: str, following: str) -> tuple[str, ...]:
    if letter == "ン":
        return ("n", "m") if following[:1] and following[0] in "バビブベボパピプペポマミムメモ" else ("n",)
    if letter == "ッ":
        return ("*",)
    if len(letter) == 1 or letter[0] not in _PLAIN:
        return _PLAIN.get(letter, ())
    consonant = _GLIDES.get(letter[0], (_PLAIN[letter[0]][0][:-1] + "y",))
    return tuple(each + SMALL[letter[1]].lstrip("y") for each in consonant)


def _geminated(way: str) -> str:
    """Return a way with ッ, written `*`, as the consonant behind it: Hattori, Hatchobori."""
    return re.sub(r"\*(.)", lambda match: ("t" if match[1] == "c" else match[1]) + match[1], way)


def _letters_of(kana: str) -> list[str]:
    """Return kana, each with the small one behind it."""
    return re.findall(r".[ャュョ]?", kana)
