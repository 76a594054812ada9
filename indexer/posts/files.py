"""Post files: which files are posts, and how one is read: one post, or every entry of an export."""

import datetime
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from indexer.posts.exported import Exported
from indexer.posts.exports import exported_in, id_of
from indexer.posts.git_dates import GitDates
from indexer.posts.post import ReadPost, parse_entry, parse_post
from indexer.posts.source import Place
from indexer.posts.texts import MAX_BYTES, text_of
from indexer.posts.which import ONLY_EXPORTS, Wanted, suffix_of
from search.errors import NoteError
from search.plain_file import TooLarge, read_plain
from search.text.lexicon import Lexicon


class PostReader(Struct, frozen=True):
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
        if encoding == "?":
            line = text.count("\n", 0, text.find("\ufffd")) + 1
            cure = "UTF-8 で読めない文字を � と読みました。書き直し、UTF-8 で保存してください"
            post = replace(post, remarks=(NoteError(path, line, cure), *post.remarks))
        elif encoding:
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


def parse_exported(place: Place, exported: Exported, lexicon: Lexicon, wanted: Wanted) -> ReadPost:
    """Read one post of an export."""
    inside = replace(place, event_id=id_of(place.event_id, exported))
    return replace(
        parse_entry(inside, exported.text, exported.front, lexicon, wanted), layout=exported.layout
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return read_plain(path, MAX_BYTES)
    except TooLarge as error:
        limit = MAX_BYTES // 1_000_000
        raise NoteError(path, 1, f"大きすぎます({limit} MB まで)。記事ごとに分けてください") from error
    except OSError as error:
        raise NoteError(path, 1, f"読めません({error.strerror})。ファイルの権限を確かめてください") from error
