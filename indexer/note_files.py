"""Note files: which files of a folder are notes, without reading any of them."""

import datetime
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer import aliases
from search.errors import CorpusError, NoteError


@dataclass(frozen=True, slots=True)
class NoteFiles:
    """The notes of a folder in the order of their paths, and what stands in for a note but is none."""

    directory: Path
    paths: tuple[Path, ...]
    folders: tuple[Path, ...]
    """The folder itself and those below it that may hold notes."""
    problems: tuple[NoteError, ...]


def find_notes(directory: Path) -> NoteFiles:
    """Find every `*.md` below the folder except README.md; hidden files and folders are none of ours.

    A link that leads out of the folder is a problem and is not followed; one that stays inside leads to
    a note that is found anyway. Raises `CorpusError` when there is no such folder.
    """
    if not directory.is_dir():
        raise CorpusError(
            f"ノートのフォルダー {directory} がありません。--corpus か KIKIGAKI_CORPUS で指定してください"
        )
    root = Path(os.path.realpath(directory))
    paths: list[Path] = []
    folders: list[Path] = []
    problems: list[NoteError] = []
    for path in _walk(directory, folders, problems):
        if path.is_symlink() and (_is_note(path) or path.is_dir()):
            target = Path(os.path.realpath(path))
            if not target.is_relative_to(root):
                cure = "フォルダーの外へのリンクはたどりません。ファイルを中に置いてください"
                problems.append(NoteError(path, 1, cure))
            elif not target.exists():
                problems.append(NoteError(path, 1, "リンクの先がありません。リンクを直すか消してください"))
        elif _is_note(path):
            if stat.S_ISREG(path.lstat().st_mode):
                paths.append(path)
            else:
                problems.append(
                    NoteError(path, 1, "ふつうのファイルではありません。名前を変えるか消してください")
                )
    in_order = tuple(sorted(paths, key=lambda path: path.parts))
    return NoteFiles(directory, in_order, tuple(folders), tuple(problems))


def changed_since(files: NoteFiles, moment: datetime.datetime) -> tuple[Path, ...]:
    """Return the notes (and the aliases file) that were written at or after an aware moment.

    A folder stands for what was removed from it or moved: that leaves a trace nowhere else.
    """
    candidates = (*files.paths, files.directory / aliases.NAME, *files.folders)
    return tuple(path for path in candidates if path.exists() and path.stat().st_mtime >= moment.timestamp())


def _walk(directory: Path, folders: list[Path], problems: list[NoteError]) -> Iterator[Path]:
    """Yield files, and links to folders, in a stable order; what is hidden stays out."""

    def unreadable(error: OSError) -> None:
        problems.append(NoteError(Path(error.filename), 1, f"フォルダーを開けません({error.strerror})"))

    for folder, below, files in os.walk(directory, onerror=unreadable):
        folders.append(Path(folder))
        below[:] = sorted(name for name in below if not name.startswith("."))
        links = [name for name in below if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in sorted((*files, *links)) if not name.startswith("."))


def _is_note(path: Path) -> bool:
    return path.suffix.lower() == ".md" and path.name.lower() != "readme.md"
