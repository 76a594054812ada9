"""Note files: which files of a folder are notes or posts, without reading them; of XML and JSON the head."""

import os
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from indexer.posts.which import ONLY_EXPORTS, is_post, pages_made_of, suffix_of
from search.errors import CorpusError, NoteError
from search.settings import FOLDER_OF_INDEX

Stamp: TypeAlias = tuple[int, int, int, int]
"""Size in bytes, times of the last writing and of any change in nanoseconds, number of the file.

Size and time of writing alone stay the same when a file is copied over with its time, or two are swapped.
"""


MADE = frozenset(("node_modules", "_site", "_build", "_layouts", "_includes", "__pycache__"))
"""Folders of other tools, in which no post is written."""


_UNREAD = frozenset(
    (
        *("doc", "docx", "odt", "pages", "rtf", "ipynb", "enex", "mht", "mhtml"),
        *("textile", "creole", "wiki", "mediawiki", "tex", "typ"),
    )
)
"""What the names of files end in that people write texts in, and that are not read."""
_SITES = frozenset(("public", "dist", "out", "docs"))
"""Folders into which some tools write the pages of a site, and others its sources."""
_SOURCES = ("content", "source", "src", "_posts", "posts", "blog")
_MADE_FILES = ("sitemap.xml", "index.xml", "sitemap-index.xml")

_LISTS_POSTS = "記事を並べたページです"


class NoteFiles(Struct, frozen=True):
    """The notes of a folder, and what stands in for a note but is none."""

    directory: Path
    stamps: Mapping[str, Stamp]
    """Each note by its path below the folder, in the order of the paths' parts."""
    problems: tuple[NoteError, ...]
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Folders not looked into, texts that nobody reads and pages made of others; with the reason."""


def find_notes(directory: Path) -> NoteFiles:
    """Find every file below the folder that may be a note or a post; what is hidden and what an engine made
    are none of ours.

    A link that leads out of the folder is a problem and is not followed; one that stays inside leads to
    a note that is found anyway. Raises `CorpusError` when there is no such folder.
    """
    if directory.exists() and not directory.is_dir():
        raise CorpusError(f"{directory} はフォルダーではありません。ノートのあるフォルダーを書いてください")
    if not directory.is_dir():
        raise CorpusError(
            f"ノートのフォルダー {directory} がありません。--corpus か KIKIGAKI_CORPUS で指定してください"
        )
    walk = _Walk(os.path.realpath(directory))
    walk.enter(os.fspath(directory))
    for page, source in pages_made_of(walk.stamps).items():
        del walk.stamps[page]
        walk.skipped[page] = f"{source} から作られたページです" if source else _LISTS_POSTS
    return NoteFiles(directory, walk.stamps, tuple(walk.problems), walk.skipped)


class _Walk:
    """Gathers what is below a folder, sorted by the parts of the paths; one `stat` a note."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._prefix = 0
        self.stamps: dict[str, Stamp] = {}
        self.problems: list[NoteError] = []
        self.skipped: dict[str, str] = {}

    def enter(self, directory: str) -> None:
        """Gather; folders may be nested as deep as a path can be long."""
        prefix = self._prefix = len(os.path.join(directory, ""))
        entered = [iter(self._entries_of(directory))]
        while entered:
            entry = next(entered[-1], None)
            if entry is None:
                entered.pop()
            elif entry.is_dir(follow_symlinks=False):
                entered.append(iter(self._entries_of(entry.path)))
            elif entry.is_symlink():
                self._look_at_link(entry)
            elif is_note(entry.path[prefix:]):
                if suffix_of(entry.name) in ONLY_EXPORTS and not self._is_export(entry):
                    continue
                if entry.is_file(follow_symlinks=False):
                    self._add(entry, entry.path[prefix:])
                else:
                    self._add_problem(
                        entry.path, "ふつうのファイルではありません。名前を変えるか消してください"
                    )
            elif suffix_of(entry.name) in _UNREAD:
                self.skipped[entry.path[prefix:]] = "この形式は読みません。.md か .html に書き出してください"

    def _is_export(self, entry: os.DirEntry[str]) -> bool:
        from indexer.posts.exports import may_be_export

        try:
            return entry.is_file(follow_symlinks=False) and may_be_export(Path(entry.path))
        except OSError:
            return False  # Hardly any such file is one.

    def _entries_of(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                return sorted((entry for entry in found if self._is_ours(entry)), key=_name_of)
        except OSError as error:
            self._add_problem(folder, f"フォルダーを開けません({error.strerror})")
            return []

    def _is_ours(self, entry: os.DirEntry[str]) -> bool:
        is_hidden = entry.name[0] == "."
        is_made = entry.name in MADE or (entry.name in _SITES and _is_made(entry))
        if (is_hidden or is_made) and entry.is_dir(follow_symlinks=False):
            reason = "隠しフォルダーです" if is_hidden else "ブログの道具が作るフォルダーです"
            # Of its own index nobody wonders why it is not read.
            if entry.name != FOLDER_OF_INDEX:
                self.skipped[entry.path[self._prefix :]] = reason
            return False
        return not is_hidden

    def _add(self, entry: os.DirEntry[str], path: str) -> None:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # It was removed meanwhile.
        self.stamps[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def _look_at_link(self, entry: os.DirEntry[str]) -> None:
        if not is_note(entry.path[self._prefix :]) and not os.path.isdir(entry.path):
            return
        target = os.path.realpath(entry.path)
        if not Path(target).is_relative_to(self._root):
            cure = "フォルダーの外へのリンクはたどりません。ファイルを中に置いてください"
            self._add_problem(entry.path, cure)
        elif not os.path.exists(target):
            self._add_problem(entry.path, "リンクの先がありません。リンクを直すか消してください")

    def _add_problem(self, path: str, problem: str) -> None:
        self.problems.append(NoteError(Path(path), 1, problem))


def is_note(path: str) -> bool:
    """Say whether a file at this path below the folder may be a note or a post."""
    return is_post(path)


def _is_made(folder: os.DirEntry[str]) -> bool:
    """Say whether a folder holds the pages of a site whose sources stand beside it: a sitemap tells."""
    made = [os.path.exists(os.path.join(folder.path, name)) for name in ("index.html", *_MADE_FILES)]
    if not (made[0] and any(made[1:])):
        return False
    beside = os.path.dirname(folder.path)
    return any(os.path.isdir(os.path.join(beside, name)) for name in _SOURCES)


_name_of = attrgetter("name")
