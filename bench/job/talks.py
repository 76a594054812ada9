"""Real talks, from data as others publish it: pyvideo, RubyEvents, paragraphs with titles, our own notes.

Descriptions are kept as bodies, so that there is something to search; ids are given anew.
"""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml

from indexer.corpus import read_corpus
from indexer.note_text import note_text_of
from search.model import Event, Speaker, Talk

PARAGRAPHS = "corpus.jsonl"
_FILES_OF_A_FOLDER = 1_000
_DAY = datetime.date(2015, 1, 14)
_HEAD = re.compile(r"[\s#>*+=|~`:-]+|\d+[.)]\s")
"""What would make a line of a body a heading, a list of facts or a rule of a note."""
_UNREADABLE = re.compile("[\ud800-\udfff\0]")


def conference_talks(folders: Sequence[Path], seed: int) -> list[Talk]:
    """Return every recorded talk below the folders, in an order by lot; folders may be missing."""
    found = [talk for folder in folders for talk in _recorded(folder)]
    Random(seed).shuffle(found)
    return found


def read_talks(folders: Sequence[Path], notes: Path, seed: int) -> list[Talk]:
    """Return every talk and every paragraph below the folders; the shipped notes where there is nothing."""
    found = [talk for folder in folders for talk in (*_recorded(folder), *_written(folder))]
    if not found:
        found = [talk for talk in read_corpus(notes).talks if not talk.mention]
    Random(seed).shuffle(found)
    return found


def numbered(talks: Iterable[Talk]) -> list[Talk]:
    """Give events and talks ids by their order, so that every corpus can be written as notes."""
    events: dict[str, Event] = {}
    sizes: dict[str, int] = {}
    result = []
    for talk in talks:
        name = talk.event.name
        event = events.get(name)
        if event is None:
            event = events[name] = Event(f"e{len(events)}", name, talk.event.date)
        sizes[name] = place = sizes.get(name, 0) + 1
        result.append(
            Talk(
                f"{event.id}/t{place}",
                talk.title,
                event,
                talk.speakers,
                talk.technologies,
                talk.date,
                talk.body,
            )
        )
    return result


def write_notes(talks: Iterable[Talk], folder: Path) -> None:
    """Write talks as note files, one for each event."""
    by_event: dict[str, list[Talk]] = {}
    for talk in talks:
        by_event.setdefault(talk.event.id, []).append(talk)
    for number, (name, row) in enumerate(by_event.items()):
        inner = folder / str(number // _FILES_OF_A_FOLDER)
        inner.mkdir(parents=True, exist_ok=True)
        (inner / f"{name}.md").write_text(note_text_of(row[0].event, row, ""), encoding="utf-8")


def change_one(folder: Path) -> None:
    """Add a sentence to the last talk of one note."""
    path = min(folder.rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip() + "\n\n後から一文を書き足した。\n", encoding="utf-8")


def _recorded(folder: Path) -> Iterator[Talk]:
    for path in sorted(folder.rglob("category.json")):
        yield from _pyvideo(path)
    for path in sorted(folder.rglob("videos.yml")):
        yield from _rubyevents(path)


def _written(folder: Path) -> Iterator[Talk]:
    for path in sorted(folder.rglob(PARAGRAPHS)):
        yield from _paragraphs(path)


def _pyvideo(category: Path) -> Iterator[Talk]:
    name = json.loads(category.read_text(encoding="utf-8")).get("title") or category.parent.name
    for path in sorted(category.parent.glob("videos/*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        yield from _talk(row, name, row.get("recorded"), row.get("tags") or ())


def _rubyevents(path: Path) -> Iterator[Talk]:
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or []
    for row in (inner for outer in rows for inner in (outer, *(outer.get("talks") or ()))):
        yield from _talk(row, str(row.get("event_name") or path.parent.name), row.get("date"), ())


def _paragraphs(path: Path) -> Iterator[Talk]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title = str(row["title"])
        yield from _talk({"title": title, "description": row["text"]}, f"{title}の会", None, (title,))


def _talk(row: dict[str, Any], event: str, date: Any, technologies: Iterable[str]) -> Iterator[Talk]:
    """Yield the talk of a record, or nothing for one without a title."""
    title = _line(row.get("title"))
    if not title:
        return
    day = _DAY
    if found := re.match(r"\d{4}-\d\d-\d\d", str(date)):
        day = datetime.date.fromisoformat(found[0])
    names = (_line(name) for name in row.get("speakers") or ())
    yield Talk(
        id="",
        title=title,
        event=Event("", _line(event), day),
        speakers=tuple(map(Speaker, dict.fromkeys(name for name in names if name))),
        technologies=tuple(dict.fromkeys(name for each in technologies if (name := _line(each)))),
        date=day,
        body=body_of(str(row.get("description") or "").splitlines()),
    )


def body_of(lines: Iterable[str]) -> str:
    """Return lines as one paragraph in which nothing begins as Markdown's or a note's own signs do."""
    plain = (_UNREADABLE.sub(" ", line) for line in lines)
    kept = (_HEAD.sub("", line, count=1) if _HEAD.match(line) else line for line in plain)
    return "\n".join(line.rstrip() for line in kept if line.strip())


def _line(value: object) -> str:
    """Return a name or a title as one line that a note can hold."""
    text = _UNREADABLE.sub(" ", str(value or ""))
    return " ".join(re.sub(r"[\\(){}\[\]<>,、/|`*_]", " ", text).split()).lstrip("#-: ")
