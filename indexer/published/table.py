"""The file of published ids: a line of JSON for each, sorted, so that two versions of it can be merged."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from indexer.notes.ids import event_part
from indexer.plain_file import read_plain_file, write_whole
from search.errors import CorpusError, NoteError
from search.model import Former

NAME = ".kikigaki-ids"
"""Hidden: no blog engine takes it for a post."""
MOST = 128_000_000
"""Bytes that are read: some half a million ids."""
SAME = "="
"""Stands for the id of the row."""
_HEAD = (
    "# Ids under which Kikigaki has published talks. Keep this file with the notes.\n"
    "# [id, id of today (= is the same, empty is gone), file, id made from the file, mark of the text]\n"
)
_BEGIN, _COMMA, _END = '["', '", "', '"]\n'
"""What stands before, between and behind the texts of a row as JSON."""
_ESCAPED = bytes(range(ord(" "))) + b'"\\'
"""What JSON escapes within a text; of these a line has its quotes and its end."""


class Published(NamedTuple):
    """One id. `owner` is the id of the talk it leads to: `SAME` while a talk has it, empty where none does.

    `made` is the id that the file alone gives the talk, or `SAME`; `digest` names its body, empty where there
    is none. A tuple, for an update reads all of them and a dataclass takes four times as long to make.
    """

    id: str
    owner: str
    path: str
    made: str
    digest: str

    @property
    def is_live(self) -> bool:
        return self.owner == SAME

    @property
    def id_made(self) -> str:
        """The id that the file alone gives the talk."""
        return self.id if self.made == SAME else self.made


_decoded = msgspec.json.Decoder(list[Published]).decode
Table = Mapping[str, Published]


class Kept(Struct, frozen=True):
    """A table as its file has it, and the lines of its rows there, in the same order."""

    rows: Table
    lines: Sequence[bytes]


def read_table(directory: Path) -> Table:
    """Return what was published from a folder of notes; raises `CorpusError` where that cannot be read."""
    return read_kept(directory).rows


def read_kept(directory: Path) -> Kept:
    """Return the same with its lines, for who changes but a few of them."""
    path = directory / NAME
    try:
        # An editor may have put a mark before the first line.
        data = read_plain_file(path, MOST).removeprefix(BOM_UTF8)
    except FileNotFoundError:
        return Kept({}, ())
    except NoteError as error:
        raise CorpusError(f"{path} を使えません", [error]) from error
    # By this sign alone: a path may hold others that end lines elsewhere.
    lines = data.split(b"\n")
    told = [line for line in lines if line[:1] == b"[" or _is_row(line)]
    try:
        # All at once takes a tenth of the time; which line is wrong is looked for where one is.
        rows = _rows_of(b",".join(told))
    except (ValueError, RecursionError):
        rows = []
    if len(rows) != len(told):
        rows = [_read_line(path, number, line) for number, line in enumerate(lines, start=1) if _is_row(line)]
    table = {row.id: row for row in rows}
    if len(table) < len(rows):
        # Two branches that were merged may each have a row of an id: the last one holds.
        told = list(dict(zip([row.id for row in rows], told, strict=True)).values())
    # Somebody may have written out what we never do.
    table |= {own: _shortened(row) for own, row in table.items() if own in (row.owner, row.made)}
    return Kept(table, told)


def _is_row(line: bytes) -> bool:
    return line[:1] not in (b"", b"#") and not line.decode("utf-8", "replace").isspace()


def _read_line(path: Path, number: int, line: bytes) -> Published:
    try:
        (row,) = _rows_of(line)
    except UnicodeDecodeError as error:
        problem = NoteError(path, 1, "UTF-8 ではありません。UTF-8 で保存し直してください")
        raise CorpusError(f"{path} を使えません", [problem]) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, number, line[:40].decode("utf-8", "replace")) from error
    return row


def _rows_of(lines: bytes) -> list[Published]:
    """Return the rows of lines with commas between; raises ValueError where one is anything else."""
    data = b"[%b]" % lines
    try:
        return _decoded(data)
    except ValueError:
        # A path may hold half a surrogate pair, which is no UTF-8.
        return msgspec.convert(json.loads(data.decode("utf-8", "surrogatepass")), list[Published])


def _shortened(row: Published) -> Published:
    owner, made = (SAME if each == row.id else each for each in (row.owner, row.made))
    return row._replace(owner=owner, made=made)


def write_table(directory: Path, table: Table, before: Kept | None = None) -> None:
    """Keep a table where the next rebuild finds it; raises OSError. One that is the same is not written.

    `before` is what was read: a row of it that is still there keeps its line, for making that of each takes a
    sixth of an update.
    """
    path = directory / NAME
    data = _HEAD.encode() + (
        _lines_of(table[each] for each in sorted(table)) if before is None else _lines_after(before, table)
    )
    if path.is_file() and path.read_bytes() == data:
        return
    write_whole(path, data)


def former_of(table: Table, joined: Mapping[str, str]) -> Former:
    """Return what an index is told: ids that are gone, and events that have another id now, or are part of
    another one, by the ids in `joined`.
    """
    left = [row for row in table.values() if row.owner != SAME]
    live = {event_part(row.id) for row in table.values() if row.owner == SAME} if left else set()
    moved: dict[str, str] = {}
    for row in left:
        if row.owner and event_part(row.id) not in live and event_part(row.owner) in live:
            moved.setdefault(event_part(row.id), event_part(row.owner))
    gone = {row.id for row in left if not row.owner}
    events = {event_part(each) for each in gone} - live - moved.keys()
    moved = {event: joined.get(other, other) for event, other in moved.items()}
    return Former(frozenset(gone | events), {**moved, **joined})


def vanished(before: Table, after: Table) -> tuple[Published, ...]:
    """Return what led somewhere and leads nowhere now, by file."""
    lost = (row for row in before.values() if row.owner and not after[row.id].owner)
    return tuple(sorted(lost, key=lambda row: (row.path, row.id)))


def _lines_after(before: Kept, table: Table) -> bytes:
    """Return the lines of a table, where those of rows that `before` has are as they were."""
    new = [row for own, row in table.items() if before.rows.get(own) is not row]
    lines = dict(zip(before.rows, before.lines, strict=True))
    lines |= zip([row.id for row in new], _lines_of(new).split(b"\n"), strict=False)
    return b"".join([b"%b\n" % lines[own] for own in sorted(table)])


def _lines_of(rows: Iterable[Published]) -> bytes:
    """Return rows as lines of JSON."""
    rows = list(rows)
    if not rows:
        return b""
    plain = (_BEGIN + (_END + _BEGIN).join(map(_COMMA.join, rows)) + _END).encode("utf-8", "surrogatepass")
    quotes, ends = 2 * len(Published._fields) * len(rows), len(rows)
    # Mostly there is nothing to escape: then encoding would take three times as long.
    if plain.count(b'"') == quotes and len(plain.translate(None, _ESCAPED)) == len(plain) - quotes - ends:
        return plain
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
    return lines.encode("utf-8", "surrogatepass")


def _unreadable(path: Path, line: int, what: str) -> CorpusError:
    problem = NoteError(
        path,
        line,
        f"公開した ID の控えを読めません({what})。"
        "ノートを置いている版管理などから戻すか、その行を消してください",
    )
    return CorpusError(f"{path} を使えません", [problem])
