"""Texts of documents, each compressed by itself against a dictionary made of some of them.

Notes are short and alike. Against a dictionary one by itself takes less room than in a block with others, and
to read it only it is unpacked.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np
import zstandard

from search.arrays import Array
from search.engines.columnar.files import BLOCK, ArrayFile
from search.errors import IndexDamaged

LEVEL = 3
SAMPLES = 400
"""Texts that the dictionary is made of, evenly spaced among the first 7 MB or more: four times as many save
1 % and take four times as long.
"""
SEGMENT, DMER = 500, 8
"""What zstd's COVER makes a dictionary of: pieces of so many bytes, for matches of so many at least. Found by
trying for talks and for spans; having zstd try for each index takes six times as long and saves nothing.
"""
LARGEST_DICTIONARY = 110 << 10
SMALLEST_DICTIONARY = 4 << 10
DICTIONARY_SHARE = 64
"""A dictionary is at most this part of the texts it serves; smaller ones than the smallest serve nobody."""
_MOST_IDLE = 8
"""Decompressors kept while nobody uses them: 160 kB each."""


class TextsDraft:
    """Texts to be written, in order; they are compressed as they come, once a dictionary can be made of some.

    So those of a large segment are not held as they are, and compressing them does not wait for the last.
    """

    def __init__(self, texts: Sequence[bytes] = ()) -> None:
        self._waiting: list[bytes] = []
        self._size = 0
        self._packed: list[bytes] = []
        self._sizes: list[int] = []
        self._compressor: zstandard.ZstdCompressor | None = None
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        self.add(texts)

    def add(self, texts: Sequence[bytes]) -> None:
        """Add texts behind the others."""
        self._waiting += texts
        self._size += sum(map(len, texts))
        if self._compressor is not None or self._size >= LARGEST_DICTIONARY * DICTIONARY_SHARE:
            self._compress()

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the arrays that keep these texts, one a document; the draft has them no more.

        Text d is packed in `places[d]:places[d + 1]` of `packed`; an empty one in nothing.

        Texts that are packed in 3, 0 and 2 bytes have the places 0, 3, 3, 5.
        """
        self._compress()
        places = np.zeros(len(self._sizes) + 1, np.uint64)
        np.cumsum(self._sizes, out=places[1:])
        packed = b"".join(self._packed)
        self._packed, self._sizes = [], []
        return {
            f"{name}.places": places,
            f"{name}.packed": _bytes_of(packed),
            f"{name}.dictionary": _bytes_of(self._dictionary.as_bytes() if self._dictionary else b""),
        }

    def _compress(self) -> None:
        if self._compressor is None:
            self._dictionary = _dictionary_of(self._waiting)
            self._compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._dictionary)
        compress = self._compressor.compress
        packed = [compress(text) if text else b"" for text in self._waiting]
        self._sizes += map(len, packed)
        # By itself each holds the memory of what it might have become: that of the text and more.
        self._packed.append(b"".join(packed))
        self._waiting = []


def _dictionary_of(texts: Sequence[bytes]) -> zstandard.ZstdCompressionDict | None:
    size = min(LARGEST_DICTIONARY, sum(map(len, texts)) // DICTIONARY_SHARE)
    if size < SMALLEST_DICTIONARY:
        return None
    samples: list[bytes | bytearray | memoryview] = [
        text for text in texts[:: max(1, len(texts) // SAMPLES)] if text
    ]
    try:
        dictionary = zstandard.train_dictionary(size, samples, k=SEGMENT, d=DMER)
    except zstandard.ZstdError:
        # Texts that have nothing in common make none.
        return None
    dictionary.precompute_compress(level=LEVEL)
    return dictionary


def _bytes_of(data: bytes) -> Array:
    return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)


class Texts:
    """Texts read back. May be shared by threads."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._places = file.unchecked(f"{name}.places").data
        self._packed = file.unchecked(f"{name}.packed").data
        self._places_at, self._place_size = file.rows_of(f"{name}.places")
        self._packed_at, _ = file.rows_of(f"{name}.packed")
        dictionary = file.array(f"{name}.dictionary").tobytes()
        self._dictionary = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        # A decompressor must not be shared by threads, and one's first text costs twice as much as another:
        # who needs one takes it out of here, and puts it back.
        self._idle: deque[zstandard.ZstdDecompressor] = deque(maxlen=_MOST_IDLE)

    def __len__(self) -> int:
        return len(self._places) - 1

    def text(self, document: int) -> bytes:
        """Return the text of one document; raises `IndexDamaged`."""
        return self.texts([document])[0]

    def texts(self, documents: Sequence[int]) -> list[bytes]:
        """Return the texts of some documents, in their order; raises `IndexDamaged`."""
        try:
            decompressor = self._idle.pop()
        except IndexError:
            decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary)
        packed, places, size = self._packed, self._places, self._place_size
        found = []
        for document in documents:
            at = self._places_at + document * size
            self._check(at, at + 2 * size)
            start, end = places[document], places[document + 1]
            if start == end:
                found.append(b"")
                continue
            self._check(self._packed_at + start, self._packed_at + end)
            try:
                found.append(decompressor.decompress(packed[start:end]))
            except zstandard.ZstdError as error:
                raise IndexDamaged(f"{self._file.path} does not unpack: run `indexer rebuild`") from error
        self._idle.append(decompressor)
        return found

    def _check(self, start: int, stop: int) -> None:
        # A look at what is known already is all it mostly takes.
        if self._file.seen.find(0, start // BLOCK, (stop - 1) // BLOCK + 1) >= 0:
            self._file.check(start, stop)
