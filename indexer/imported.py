"""Imported notes in the corpus: written again at will, as long as nobody has made them his own."""

import os
from enum import Enum
from pathlib import Path

from search.model import Event


class Outcome(Enum):
    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """Somebody's own note stands there; it was not touched."""


def note_path_of(corpus: Path, event: Event) -> Path:
    """Return where an event's note lives: its file name is the event's id."""
    return corpus / str(event.date.year) / f"{event.id}.md"


def write_imported(path: Path, text: str, source: str) -> Outcome:
    """Write a note that an importer made, at once or not at all.

    A file whose front matter does not say `source: <source>` belongs to its author and is kept: who
    wants to edit an imported note removes that line.
    """
    if path.exists():
        existing = path.read_bytes()
        if existing == text.encode():
            return Outcome.UNCHANGED
        front = existing.split(b"\n---", 1)[0]
        if f"\nsource: {source}\n".encode() not in front + b"\n":
            return Outcome.KEPT
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(text.encode())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return Outcome.WRITTEN
