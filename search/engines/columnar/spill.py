"""Spill: a file without a name in which arrays wait, so that they need no memory until they are wanted."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from msgspec import Struct

from search.arrays import Array


@contextmanager
def spill_in(directory: Path) -> Iterator["Spill"]:
    """Give a file without a name in a folder; what is in it is gone when it is left, however it is left."""
    with tempfile.TemporaryFile(dir=directory, buffering=0) as file:
        yield Spill(file.fileno())


class Spill:
    """A file that threads write and read."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._size = 0
        self._growing = threading.Lock()

    def put(self, data: bytes | memoryview) -> range:
        """Write bytes behind the others; return where they are."""
        view = memoryview(data)
        with self._growing:
            where = range(self._size, self._size + len(view))
            self._size = where.stop
        at = where.start
        while len(view):
            # A full disk raises; a signal may cut a write short.
            written = os.pwrite(self._file, view, at)
            at += written
            view = view[written:]
        return where

    def get(self, start: int, size: int) -> bytes:
        data = os.pread(self._file, size, start)
        if len(data) != size:
            raise OSError(f"{len(data)} of {size} bytes of a temporary file could be read")
        return data


class SpilledArray(Struct, frozen=True):
    """The numbers of an array in a spill, one row behind the other: it comes back in one dimension."""

    spill: Spill
    dtype: np.dtype[np.generic]
    where: range

    @classmethod
    def of(cls, array: Array, spill: Spill) -> "SpilledArray":
        return cls(spill, array.dtype, spill.put(_bytes_of(array)))

    def __len__(self) -> int:
        return len(self.where) // self.dtype.itemsize

    def part(self, start: int, stop: int) -> Array:
        size = self.dtype.itemsize
        data = self.spill.get(self.where.start + start * size, (stop - start) * size)
        return np.frombuffer(data, self.dtype)

    def all(self) -> Array:
        return self.part(0, len(self))


class Pieces:
    """An array that comes in pieces of at least one dimension, one behind the other, which wait in a spill.

    >>> with spill_in(Path(tempfile.gettempdir())) as spill:
    ...     pieces = Pieces(spill)
    ...     for piece in (np.array([1], np.uint8), np.array([300, 2], np.uint16)):
    ...         pieces.add(piece)
    ...     pieces.dtype, pieces.shape, [piece.tolist() for piece in pieces]
    (dtype('uint16'), (3,), [[1], [300, 2]])
    """

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self._pieces: list[SpilledArray] = []
        # Every other type is wider.
        self.dtype: np.dtype[np.generic] = np.dtype(np.bool_)
        """Of the whole; a piece may be narrower."""
        self.shape: tuple[int, ...] = (0,)

    def add(self, piece: Array) -> None:
        self._pieces.append(SpilledArray.of(piece, self._spill))
        self.dtype = np.promote_types(self.dtype, piece.dtype)
        self.shape = (self.shape[0] + len(piece), *piece.shape[1:])

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Array]:
        for piece in self._pieces:
            yield piece.all().reshape(-1, *self.shape[1:])


def _bytes_of(array: Array) -> memoryview:
    return np.ascontiguousarray(array).view(np.uint8).data.cast("B") if array.size else memoryview(b"")
