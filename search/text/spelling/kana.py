"""Kana: how they stand in rows, and how small and hiragana ones are written large and in katakana."""

ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ",
    "h": "ハヒフヘホ", "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ",
    "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
"""Consonant -> its kana before a, i, u, e and o."""
SYLLABLES = {c + v: kana for c, row in ROWS.items() for v, kana in zip("aiueo", row, strict=True)}
SMALL = dict(zip("ァィゥェォャュョ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
LARGE = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
"""Hiragana -> katakana, code points."""
HIRAGANA = {katakana: hiragana for hiragana, katakana in KATAKANA.items()}
"""Katakana -> hiragana, code points."""
