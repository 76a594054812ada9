"""Single values as people write them: dates, web addresses, lists, yes and no.

Each `parse_x` raises `ValueError` whose text tells the writer what to write instead.
"""

import datetime
import difflib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
    r"(?:\s*\(.\))?(?:(?:\s*|T)\d{1,2}(?::\d{2}|時)[^\n]*|\s*(?:[〜~–—]|から|\s-\s)[^\n]*)?"
)
_MARKDOWN_LINK = re.compile(
    r"!?\[(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()]*\))?)*\]"
    r"(?:\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)|（\s*(\S+?)\s*）)"
)
_BETWEEN_LINKS = re.compile(r"(?<!\s)(?:\s*+[,，、]\s*+|\s++|(?<=[)>）]))(?=<?https?://|!?\[)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNSAFE_IN_URL = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_PLAIN_URL = re.compile(r"https?://[0-9A-Za-z.-]+(?:[/?#][^\s\x00-\x1f\x7f<>\"\\^`{|}]*)?")
"""What needs no second look: nearly all addresses, in a tenth of the time."""
_COMMAS = re.compile(r"[,，、]")

_NEAR = 0.8

_YES = frozenset({"true", "yes", "はい", "○"})
_NO = frozenset({"false", "no", "いいえ", "×", ""})


def parse_date(text: str) -> datetime.date:
    """Accept 2015-01-14, 2015/1/14, 2015.1.14 and 2015年1月14日.

    Also full-width, with the day of the week, and with a time or a last day, which are not kept.
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if match:
        year, month, day = (int(number) for number in match.groups() if number is not None)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise ValueError(f"{text!r} という日はありません。2015-01-14 のように書いてください") from None
    raise ValueError(f"日付は 2015-01-14 のように書いてください(今は {text!r})")


def parse_url(text: str) -> str:
    """Accept an address as it stands, in angle brackets or as a Markdown link; only http and https."""
    if _PLAIN_URL.fullmatch(text):
        return text
    link = _MARKDOWN_LINK.fullmatch(text.strip())
    url = link[1] or link[2] if link else text.strip().removeprefix("<").removesuffix(">")
    url = _ESCAPE.sub(r"\1", url)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or _UNSAFE_IN_URL.search(url):
        raise ValueError(f"リンクは http:// か https:// で始まる 1 つの URL にしてください(今は {text!r})")
    return url


def parse_urls(text: str) -> tuple[str, ...]:
    """Accept several addresses with commas or blanks between them, each as `parse_url` does."""
    text = text.strip()
    if (_PLAIN_URL.fullmatch(text) and text.count("://") == 1) or _MARKDOWN_LINK.fullmatch(text):
        return (parse_url(text),)
    parts = [part for part in _BETWEEN_LINKS.split(text) if part]
    return tuple(dict.fromkeys(parse_url(part) for part in parts)) or (parse_url(text),)


def parse_yes(text: str) -> bool:
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"true か false と書いてください(今は {text!r})")


def items_of(text: str) -> tuple[str, ...]:
    """Split at commas of any width, without blanks and repetitions."""
    return tuple(dict.fromkeys(item.strip() for item in _COMMAS.split(text) if item.strip()))


@lru_cache(maxsize=4096)
def near_key_of(written: str, known: tuple[str, ...]) -> str:
    """Return the known key that was probably meant; empty when none is near.

    Short keys are never guessed: `data` and `like` are words of their own.
    """
    candidates = [key for key in known if len(key) >= 4 and _similarity(len(key), len(written)) >= _NEAR]
    return next(iter(difflib.get_close_matches(written, candidates, 1, _NEAR)), "") if candidates else ""


def _similarity(length: int, other: int) -> float:
    """Return how similar texts of two lengths can be at best, in difflib's measure, which costs more."""
    return 2.0 * min(length, other) / (length + other)
