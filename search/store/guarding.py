"""Guarding: whose an index folder is, who may read it, and who writes into it just now.

An index holds pickles, and a pickle runs code: what others could have written is never read.
"""

import contextlib
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from search.errors import REBUILD, IndexDamaged, IndexLocked, IndexMissing, IndexUnsafe, IndexUnwritable
from search.store.durable import force, writable

POINTER, GENERATIONS = "current", "generations"

_LOCK = "lock"
_TEMPLATES = "templates"
"""What a site keeps compiled; it is made anew when it is gone."""
_KNOWN = frozenset((_LOCK, POINTER, f"{POINTER}.new", GENERATIONS, _TEMPLATES))
_OTHERS = 0o077
_CLOSED_AND_REFUSED = 0o701
"""Nobody else can change a folder of this mode, and no reader opens an index in it."""


def check_is_safe(root: Path) -> None:
    """Refuse to read what others may have written; raises `IndexMissing`, `IndexDamaged`, `IndexUnsafe`."""
    try:
        status = root.stat()
    except FileNotFoundError:
        raise IndexMissing(f"there is no index in {root} yet: {REBUILD}") from None
    except OSError as error:
        raise IndexDamaged(f"{root} cannot be read ({error})") from error
    if not stat.S_ISDIR(status.st_mode):
        raise IndexMissing(f"{root} is a file; an index is a folder: choose another place")
    _check_is_ours(root, status)
    if not _is_open(status):
        return
    try:
        (root / POINTER).lstat()
    except FileNotFoundError:
        raise IndexMissing(f"there is no index in {root} yet: {REBUILD}") from None
    except OSError as error:
        raise IndexDamaged(f"{root / POINTER} cannot be read ({error})") from error
    raise IndexUnsafe(
        f"{root} is open to other users, and an index can run code: {REBUILD}, which makes it anew; "
        f"or, when nobody else has written there, chmod 700 {root}"
    )


@contextlib.contextmanager
def taken(root: Path) -> Iterator[None]:
    """Take a folder, made where there is none, for the one index it holds, and keep other writers out.

    Others cannot write into it any more, and what they could have written so far is removed unread. Raises
    `IndexUnsafe` when it is another user's, `IndexUnwritable` when it takes no files or holds other things,
    `IndexLocked` while another process has it.
    """
    with writable(root):
        new = [each for each in (root.absolute(), *root.absolute().parents) if not each.exists()]
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in new:
            # A folder that nobody may list cannot be forced either.
            with contextlib.suppress(PermissionError):
                force(each.parent)
        was_open = _closed_to_others(root)
    with _locked(root):
        with writable(root):
            if was_open:
                _empty(root)
            root.chmod(0o700)
        yield


def _is_open(status: os.stat_result) -> bool:
    return bool(stat.S_IMODE(status.st_mode) & _OTHERS)


def _check_is_ours(root: Path, status: os.stat_result) -> None:
    if status.st_uid != os.geteuid():
        raise IndexUnsafe(
            f"{root} belongs to another user, and an index can run code: "
            "choose another index folder, or become that user"
        )


def _closed_to_others(root: Path) -> bool:
    """Close a folder to others; return whether they could have written what lies in it."""
    status = root.stat()
    _check_is_ours(root, status)
    _check_is_an_index(root)
    if not _is_open(status):
        return False
    # Should this process die before the folder is emptied, it stays refused.
    root.chmod(_CLOSED_AND_REFUSED)
    _check_is_an_index(root)
    return True


def _check_is_an_index(root: Path) -> None:
    """Refuse to take over a folder that holds other things."""
    foreign = sorted(path.name for path in root.iterdir() if path.name not in _KNOWN)
    if foreign:
        raise IndexUnwritable(f"{root} holds other files ({foreign[0]}): give the index a folder of its own")


def _empty(root: Path) -> None:
    for path in root.iterdir():
        if path.name == _LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    with writable(root):
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        handle = os.open(root / _LOCK, flags, 0o600)
    try:
        try:
            # The kernel drops the lock when its process dies, however it dies.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexLocked(f"another rebuild of {root} is at work: wait for it and try again") from None
        yield
    finally:
        os.close(handle)
