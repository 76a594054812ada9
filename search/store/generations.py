"""Generations: where an index lives on disk, and how it changes all at once or not at all.

    <index>/
      lock                     held (flock) by the one process that rebuilds
      current                  the pointer: which generation answers, and the checksum of its manifest
      generations/7/           one whole index, never changed once it is published
        manifest.json          what it holds, and size and SHA-256 of each of its files
      generations/8.building/  one that is being made, or was when its process died
      templates/               what a site has compiled: see `web.compiled`

A reader follows the pointer and keeps what it opened. A writer builds aside, has the result read back,
makes it durable (fsync), and replaces the pointer by one rename. The generation before the current one
stays, for readers that are just opening it. A file that two generations have in common is one file with two
names. An index holds pickles, and a pickle runs code, so the folder is the reader's alone.

Large files that keep checksums of their own, and are checked as they are read, have only their size here.
"""

import contextlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from search.engines import SELF_CHECKED, Engine, Handle, Kept, link, open_engine, write_index
from search.errors import REBUILD, IndexDamaged, IndexMissing, IndexNotDurable, IndexUnsafe
from search.store.durable import fingerprint_of, force, read_object, verify, writable, write_object
from search.store.folder import FolderGeneration
from search.store.guarding import GENERATIONS, POINTER, check_is_safe, taken
from search.store.store import Generation, Read

if TYPE_CHECKING:
    from search.engines.batches import Batch

_MANIFEST = "manifest.json"
_BUILDING = ".building"


