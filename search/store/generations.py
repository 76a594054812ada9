"""Generations: where an index lives on disk, and how it changes all at once or not at all.

    <index>/
      lock                     held (flock) by the one process that rebuilds
      current                  the pointer: which generation answers, and the checksum of its manifest
      generations/7/           one whole index, never changed once it is published
        manifest.json          what it holds, and size and SHA-256 of each of its files
      generations/8.building/  one that is being made, or was when its process died

A reader follows the pointer and keeps what it opened. A writer builds aside, has the result read back,
makes it durable (fsync), and replaces the pointer by one rename. The generation before the current one
stays, for readers that are just opening it. A file that two generations have in common is one file with two
names. An index holds pickles, and a pickle runs code, so the folder is the reader's alone.

Large files that keep checksums of their own, and are checked as they are read, have only their size here.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.errors import IndexDamaged, IndexLocked, IndexMissing, IndexUnsafe, IndexUnwritable

FORMAT = 2
"""Of pointer and manifest; an index of another format counts as damaged."""

_MANIFEST = "manifest.json"
_REBUILD = "run `indexer rebuild`"


@dataclass(frozen=True, slots=True)
class Generation:
    """One published index whose files are exactly those that were written."""

    number: int
    path: Path
    facts: dict[str, Any]
    """What the writer said of it: plain JSON values."""


class Generations:
    """The generations below one index folder."""

    def __init__(self, root: Path, self_checked: str = "") -> None:
        """`self_checked` is how the names of files end that keep checksums of their own; empty for none."""
        self._self_checked = self_checked
        self.root = root
        self._pointer = root / "current"
        self._folder = root / "generations"

    def stamp(self) -> tuple[int, int] | None:
        """Return something that changes with the pointer, for one `stat`; None while there is no index."""
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def open_current(self) -> Generation:
        """Return the current generation with every file verified.

        Raises `IndexMissing`, `IndexUnsafe`, or `IndexDamaged` naming the file.
        """
        while True:
            pointer = self._read_pointer()
            try:
                return self._verified(pointer)
            except IndexDamaged:
                # Two rebuilds may have removed it since the pointer was read.
                if self._read_pointer() == pointer:
                    raise

    def facts(self) -> Generation:
        """Return the current generation without reading more than its manifest; raises as `open_current`."""
        pointer = self._read_pointer()
        return self._described(pointer)[0]

    @contextlib.contextmanager
    def building(self) -> Iterator["Building"]:
        """Give a folder to write the next generation into; leaving without `publish` throws it away.

        Raises `IndexLocked` while another process has one, `IndexUnwritable` when the folder takes no files.
        """
        with _writable(self.root):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_is_an_index()
            self.root.chmod(0o700)
        with self._lock():
            with _writable(self.root):
                self._sweep()
                number = 1 + max([0, *self._numbers()])
                path = self._folder / f"{number}.building"
                path.mkdir(mode=0o700)
            building = Building(self, number, path)
            try:
                yield building
            finally:
                shutil.rmtree(path, ignore_errors=True)

    def publish(self, building: "Building", facts: dict[str, Any]) -> Generation:
        """Make a built generation the current one, durably. Afterwards its folder has its final name."""
        files = sorted(building.path.iterdir())
        for path in files:
            # What another generation has too is on the disk already.
            if path.stat().st_nlink == 1:
                _fsync(path)
        manifest = {
            "format": FORMAT,
            "facts": facts,
            "files": {path.name: self._fingerprint(path) for path in files},
        }
        manifest_path = building.path / _MANIFEST
        _write(manifest_path, manifest)
        _fsync(building.path)
        final = self._folder / str(building.number)
        building.path.rename(final)
        _fsync(self._folder)
        pointer = {
            "format": FORMAT,
            "generation": building.number,
            "manifest": _fingerprint(final / _MANIFEST),
        }
        fresh = self.root / "current.new"
        _write(fresh, pointer)
        fresh.replace(self._pointer)
        _fsync(self.root)
        self._sweep()
        return Generation(building.number, final, facts)

    def _fingerprint(self, path: Path) -> dict[str, Any]:
        if self._self_checked and path.name.endswith(self._self_checked):
            return {"size": path.stat().st_size}
        return _fingerprint(path)

    def _read_pointer(self) -> dict[str, Any]:
        self._check_is_safe()
        try:
            text = self._pointer.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise IndexMissing(f"there is no index in {self.root} yet: {_REBUILD}") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{self._pointer} cannot be read ({error}): {_REBUILD}") from error
        pointer = _parsed(text, self._pointer)
        if not isinstance(pointer.get("generation"), int) or not isinstance(pointer.get("manifest"), dict):
            raise IndexDamaged(f"{self._pointer} is not what was written: {_REBUILD}")
        return pointer

    def _check_is_safe(self) -> None:
        try:
            status = self.root.stat()
        except FileNotFoundError:
            raise IndexMissing(f"there is no index in {self.root} yet: {_REBUILD}") from None
        except OSError as error:
            raise IndexDamaged(f"{self.root} cannot be read ({error})") from error
        if not stat.S_ISDIR(status.st_mode):
            raise IndexMissing(f"{self.root} is a file; an index is a folder: choose another place")
        if status.st_uid != os.geteuid():
            raise IndexUnsafe(
                f"{self.root} belongs to another user, and an index can run code: {_REBUILD} as yourself"
            )
        if stat.S_IMODE(status.st_mode) & 0o077 and self._pointer.exists():
            raise IndexUnsafe(
                f"{self.root} is open to other users, and an index can run code: chmod 700 {self.root}"
            )

    def _check_is_an_index(self) -> None:
        """Refuse to take over a folder that holds other things."""
        known = {"lock", "current", "current.new", "generations"}
        foreign = sorted(path.name for path in self.root.iterdir() if path.name not in known)
        if foreign:
            raise IndexUnwritable(
                f"{self.root} holds other files ({foreign[0]}): give the index a folder of its own"
            )

    def _described(self, pointer: dict[str, Any]) -> tuple[Generation, dict[str, Any]]:
        path = self._folder / str(pointer["generation"])
        _verify(path / _MANIFEST, pointer["manifest"])
        manifest = _parsed((path / _MANIFEST).read_text(encoding="utf-8"), path / _MANIFEST)
        return Generation(pointer["generation"], path, manifest["facts"]), manifest["files"]

    def _verified(self, pointer: dict[str, Any]) -> Generation:
        generation, files = self._described(pointer)
        for name, fingerprint in files.items():
            _verify(generation.path / name, fingerprint)
        return generation

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with _writable(self.root):
            handle = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # The kernel drops the lock when its process dies, however it dies.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise IndexLocked(
                f"another rebuild of {self.root} is at work: wait for it and try again"
            ) from None
        try:
            yield
        finally:
            os.close(handle)

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._folder.iterdir() if path.name.isdigit()]

    def _sweep(self) -> None:
        """Remove what dead processes left, and generations before the last two. Call with the lock held."""
        try:
            current = self._read_pointer()["generation"]
        except (IndexMissing, IndexDamaged):
            current = None
        numbers = self._numbers()
        keep = {
            current,
            *(sorted(number for number in numbers if current is not None and number < current)[-1:]),
        }
        for path in self._folder.iterdir():
            if path.name.endswith(".building") or (path.name.isdigit() and int(path.name) not in keep):
                shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Building:
    """A generation that is being written into `path`."""

    generations: Generations
    number: int
    path: Path

    def publish(self, facts: dict[str, Any]) -> Generation:
        """Make this the current generation; `facts` are kept in its manifest."""
        return self.generations.publish(self, facts)


@contextlib.contextmanager
def _writable(root: Path) -> Iterator[None]:
    """Say in our words that a folder takes no files; a full disk stays the OSError it is."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise IndexUnwritable(
            f"{root} cannot be written to ({error.strerror}): choose another index folder"
        ) from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise IndexDamaged(f"{path} is not what was written: {_REBUILD}") from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise IndexDamaged(f"{path} has another format: {_REBUILD}")
    return value


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _verify(path: Path, fingerprint: dict[str, Any]) -> None:
    try:
        matches = path.stat().st_size == fingerprint["size"]
        if "sha256" in fingerprint:
            matches = matches and _fingerprint(path) == fingerprint
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error.strerror}): {_REBUILD}") from error
    if not matches:
        raise IndexDamaged(f"{path} is not what was written: {_REBUILD}")


def _write(path: Path, value: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
