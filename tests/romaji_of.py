"""Romaji of kana, as people type it."""

_ROWS = {"": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ"} | {
    **{"h": "ハヒフヘホ", "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ"},
    **{"d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ"},
}
_SYLLABLES = {
    **{kana: each + vowel for each, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)},
    **{"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n"},
    **{"シ": "shi", "チ": "chi", "ツ": "tsu"},
}
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}


def romaji_of(kana: str) -> str:
    """Return kana in romaji; long vowels are left out, and so is what is no kana.

    >>> romaji_of("きょうか"), romaji_of("がっこう")
    ('kyouka', 'gakkou')
    """
    found = ""
    doubled = False
    for each in kana:
        sign = chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each
        if sign == "ッ":
            doubled = True
            continue
        syllable = _SYLLABLES.get(sign, "")
        if sign in _SMALL and found:
            glide = _SMALL[sign]
            found = found[:-1] + (glide[1:] if found[-2:-1] == "h" else glide)
        found += syllable[:1] * doubled + syllable
        doubled = False
    return found
