"""Rows: below which kana or letter of a list a name stands, and in which order."""

import re
import unicodedata

from search import Name

OTHER = "他"
"""The row of what has neither a reading nor a letter."""

_NUMBER = re.compile(r"\d+")
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_TO_HIRAGANA = ord("あ") - ord("ア")


def row_of(name: Name) -> str:
    """Return the kana, as あ for アン and か for ガ, or the letter A to Z, with which a name begins."""
    begins = unicodedata.normalize("NFKD", name.reading or name.text)[:1].upper().translate(_SMALL)
    if "ア" <= begins <= "ン":
        return chr(ord(begins) + _TO_HIRAGANA)
    return begins if begins.isascii() and begins.isalpha() else OTHER


def order_of_rows(row: str) -> tuple[bool, bool, str]:
    """Kana come before letters, and both before the rest."""
    return row == OTHER, row.isascii(), row


def order_of_names(name: Name) -> tuple[bool, str, str]:
    """Names stand as they are read, and behind them those that are not, as they are written; 2 before 10."""
    written = name.reading or name.text.casefold()
    return not name.reading, _NUMBER.sub(lambda number: number[0].zfill(9), written), name.text
