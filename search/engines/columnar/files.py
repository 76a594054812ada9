"""Files of named arrays: typed, checksummed, mapped into memory. What a segment is kept in.

    data       arrays one behind the other, each at a multiple of 64 bytes, little-endian
    directory  JSON: facts, and name -> [dtype, shape, offset] of every array
    checksums  CRC-32 of each block of the data, uint32
    footer     length of directory, of checksums, CRC-32 of both, CRC-32 of the footer so far, magic

Nothing is used before the checksum of its block was right. A small file is read and checked when it is
opened; a large one is mapped, and checked block by block when a block is first looked at: opening a gigabyte
must not read a gigabyte.
"""

import json
import math
import mmap
import os
import shutil
import struct
from collections.abc import Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from zlib_ng.zlib_ng import crc32, crc32_combine

from search.arrays import Array
from search.engines.columnar.spill import Pieces
from search.errors import IndexDamaged

Facts = Mapping[str, Any]
"""Plain JSON values."""

BLOCK = 1 << 14
"""Bytes under one checksum, 1 µs to check. A search of 100,000 talks looks into a dozen that nobody has
looked into yet: of four times the size they take a twentieth of its time.
"""
CHECKED_AT_ONCE = 16 << 20
"""Files up to this size are read and checked when they are opened: some 10 ms.

A mapped file that is cut short kills its process, and one that is written over changes answers.
"""
CHECKED_BESIDE = 256 << 20
"""Files up to this size are checked while nobody waits, once they are open: some 20 ms. Else the first
hundreds of searches do.
"""

_MAGIC = b"KIKIGAK1"
_FOOTER = struct.Struct("<QQIxxxx")
_SEAL = struct.Struct("<I8s")
_ALIGNMENT = 64
_TYPES = frozenset({"|b1", "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"})


def write_arrays(file: IO[bytes], facts: Facts, arrays: Iterable[tuple[str, Array | Pieces]]) -> None:
    """Write a whole file of named arrays as they come; arrays of other byte orders are turned."""
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    checked = _Checked(file)
    for name, array in arrays:
        dtype = np.dtype(array.dtype).newbyteorder("<")
        checked.write(bytes(-checked.size % _ALIGNMENT))
        places[name] = (dtype.str, array.shape, checked.size)
        for piece in array if isinstance(array, Pieces) else (array,):
            plain = np.ascontiguousarray(piece, dtype)
            checked.write(plain.reshape(-1).view(np.uint8).data if plain.size else b"")
    checksums = checked.finished().tobytes()
    directory = json.dumps({"facts": dict(facts), "arrays": places}, ensure_ascii=False).encode()
    footer = _FOOTER.pack(len(directory), len(checksums), crc32(checksums, crc32(directory)))
    file.write(directory)
    file.write(checksums)
    file.write(footer)
    file.write(_SEAL.pack(crc32(footer), _MAGIC))


