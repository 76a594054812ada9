"""Keeping ids: which talk of now is which that was published, and what it is called."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from msgspec import structs

from indexer.notes.ids import event_part, own_part, take_id
from indexer.notes.note import ParsedNote
from indexer.published.known import LED, Known, Notes, Read, known_again, placed_of
from indexer.published.table import SAME, Published, Table
from indexer.single_ids import with_event_id
from search.model import Talk

_NUMBER = re.compile(r"-[0-9]+\Z")


def with_published_ids(table: Table, read: Read) -> dict[str, ParsedNote]:
    """Return the notes with the ids under which their talks were published, earlier ones as aliases."""
    known = known_again(table, read)
    published = {new: old for old, new in known.same.items()}
    renamed = {new: old for new, old in published.items() if new != old}
    kept = {
        path: _kept(note, renamed) if path in read.posts else _uncontested(note, path, published, table, read)
        for path, note in read.notes.items()
    }
    kept = _apart(table, read, kept)
    now = {before.id: after.id for (_, before), after in zip(read.placed, _talks(kept), strict=True)}
    earlier = _earlier_ids(table, known, now, kept)
    return {path: _with_aliases(note, earlier) for path, note in kept.items()}


def recorded(table: Table, read: Read, notes: Notes) -> dict[str, Published]:
    """Return the table after what was `read` is published as `notes`."""
    after: dict[str, Published] = {}
    placed = list(placed_of(notes))
    for (path, talk), (_, made), digest in zip(placed, read.placed, read.digests, strict=True):
        own = SAME if made.id == talk.id else made.id
        after.setdefault(talk.id, Published(talk.id, SAME, path, own, digest))
    for path, talk in placed:
        for alias in talk.aliases:
            after.setdefault(alias, Published(alias, talk.id, path, SAME, ""))
    perhaps = _perhaps_at(table, read)
    paths = {path for path in {row.path for row in table.values()} if _is_known(path, read)} - {*read.unsure}
    left = {
        row.id: row._replace(path=perhaps[row.path]) if row.path in perhaps else _gone(row)
        for row in table.values()
        if row.path in paths and row.id not in after
    }
    return {**table, **left, **after}


def _gone(row: Published) -> Published:
    """Return a row that leads nowhere; one of an earlier id remembers whose it was."""
    return row._replace(owner="", digest=f"{LED}{row.owner}" if row.owner not in ("", SAME) else row.digest)


def _is_known(path: str, read: Read) -> bool:
    """Say whether it is known of a file what is in it now, if it is there."""
    return path in read.notes or path in read.posts or path not in read.present


def _perhaps_at(table: Table, read: Read) -> dict[str, str]:
    """Return paths that are no longer there, each with that of a new file that cannot be read yet: it may be
    the same under another name, and nothing is gone before that is known.
    """
    if not read.unsure:
        return {}
    there = {row.path for row in table.values()}
    new = sorted(set(read.unsure) - there)
    if not new:
        return {}
    lost = {row.path for row in table.values() if row.owner and row.path not in read.present}
    return {path: max(new, key=lambda other: SequenceMatcher(None, path, other).ratio()) for path in lost}


def _uncontested(
    note: ParsedNote, path: str, published: Mapping[str, str], table: Table, read: Read
) -> ParsedNote:
    """Give a note's talks the ids that their titles make, but none that another talk was published under.

    Of several talks of one title that is a question of their order: each keeps the id that it has, and what
    is new gets a number that nobody ever had.
    """

    def is_of_another(talk: Talk) -> bool:
        row = table.get(talk.id)
        if row is None or talk.id in note.chosen or not (row.path == path or row.path not in read.present):
            return False
        return (row.id if row.owner in ("", SAME) else row.owner) != published.get(talk.id)

    made = {talk.id for talk in note.talks}
    ids: dict[str, str] = {}
    fresh: list[str] = []
    for talk in note.talks:
        own = published.get(talk.id, "")
        head = _NUMBER.sub("", talk.id)
        # Its number alone is another: the title is as it was.
        is_moved = (
            own != talk.id and head in made and _NUMBER.sub("", own) == head and talk.id not in note.chosen
        )
        if not (is_moved or is_of_another(talk)):
            ids[talk.id] = talk.id
        elif event_part(own) == event_part(talk.id) and own not in note.chosen:
            ids[talk.id] = own
        else:
            fresh.append(talk.id)
    if all(own == each for each, own in ids.items()) and not fresh:
        return note
    taken = {*ids.values(), *note.chosen}.union(*(talk.aliases for talk in note.talks))
    for each in fresh:
        # Behind lt-2 comes lt-3.
        head = _NUMBER.sub("", each)
        wanted = head if head in made else each
        while (own := take_id(wanted, taken)) in table:
            pass
        ids[each] = own
    return structs.replace(note, talks=tuple(_called(talk, ids[talk.id]) for talk in note.talks))


def _called(talk: Talk, own: str) -> Talk:
    """Return a talk with another id, which its event's earlier ids lead to as well."""
    if own == talk.id:
        return talk
    before = own_part(talk.id)
    aliases = (
        f"{event_part(each)}/{own_part(own)}" if own_part(each) == before else each for each in talk.aliases
    )
    return replace(talk, id=own, aliases=tuple(aliases))