class Generations:
    """The generations below one index folder; a `Store`."""

    engine = "whoosh"
    carries_over = True
    trouble = None

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / POINTER
        self._folder = root / GENERATIONS

    def stamp(self) -> tuple[int, ...] | None:
        """Return something that changes with the pointer, for one `stat`; None while there is no index."""
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size, status.st_ctime_ns

    def look_again(self) -> None:
        """Nothing is to be done: each `stamp` looks."""

    def read(self, use: Callable[[FolderGeneration], Read]) -> Read:
        """Return what `use` makes of the current generation, every file of which was verified.

        Two rebuilds may have removed the generation while it was read: then the newer one is.
        Raises `IndexMissing`, `IndexUnsafe`, or `IndexDamaged` naming the file.
        """
        return self._follow(lambda pointer: use(self._verified(pointer)))

    def glance(self, use: Callable[[FolderGeneration], Read]) -> Read:
        """Do the same without reading more than the manifest."""
        return self._follow(lambda pointer: use(self._described(pointer)[0]))

    @contextlib.contextmanager
    def building(self) -> Iterator["Building"]:
        """Give a folder to write the next generation into; leaving without `publish` throws it away.

        Raises `IndexLocked` while another process has one, `IndexUnwritable` when the folder takes no files,
        `IndexUnsafe` when it is another user's. What lies in a folder that was open to others is removed
        unread.
        """
        with taken(self.root):
            with writable(self.root):
                self._folder.mkdir(mode=0o700, exist_ok=True)
                number = 1 + self._last_number()
                path = self._folder / f"{number}{_BUILDING}"
                path.mkdir(mode=0o700)
            building = Building(self, number, path)
            try:
                yield building
            finally:
                shutil.rmtree(path, ignore_errors=True)

    def publish(self, building: "Building", facts: Mapping[str, Any]) -> FolderGeneration:
        """Make a generation current, durably; raises `IndexNotDurable` where it is when something fails."""
        files = sorted(building.path.iterdir())
        for path in files:
            # What another generation has too is on the disk already.
            if path.stat().st_nlink == 1:
                force(path)
        manifest = {"facts": dict(facts), "files": {path.name: _fingerprint_of(path) for path in files}}
        write_object(building.path / _MANIFEST, manifest)
        force(building.path)
        final = self._folder / str(building.number)
        building.path.rename(final)
        force(self._folder)
        before = self._number_before(building.number)
        pointer = {"generation": building.number, "manifest": fingerprint_of(final / _MANIFEST)}
        fresh = self.root / f"{POINTER}.new"
        write_object(fresh, pointer)
        fresh.replace(self._pointer)
        try:
            force(self.root)
        except OSError as error:
            # After a loss of power the old pointer may be there again: what it names must be, too.
            raise IndexNotDurable(
                f"generation {building.number} of {self.root} answers, but the disk did not confirm it "
                f"({error.strerror}): check the disk and {REBUILD}"
            ) from error
        if before is not None:
            self._sweep(before, building.number)
        return FolderGeneration(building.number, final, dict(facts), tuple(path.name for path in files))

    def _follow(self, use: Callable[[dict[str, Any]], Read]) -> Read:
        pointer = self._read_pointer()
        while True:
            try:
                return use(pointer)
            except IndexDamaged:
                newer = self._read_pointer()
                if newer == pointer:
                    raise
                pointer = newer

    def _read_pointer(self) -> dict[str, Any]:
        check_is_safe(self.root)
        try:
            pointer = read_object(self._pointer)
        except FileNotFoundError:
            raise IndexMissing(f"there is no index in {self.root} yet: {REBUILD}") from None
        manifest = pointer.get("manifest")
        is_whole = isinstance(manifest, dict) and {"size", "sha256"} <= manifest.keys()
        if type(pointer.get("generation")) is not int or not is_whole:
            raise IndexDamaged(f"{self._pointer} is not what was written: {REBUILD}")
        return pointer

    def _described(self, pointer: dict[str, Any]) -> tuple[FolderGeneration, dict[str, Any]]:
        path = self._folder / str(pointer["generation"])
        verify(path / _MANIFEST, pointer["manifest"])
        try:
            manifest = read_object(path / _MANIFEST)
        except FileNotFoundError as error:
            raise IndexDamaged(f"{path / _MANIFEST} is missing: {REBUILD}") from error
        files: dict[str, Any] = manifest["files"]
        return FolderGeneration(pointer["generation"], path, manifest["facts"], tuple(files)), files

    def _verified(self, pointer: dict[str, Any]) -> FolderGeneration:
        generation, files = self._described(pointer)
        for name, fingerprint in files.items():
            verify(generation.path / name, fingerprint)
        return generation

    def _last_number(self) -> int:
        """Return the highest number of a generation, made or begun; remove what dead processes began.

        Call with the lock held. Nothing that was published is removed here: which one answers may be
        impossible to tell just now.
        """
        last = 0
        for path in self._folder.iterdir():
            last = max(last, _number_of(path.name.removesuffix(_BUILDING)))
            if path.name.endswith(_BUILDING):
                shutil.rmtree(path, ignore_errors=True)
        return last

    def _number_before(self, number: int) -> int | None:
        """Return which generation answers before this one, itself if it is the first; None if unknown."""
        try:
            before: int = self._read_pointer()["generation"]
        except IndexMissing:
            return number
        except (IndexDamaged, IndexUnsafe):
            return None
        return before

    def _sweep(self, before: int, current: int) -> None:
        """Remove generations older than the current one, but not the one before it, as far as that goes."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if 0 < _number_of(path.name) < current and _number_of(path.name) != before:
                    shutil.rmtree(path, ignore_errors=True)


class Building(Struct, frozen=True):
    """A generation that is being written into `path`."""

    generations: Generations
    number: int
    path: Path

    def keep(self, name: str, data: bytes) -> None:
        if data:
            (self.path / name).write_bytes(data)

    def carry(self, name: str, old: Generation) -> None:
        link(old.path / name, self.path)

    def write(
        self,
        batches: "Iterable[Batch]",
        old: Generation | None,
        dropped: Collection[Handle],
        gone: "Iterable[Batch]" = (),
    ) -> Engine:
        write_index(self.path, batches, Kept(old.path, dropped) if old else None)
        return open_engine(self.path)

    def publish(self, facts: Mapping[str, Any]) -> FolderGeneration:
        return self.generations.publish(self, facts)


def _fingerprint_of(path: Path) -> dict[str, Any]:
    """Return what is written down of a file: of one that keeps its own checksums the size alone."""
    if path.name.endswith(SELF_CHECKED):
        return {"size": path.stat().st_size}
    return fingerprint_of(path)


def _number_of(name: str) -> int:
    """Return the number of a generation by its folder's name, 0 for other names."""
    return int(name) if name.isascii() and name.isdigit() else 0
