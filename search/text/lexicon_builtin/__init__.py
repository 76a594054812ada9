"""Common names and how else they are written. Used on queries only; the stored text is never changed.

The `.txt` files beside this are by domain. One line is one thing: its spellings parted by ` = `, the
canonical one first. Left out on purpose: what Sudachi's normalised forms bridge already (kernel = カーネル),
and spellings that are common words (make, 蟻). A spelling fires only as a whole query word. `>` stands before
kana that is mostly a common word: asking for the name finds the kana, asking for the kana not the name. `~`
stands before a name that is no use in a search (go, c, r): it only says what the thing is called.
"""

from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path

_TECHNOLOGIES = (
    "languages",
    "web",
    "mobile",
    "cloud",
    "data",
    "learning",
    "infrastructure",
    "tools",
    "things",
)
_WORDS = "words"
"""What talks speak of that is no technology."""


@cache
def common_names() -> tuple[tuple[str, ...], ...]:
    """Return one tuple of spellings a thing, the canonical one first."""
    return tuple(
        tuple(spelling.removeprefix(">") for spelling in line if not spelling.startswith("~"))
        for line in _lines_of(*_TECHNOLOGIES, _WORDS)
    )


@cache
def one_way_spellings() -> frozenset[str]:
    """Return the spellings that are mostly common words."""
    return frozenset(
        spelling[1:]
        for line in _lines_of(*_TECHNOLOGIES, _WORDS)
        for spelling in line
        if spelling.startswith(">")
    )


@cache
def digest() -> str:
    """Return what names this edition of the lists."""
    texts = "".join(map(_text_of, (*_TECHNOLOGIES, _WORDS)))
    return sha256(texts.encode()).hexdigest()


@cache
def technology_names() -> tuple[tuple[str, ...], ...]:
    """Return what of the names is a technology, each with what it is called first, common words included."""
    return tuple(tuple(spelling.lstrip("~>") for spelling in line) for line in _lines_of(*_TECHNOLOGIES))


def _lines_of(*domains: str) -> list[list[str]]:
    lines = chain.from_iterable(_text_of(domain).splitlines() for domain in domains)
    return [line.split(" = ") for line in lines if not line.startswith("# ")]


def _text_of(domain: str) -> str:
    return (Path(__file__).parent / f"{domain}.txt").read_text(encoding="utf-8")
