"""Spelling folded away: width, case, kana, long vowels, old kanji. NumPy over code points, offsets kept.

`fold` is the one recipe for notes, queries and snippets. What it drops is what writers vary: シャーディング,
ｼｬｰﾃﾞｨﾝｸﾞ, しゃーでぃんぐ and シャーデイング all become シヤデイング.
"""

from functools import lru_cache
from itertools import chain

import numpy as np
from msgspec import Struct

from search.arrays import Codes, Offsets
from search.text.spelling.folded_codes import (
    BEYOND_UNICODE,
    EXPANDED,
    EXPANSIONS,
    HALF_MARK,
    MARK,
    REPEAT,
    REPEAT_PLAIN,
    REPEAT_VOICED,
    SKIP,
    VU,
    code_of,
    folded_codes,
)
from search.text.spelling.folded_codes import BREAK as BREAK

_VOICELESS = "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホウ"
_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
_LEAST_REPEATED = 0x3041
_RARE = "\U0010ffff"
"""Stands for such a code in a string. No character folds to it."""
_A, _YA = ord("ア"), ord("ヤ")
_VU_ROW = {ord(v): ord(b) for v, b in zip("アイエオ", "バビベボ", strict=True)}


class Folded(Struct, frozen=True):
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
    mapped, rare = folded_codes(codes)
    kept = (mapped != SKIP).nonzero()[0]
    mapped = mapped.take(kept)
    start = kept.astype(np.int32)
    end = start + 1
    if rare:
        # Each of these looks at all of a text, and has mostly nothing to do.
        kinds = set(mapped.compress(mapped >= BEYOND_UNICODE).tolist())
        if max(kinds, default=0) >= EXPANDED:
            mapped, start, end = _expand(mapped, start, end)
        if has_marks := not kinds.isdisjoint((MARK, HALF_MARK)):
            mapped, start, end = _voice(mapped, start, end)
        if has_marks or VU in kinds:
            mapped, start, end = _without_vu(mapped, start, end)
        if not kinds.isdisjoint((REPEAT, REPEAT_PLAIN, REPEAT_VOICED)):
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


def folded_places(text: str) -> tuple[list[int], list[int]]:
    """Return the folded codes of a text and where each begins: what `fold` makes of it, sooner for a short
    one.
    """
    found = [(code, at) for at, char in enumerate(text) if (code := _SINGLE[ord(char)]) is not None]
    codes, starts = [code for code, _ in found if isinstance(code, int)], [at for _, at in found]
    if len(codes) < len(starts) or _A in codes:
        characters = fold(codes_of(text))
        return characters.codes.tolist(), characters.start.tolist()
    return codes, starts


def _expand(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Replace the few characters that fold to several (㍿, Ⅲ, ﷺ); all of them keep their one origin."""
    several = (mapped >= EXPANDED).nonzero()[0]
    pieces = [EXPANSIONS[code - EXPANDED] for code in mapped[several].tolist()]
    lengths = np.ones(len(mapped), np.intp)
    lengths[several] = [len(piece) for piece in pieces]
    flat = mapped.repeat(lengths)
    count = int(lengths[several].sum())
    flat[flat >= EXPANDED] = np.fromiter(chain.from_iterable(pieces), np.uint32, count)
    return flat, start.repeat(lengths), end.repeat(lengths)


def _voice(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """Join combining and half-width (semi-)voiced marks to the kana before them."""
    marks = (mapped == MARK) | (mapped == HALF_MARK)
    for i in np.flatnonzero(marks).tolist():
        if i:
            mapped[i - 1] = _VOICES.get((int(mapped[i - 1]), int(mapped[i])), mapped[i - 1])
            end[i - 1] = end[i]
    kept = ~marks
    return mapped[kept], start[kept], end[kept]


def _without_vu(mapped: Codes, start: Offsets, end: Offsets) -> tuple[Codes, Offsets, Offsets]:
    """ヴァ ヴィ ヴ ヴェ ヴォ become バ ビ ブ ベ ボ."""
    kept = np.ones(len(mapped), dtype=bool)
    for i in np.flatnonzero(mapped == VU).tolist():
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
    for i in ((mapped >= REPEAT) & (mapped < EXPANDED)).nonzero()[0].tolist():
        kind, before = int(mapped[i]), int(mapped[i - 1]) if i else BREAK
        if before < _LEAST_REPEATED:
            mapped[i] = ord("々")
        elif kind == REPEAT_PLAIN:
            mapped[i] = _PLAIN_KANA.get(before, before)
        elif kind == REPEAT_VOICED:
            mapped[i] = _VOICES.get((before, MARK), before)
        else:
            mapped[i] = before


class _SingleCodes(dict[int, int | str | None]):
    """What `str.translate` makes of each character, looked up when it is first met."""

    def __missing__(self, code: int) -> int | str | None:
        folded_code = code_of(code)
        self[code] = None if folded_code == SKIP else _RARE if folded_code >= BEYOND_UNICODE else folded_code
        return self[code]


_SINGLE = _SingleCodes()
_VOICES = {
    (ord(a), HALF_MARK if b in "パピプペポ" else MARK): VU if b == "ヴ" else ord(b)
    for a, b in zip(_VOICELESS, _VOICED, strict=True)
}
_PLAIN_KANA = {ord(b): ord(a) for a, b in zip(_VOICELESS, _VOICED, strict=True) if b not in "パピプペポ"}
_I_ROW = np.zeros(0x3100, dtype=bool)
_I_ROW[[ord(c) for c in "イキシチニヒミリギジヂビピ"]] = True