class _Checked:
    """A file that keeps the CRC-32 of every block written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sums: list[int] = []
        self._sum = 0
        self.size = 0

    def write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        view = memoryview(data)
        while len(view):
            piece = view[: BLOCK - self.size % BLOCK]
            self._sum = crc32(piece, self._sum)
            self.size += len(piece)
            if self.size % BLOCK == 0:
                self._sums.append(self._sum)
                self._sum = 0
            view = view[len(piece) :]

    def finished(self) -> npt.NDArray[np.uint32]:
        return np.array([*self._sums, *([self._sum] if self.size % BLOCK else [])], "<u4")


def link(path: Path, directory: Path) -> None:
    """Give a file, which is never changed, a second name; copy it where the file system has no such thing."""
    try:
        os.link(path, directory / path.name)
    except OSError:
        shutil.copyfile(path, directory / path.name)


class ArrayFile:
    """An open file of arrays. May be shared by threads; its memory goes with the last array made of it.

    Opening raises `IndexDamaged` for anything that `write_arrays` did not write.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb", buffering=0) as file:
                self._map: bytes | mmap.mmap
                if os.fstat(file.fileno()).st_size <= CHECKED_AT_ONCE:
                    self._map = file.readall()
                else:
                    self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error}): run `indexer rebuild`") from error
        self._view = memoryview(self._map)
        self.size = len(self._map)
        facts, places = self._read_directory()
        self.facts: Facts = facts
        self._places = places
        self.seen = bytearray(len(self._checksums))
        """Which blocks were found to be as written: who asks often looks here first."""
        if self._data <= CHECKED_AT_ONCE:
            self.check(0, self._data)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def array(self, name: str) -> Array:
        """Return an array, checked as a whole."""
        rows = self.rows(name)
        return rows.between(0, len(rows))

    def rows(self, name: str) -> "Rows":
        """Return an array of which each row is checked when it is asked for."""
        dtype, shape, offset = self._places[name]
        array = np.frombuffer(self._map, dtype, math.prod(shape), offset).reshape(shape)
        return Rows(self, array, offset, array.itemsize * math.prod(shape[1:]))

    def check_all(self) -> None:
        """Make sure of every byte, or raise `IndexDamaged`."""
        # One call for all whole blocks lets other threads work as long as it takes; one a block would wait
        # for them each time.
        count = self._data // BLOCK
        told = reduce(lambda sums, each: crc32_combine(sums, each, BLOCK), self._checksums[:count], 0)
        if crc32(self._view[: count * BLOCK]) == told:
            self.seen[:count] = b"\1" * count
        self.check(0, self._data)

    def check(self, start: int, stop: int) -> None:
        """Make sure that bytes `[start:stop]` of the data are what was written, or raise `IndexDamaged`."""
        if start >= stop:
            return
        first, last = start // BLOCK, (stop - 1) // BLOCK
        if self.seen.find(0, first, last + 1) < 0:
            return
        for block in range(first, last + 1):
            # Two threads may both check a block; both come to the same result.
            if not self.seen[block]:
                end = min((block + 1) * BLOCK, self._data)
                if crc32(self._view[block * BLOCK : end]) != self._checksums[block]:
                    raise self._damaged(f"bytes {block * BLOCK} to {end} are not what was written")
                self.seen[block] = 1

    def pieces(self, name: str, starts: Array, ends: Array) -> list[bytes]:
        """Return what an array of bytes has from each start to the end beside it, or raise `IndexDamaged`."""
        found, seen = [], self.seen
        _, _, offset = self._places[name]
        for start, stop in zip((starts + offset).tolist(), (ends + offset).tolist(), strict=True):
            if start // BLOCK != (stop - 1) // BLOCK or not seen[start // BLOCK]:
                self.check(start, stop)
            found.append(self._map[start:stop])
        return found

    def _read_directory(self) -> tuple[Facts, dict[str, tuple[str, tuple[int, ...], int]]]:
        size, tail = len(self._map), _FOOTER.size + _SEAL.size
        if size < tail:
            raise self._damaged("it is cut short")
        footer = self._view[size - tail : size - _SEAL.size]
        seal, magic = _SEAL.unpack(self._view[size - _SEAL.size :])
        if magic != _MAGIC or seal != crc32(footer):
            raise self._damaged("its end is not what was written")
        directory_size, sums_size, checksum = _FOOTER.unpack(footer)
        data = size - tail - directory_size - sums_size
        if data < 0 or sums_size != 4 * -(-data // BLOCK):
            raise self._damaged("its end does not fit its size")
        if crc32(self._view[data : size - tail]) != checksum:
            raise self._damaged("its directory is not what was written")
        directory = json.loads(bytes(self._view[data : data + directory_size]))
        self._data = data
        sums = np.frombuffer(self._map, "<u4", sums_size // 4, data + directory_size)
        # A list would be megabytes of numbers, of which few are looked at.
        self._checksums = sums.astype(np.uint32).data
        places = {}
        for name, (dtype, shape, offset) in directory["arrays"].items():
            places[name] = (dtype, tuple(shape), offset)
            if dtype not in _TYPES or offset + np.dtype(dtype).itemsize * math.prod(shape) > data:
                raise self._damaged(f"its array {name} does not fit")
        return directory["facts"], places

    def _damaged(self, problem: str) -> IndexDamaged:
        return IndexDamaged(f"{self.path} is damaged ({problem}): run `indexer rebuild`")


class Rows:
    """One array of a file, read row by row. May be shared by threads."""

    __slots__ = ("_file", "_offset", "_seen", "_size", "unchecked")

    def __init__(self, file: ArrayFile, array: Array, offset: int, size: int) -> None:
        """It begins at an offset, and each row of it takes so many bytes."""
        self.unchecked = array
        """Of this nothing may be used before it was asked for."""
        self._file = file
        self._seen = file.seen
        self._offset = offset
        self._size = size

    def __len__(self) -> int:
        return len(self.unchecked)

    def between(self, start: int, stop: int) -> Array:
        """Return the rows `[start:stop]` as they were written, or raise `IndexDamaged`."""
        first, last = self._offset + start * self._size, self._offset + stop * self._size
        # Asked a hundred times in a search, nearly always of one block that was looked at before.
        if first // BLOCK != (last - 1) // BLOCK or not self._seen[first // BLOCK]:
            self._file.check(first, last)
        return self.unchecked[start:stop]
