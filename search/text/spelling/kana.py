"""Kana: how they stand in rows, how small and hiragana ones are written large and in katakana, and which are
written for each other in foreign words.
"""

from collections.abc import Iterator

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
MORAS = (
    *zip(("フア", "フイ", "フエ", "フオ"), "ハヒヘホ", strict=True),
    *zip(("テイ", "テイ", "デイ", "デイ", "トウ", "ドウ"), "チテジデツズ", strict=True),
    *zip(("シエ", "ジエ", "チエ", "ウイ", "ウエ", "ウオ"), "セゼチイエオ", strict=True),
)
"""Two kana, both folded to large ones, that are heard as one of an older spelling, and that one."""


def other_moras_of(key: str) -> Iterator[str]:
    """Yield folded kana with one mora as others write it: スマホ for スマフォ, ツイッター for トゥイッター.

    >>> list(other_moras_of("スマフオ")), list(other_moras_of("ホン"))
    (['スマホ', 'スマフウオ'], ['フオン'])
    """
    for foreign, plain in MORAS:
        for one, other in ((foreign, plain), (plain, foreign)):
            place = key.find(one)
            while place >= 0:
                yield key[:place] + other + key[place + len(one) :]
                place = key.find(one, place + 1)
