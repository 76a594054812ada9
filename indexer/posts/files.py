"""Post files: which files are posts, and how one is read: one post, or every entry of an export."""

import datetime
import os
import re
from codecs import getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from indexer.notes.front_matter import fact_of
from indexer.posts.dates import path_date_of
from indexer.posts.exported import Exported
from indexer.posts.exports import ONLY_EXPORTS, exported_in, id_of
from indexer.posts.front_matter import Front, front_matter_of
from indexer.posts.git_dates import GitDates
from indexer.posts.layouts import SUFFIXES, suffix_of
from indexer.posts.post import ReadPost, Wanted, parse_entry, parse_post
from indexer.posts.source import Place
from indexer.posts.talk_pages import MARKS, OWN_FORMAT, is_talk_page
from indexer.posts.texts import MAX_BYTES, text_of
from search.errors import NoteError
from search.text.lexicon import Lexicon

_PEEKED = 8_192
_MARKS = tuple(mark.encode() for mark in (*MARKS, "itle"))
"""A page about one talk has a title at least."""
_ODD = (b"\xef\xbc", b"\r", b"\x1b$")
"""What stands in full-width letters and signs, at ends of lines, and before Japanese in seven bits."""
_EVENT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\n]*\n){0,200}?[ \t]?[\"']?"
    rb"(?:[Ee][Vv][Ee][Nn][Tt]|" + "イベント(?:名)?".encode() + rb")[\"']?[ \t]*(?::|\xef\xbc\x9a)"
)


@dataclass(frozen=True, slots=True)
class PostReader:
    """Reads the posts of one folder; `ids` are those of all its files."""

    directory: Path
    ids: Mapping[str, str]
    lexicon: Lexicon
    wanted: Wanted
    git: GitDates

    def read(self, relative: str) -> tuple[ReadPost, ...]:
        """Return what a file holds: one post, or the entries of an export; at least one."""
        path = self.directory / relative
        text, encoding = text_of(_bytes_of(path))
        place = Place(path, relative, self.ids[relative], lambda: self._first_day(path, relative))
        found = tuple(
            parse_exported(place, exported, self.lexicon, self.wanted)
            for exported in exported_in(relative, text)
        )
        if found:
            return found
        if suffix_of(relative) in ONLY_EXPORTS:
            raise NoteError(
                path, 1, "書き出しが途中で切れているか、記事がありません。もう一度書き出してください"
            )
        post = parse_post(place, text, self.lexicon, self.wanted)
        if encoding:
            remark = NoteError(
                path, 1, f"UTF-8 ではないので {encoding} として読みました。UTF-8 で保存し直せます"
            )
            post = replace(post, remarks=(remark, *post.remarks))
        return (post,)

    def _first_day(self, path: Path, relative: str) -> tuple[datetime.date, bool] | None:
        if day := self.git.of(relative):
            return day, False
        try:
            return datetime.date.fromtimestamp(path.stat().st_mtime), True
        except (OSError, ValueError, OverflowError):
            return None


def is_post(path: str) -> bool:
    """Say whether a file at this path below its folder may be a post.

    README tells of its folder: it is a post where that is named after a day, as an `index.md` would be.
    """
    folder, _, name = path.rpartition("/")
    stem, dot, suffix = name.lower().rpartition(".")
    if not (dot and stem and (suffix in SUFFIXES or suffix in ONLY_EXPORTS)):
        return False
    return stem != "readme" or path_date_of(folder) is not None


def is_strict_note(path: Path) -> bool:
    """Say whether a file is one of our own notes: its front matter has `event:`, and is not that of a page
    about one talk. Raises `OSError`.
    """
    if path.suffix.lower() != ".md":
        return False
    with path.open("rb", buffering=0) as file:
        head = file.read(_PEEKED)
    is_note = _EVENT.match(head) is not None or (_is_odd(head) and _names_event_oddly(head))
    if not is_note or OWN_FORMAT.search(head):
        return is_note
    return not (any(mark in head for mark in _MARKS) and is_talk_page(_front_of(head)))


def _front_of(head: bytes) -> Front:
    """Read a front matter that may go on behind what was looked at."""
    return front_matter_of(head.decode("utf-8", "ignore") + "\n---\n")


def _is_odd(head: bytes) -> bool:
    """Say whether a key may stand in it that `_EVENT` does not see."""
    if any(sign in head for sign in _ODD) or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        # What is cut in the middle of a letter is no reason to doubt.
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return False


def _names_event_oddly(head: bytes) -> bool:
    """Say whether some key of a front matter means `event`, in whatever width and coding it is written."""
    whole = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
    first, *lines = text_of(whole)[0].lstrip("\ufeff \n").splitlines() or [""]
    inside = takewhile(lambda line: line.rstrip() not in ("---", "..."), lines)
    return first.rstrip() == "---" and any(fact_of(re.split("[:：]", line)[0]) == "event" for line in inside)


def parse_exported(place: Place, exported: Exported, lexicon: Lexicon, wanted: Wanted) -> ReadPost:
    """Read one post of an export."""
    inside = replace(place, event_id=id_of(place.event_id, exported))
    return replace(
        parse_entry(inside, exported.text, exported.front, lexicon, wanted), layout=exported.layout
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                limit = MAX_BYTES // 1_000_000
                raise NoteError(path, 1, f"大きすぎます({limit} MB まで)。記事ごとに分けてください")
            return file.read(size + 1)
    except OSError as error:
        raise NoteError(path, 1, f"読めません({error.strerror})。ファイルの権限を確かめてください") from error
