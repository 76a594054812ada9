"""Heap: what glibc does with the memory that arrays give back. Another C library does as it likes."""

import ctypes
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENAS = -1, -3, -8
"""Numbers of `mallopt`."""
_SHARED = 4 << 20


def keep_memory() -> None:
    """Keep what arrays give back; cleared anew page by page it costs 0.2 ms a note."""
    _set({_MMAP_THRESHOLD: 32 << 20, _TRIM_THRESHOLD: 1 << 30})


def share_memory() -> None:
    """Let all threads take from two heaps: one each would keep as much as its largest page took."""
    _set({_ARENAS: 2, _MMAP_THRESHOLD: _SHARED, _TRIM_THRESHOLD: _SHARED})


def give_memory_back() -> None:
    """Give the system what is free: glibc keeps what lies between small things that stay."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _set(options: dict[int, int]) -> None:
    with suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        for number, value in options.items():
            mallopt(number, value)
