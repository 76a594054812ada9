"""Folder: one published generation that is a folder of files; see `generations`."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from search.engines import SELF_CHECKED, Engine, check_file, open_engine
from search.errors import REBUILD, IndexDamaged
from search.store.store import Verified


class FolderGeneration(Struct, frozen=True):
    """One published index whose files are exactly those that were written; see `Generation`."""

    number: int
    path: Path
    facts: dict[str, Any]
    files: tuple[str, ...]

    def open(self) -> Engine:
        return open_engine(self.path)

    def part(self, name: str) -> bytes:
        if name not in self.files:
            return b""
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise _unreadable(self.path / name, error) from error

    def verify(self) -> Verified:
        """Read what opening a generation leaves unread, 20 ms for 64 MB; raises `IndexDamaged`."""
        size = 0
        for path in (self.path / name for name in self.files):
            if path.name.endswith(SELF_CHECKED):
                check_file(path)
            try:
                size += path.stat().st_size
            except OSError as error:
                raise _unreadable(path, error) from error
        return Verified(self.number, len(self.files), size)

    check = verify


def _unreadable(path: Path, error: OSError) -> IndexDamaged:
    return IndexDamaged(f"{path} cannot be read ({error.strerror}): {REBUILD}")
