"""The file of published ids: a line of JSON for each, sorted, so that two versions of it can be merged."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.plain_file import read_plain_file
from search.errors import CorpusError, NoteError
from search.model import Former

_encode = json.JSONEncoder(ensure_ascii=False).encode

NAME = ".kikigaki-ids"
"""Hidden: no blog engine takes it for a post."""
MOST = 128_000_000
"""Bytes that are read: some half a million ids."""
SAME = "="
"""Stands for the id at the beginning of the line."""
_HEAD = (
    "# Ids under which Kikigaki has published talks. Keep this file with the notes.",
    "# [id, id of today (= is the same, empty is gone), file, id made from the file, mark of the text]",
)


@dataclass(frozen=True, slots=True)
class Published:
    """One id. `owner` is the id of the talk it leads to: itself while a talk has it, empty where none does.

    `made` is the id that the file alone gives the talk; `digest` names its body, empty where there is none.
    """

    id: str
    owner: str
    path: str
    made: str
    digest: str

    @property
    def is_live(self) -> bool:
        return self.owner == self.id


Table = Mapping[str, Published]


def read_table(directory: Path) -> dict[str, Published]:
    """Return what was published from a folder of notes; raises `CorpusError` where that cannot be read."""
    path = directory / NAME
    try:
        lines = read_plain_file(path, MOST).decode("utf-8", "surrogatepass").splitlines()
    except FileNotFoundError:
        return {}
    except NoteError as error:
        raise CorpusError(f"{path} を使えません", [error]) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, 1, str(error)) from error
    told = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    ]
    try:
        # All at once takes a third of the time; which line is wrong is looked for where one is.
        found = json.loads(f"[{','.join(line for _, line in told)}]")
        rows = list(map(_row_of, found)) if len(found) == len(told) else None
    except (ValueError, RecursionError):
        rows = None
    if rows is None:
        rows = [_read_line(path, number, line) for number, line in told]
    return {row.id: row for row in rows}


def _read_line(path: Path, number: int, line: str) -> Published:
    try:
        return _row_of(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, number, line[:40]) from error


def write_table(directory: Path, table: Table) -> None:
    """Keep a table where the next rebuild finds it; raises OSError. One that is the same is not written."""
    path = directory / NAME
    rows = (table[each] for each in sorted(table))
    lines = map(_encode, map(_parts_of, rows))
    data = "".join(f"{line}\n" for line in (*_HEAD, *lines)).encode("utf-8", "surrogatepass")
    if path.is_file() and path.read_bytes() == data:
        return
    beside = path.with_name(f"{NAME}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            os.fsync(file.fileno())
        os.replace(beside, path)
        handle = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    finally:
        beside.unlink(missing_ok=True)


def former_of(table: Table) -> Former:
    """Return what an index is told: ids that are gone, and events that have another id now."""
    live = {_event_of(row.id) for row in table.values() if row.is_live}
    moved: dict[str, str] = {}
    for row in table.values():
        if row.owner and _event_of(row.id) not in live and _event_of(row.owner) in live:
            moved.setdefault(_event_of(row.id), _event_of(row.owner))
    gone = {row.id for row in table.values() if not row.owner}
    events = {_event_of(each) for each in gone} - live - moved.keys()
    return Former(frozenset(gone | events), moved)


def vanished(before: Table, after: Table) -> tuple[Published, ...]:
    """Return what led somewhere and leads nowhere now, by file."""
    lost = (row for row in before.values() if row.owner and not after[row.id].owner)
    return tuple(sorted(lost, key=lambda row: (row.path, row.id)))


def _parts_of(row: Published) -> list[str]:
    owner, made = (SAME if each == row.id else each for each in (row.owner, row.made))
    return [row.id, owner, row.path, made, row.digest]


def _row_of(parts: object) -> Published:
    """Return one line of the table; raises ValueError for anything else."""
    match parts:
        case [str(talk_id), str(owner), str(path), str(made), str(digest)]:
            owner, made = (talk_id if each == SAME else each for each in (owner, made))
            return Published(talk_id, owner, path, made, digest)
    raise ValueError(parts)


def _event_of(talk_id: str) -> str:
    return talk_id.partition("/")[0]


def _unreadable(path: Path, line: int, what: str) -> CorpusError:
    problem = NoteError(
        path,
        line,
        f"公開した ID の控えを読めません({what})。"
        "ノートを置いている版管理などから戻すか、その行を消してください",
    )
    return CorpusError(f"{path} を使えません", [problem])
