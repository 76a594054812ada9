"""Kept runs: the terms of some documents as a cluster gets them: words as one text, grams as rows."""

from typing import Any

import numpy as np
import numpy.typing as npt

from search.arrays import Codes, UInt64Array
from search.engines.batches import GRAM, Run, gram_codes
from search.engines.opensearch.mapping import PARTER, indexed_codes, kept_joined

_WIDTH = 4 * GRAM


def kept_text(run: Run) -> str:
    """Return strings as `kept_as` gives them, each with `PARTER` behind it; of packed grams nothing."""
    if isinstance(run.terms, np.ndarray) or not run.terms:
        return ""
    return kept_joined(run.terms) + PARTER


def parted(text: str) -> list[bytes]:
    """Return terms one by one that have each `PARTER` behind it."""
    return text.encode().split(PARTER.encode())[:-1]


def gram_rows(keys: UInt64Array) -> npt.NDArray[np.void]:
    """Return packed grams as `indexed_as` gives them, in UTF-8, filled with bytes 0 to one width, (n,)."""
    cells = _utf_8(indexed_codes(gram_codes(keys)))
    return cells.reshape(-1, _WIDTH).view(f"V{_WIDTH}").ravel()


def _utf_8(codes: Codes) -> npt.NDArray[np.uint8]:
    """Return characters of any shape as four bytes each, of which those that they do not need are 0.

    >>> _utf_8(np.array([ord("あ")], np.uint32)).tobytes().hex(" "), "あ".encode().hex(" ")
    ('e3 00 81 82', 'e3 81 82')
    """
    two, three, four = codes >= 0x80, codes >= 0x800, codes >= 0x10000
    first = np.select([four, three, two], [0xF0 | codes >> 18, 0xE0 | codes >> 12, 0xC0 | codes >> 6], codes)
    cells: npt.NDArray[Any] = np.zeros((*codes.shape, 4), np.uint8)
    cells[..., 0] = first
    for place, longer in enumerate((four, three, two), 1):
        cells[..., place] = longer * (0x80 | codes >> 6 * (3 - place) & 0x3F)
    return cells
