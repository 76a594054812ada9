"""Plain file: the bytes of a file in a folder, read with the care that notes get, or written anew.

A link that leads out of the folder is not followed, what is no plain file is not read, nothing is read beyond
a limit, and what cannot be read is a problem: only a file that is not there is not there.
"""

import os
from pathlib import Path

from search.errors import NoteError
from search.plain_file import NotPlain, TooLarge, read_plain


def read_plain_file(path: Path, most: int) -> bytes:
    """Return what a file holds, at most so many bytes; raises FileNotFoundError and `NoteError`."""
    try:
        _check_link(path)
        return read_plain(path, most)
    except FileNotFoundError:
        raise
    except NotPlain as error:
        raise NoteError(path, 1, "ふつうのファイルではありません。名前を変えるか消してください") from error
    except TooLarge as error:
        raise NoteError(path, 1, f"大きすぎます({most // 1_000_000} MB まで)。短くしてください") from error
    except OSError as error:
        raise NoteError(path, 1, f"読めません({error.strerror})。ファイルの権限を確かめてください") from error


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, or nothing; raises FileExistsError, OSError with its name."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        if error.filename is not None:
            raise
        # It was opened, and has a part of the text: as it is, it would be in the way of the next attempt.
        path.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file anew, on the disk before it has its name, or leave it as it was; raises OSError.

    A link stays, and leads to it. What somebody who died began beside it is written over.
    """
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.name.removeprefix('.')}.new")
    try:
        beside.unlink(missing_ok=True)
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
        handle = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    finally:
        beside.unlink(missing_ok=True)


def _check_link(path: Path) -> None:
    if not os.path.islink(path):
        return
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(os.path.realpath(path.parent)):
        raise NoteError(path, 1, "フォルダーの外へのリンクはたどりません。ファイルを中に置いてください")
    if not os.path.exists(target):
        raise NoteError(path, 1, "リンクの先がありません。リンクを直すか消してください")
