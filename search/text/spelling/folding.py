"""Spelling folded away: width, case, kana, long vowels, old kanji. NumPy over code points, offsets kept.

`fold` is the one recipe for notes, queries and snippets. What it drops is what writers vary: シャーディング,
ｼｬｰﾃﾞｨﾝｸﾞ, しゃーでぃんぐ and シャーデイング all become シヤデイング.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from search.arrays import Codes, Offsets
from search.quickly_made import quickly_made
from search.text.spelling.kana import KATAKANA, LARGE
from search.text.spelling.kanji_variants import variant_table

BREAK, SKIP = 0, 1
"""Folded codes that are no character: a border between runs, and something that is simply left out."""

_UNICODE, FOLDED_BELOW = 0x110000, 0x34000
"""No character folds to a code from `FOLDED_BELOW` on: there are no kanji, only variation selectors and what
nobody agreed on.
"""
_VOICELESS = "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホウ"
_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
_DASHES = "-‐‑‒–—―−ー─ｰ〜～"
_DROPPED = _DASHES + "・･·'’ \t\u3000\u00a0\u200b\u200d\ufe0e\ufe0f_"
_MARK, _HALF_MARK, _VU = _UNICODE, _UNICODE + 1, _UNICODE + 2
"""Codes that need a second look, beyond Unicode so that one maximum tells whether a text has any."""
_REPEAT, _REPEAT_PLAIN, _REPEAT_VOICED = _UNICODE + 3, _UNICODE + 4, _UNICODE + 5
"""々, ゝ and ゞ: what stands before them, once more as it is, without its voicing, with it."""
_LEAST_REPEATED = 0x3041
_EXPANDED = _UNICODE + 6
"""With the code point added: what it expands to is in `_EXPANSIONS`."""
_NEW = 0xFFFFFFFF
"""Not met yet. A table of all would take longer to make than an index to open."""
SIGNS = ((0xA2, 0xBF), (0xD7, 0xD8), (0xF7, 0xF8), (0x2100, 0x2C00), (0x1F000, 0x1FB00))
"""Where the signs lie that people search for by themselves, as [first, last): → ♪ ✅ 🔥."""
_UNSEEN = ("Cf", "Mn", "Me")
"""Variation selectors, joiners, accents by themselves: they change how the character before them looks."""
_RARE = "\U0010ffff"
"""Stands for such a code in a string. No character folds to it."""
_A, _YA = ord("ア"), ord("ヤ")
_REPEATS = (
    dict.fromkeys("々〻", _REPEAT)
    | dict.fromkeys("ゝヽ", _REPEAT_PLAIN)
    | dict.fromkeys("ゞヾ", _REPEAT_VOICED)
)
_VU_ROW = {ord(v): ord(b) for v, b in zip("アイエオ", "バビベボ", strict=True)}


@quickly_made
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
    kept = (mapped != SKIP).nonzero()[0]
    mapped = mapped.take(kept)
    start = kept.astype(np.int32)
    end = start + 1
    if rare:
        # Each of these looks at all of a text, and has mostly nothing to do.
        kinds = set(mapped.compress(mapped >= _UNICODE).tolist())
        if max(kinds, default=0) >= _EXPANDED:
            mapped, start, end = _expand(mapped, start, end)
        if has_marks := not kinds.isdisjoint((_MARK, _HALF_MARK)):
            mapped, start, end = _voice(mapped, start, end)
        if has_marks or _VU in kinds:
            mapped, start, end = _without_vu(mapped, start, end)
        if not kinds.isdisjoint((_REPEAT, _REPEAT_PLAIN, _REPEAT_VOICED)):
            _repeat(mapped)
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


@lru_cache(maxsize=1024)
def folded_runs(text: str) -> str:
    """Return a word folded, U+0000 for each BREAK: what `fold` makes of it, sooner for a short one."""
    plain = text.translate(_SINGLE)
    if _RARE in plain or "ア" in plain:
        return fold(codes_of(text)).codes.tobytes().decode("utf-32-le")
    return plain


def _expand(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Replace the few characters that fold to several (㍿, Ⅲ, ﷺ); all of them keep their one origin."""
    several = (mapped >= _EXPANDED).nonzero()[0]
    pieces = [_EXPANSIONS[code - _EXPANDED] for code in mapped[several].tolist()]
    lengths = np.ones(len(mapped), np.intp)
    lengths[several] = [len(piece) for piece in pieces]
    flat = mapped.repeat(lengths)
    count = int(lengths[several].sum())
    flat[flat >= _EXPANDED] = np.fromiter(chain.from_iterable(pieces), np.uint32, count)
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


