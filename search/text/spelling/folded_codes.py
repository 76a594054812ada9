"""Folded codes: what one character becomes once its width, case, script and age are folded away.

It is worked out when a character is met for the first time. What stands beside it, `folding` looks at.
"""

import unicodedata
from functools import lru_cache

import numpy as np

from search.arrays import Codes
from search.text.spelling.kana import KATAKANA, LARGE
from search.text.spelling.kanji_variants import variant_table

BREAK, SKIP = 0, 1
"""Folded codes that are no character: a border between runs, and something that is simply left out."""

BEYOND_UNICODE, FOLDED_BELOW = 0x110000, 0x34000
"""No character folds to a code from `FOLDED_BELOW` on: there are no kanji, only variation selectors and what
nobody agreed on.
"""
_DASHES = "-‐‑‒–—―−ー─ｰ〜～"
_DROPPED = _DASHES + "・･·'’ \t\u3000\u00a0\u200b\u200d\ufe0e\ufe0f_"
MARK, HALF_MARK, VU = BEYOND_UNICODE, BEYOND_UNICODE + 1, BEYOND_UNICODE + 2
"""Folded codes that need a second look, beyond Unicode so that one maximum tells whether a text has any."""
REPEAT, REPEAT_PLAIN, REPEAT_VOICED = BEYOND_UNICODE + 3, BEYOND_UNICODE + 4, BEYOND_UNICODE + 5
"""々, ゝ and ゞ: what stands before them, once more as it is, without its voicing, with it."""
EXPANDED = BEYOND_UNICODE + 6
"""With the code point added: what it expands to is in `EXPANSIONS`."""
_NEW = 0xFFFFFFFF
"""Not met yet. A table of all would take longer to make than an index to open."""
SIGNS = ((0xA2, 0xBF), (0xD7, 0xD8), (0xF7, 0xF8), (0x2100, 0x2C00), (0x1F000, 0x1FB00))
"""Where the signs lie that people search for by themselves, as [first, last): → ♪ ✅ 🔥."""
_UNSEEN = ("Cf", "Mn", "Me")
"""Variation selectors, joiners, accents by themselves: they change how the character before them looks."""
_REPEATS = (
    dict.fromkeys("々〻", REPEAT) | dict.fromkeys("ゝヽ", REPEAT_PLAIN) | dict.fromkeys("ゞヾ", REPEAT_VOICED)
)


def folded_codes(codes: Codes) -> tuple[Codes, bool]:
    """Return what each code point becomes by itself, and whether any of that needs a second look. Threads may
    ask at once.
    """
    found = _TABLE.take(codes, mode="clip")
    if not found.size or int(found.max()) < BEYOND_UNICODE:
        return found, False
    new = found == _NEW
    if new.any():
        for code in set(codes[new].tolist()):
            code_of(code)
        found = _TABLE.take(codes, mode="clip")
        for i in (codes >= FOLDED_BELOW).nonzero()[0].tolist():
            found[i] = code_of(int(codes[i]))
    return found, True


def code_of(code: int) -> int:
    """Return what stands in the table for a code point, worked out when it is met for the first time."""
    if code >= FOLDED_BELOW:
        return _folded_code(chr(code))
    known = int(_TABLE[code])
    if known == _NEW:
        _TABLE[code] = known = _folded_code(chr(code))
    return known


def _folded_code(char: str) -> int:
    """Return what stands in the table for one character."""
    if char in _DROPPED:
        return SKIP
    if char in "\u3099\uff9e゛":
        return MARK
    if char in "\u309a\uff9f゜":
        return HALF_MARK
    if char in "ヴゔ":
        return VU
    if char in _REPEATS:
        return _REPEATS[char]
    if unicodedata.category(char) in _UNSEEN or "\U0001f3fb" <= char <= "\U0001f3ff":
        return SKIP
    plain = _plain(char)
    if len(plain) > 1:
        EXPANSIONS[ord(char)] = plain
        return EXPANDED + ord(char)
    if plain:
        return plain[0]
    # A dash or a blank of another width is still one.
    return SKIP if all(part in _DROPPED for part in unicodedata.normalize("NFKC", char)) else BREAK


def _plain(char: str) -> tuple[int, ...]:
    """Return the folded code points of one character; empty for punctuation and the unassigned."""
    out: list[int] = []
    for part in unicodedata.normalize("NFKC", char).lower():
        part = part.translate(KATAKANA)
        part = LARGE.get(part, part)
        if part in _DROPPED:
            continue
        if part == "\u2044":
            out.append(BREAK)  # ½ is 1/2, not 12.
            continue
        category = unicodedata.category(part)
        if category[0] in "LN" or part in "+#" or is_sign(part):
            # Accents go: café is typed cafe. Kana keep their voicing, which NFD would part from them.
            base = part if part >= "\u3000" else unicodedata.normalize("NFD", part)[0]
            out.append(_VARIANTS.get(ord(base), ord(base)))
    return tuple(out)


@lru_cache(maxsize=4096)
def is_sign(char: str) -> bool:
    """Say whether a character is a sign that people search for by itself; punctuation is none."""
    in_range = any(first <= ord(char) < last for first, last in SIGNS)
    return in_range and unicodedata.category(char) in ("So", "Sm")


def is_kanji(code: int) -> bool:
    """Say whether a folded code is a kanji."""
    return 0x3400 <= code <= 0x9FFF or code >= 0x20000


def _new_table() -> Codes:
    """Return the map of code points, shape (`FOLDED_BELOW` + 1,): kanji and hangul, the rest is `_NEW`."""
    table = np.full(FOLDED_BELOW + 1, _NEW, dtype=np.uint32)
    for first, last in ((0x3400, 0xA000), (0xAC00, 0xD7A4)):
        table[first:last] = np.arange(first, last)
    table[list(_VARIANTS)] = list(_VARIANTS.values())
    return table


_VARIANTS = variant_table()
_TABLE = _new_table()
EXPANSIONS: dict[int, tuple[int, ...]] = {}
"""What characters expand to that become several, by their code points."""
