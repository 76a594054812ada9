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
    root = directory.resolve()
    paths: list[Path] = []
    problems: list[NoteError] = []
    for path in _visible(directory, problems):
        if path.is_symlink():
            if not path.resolve().is_relative_to(root):
                problems.append(
                    NoteError(path, 1, "フォルダーの外へのリンクはたどりません。ファイルを中に置いてください")
                )
        elif _is_note(path):
            if stat.S_ISREG(path.lstat().st_mode):
                paths.append(path)
            else:
                problems.append(
                    NoteError(path, 1, "ふつうのファイルではありません。名前を変えるか消してください")
                )
    return NoteFiles(directory, tuple(sorted(paths, key=lambda path: path.parts)), tuple(problems))


def changed_since(directory: Path, moment: datetime.datetime) -> tuple[Path, ...]:
    """Return the notes (and the aliases file) that were written at or after an aware moment.

    A folder stands for the files that were removed from it, moved or renamed.
    """
    found = find_notes(directory)
    folders = {folder for path in found.paths for folder in path.parents if folder.is_relative_to(directory)}
    candidates = (*found.paths, directory / aliases.NAME, *sorted(folders | {directory}))
    return tuple(path for path in candidates if path.exists() and path.stat().st_mtime >= moment.timestamp())


def _visible(directory: Path, problems: list[NoteError]) -> Iterator[Path]:
    """Yield files, and links to folders, in a stable order."""

    def unreadable(error: OSError) -> None:
        problems.append(NoteError(Path(error.filename), 1, f"フォルダーを開けません({error.strerror})"))

    for folder, folders, files in os.walk(directory, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted((*files, *folders)):
            path = Path(folder, name)
            if not name.startswith(".") and (name in files or path.is_symlink()):
                yield path


def _is_note(path: Path) -> bool:
    return path.suffix.lower() == ".md" and path.name.lower() != "readme.md"
