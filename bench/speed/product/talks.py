"""Talks: a corpus as note files, ten talks each, as somebody writes them."""

import datetime
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.speed.engine import Note
from bench.speed.store import Store

TALKS_OF_A_FILE = 10
_TITLE = 30
"""Characters of a talk's title: how its text begins."""
_TEXTS = "texts.jsonl"


def write_talks(store: Store, folder: Path) -> None:
    """Write a folder of notes, and beside it what `texts_of` reads."""
    notes = enumerate(store.notes())
    folder.mkdir(parents=True)
    with (folder.parent / _TEXTS).open("w", encoding="utf-8") as texts:
        number = 0
        while talks := list(islice(notes, TALKS_OF_A_FILE)):
            day = datetime.date.fromordinal(talks[0][1].day)
            lines = ["---", f"event: {talks[0][1].facets[0][0]}その{number}", f"date: {day}", "---", ""]
            for place, note in talks:
                lines += _section(place, note)
                texts.write(json.dumps([_title(note), _body(note)], ensure_ascii=False) + "\n")
            year = folder / str(day.year)
            year.mkdir(exist_ok=True)
            (year / f"{day}-event-{number}.md").write_text("\n".join(lines), encoding="utf-8")
            number += 1


def change_one(folder: Path) -> Path:
    """Add a sentence to one talk of one note; return the note's path."""
    path = sorted(folder.rglob("*.md"))[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip() + "\n後から一文を書き足した。\n", encoding="utf-8")
    return path


def texts_of(folder: Path) -> Iterator[str]:
    """Yield every title and body that was written, as an index of them has to analyse."""
    with (folder.parent / _TEXTS).open(encoding="utf-8") as lines:
        for line in lines:
            yield from json.loads(line)


def _section(place: int, note: Note) -> Iterator[str]:
    _, speakers, technologies = note.facets
    yield f"## {_title(note)} {{#talk-{place}}}"
    yield from (f"- speaker: {speaker}" for speaker in speakers)
    if technologies:
        yield f"- tech: {', '.join(technologies)}"
    yield from ("", _body(note), "")


def _title(note: Note) -> str:
    return " ".join(note.text[:_TITLE].split()).translate(_PLAIN)


def _body(note: Note) -> str:
    """Return the text as one paragraph, with nothing in it that Markdown or a note file would understand."""
    return " ".join(note.text.split()).translate(_PLAIN)


_PLAIN = str.maketrans("#*_`[]<>{}\\|~-+", " " * 15)
