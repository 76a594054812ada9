"""Runs of Latin letters and digits: what Sudachi would tear apart, and the pieces people search for.

HPMoonShot is found by HP, by MoonShot and by hpmoonshot; C++ is not C; a two-letter word is never found
inside another.
"""

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np

_L = "0-9A-Za-z０-９Ａ-Ｚａ-ｚÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ"
RUN = re.compile(rf"[{_L}]+(?:[.\-/&'’．＆_‐-―−][{_L}]+)*(?:\+\+|＋＋|[+#＋＃](?![{_L}]))?")
"""One run: letters and digits with single joints inside, C++ and C# with their tail."""

IS_LETTER = np.zeros(0x10000, np.bool_)
"""Whether a code point begins a run; those beyond are clipped to the last."""
for _first, _last in re.findall("(.)-(.)", _L):
    IS_LETTER[ord(_first) : ord(_last) + 1] = True

_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\x00-\x7f]+")
_PARTS = re.compile(r"[^.\-/&'_ ]+")

PIECE = 0.5
"""Weight of a piece beside the whole run: equal weights cost 0.004 success@1 on clean known items."""


@lru_cache(maxsize=65536)
def pieces_of(run: str) -> tuple[tuple[str, int, int], ...]:
    """Return (term, start, end) of every piece of an ASCII `run`, offsets into it, without the whole.

    Parts at joints, camelCase humps, acronyms, digits, and two neighbouring humps together (ProLiant).
    Pieces of one letter, or of two that are not both capitals, are left out: they match anywhere.
    """
    found: list[tuple[str, int, int]] = []
    for part in _PARTS.finditer(run):
        spans = [(m.start() + part.start(), m.end() + part.start()) for m in _PIECE.finditer(part[0])]
        joined = [(a[0], b[1]) for a, b in pairwise(spans)]
        if len(spans) > 1:
            found += [(run[a:b], a, b) for a, b in spans + (joined if len(spans) > 2 else [])]
        if part[0] != run:
            found.append((part[0], part.start(), part.end()))
    kept = {}
    for piece, start, end in found:
        if (len(piece) > 2 or piece.isdigit() or (len(piece) == 2 and piece.isupper())) and (start, end) != (
            0,
            len(run),
        ):
            kept[start, end] = (piece.lower(), start, end)
    return tuple(kept[span] for span in sorted(kept))


def key_of(run: str) -> str:
    """Return the term of a whole ASCII run: lower case, joints dropped (amino-6 = amino6), 3.0 kept."""
    lowered = run.lower()
    return lowered if lowered.replace(".", "").isdigit() else re.sub(r"[.\-/&'_]", "", lowered)


_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "エー",
            "ビー",
            "シー",
            "ディー",
            "イー",
            "エフ",
            "ジー",
            "エイチ",
            "アイ",
            "ジェー",
            "ケー",
            "エル",
            "エム",
            "エヌ",
            "オー",
            "ピー",
            "キュー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ブイ",
            "ダブリュー",
            "エックス",
            "ワイ",
            "ゼット",
        ],
        strict=True,
    )
)


def spelt_out(word: str) -> str:
    """Return an acronym read letter by letter in katakana (NHK エヌエイチケー), empty if it is none."""
    if not (word.isascii() and word.isalpha() and word.isupper() and 2 <= len(word) <= 5):
        return ""
    return "".join(_LETTERS[c] for c in word.lower())