def _kept(note: ParsedNote, published: Mapping[str, str]) -> ParsedNote:
    """Give a post the ids that its talks were published under; most of these say of which event it is."""
    if note.more:
        note = structs.replace(note, more=tuple(_kept(each, published) for each in note.more))
    found = [published[talk.id] for talk in note.talks if talk.id in published]
    if not found or note.event is None:
        return note
    known = Counter(event_part(each) for each in found)
    event = replace(note.event, id=known.most_common(1)[0][0])
    taken = {each for each in found if each.startswith(f"{event.id}/")}
    talks = []
    for talk in note.talks:
        own = published.get(talk.id, "")
        if not own.startswith(f"{event.id}/"):
            own = take_id(f"{event.id}/{own_part(talk.id)}", taken)
        talks.append(replace(talk, id=own, event=event))
    return structs.replace(note, event=event, talks=tuple(talks))


def _apart(table: Table, read: Read, notes: Notes) -> dict[str, ParsedNote]:
    """Give the event of a post another id where a note has it, or another file published it and is there, or
    another event of now is rather called so.
    """
    if notes.keys().isdisjoint(read.posts):
        return dict(notes)
    published = {
        event_part(row.id): row.path for row in table.values() if row.is_live and row.path in read.present
    }
    places = [
        (event.id, path, place, event.id != made.id)
        for path, note in notes.items()
        for place, (each, before) in enumerate(zip(note.parts, read.notes[path].parts, strict=True))
        if (event := each.event) and (made := before.event)
    ]
    # A note has chosen its id; then comes who published it, then whose file is called so.
    places.sort(
        key=lambda each: (each[1] in read.posts, published.get(each[0]) != each[1], each[3], *each[1:3])
    )
    owners: dict[str, tuple[str, int]] = {}
    for event_id, path, place, _ in places:
        owners.setdefault(event_id, (path, place))
    gone = {event_id for event_id, path in published.items() if owners.get(event_id, (path,))[0] != path}
    taken = owners.keys() | published.keys()

    def freed(path: str, place: int, note: ParsedNote) -> ParsedNote:
        more = tuple(freed(path, at, each) for at, each in enumerate(note.more, place + 1))
        note = structs.replace(note, more=more) if more else note
        if note.event is None or (owners[note.event.id] == (path, place) and note.event.id not in gone):
            return note
        return with_event_id(note, note.event, take_id(note.event.id, taken))

    return {path: freed(path, 0, note) if path in read.posts else note for path, note in notes.items()}


def _earlier_ids(table: Table, known: Known, now: Mapping[str, str], notes: Notes) -> dict[str, list[str]]:
    """Return the ids that each talk had before, but for those that somebody has now.

    `now` has the ids of the talks by those that their files make.
    """
    claimed = {each for talk in _talks(notes) for each in (talk.id, *talk.aliases)}
    moved = {old: now[new] for old, new in known.same.items() if old != new}
    back = {old: now[new] for old, new in known.back.items()}
    earlier: dict[str, list[str]] = {}
    led = moved.keys() | back.keys()
    for row in table.values():
        # A talk that is called as it was has no earlier id of its own.
        if row.owner == SAME and row.id not in led:
            continue
        own = row.owner != SAME and (moved.get(row.owner) or back.get(row.owner) or row.owner)
        leads = own or moved.get(row.id) or back.get(row.id)
        if leads and row.id not in claimed:
            earlier.setdefault(leads, []).append(row.id)
    return earlier


def _with_aliases(note: ParsedNote, earlier: Mapping[str, list[str]]) -> ParsedNote:
    if not any(talk.id in earlier for each in note.parts for talk in each.talks):
        return note
    talks = tuple(replace(talk, aliases=(*talk.aliases, *earlier.get(talk.id, ()))) for talk in note.talks)
    return structs.replace(note, talks=talks, more=tuple(_with_aliases(each, earlier) for each in note.more))


def _talks(notes: Notes) -> Iterator[Talk]:
    return (talk for _, talk in placed_of(notes))
