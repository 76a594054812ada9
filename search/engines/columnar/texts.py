"""Texts of documents, each compressed by itself against a dictionary made of some of them.

Notes are short and alike. Against a dictionary one by itself takes less room than in a block with others, and
to read it only it is unpacked. Spans are kept as they are: they are small by themselves, half the room is all
that compressing would save, and to unpack those of a page is a fifteenth of all that a search takes.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np
import zstandard

from search.arrays import Array, bounds_of
from search.engines.columnar.files import ArrayFile
from search.engines.columnar.spill import Pieces, Spill
from search.errors import IndexDamaged

AS_THEY_ARE = frozenset({"spans"})
LEVEL = 3
SAMPLES = 400
"""Texts the dictionary is made of, evenly spaced: four times as many save 1 % and take four times as long."""
SEGMENT, DMER = 500, 8
"""What zstd's COVER makes a dictionary of: pieces of so many bytes, for matches of so many at least. Found by
trying for talks; having zstd try for each index takes six times as long and saves nothing.
"""
LARGEST_DICTIONARY = 110 << 10
SMALLEST_DICTIONARY = 4 << 10
DICTIONARY_SHARE = 64
"""A dictionary is at most this part of the texts it serves; smaller ones than the smallest serve nobody."""
_MOST_IDLE = 8
"""Decompressors kept while nobody uses them: 160 kB each."""


class TextsDraft:
    """Texts to be written, compressed as they come, once a dictionary can be made of some, and spilled."""

    def __init__(self, name: str, spill: Spill) -> None:
        self._name = name
        self._waiting: list[bytes] = []
        self._size = 0
        self._packed = Pieces(spill)
        self._sizes: list[int] = []
        self._compressor: zstandard.ZstdCompressor | None = None
        self._dictionary: zstandard.ZstdCompressionDict | None = None

    def add(self, texts: Sequence[bytes]) -> None:
        self._waiting += texts
        self._size += sum(map(len, texts))
        if self._name in AS_THEY_ARE:
            self._keep(self._waiting)
        elif self._compressor is not None or self._size >= LARGEST_DICTIONARY * DICTIONARY_SHARE:
            self._compress()

    def arrays(self) -> dict[str, Array | Pieces]:
        """Return the arrays that keep these texts: text d is `packed[places[d]:places[d + 1]]`."""
        if self._name not in AS_THEY_ARE:
            self._compress()
        dictionary = self._dictionary.as_bytes() if self._dictionary else b""
        return {
            f"text.{self._name}.places": bounds_of(self._sizes).astype(np.uint64),
            f"text.{self._name}.packed": self._packed,
            f"text.{self._name}.dictionary": np.frombuffer(dictionary, np.uint8),
        }

    def _compress(self) -> None:
        if self._compressor is None:
            self._dictionary = _dictionary_of(self._waiting)
            self._compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._dictionary)
        compress = self._compressor.compress
        self._keep([compress(text) if text else b"" for text in self._waiting])

    def _keep(self, packed: Sequence[bytes]) -> None:
        self._sizes += map(len, packed)
        # By itself each holds the memory of what it might have become: that of the text and more.
        self._packed.add(np.frombuffer(b"".join(packed), np.uint8))
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


class Texts:
    """Texts read back. May be shared by threads."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        # All at once: 8 bytes a document, of which any page needs some here and there.
        self._places = file.array(f"text.{name}.places")
        dictionary = file.array(f"text.{name}.dictionary").tobytes()
        self._dictionary = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        # A decompressor must not be shared by threads, and one's first text costs twice as much as another:
        # who needs one takes it out of here, and puts it back.
        self._idle: deque[zstandard.ZstdDecompressor] = deque(maxlen=_MOST_IDLE)

    def texts(self, documents: Sequence[int]) -> list[bytes]:
        """Return the texts of some documents, in their order; raises `IndexDamaged`."""
        if not documents:
            return []
        numbers = np.array(documents, np.int64)
        starts, ends = self._places.take(numbers), self._places.take(numbers + 1)
        packed = self._file.pieces(f"text.{self._name}.packed", starts, ends)
        if self._name in AS_THEY_ARE:
            return packed
        try:
            decompressor = self._idle.pop()
        except IndexError:
            decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary)
        try:
            found = [decompressor.decompress(each) if each else b"" for each in packed]
        except zstandard.ZstdError as error:
            raise IndexDamaged(f"{self._file.path} does not unpack: run `indexer rebuild`") from error
        self._idle.append(decompressor)
        return found
