"""Checksums: one for each block of a file, and what they say of the whole of it."""

import zlib

import numpy as np
import numpy.typing as npt

Sums = npt.NDArray[np.uint32]


def sum_of_all(sums: Sums, block: int, size: int) -> int:
    """Return the CRC-32 of `size` bytes, given those of their blocks of `block` bytes; the last may be short.

    As zlib's `crc32_combine` does: what follows moves a checksum by a function that is linear over GF(2), so
    neighbours can be joined in pairs, and those again, all pairs at once.

    >>> data = b"Kikigaki finds what was said"
    >>> sums = [zlib.crc32(data[first : first + 8]) for first in range(0, len(data), 8)]
    >>> sum_of_all(np.array(sums, np.uint32), 8, len(data)) == zlib.crc32(data)
    True
    """
    whole = size // block
    # Nothing in front of the first changes nothing.
    joined = np.zeros(1 << max(whole - 1, 0).bit_length(), np.uint32)
    joined[len(joined) - whole :] = sums[:whole]
    moved = _moves_by(block)
    while len(joined) > 1:
        joined = _moved(joined[::2], moved) ^ joined[1::2]
        moved = _moved(moved, moved)
    if size % block:
        joined = _moved(joined, _moves_by(size % block)) ^ sums[whole]
    return int(joined[0])


def _moves_by(size: int) -> Sums:
    """Return what becomes of each bit of a checksum when so many bytes follow, without what these add."""
    zeros = bytes(size)
    added = zlib.crc32(zeros)
    return np.array([zlib.crc32(zeros, 1 << bit) ^ added for bit in range(32)], np.uint32)


def _moved(sums: Sums, moves: Sums) -> Sums:
    """Return checksums moved so: the sum, over GF(2), of what becomes of each of their bits."""
    result = np.zeros_like(sums)
    for bit in range(32):
        result ^= ((sums >> np.uint32(bit)) & np.uint32(1)) * moves[bit]
    return result
