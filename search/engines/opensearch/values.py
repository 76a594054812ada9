"""Values: what a document keeps packed, as one value of bytes each.

    places   number of terms · bytes of a number (2 or 4) · hash of each term, ascending, 4 bytes · where each
             one's positions end · the positions, one term's behind the other's, ascending
    shown    bytes of the text, 4 bytes · the text · the spans; compressed

Scripts search the first.
"""

import base64
import threading
from collections.abc import Sequence

import numpy as np
import zstandard

from search.arrays import Int64Array, ranges_of
from search.engines.batches import Run
from search.engines.opensearch.mapping import bytes_of

_NARROW = 1 << 16
_PLACES_HEAD, _SHOWN_HEAD = 8, 4
_LEVEL = 1
"""Of zstandard: a third of the bytes is left, in 60 µs a document."""


class _Own(threading.local):
    """What each thread has: to make a decompressor takes as long as to unpack a document."""

    def __init__(self) -> None:
        self.decompressor = zstandard.ZstdDecompressor()


_own = _Own()


def packed_places(run: Run, hashes: Int64Array, documents: int) -> list[bytes]:
    """Return each document's value, in base64, empty without terms; `hashes` are those of the run's terms.

    A term with the hash 9 in the documents 0 and 1, at 4 and at 5, 7, and one with 2 in document 1, at 6: of
    document 1 the value has the hashes 2, 9, their ends 1, 3, and the positions 6, 5, 7.
    """
    sizes = np.diff(run.firsts)
    by_hash = np.argsort(hashes)
    order = ranges_of(run.firsts[by_hash], sizes[by_hash])
    order = order[np.argsort(run.documents[order], kind="stable")]
    counts = run.counts.astype(np.int64)
    hashes, counts, firsts = hashes.repeat(sizes)[order], counts[order], (counts.cumsum() - counts)[order]
    positions = run.positions[ranges_of(firsts, counts)]
    stops = np.bincount(run.documents, minlength=documents).cumsum()
    ends = np.concatenate([[0], counts.cumsum()])
    begins = ends[np.concatenate([[0], stops])]
    own_ends = ends[1:] - begins[:-1].repeat(np.diff(stops, prepend=0))
    is_narrow = max(int(own_ends.max(initial=0)), int(positions.max(initial=0))) < _NARROW
    number = np.dtype("<u2" if is_narrow else "<u4")
    columns = hashes.astype("<i4"), own_ends.astype(number), positions.astype(number)
    first, packed = 0, []
    for stop, begin, end in zip(stops.tolist(), begins.tolist(), begins[1:].tolist(), strict=False):
        ranges = slice(first, stop), slice(first, stop), slice(begin, end)
        head = np.array([stop - first, number.itemsize], "<u4")
        parts = (column[own] for column, own in zip(columns, ranges, strict=True))
        value = b"".join(part.tobytes() for part in (head, *parts)) if stop > first else b""
        packed.append(base64.b64encode(value))
        first = stop
    return packed


class Places:
    """Where the terms of one document stand."""

    def __init__(self, encoded: str) -> None:
        value = bytes_of(encoded)
        size, width = np.frombuffer(value, "<u4", 2).tolist()
        number = np.dtype("<u2" if width == 2 else "<u4")
        self._hashes = np.frombuffer(value, "<i4", size, _PLACES_HEAD)
        self._ends = np.frombuffer(value, number, size, _PLACES_HEAD + 4 * size)
        self._positions = np.frombuffer(value, number, offset=_PLACES_HEAD + (4 + width) * size)

    def of(self, term_hash: int) -> Int64Array:
        """Return the ascending positions of a term; none where it does not stand."""
        at = int(self._hashes.searchsorted(term_hash))
        if at == len(self._hashes) or self._hashes[at] != term_hash:
            return np.zeros(0, np.int64)
        return self._positions[int(self._ends[at - 1]) if at else 0 : int(self._ends[at])].astype(np.int64)


def packed_shown(stored: Sequence[str], spans: Sequence[bytes]) -> list[bytes]:
    """Return the values of some documents, in base64."""
    compress = zstandard.ZstdCompressor(_LEVEL).compress
    texts = [text.encode("utf-8", "surrogatepass") for text in stored]
    return [
        base64.b64encode(compress(len(text).to_bytes(_SHOWN_HEAD, "little") + text + own))
        for text, own in zip(texts, spans, strict=True)
    ]


def unpacked(encoded: str) -> tuple[str, bytes]:
    data = _own.decompressor.decompress(bytes_of(encoded))
    end = _SHOWN_HEAD + int.from_bytes(data[:_SHOWN_HEAD], "little")
    return data[_SHOWN_HEAD:end].decode("utf-8", "surrogatepass"), data[end:]
