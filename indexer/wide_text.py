"""Wide text: files of two or four bytes a character, as some editors and shells write them, marked or not."""

import unicodedata
from codecs import getincrementaldecoder

_CODINGS = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_BYTE_ORDERS = (b"\xff\xfe", b"\xfe\xff")
_PEEKED = 100_000
_UNKNOWN = ("Cn", "Cc", "Co", "Cs")


def wide_coding_of(data: bytes) -> str:
    """Return the name of the coding of a text with two or four bytes a character, empty for another one.

    Where no mark says so, it is the one in which the beginning is lines of known characters: the end of a
    line in the other order is U+0A00, which is none.
    """
    if data.startswith(_BYTE_ORDERS) or b"\0" in data[:_PEEKED]:
        for coding in _CODINGS:
            if _is_plain(data[:_PEEKED], coding):
                return coding
    return "utf-16" if data.startswith(_BYTE_ORDERS) else ""


def _is_plain(data: bytes, coding: str) -> bool:
    try:
        # What is cut in the middle of a character is no reason to doubt.
        text = getincrementaldecoder(coding)().decode(data)
    except UnicodeDecodeError:
        return False
    return not {"\n", "\r"}.isdisjoint(text) and not any(
        unicodedata.category(each) in _UNKNOWN for each in set(text) - set("\n\r\t\f")
    )
