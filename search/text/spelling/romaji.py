"""Romaji -> katakana, for queries such as kataoka. Hepburn and Kunrei; anything else is no romaji."""

import re
from functools import lru_cache

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}  # fmt: skip
_TABLE = {c + v: kana for c, row in _ROWS.items() for v, kana in zip("aiueo", row, strict=True)}
_TABLE |= {
    "ya": "ヤ",
    "yu": "ユ",
    "yo": "ヨ",
    "wa": "ワ",
    "wo": "ヲ",
    "fu": "フ",
    "shi": "シ",
    "chi": "チ",
    "tsu": "ツ",
    "ji": "ジ",
}
for _c, _k in {"ky": "キ", "sh": "シ", "sy": "シ", "ch": "チ", "ty": "チ", "ny": "ニ", "hy": "ヒ",
               "my": "ミ", "ry": "リ",
               "gy": "ギ", "j": "ジ", "jy": "ジ", "zy": "ジ", "by": "ビ", "py": "ピ"}.items():  # fmt: skip
    _TABLE |= {_c + "a": _k + "ャ", _c + "u": _k + "ュ", _c + "o": _k + "ョ"}
_SYLLABLE = re.compile(
    "|".join(sorted(_TABLE, key=len, reverse=True)) + "|n'?(?![aiueoy])|([kstpgzdbcm])(?=\\1)|m(?=[bp])"
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
