"""Runs of Latin letters and digits: what Sudachi would tear apart, and the pieces people search for.

HPMoonShot is found by HP, by MoonShot and by hpmoonshot; C++ is not C; a two-letter word is never found
inside another.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

ALIKE = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | {0x2044: "/"} | dict.fromkeys(map(ord, "’‘"), "'")
"""Signs that are typed for an ASCII joint, by code point, with what they stand for."""


def _either_width(characters: str) -> str:
    """Return the inside of a character class: ASCII characters, their wide twins and their look-alikes."""
    alike = "".join(chr(code) for code, char in ALIKE.items() if char in characters)
    return "".join(re.escape(char + chr(ord(char) + 0xFEE0)) for char in characters) + re.escape(alike)


_L = "0-9A-Za-z０-９Ａ-Ｚａ-ｚÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ¼-¾№℡⅐-ⅿ㍱-㏟"
_M = "\u0300-\u036f"
"""Accents behind their letter."""
_JOINTS = ".-/&'_"
_J, _PLUS, _TAIL = _either_width(_JOINTS), _either_width("+"), _either_width("+#")
_D = "0-9０-９"
_THOUSANDS = (
    rf"(?<=[{_D}])(?<![{_D}]{{4}})"
    + "".join(rf"(?<![A-Za-z][{_D}]{{{digits}}})" for digits in (1, 2, 3))
    + rf"[,，][{_D}]{{3}}(?![{_L}])"
)
"""A comma in a number, and the digits behind it: 2,500 is 2500, and no 500; EC2,100 is two words."""
_WORD = f"[{_L}][{_L}{_M}]*+"
RUN = re.compile(rf"{_WORD}(?:[{_J}]{_WORD}|{_THOUSANDS})*+(?:[{_PLUS}]{{2}}|[{_TAIL}](?![{_L}]))?")
"""One run: letters and digits with single joints inside, C++ and C# with their tail, in any width.

Nothing is ever given back, and to say so (++) saves the memory of where it could be. The first letter stands
alone: only then does Python look for it quickly.
"""

_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\x00-\x7f]+")
_IN_ONE_PIECE = re.compile(r"[A-Z]?[a-z]+")
_PARTS = re.compile(r"[^.\-/&'_ ]+")
_VERSION = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)+")
"""2.7.18, also in Ruby2.7.18 and v2.7.18."""
_BEHIND_POINT = re.compile(r"[0-9]\.$")
_DROPPED_JOINT = re.compile(r",|(?<![0-9])[.\-/&'_]|[.\-/&'_](?![0-9])")
"""What is between two digits stays: 1/2 is not 12, nor is 6-20-1 a 6201."""

_ACCENTS = re.compile(f"[{_M}]")

PIECE = 0.5
"""Weight of a piece beside the whole run: equal weights cost 0.004 success@1 on clean known items."""


@lru_cache(maxsize=4096)
def pieces_of(run: str) -> tuple[tuple[str, int, int], ...]:
    """Return (term, start, end) of every piece of an ASCII `run`, offsets into it, without the whole.

    Parts at joints, camelCase humps, acronyms, digits, two neighbouring humps together (ProLiant), and
    versions with those that they belong to (2 and 2.7 of 2.7.18, but not 18).
    Pieces of one letter, or of two that are not both capitals, are left out: they match anywhere. But what
    joints part is a word: Go of Go/Rust, Py of Ren'Py. It of It's is not.
    """
    if _IN_ONE_PIECE.fullmatch(run) or "," in run:
        return ()
    found: list[tuple[str, int, int]] = []
    apart: set[tuple[int, int]] = set()
    for part in _PARTS.finditer(run):
        spans = [(m.start() + part.start(), m.end() + part.start()) for m in _PIECE.finditer(part[0])]
        joined = [(a[0], b[1]) for a, b in pairwise(spans)]
        if len(spans) > 1:
            found += [(run[a:b], a, b) for a, b in spans + (joined if len(spans) > 2 else [])]
        if part[0] != run:
            found.append((part[0], part.start(), part.end()))
            if part[0][0].isupper() and run[part.end() : part.end() + 1] != "'":
                apart.add(part.span())
    for version in _VERSION.finditer(run):
        numbers = version[0].split(".")
        for count in range(2, len(numbers) + 1):
            found.append((whole := ".".join(numbers[:count]), version.start(), version.start() + len(whole)))
    kept = {}
    for piece, start, end in found:
        if piece.isdigit() and _BEHIND_POINT.search(run, 0, start):
            continue
        is_word = len(piece) == 2 and (piece.isupper() or (start, end) in apart)
        tells = len(piece) > 2 or piece.replace(".", "").isdigit() or is_word
        if tells and (start, end) != (0, len(run)):
            kept[start, end] = (piece.lower(), start, end)
    return tuple(kept[span] for span in sorted(kept))


def parts_of(run: str) -> tuple[str, ...]:
    """Return the terms of what joints part in a run: TCP/IP gives tcp and ip."""
    return tuple(part[0].lower() for part in _PARTS.finditer(ascii_of(run)))


def ascii_of(run: str) -> str:
    """Return a run as it is typed in ASCII: narrow, é as e, dashes as "-", ½ as 1/2, Ⅲ as III, ㎞ as km."""
    if run.isascii():
        return run
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", run).translate(ALIKE))


def key_of(run: str) -> str:
    """Return the term of a whole run: lower case, without joints (UTF-8 = utf8) but between digits (3.0).

    >>> key_of("UTF-8"), key_of("Python3.12"), key_of("1/2"), key_of("2,500")
    ('utf8', 'python3.12', '1/2', '2500')
    """
    plain = ascii_of(run).lower()
    return plain if plain.isalnum() else _DROPPED_JOINT.sub("", plain)


_NAMES = (
    "エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー ピー キュー アール "
    "エス ティー ユー ブイ ダブリュー エックス ワイ ゼット"
)
_LETTERS = dict(zip(ascii_lowercase, _NAMES.split(), strict=True))


def spelt_out(word: str) -> str:
    """Return an acronym read letter by letter in katakana (NHK エヌエイチケー), empty if it is none."""
    if not (word.isascii() and word.isalpha() and word.isupper() and 2 <= len(word) <= 5):
        return ""
    return "".join(_LETTERS[c] for c in word.lower())
