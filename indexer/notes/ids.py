"""Ids: short names that stand in a URL, stay the same for years and are never ambiguous."""

import re
import unicodedata

MAX_LENGTH = 80

_SEPARATORS = re.compile(r"[\W_]+")
_ID = re.compile(r"[^\W_][\w-]*")


def slug_of(title: str) -> str:
    """Make an id from a title: its letters and digits in lower case, `-` for everything between them.

    Empty when the title has neither letter nor digit.
    """
    folded = unicodedata.normalize("NFKC", title).lower()
    return _SEPARATORS.sub("-", folded).strip("-")[:MAX_LENGTH].rstrip("-")


def parse_id(text: str) -> str:
    """Return the id in its one normal form (NFC); raise `ValueError` with the cure.

    Letters and digits of any script, `-` and `_`: so an id can never be `..`, hold a slash, or end
    like a file name, and its URL needs no escape beyond percent-encoding.
    """
    normal = unicodedata.normalize("NFC", text.strip())
    if not normal:
        raise ValueError("ID が空です")
    if not _ID.fullmatch(normal):
        raise ValueError(f"ID {text!r} に使えるのは文字・数字・「-」「_」だけで、先頭は文字か数字です")
    if len(normal) > MAX_LENGTH:
        raise ValueError(f"ID が長すぎます({MAX_LENGTH} 文字まで): {normal[:20]}…")
    return normal
