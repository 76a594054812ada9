"""Durable: files that are there as they were written, or say that they are not.

What is written is forced to the disk; what is read is compared with the size and the checksum that were
written down for it. What cannot be read is damaged: it is never taken for something that is not there.
"""

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search.errors import REBUILD, IndexDamaged, IndexUnsafe, IndexUnwritable
from search.plain_file import read_plain

FORMAT = 2
"""Of every object; what has another one counts as damaged."""
_LARGEST = 64 << 20
"""Bytes of an object: manifests have some kilobytes."""
_NO_PLACE_FOR_FILES = frozenset(
    getattr(errno, f"E{name}")
    for name in ("ACCES", "EXIST", "ISDIR", "LOOP", "NAMETOOLONG", "NOTDIR", "NXIO", "PERM", "ROFS")
)
"""Errors that another folder cures. A full disk or too many open files stay the OSError they are."""


@contextlib.contextmanager
def writable(root: Path) -> Iterator[None]:
    """Say in our words that a folder takes no files."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_PLACE_FOR_FILES:
            raise
        raise IndexUnwritable(
            f"{root} cannot be written to ({error.strerror}): choose another index folder"
        ) from error


def fingerprint_of(path: Path) -> dict[str, Any]:
    """Return size and SHA-256 of a file; raises OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return {"size": size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def verify(path: Path, fingerprint: dict[str, Any]) -> None:
    """Compare a file with what was written; raise `IndexDamaged`, or `IndexUnsafe` for somebody else's file.

    A fingerprint without a checksum is the size alone.
    """
    try:
        status = path.stat()
        # An index can run code, and who owns a file may write into it.
        if status.st_uid != os.geteuid():
            raise IndexUnsafe(f"{path} belongs to another user: {REBUILD}")
        matches = status.st_size == fingerprint["size"]
        if matches and "sha256" in fingerprint:
            matches = fingerprint_of(path) == fingerprint
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error.strerror}): {REBUILD}") from error
    if not matches:
        raise IndexDamaged(f"{path} is not what was written: {REBUILD}")


def read_object(path: Path) -> dict[str, Any]:
    """Return what `write_object` wrote; raises `IndexDamaged`, and FileNotFoundError as it is."""
    try:
        text = read_plain(path, _LARGEST).decode("utf-8")
    except FileNotFoundError as error:
        if path.is_symlink():
            raise IndexDamaged(f"{path} is a link that leads nowhere: {REBUILD}") from error
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}): {REBUILD}") from error
    try:
        value = json.loads(text)
        is_as_written = _written(value) == text
    except (ValueError, RecursionError) as error:
        raise IndexDamaged(f"{path} is not what was written: {REBUILD}") from error
    if not is_as_written:
        # What was written in another way was not written here, whatever it means.
        raise IndexDamaged(f"{path} is not what was written: {REBUILD}")
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise IndexDamaged(f"{path} has another format: {REBUILD}")
    return value


def write_object(path: Path, value: dict[str, Any]) -> None:
    """Write a JSON object into a new file and force it to the disk; what a link led to stays as it is."""
    path.unlink(missing_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(_written({"format": FORMAT, **value}))
        file.flush()
        os.fsync(file.fileno())


def force(path: Path) -> None:
    """Force what a file holds, or which files a folder holds, to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
