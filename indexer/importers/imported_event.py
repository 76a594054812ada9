"""What every importer gives: an event with its talks, each under an id of its own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgspec import Struct

from indexer.notes.ids import slug_of
from search.errors import NoteError
from search.model import Event, Talk


class ImportedEvent(Struct, frozen=True):
    event: Event
    talks: tuple[Talk, ...]


class Imported(Struct, frozen=True):
    """All that a source holds; `passed_over` counts what is in it and tells of no event."""

    events: tuple[ImportedEvent, ...]
    problems: tuple[NoteError, ...]
    passed_over: int = 0


def with_unique_ids(talks: Sequence[Talk], fallbacks: Iterable[str]) -> tuple[Talk, ...]:
    """Fall back on a talk's name in its source where two titles give one id, or a title gives none."""
    counts = Counter(talk.id for talk in talks)
    unique: list[Talk] = []
    for number, (talk, fallback) in enumerate(zip(talks, fallbacks, strict=True), start=1):
        if counts[talk.id] > 1 or talk.id.endswith("/"):
            talk = replace(talk, id=f"{talk.event.id}/{slug_of(fallback) or f'talk-{number}'}")
        unique.append(talk)
    return tuple(unique)
