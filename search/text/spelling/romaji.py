"""Romaji -> katakana, for queries such as kataoka. Hepburn and Kunrei; anything else is no romaji."""

import re
from functools import lru_cache

from search.text.spelling.kana import SYLLABLES

_TABLE = SYLLABLES | dict(
    zip(
        ("ya", "yu", "yo", "wa", "wo", "fu", "shi", "chi", "tsu", "ji"),
        "ヤユヨワヲフシチツジ",
        strict=True,
    )
)
for _c, _k in {"ky": "キ", "sh": "シ", "sy": "シ", "ch": "チ", "ty": "チ", "ny": "ニ", "hy": "ヒ",
               "my": "ミ", "ry": "リ",
               "gy": "ギ", "j": "ジ", "jy": "ジ", "zy": "ジ", "by": "ビ", "py": "ピ"}.items():  # fmt: skip
    _TABLE |= {_c + "a": _k + "ャ", _c + "u": _k + "ュ", _c + "o": _k + "ョ"}
_SYLLABLE = re.compile(
    "|".join(sorted(_TABLE, key=len, reverse=True)) + "|nn?'?(?![aiueoy])|([kstpgzdbcm])(?=\\1)|m(?=[bp])"
)


@lru_cache(maxsize=65536)
def kana_of(word: str) -> str:
    """Return a word of four letters or more in katakana, empty when it is not romaji throughout."""
    lowered = word.lower()
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
