"""The folder of an exported site: what is new is made beside the old and moved into place when all is there.

A manifest names what an export wrote. Nothing else is ever written over or taken away: the folder may be a
branch with a CNAME, a licence and a `.git` of its own.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

MANIFEST = ".kikigaki-export.json"
_LAST = (".html", ".xml")
"""Pages and maps are moved behind what they show."""


class FolderRefused(Exception):
    """The folder cannot be written to without harm. `why` is what texts call the reason, and `names` the
    files and folders in them.
    """

    def __init__(self, why: str, *names: Path) -> None:
        super().__init__(why, *names)
        self.why, self.names = why, names


class Folder:
    """Where an export goes. `forbidden` are folders that it must neither be, hold, nor lie in."""

    def __init__(self, path: Path, forbidden: Sequence[Path]) -> None:
        self.path = path.resolve()
        for each in map(Path.resolve, forbidden):
            if self.path == each or self.path in each.parents or each in self.path.parents:
                raise FolderRefused("within", path, each)
        if self.path.exists() and not self.path.is_dir():
            raise FolderRefused("file", path)
        self.old = self._read_manifest()

    def _read_manifest(self) -> frozenset[str]:
        file = self.path / MANIFEST
        if not file.exists():
            return frozenset()
        try:
            files = json.loads(file.read_text("utf-8"))["files"]
        except (ValueError, KeyError, TypeError) as error:
            raise FolderRefused("unread", file) from error
        if not isinstance(files, list) or not all(
            isinstance(each, str) and _is_inside(each) for each in files
        ):
            raise FolderRefused("outside", file)
        return frozenset(files)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give a folder on the same disk, and take it away in the end, however that comes."""
        above = self.path.parent
        above.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{self.path.name}.", dir=above))
        made.chmod(0o755)
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def publish(self, made: Path) -> int:
        """Move what was made into place, take away what an earlier export wrote and this one did not; return
        how many files there are.
        """
        files = sorted(each.relative_to(made).as_posix() for each in made.rglob("*") if each.is_file())
        foreign = [name for name in files if name not in self.old and _stands_in_the_way(self.path, name)]
        foreign = [name for name in foreign if not _is_same(made / name, self.path / name)]
        if foreign:
            raise FolderRefused("foreign", self.path / foreign[0])
        listed = json.dumps({"files": files}, ensure_ascii=False, indent=0)
        if not self.path.exists():
            (made / MANIFEST).write_text(listed + "\n", "utf-8")
            made.chmod(0o755)
            made.rename(self.path)
            return len(files)
        # Known as ours before it is there: whatever ends this, the next export goes on.
        self._write_manifest(json.dumps({"files": sorted({*files, *self.old})}, ensure_ascii=False, indent=0))
        for name in sorted(files, key=lambda name: (name.endswith(_LAST), name)):
            there = self.path / name
            if not _is_same(made / name, there):
                there.parent.mkdir(parents=True, exist_ok=True)
                (made / name).replace(there)
        for name in self.old.difference(files):
            self._remove(name)
        self._write_manifest(listed)
        return len(files)

    def _remove(self, name: str) -> None:
        file = self.path / name
        if file.is_symlink() or file.is_file():
            file.unlink()
        for above in file.parents:
            if above == self.path or not above.is_dir() or any(above.iterdir()):
                break
            above.rmdir()

    def _write_manifest(self, listed: str) -> None:
        self.path.mkdir(exist_ok=True)
        fresh = self.path / f"{MANIFEST}.{os.getpid()}"
        fresh.write_text(listed + "\n", "utf-8")
        fresh.replace(self.path / MANIFEST)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _stands_in_the_way(folder: Path, name: str) -> bool:
    """Say whether something is where a file or a folder above it has to be."""
    path = folder / name
    above = [each for each in path.parents if each != folder and folder in each.parents]
    return path.exists() or path.is_symlink() or any(each.is_file() or each.is_symlink() for each in above)


def _is_same(one: Path, other: Path) -> bool:
    if other.is_symlink() or not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    return one.read_bytes() == other.read_bytes()
