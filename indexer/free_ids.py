"""Free ids: a post's id is made, a note's may be chosen; where both are one, the post gets another."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from indexer.notes.ids import of_event, take_id
from indexer.notes.note import ParsedNote
from search.model import Event


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
    return replace(note, event=event, talks=of_event(note.talks, event))
