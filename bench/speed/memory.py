"""Memory: what a process holds, what of it is mapped from an index, and what the page cache holds."""

import os
from dataclasses import dataclass
from pathlib import Path

_PROBES = 64
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes of a process: all that is resident, and how much of it is mapped from an index folder."""

    resident: int
    mapped: int


def held_by_me(folder: Path) -> Held:
    """Return what this process holds now; zeros where the system does not say (it is Linux that does)."""
    try:
        lines = Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return Held(0, 0)
    resident = mapped = 0
    inside = False
    prefix = str(folder.resolve())
    for line in lines:
        first, *rest = line.split(None, 1)
        if not first.endswith(":"):
            inside = prefix in line
        elif first == "Rss:":
            kilobytes = int(rest[0].split()[0])
            resident += kilobytes
            mapped += kilobytes * inside
    return Held(resident * 1024, mapped * 1024)


def size_of(folder: Path) -> int:
    """Return the bytes that a folder takes on disk: what is allocated of files that may be sparse."""
    return sum(
        min(path.stat().st_blocks * 512, path.stat().st_size) for path in folder.rglob("*") if path.is_file()
    )


def drop_from_cache(folder: Path) -> None:
    """Ask the system to forget a folder's pages; it keeps those that are mapped by somebody."""
    for path in folder.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            try:
                os.fsync(file)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(file)


def cached_share(folder: Path) -> float | None:
    """Return which part of a folder the page cache holds, by samples; None where it cannot be told."""
    found = asked = 0
    for path in folder.rglob("*"):
        if path.is_file() and (size := path.stat().st_size):
            file = os.open(path, os.O_RDONLY)
            try:
                for probe in range(_PROBES):
                    at = size * probe // _PROBES // _PAGE * _PAGE
                    if os.lseek(file, at, os.SEEK_DATA) != at:  # a hole of a sparse file is never read
                        continue
                    asked += size
                    found += size * _is_cached(file, at)
            except OSError:
                return None
            finally:
                os.close(file)
    return found / asked if asked else None


def _is_cached(file: int, at: int) -> bool:
    try:
        return os.preadv(file, [bytearray(1)], at, os.RWF_NOWAIT) > 0
    except BlockingIOError:
        return False
