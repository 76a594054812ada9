"""Blocks: texts of documents, compressed some together, each to be had without its neighbours' blocks."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import zstandard

from search.engines.columnar.files import Array, ArrayFile
from search.errors import IndexDamaged

BLOCK = 1 << 14
"""Bytes of text compressed together: twice as much saves 5 % and doubles what a hit costs to read."""
LEVEL = 3
_KEPT = 64
"""Blocks kept unpacked: those of the pages that are being looked at."""


def packed_blocks(name: str, texts: Sequence[bytes]) -> dict[str, Array]:
    """Return the arrays that keep these texts, one a document.

    Text d is bytes `ends[d]:ends[d + 1]` of all of them; block b holds `begins[b]:begins[b + 1]` of those and
    is packed in `places[b]:places[b + 1]` of `packed`.
    """
    ends = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    compressor = zstandard.ZstdCompressor(level=LEVEL)
    firsts = [0]
    while firsts[-1] < len(texts):
        # As many as fit, and one at least.
        last = int(np.searchsorted(ends, ends[firsts[-1]] + BLOCK, "right")) - 1
        firsts.append(max(firsts[-1] + 1, min(last, len(texts))))
    packed = [compressor.compress(b"".join(texts[first:last])) for first, last in pairwise(firsts)]
    places = np.zeros(len(packed) + 1, np.int64)
    np.cumsum([len(block) for block in packed], out=places[1:])
    return {
        f"{name}.ends": ends,
        f"{name}.begins": ends[firsts],
        f"{name}.places": places,
        f"{name}.packed": np.frombuffer(b"".join(packed) or b"\0", np.uint8),
    }


class Blocks:
    """Texts read back. May be shared by threads."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = f"{name}.packed"
        self._ends = file.array(f"{name}.ends")
        begins = file.array(f"{name}.begins")
        places = file.array(f"{name}.places")
        self._begins: list[int] = begins.tolist()
        self._places: list[int] = places.tolist()
        self._packed = file.unchecked(self._name)
        self._unpacked = lru_cache(maxsize=_KEPT)(self._unpack)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def text(self, document: int) -> bytes:
        """Return the text of one document."""
        start, end = self._ends[document : document + 2].tolist()
        if start == end:
            return b""
        block = bisect_right(self._begins, start, 0, len(self._begins) - 1) - 1
        begin = self._begins[block]
        return self._unpacked(block)[start - begin : end - begin]

    def _unpack(self, block: int) -> bytes:
        start, end = self._places[block : block + 2]
        self._file.check_array(self._name, start, end)
        size = self._begins[block + 1] - self._begins[block]
        try:
            # A decompressor must not be shared by threads; making one costs a microsecond.
            text: bytes = zstandard.ZstdDecompressor().decompress(self._packed[start:end].data, size)
        except zstandard.ZstdError as error:
            raise IndexDamaged(f"{self._file.path} does not unpack: run `indexer rebuild`") from error
        return text
