"""Faults: one call to the operating system fails, as it does on a full, read-only or dying disk.

What is counted are the calls that concern files below one folder: opening, writing, forcing, renaming,
linking, listing, removing, closing to others, locking and mapping.
"""

import builtins
import contextlib
import errno
import fcntl
import io
import mmap
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ERRNOS = (
    errno.EMFILE,
    errno.ENFILE,
    errno.EIO,
    errno.EACCES,
    errno.ESTALE,
    errno.EINTR,
    errno.ENOSPC,
    errno.EROFS,
    errno.ENOMEM,
    errno.EPERM,
)
CALLS = (
    *(
        "chmod",
        "fsync",
        "ftruncate",
        "link",
        "listdir",
        "lstat",
        "mkdir",
        "open",
        "rename",
        "replace",
        "rmdir",
    ),
    *("scandir", "stat", "unlink"),
)


class Faults:
    """Counts calls, and lets the one with the number `at` fail."""

    def __init__(self, root: Path, at: int = -1, number: int = errno.EIO) -> None:
        self.root = os.path.realpath(root)
        self.at = at
        self.number = number
        self.calls: list[str] = []

    def call(self, name: str, target: object) -> None:
        if not self.concerns(target):
            return
        self.calls.append(name)
        if len(self.calls) - 1 == self.at:
            raise OSError(self.number, os.strerror(self.number), str(target))

    def concerns(self, target: object) -> bool:
        if isinstance(target, int):
            try:
                target = os.readlink(f"/proc/self/fd/{target}")
            except OSError:
                return False
        return isinstance(target, str | os.PathLike) and os.fspath(target).startswith(self.root)


@contextlib.contextmanager
def failing(faults: Faults) -> Iterator[None]:
    """Let calls go by `faults` as long as this lasts."""
    with pytest.MonkeyPatch.context() as patch:
        real_open = io.open
        for name in CALLS:
            patch.setattr(os, name, _counted(getattr(os, name), name, faults))
        patch.setattr(fcntl, "flock", _counted(fcntl.flock, "flock", faults))
        patch.setattr(mmap, "mmap", _counted(mmap.mmap, "mmap", faults))

        class File(io.FileIO):
            """A file whose reading and writing are counted."""

            def readinto(self, buffer: Any) -> int | None:
                faults.call("read", self.name)
                return super().readinto(buffer)

            def readall(self) -> bytes:
                faults.call("read", self.name)
                return super().readall()

            def write(self, data: Any) -> int | None:
                faults.call("write", self.name)
                return super().write(data)

        def opened(path: Any, mode: str = "r", buffering: int = -1, *args: Any, **kwargs: Any) -> Any:
            if not isinstance(path, str | os.PathLike) or not faults.concerns(path):
                return real_open(path, mode, buffering, *args, **kwargs)
            faults.call("open", path)
            if kwargs.get("opener"):
                # A file without a name opens a folder.
                return real_open(path, mode, buffering, *args, **kwargs)
            raw = File(os.fspath(path), mode.replace("b", "").replace("t", ""))
            if buffering == 0:
                return raw
            buffered = io.BufferedWriter(raw) if raw.writable() else io.BufferedReader(raw)
            if "b" in mode:
                return buffered
            encoding = kwargs.get("encoding") or (args[0] if args else None)
            return io.TextIOWrapper(buffered, encoding=encoding)

        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        yield


def _counted(real: Callable[..., Any], name: str, faults: Faults) -> Callable[..., Any]:
    def counted(target: Any = ".", *args: Any, **kwargs: Any) -> Any:
        faults.call(name, target)
        return real(target, *args, **kwargs)

    return counted
