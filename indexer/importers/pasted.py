"""The text of one post, pasted from a blog -> a note to be finished by hand.

Whoever pastes a page pastes what stands around the post, too: what comes before its title is left out.
"""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from indexer.importers.from_posts import bounded, data_of, imported_of, without_doubles
from indexer.importers.imported_event import Imported, ImportedEvent
from indexer.posts.dates import written_dates
from indexer.posts.front_matter import front_matter_of
from indexer.posts.post import ReadPost, parse_entry
from indexer.posts.report_titles import looks_like_report
from indexer.posts.source import Place
from indexer.posts.texts import is_text, text_of
from indexer.posts.which import is_post
from search.errors import CorpusError, NoteError
from search.text.lexicon import Lexicon

SOURCE = "post"

_NO_TEXT = "文章のファイルではありません。本文をコピーしてテキストとして保存してください"

STANDARD_INPUT = Path("-")

_LOOKED_AT = 8
"""Lines with text at the top of a page, of which one may be the title of the post."""


def read_source(source: Path, lexicon: Lexicon) -> Imported:
    """Read a file, every text below a folder, or standard input (`-`).

    Raises `CorpusError` when there is no event at all.
    """
    events: list[ImportedEvent] = []
    problems: list[NoteError] = []
    for path, data in _texts_of(source):
        if not is_text(data):
            problems.append(NoteError(path, 1, _NO_TEXT))
            continue
        text, _ = text_of(data)
        post = _read(path, text, lexicon)
        problems += post.remarks
        if post.note and (imported := imported_of(post.note)):
            events.append(imported)
        else:
            problems.append(NoteError(path, 1, post.reason))
    if not events:
        raise CorpusError(f"{source} にイベントの記録がありません", problems)
    return Imported(without_doubles(events), tuple(problems))


def from_title(text: str) -> str:
    """Return a pasted text from the line on that is the title of a report; all of it when none is."""
    at, seen = 0, 0
    candidates: list[tuple[bool, int]] = []
    while at < len(text) and seen < _LOOKED_AT:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        line = text[at:end].strip()
        if line:
            seen += 1
            if len(line) <= 120 and "。" not in line and looks_like_report(line, ()):
                candidates.append((not any(written_dates(line)), at))
        at = end + 1
    # Of several a title with its day is surest; else the first.
    return text[min(candidates)[1] :] if candidates else text


def _read(path: Path, text: str, lexicon: Lexicon) -> ReadPost:
    front = front_matter_of(text)
    if not front.fields:
        text = from_title(text)
        front = front_matter_of(text)
    # Whoever imports a post says by that that it is a report.
    told = replace(front, fields={"kikigaki": "true", **front.fields})
    place = Place(path, path.name, path.stem, lambda: (_day_of(path), True))
    return parse_entry(place, text, told, lexicon, "all")


def _texts_of(source: Path) -> Iterator[tuple[Path, bytes]]:
    if source == STANDARD_INPUT:
        yield Path("stdin.txt"), bounded(STANDARD_INPUT, sys.stdin.buffer)
    elif source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and is_post(path.relative_to(source).as_posix()):
                yield path, data_of(path)
    else:
        yield source, data_of(source)


def _day_of(path: Path) -> datetime.date:
    try:
        return datetime.date.fromtimestamp(path.stat().st_mtime)
    except (OSError, ValueError, OverflowError):
        return datetime.date.today()
