"""Spelling folded away: width, case, kana, long vowels, old kanji. NumPy over code points, offsets kept.

`fold` is the one recipe for notes, queries and snippets. What it drops is what writers vary: シャーディング,
ｼｬｰﾃﾞｨﾝｸﾞ, しゃーでぃんぐ and シャーデイング all become シヤデイング.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from search.arrays import Codes, Offsets
from search.text.spelling.kanji_variants import variant_table

BREAK, SKIP = 0, 1
"""Folded codes that are no character: a border between runs, and something that is simply left out."""

_UNICODE, _LAST = 0x110000, 0x30000
"""No letter from `_LAST` on is folded to anything: rare kanji, private use, tags."""
_SMALL = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
_VOICELESS = "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホウ"
_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
_DASHES = "-‐‑‒–—―−ー─ｰ〜～"
_DROPPED = _DASHES + "・･·'’ \t\u3000\u00a0\u200b\u200d\ufe0e\ufe0f_"
_MARK, _HALF_MARK, _VU = _UNICODE, _UNICODE + 1, _UNICODE + 2
"""Codes that need a second look, beyond Unicode so that one maximum tells whether a text has any."""
_EXPANDED = _UNICODE + 3
"""With the code point added: what it expands to is in `_EXPANSIONS`."""
_NEW = 0xFFFFFFFF
"""Not met yet. A table of all would take longer to make than an index to open."""
_RARE = "\U0010ffff"
"""Stands for such a code in a string. No character folds to it."""
_A, _YA = ord("ア"), ord("ヤ")
_VU_ROW = {ord(v): ord(b) for v, b in zip("アイエオ", "バビベボ", strict=True)}


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded code points and where each came from: `text[start[i]:end[i]]`. BREAK parts runs."""

    codes: Codes
    start: Offsets
    end: Offsets

    def text(self) -> str:
        """The folded characters as a string, runs parted by a space."""
        return "".join(chr(c) if c else " " for c in self.codes.tolist())


def codes_of(text: str) -> Codes:
    """Return the code points of `text`; a lone surrogate stays one (folding makes it a BREAK)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fold(codes: Codes) -> Folded:
    """Fold code points. The result is at most 18 times as long (ﷺ), and usually a little shorter."""
    mapped = _TABLE.take(codes, mode="clip")
    rare = mapped.size > 0 and int(mapped.max()) >= _UNICODE
    if rare:
        mapped = _learned(codes, mapped)
    start = (mapped != SKIP).nonzero()[0].astype(np.int32)
    mapped = mapped[start]
    end = start + 1
    if rare:
        mapped, start, end = _expand(mapped, start, end)
        mapped, start, end = _voice(mapped, start, end)
        mapped, start, end = _without_vu(mapped, start, end)
    join_ia(mapped)
    return Folded(mapped, start, end)


def join_ia(codes: Codes) -> None:
    """Make ア after an i-row kana ヤ, in place: ペルシア = ペルシャ, ダイアモンド = ダイヤモンド."""
    a = (codes[1:] == _A).nonzero()[0]
    if len(a):
        codes[a[_I_ROW.take(codes[a], mode="clip")] + 1] = _YA


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return one word folded, without its breaks: the key under which its spellings meet."""
    return folded_runs(text).replace("\0", "")


def folded_runs(text: str) -> str:
    """Return a word folded, U+0000 for each BREAK: what `fold` makes of it, sooner for a short one."""
    plain = text.translate(_SINGLE)
    if _RARE in plain or "ア" in plain:
        return fold(codes_of(text)).codes.tobytes().decode("utf-32-le")
    return plain