def _repeat(mapped: Codes) -> None:
    """Write what iteration marks stand for, in place: 人々 is 人人, すゝめ is すすめ, づゝ is づつ.

    A mark with neither kana nor kanji before it stays as the sign it is.
    """
    for i in ((mapped >= _REPEAT) & (mapped < _EXPANDED)).nonzero()[0].tolist():
        kind, before = int(mapped[i]), int(mapped[i - 1]) if i else BREAK
        if before < _LEAST_REPEATED:
            mapped[i] = ord("々")
        elif kind == _REPEAT_PLAIN:
            mapped[i] = _PLAIN_KANA.get(before, before)
        elif kind == _REPEAT_VOICED:
            mapped[i] = _VOICES.get((before, _MARK), before)
        else:
            mapped[i] = before


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
    mapped = _TABLE.take(codes, mode="clip")
    for i in (codes >= FOLDED_BELOW).nonzero()[0].tolist():
        mapped[i] = _entry(int(codes[i]))
    return mapped


def _entry(code: int) -> int:
    """Return what stands in the table for a code point, worked out when it is met for the first time."""
    if code >= FOLDED_BELOW:
        return _folded_code(chr(code))
    known = int(_TABLE[code])
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
    if char in _REPEATS:
        return _REPEATS[char]
    if unicodedata.category(char) in _UNSEEN or "\U0001f3fb" <= char <= "\U0001f3ff":
        return SKIP
    plain = _plain(char)
    if len(plain) > 1:
        _EXPANSIONS[ord(char)] = plain
        return _EXPANDED + ord(char)
    if plain:
        return plain[0]
    # A dash or a blank of another width is still one.
    return SKIP if all(part in _DROPPED for part in unicodedata.normalize("NFKC", char)) else BREAK


def _plain(char: str) -> tuple[int, ...]:
    """Return the folded code points of one character; empty for punctuation and the unassigned."""
    out: list[int] = []
    for part in unicodedata.normalize("NFKC", char).lower():
        part = part.translate(KATAKANA)
        part = LARGE.get(part, part)
        if part in _DROPPED:
            continue
        if part == "\u2044":
            out.append(BREAK)  # ½ is 1/2, not 12.
            continue
        category = unicodedata.category(part)
        if category[0] in "LN" or part in "+#" or is_sign(part):
            # Accents go: café is typed cafe. Kana keep their voicing, which NFD would part from them.
            base = part if part >= "\u3000" else unicodedata.normalize("NFD", part)[0]
            out.append(_VARIANTS.get(ord(base), ord(base)))
    return tuple(out)


@lru_cache(maxsize=4096)
def is_sign(char: str) -> bool:
    """Say whether a character is a sign that people search for by itself; punctuation is none."""
    in_range = any(first <= ord(char) < last for first, last in SIGNS)
    return in_range and unicodedata.category(char) in ("So", "Sm")


def _new_table() -> Codes:
    """Return the map of code points, shape (`FOLDED_BELOW` + 1,): kanji and hangul, the rest is `_NEW`."""
    table = np.full(FOLDED_BELOW + 1, _NEW, dtype=np.uint32)
    for first, last in ((0x3400, 0xA000), (0xAC00, 0xD7A4)):
        table[first:last] = np.arange(first, last)
    table[list(_VARIANTS)] = list(_VARIANTS.values())
    return table


_VARIANTS = variant_table()
_TABLE = _new_table()
_EXPANSIONS: dict[int, tuple[int, ...]] = {}
_SINGLE = _SingleCodes()
_VOICES = {
    (ord(a), _HALF_MARK if b in "パピプペポ" else _MARK): _VU if b == "ヴ" else ord(b)
    for a, b in zip(_VOICELESS, _VOICED, strict=True)
}
_PLAIN_KANA = {ord(b): ord(a) for a, b in zip(_VOICELESS, _VOICED, strict=True) if b not in "パピプペポ"}
_I_ROW = np.zeros(0x3100, dtype=bool)
_I_ROW[[ord(c) for c in "イキシチニヒミリギジヂビピ"]] = True
