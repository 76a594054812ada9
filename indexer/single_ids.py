"""Single ids: an id leads to one event, or to one talk; where notes claim the same, the first keeps it.

A post's id is made, a note's may be chosen: where both are one, the post gets another.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from indexer.fit_texts import bounded
from indexer.notes.ids import of_event, take_id
from indexer.notes.note import ParsedNote
from search.errors import NoteError
from search.model import Event, Talk


def without_doubles(notes: Iterable[ParsedNote], problems: list[NoteError]) -> list[Talk]:
    """Keep the first of two events with one id, and an earlier id only where it leads to one talk."""
    events: dict[str, Path] = {}
    kept: list[tuple[ParsedNote, Talk, int]] = []
    for note in notes:
        if note.event is None:
            continue
        if first := events.get(note.event.id):
            cure = "front matter に別の `id:` を書いてください"
            if _look_alike(first, note.path):
                cure = f"2 つの名前は同じに見えますが、濁点などの文字の表し方(NFC と NFD)が違います。{cure}"
            problems.append(
                NoteError(note.path, 1, f"イベントの ID {note.event.id!r} は {first} と同じです。{cure}")
            )
            continue
        events[note.event.id] = note.path
        kept.extend((note, talk, line) for talk, line in zip(note.talks, note.lines, strict=True))
    owners = {talk.id: talk.id for _, talk, _ in kept}
    talks: list[Talk] = []
    for note, whole, line in kept:
        talk = bounded(whole)
        if talk is not whole:
            problems.append(
                NoteError(note.path, line, "題名や名前が長すぎるか多すぎます。はじめの部分だけを使います")
            )
        usable: list[str] = []
        for alias in talk.aliases:
            if (owner := owners.setdefault(alias, talk.id)) == talk.id:
                usable.append(alias)
            else:
                problems.append(
                    NoteError(
                        note.path, line, f"前の ID {alias!r} は {owner!r} のものです。片方から消してください"
                    )
                )
        # Copying a talk costs as much as reading it; hardly any changes.
        talks.append(talk if len(usable) == len(talk.aliases) else replace(talk, aliases=tuple(usable)))
    return talks


def _look_alike(one: Path, other: Path) -> bool:
    """Say whether two paths are told apart only by how Unicode composes their letters."""
    return one != other and unicodedata.normalize("NFC", str(one)) == unicodedata.normalize("NFC", str(other))


def with_free_ids(
    notes: Mapping[str, ParsedNote], posts: Collection[str]
) -> tuple[dict[str, ParsedNote], set[str]]:
    """Give posts whose id a note has chosen another; return the notes and the paths that were renamed."""
    chosen = {note.event.id for path, note in notes.items() if note.event and path not in posts}
    parsed, renamed = dict(notes), set[str]()
    if not chosen or not posts:
        return parsed, renamed
    taken = chosen | {
        each.event.id for note in parsed.values() for each in note.parts if each.event is not None
    }
    for path in sorted(parsed.keys() & set(posts)):
        event = parsed[path].event
        if event and event.id in chosen:
            parsed[path] = with_event_id(parsed[path], event, take_id(event.id, taken))
            renamed.add(path)
    return parsed, renamed


def with_event_id(note: ParsedNote, event: Event, event_id: str) -> ParsedNote:
    event = replace(event, id=event_id)
    return structs.replace(note, event=event, talks=of_event(note.talks, event))