def _expand(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Replace the few characters that fold to several (㍿, Ⅲ, ﷺ); all of them keep their one origin."""
    several = (mapped >= _EXPANDED).nonzero()[0]
    if len(several) == 0:
        return mapped, start, end
    pieces = [_EXPANSIONS[code - _EXPANDED] for code in mapped[several].tolist()]
    lengths = np.ones(len(mapped), np.intp)
    lengths[several] = [len(piece) for piece in pieces]
    flat = mapped.repeat(lengths)
    flat[(flat >= _EXPANDED).nonzero()[0]] = [code for piece in pieces for code in piece]
    return flat, start.repeat(lengths), end.repeat(lengths)


def _voice(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Join combining and half-width (semi-)voiced marks to the kana before them."""
    marks = (mapped == _MARK) | (mapped == _HALF_MARK)
    for i in np.flatnonzero(marks).tolist():
        if i:
            mapped[i - 1] = _VOICES.get((int(mapped[i - 1]), int(mapped[i])), mapped[i - 1])
            end[i - 1] = end[i]
    kept = ~marks
    return mapped[kept], start[kept], end[kept]


def _without_vu(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """ヴァ ヴィ ヴ ヴェ ヴォ become バ ビ ブ ベ ボ."""
    kept = np.ones(len(mapped), dtype=bool)
    for i in np.flatnonzero(mapped == _VU).tolist():
        row = _VU_ROW.get(int(mapped[i + 1])) if i + 1 < len(mapped) else None
        mapped[i] = row or ord("ブ")
        if row:
            end[i] = end[i + 1]
            kept[i + 1] = False
    return mapped[kept], start[kept], end[kept]


class _SingleCodes(dict[int, int | str | None]):
    """What `str.translate` makes of each character, looked up when it is first met."""

    def __missing__(self, code: int) -> int | str | None:
        folded_code = _entry(code)
        self[code] = None if folded_code == SKIP else _RARE if folded_code >= _UNICODE else folded_code
        return self[code]


def _learned(codes: Codes, mapped: Codes) -> Codes:
    """Return what `codes` fold to where `mapped` still has `_NEW` ones. Threads may do so at once."""
    new = mapped == _NEW
    if not new.any():
        return mapped
    for code in set(codes[new].tolist()):
        _entry(code)
    return _TABLE.take(codes, mode="clip")


def _entry(code: int) -> int:
    """Return what stands in the table for a code point, worked out when it is met for the first time."""
    known = int(_TABLE[min(code, _LAST)])
    if known == _NEW:
        _TABLE[code] = known = _folded_code(chr(code))
    return known


def _folded_code(char: str) -> int:
    """Return what stands in the table for one character."""
    if char in _DROPPED:
        return SKIP
    if char in "\u3099\uff9e゛":
        return _MARK
    if char in "\u309a\uff9f゜":
        return _HALF_MARK
    if char in "ヴゔ":
        return _VU
    plain = _plain(char)
    if len(plain) > 1:
        _EXPANSIONS[ord(char)] = plain
        return _EXPANDED + ord(char)
    return plain[0] if plain else BREAK


def _plain(char: str) -> tuple[int, ...]:
    """Return the folded code points of one character; empty for punctuation, symbols and the unassigned."""
    out: list[int] = []
    for part in unicodedata.normalize("NFKC", char).lower():
        if "ぁ" <= part <= "ゖ":
            part = chr(ord(part) + 0x60)
        part = _SMALL.get(part, part)
        if part in _DROPPED:
            continue
        if unicodedata.category(part)[0] in "LN" or part in "+#々":
            # Accents go: café is typed cafe. Kana keep their voicing, which NFD would part from them.
            base = part if part >= "\u3000" else unicodedata.normalize("NFD", part)[0]
            out.append(_VARIANTS.get(ord(base), ord(base)))
    return tuple(out)


def _new_table() -> Codes:
    """Return the map of code points, shape (`_LAST` + 1,): kanji and hangul are in it, the rest is `_NEW`."""
    table = np.full(_LAST + 1, _NEW, dtype=np.uint32)
    for first, last in ((0x3400, 0xA000), (0xAC00, 0xD7A4)):
        table[first:last] = np.arange(first, last)
    table[list(_VARIANTS)] = list(_VARIANTS.values())
    table[_LAST] = BREAK
    return table


_VARIANTS = variant_table()
_TABLE = _new_table()
_EXPANSIONS: dict[int, tuple[int, ...]] = {}
_SINGLE = _SingleCodes()
_VOICES = {
    (ord(a), _HALF_MARK if b in "パピプペポ" else _MARK): _VU if b == "ヴ" else ord(b)
    for a, b in zip(_VOICELESS, _VOICED, strict=True)
}
_I_ROW = np.zeros(0x3100, dtype=bool)
_I_ROW[[ord(c) for c in "イキシチニヒミリギジヂビピ"]] = True
