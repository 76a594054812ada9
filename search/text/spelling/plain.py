"""Plain text: what Sudachi gets, code point for code point."""

import numpy as np

from search.arrays import Codes
from search.text.spelling.folding import codes_of
from search.text.spelling.kanji_variants import variant_table


def plain_text(text: str) -> str:
    """Return what `plain_of` makes of a text; most texts have nothing that it changes."""
    return text if text.isascii() or _CHANGED.isdisjoint(text) else plain_of(codes_of(text))


def plain_of(codes: Codes) -> str:
    """Return the text for Sudachi, code point for code point: old kanji new, dashes in kana ー."""
    plain = _ONE_TO_ONE[codes]
    dashes = _IS_DASH.take(codes, mode="clip").nonzero()[0]
    if len(dashes):
        after_kana = dashes[(dashes > 0) & _IS_KATAKANA.take(plain[dashes - 1], mode="clip")]
        plain[after_kana] = ord("ー")
    return plain.tobytes().decode("utf-32-le")


def _one_to_one() -> Codes:
    table = np.arange(0x110000, dtype=np.uint32)
    table[0xD800:0xE000] = 0xFFFD
    for old, new in variant_table().items():
        table[old] = new
    return table


_DASHES = "-‐‑‒–—―−─"
_CHANGED = frozenset({*_DASHES, *map(chr, variant_table()), *map(chr, range(0xD800, 0xE000))})


_ONE_TO_ONE = _one_to_one()
_IS_DASH = np.zeros(0x10000, dtype=np.bool_)
_IS_DASH[[ord(c) for c in _DASHES]] = True
_IS_KATAKANA = np.zeros(0x10000, dtype=np.bool_)
_IS_KATAKANA[0x30A1:0x30FB] = True
_IS_KATAKANA[0xFF66:0xFFA0] = True
