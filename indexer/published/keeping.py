"""Keeping ids: which talk of now is which that was published, and what it is called."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from indexer.free_ids import with_event_id
from indexer.notes.ids import event_part, own_part, take_id
from indexer.notes.note import ParsedNote
from indexer.published.pairs import Pairs, Placed, singles
from indexer.published.table import Published, Table
from search.model import Talk

Notes = Mapping[str, ParsedNote]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read. `present` are the paths of all files there are, `unsure` of those with a problem."""

    notes: Notes
    posts: Collection[str]
    present: Collection[str]
    unsure: Collection[str] = ()


def with_published_ids(table: Table, read: Read) -> dict[str, ParsedNote]:
    """Return the notes with the ids under which their talks were published, earlier ones as aliases."""
    moved = _moved(table, read)
    kept = {
        path: _kept(note, {new: old for old, new in moved.items()}) if path in read.posts else note
        for path, note in read.notes.items()
    }
    kept = _apart(table, read, kept)
    now = {before.id: after.id for before, after in zip(_talks(read.notes), _talks(kept), strict=True)}
    earlier = _earlier_ids(table, {old: now[new] for old, new in moved.items()}, kept)
    return {path: _with_aliases(note, earlier) for path, note in kept.items()}


def recorded(table: Table, read: Read, notes: Notes) -> dict[str, Published]:
    """Return the table after what was `read` is published as `notes`."""
    after: dict[str, Published] = {}
    made = [talk.id for talk in _talks(read.notes)]
    for (path, talk), own in zip(_placed(notes), made, strict=True):
        after.setdefault(talk.id, Published(talk.id, talk.id, path, own, digest_of(talk)))
    for path, talk in _placed(notes):
        for alias in talk.aliases:
            after.setdefault(alias, Published(alias, talk.id, path, alias, ""))
    gone = {
        row.id: row._replace(owner="")
        for row in table.values()
        if row.id not in after and row.path not in read.unsure and _is_known(row, read)
    }
    return {**table, **gone, **after}


def _is_known(row: Published, read: Read) -> bool:
    """Say whether it is known of a row's file what is in it now, if it is there."""
    return row.path in read.notes or row.path in read.posts or row.path not in read.present


def digest_of(talk: Talk) -> str:
    """Name a talk's text, or its links, with its speakers; empty where nothing could tell it from others."""
    told = talk.body.strip() or "\0".join(link.url for link in talk.links)
    names = "\0".join(speaker.name for speaker in talk.speakers)
    data = f"{told}\0{names}".encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=8).hexdigest() if told else ""


def _moved(table: Table, read: Read) -> dict[str, str]:
    """Return ids whose talk is called otherwise by the notes of now, each with what they call it."""
    lost, fresh, moved = _unknown(table, read)
    pairs = Pairs(lost, fresh)
    pairs.match(lambda row: row.digest and (row.path, row.digest), lambda path, talk: (path, digest_of(talk)))
    pairs.match(lambda row: row.digest, lambda path, talk: digest_of(talk))
    # The other talks of a file that was renamed have their names.
    renamed = {old: new for old, new in pairs.paths if old not in read.present}
    pairs.match(
        lambda row: row.path in renamed and (renamed[row.path], own_part(row.id)),
        lambda path, talk: (path, own_part(talk.id)),
    )
    pairs.match_alike()
    return moved | pairs.found


def _unknown(table: Table, read: Read) -> tuple[list[Published], list[Placed], dict[str, str]]:
    """Return the ids that no talk has by its file alone, the talks without an id of the table, and those
    that have another one there than their file says.
    """
    placed = list(_placed(read.notes))
    near = [
        row
        for row in table.values()
        if (row.path in read.notes or row.path not in read.present) and row.owner == row.id
    ]
    known = {(row.path, row.made): row for row in near}
    # Titles of a post may have been exchanged: a text that only one talk has tells more than a title.
    posts = {(path, talk.id): (path, digest_of(talk)) for path, talk in placed if path in read.posts}
    texts = singles(
        ((row.path, row.digest), row) for row in known.values() if row.digest and row.path in read.posts
    )
    told = singles((key, talk_id) for (_, talk_id), key in posts.items())
    used = {each for _, talk in placed for each in talk.aliases}
    moved: dict[str, str] = {}
    rest: list[Placed] = []
    for path, talk in placed:
        key = posts.get((path, talk.id))
        row = texts.get(key) if told.get(key) == talk.id else None
        if row and row.id not in used:
            used.add(row.id)
            moved[row.id] = talk.id
        else:
            rest.append((path, talk))
    fresh = []
    for path, talk in rest:
        # An id is the same in whatever file it stands, unless that of the table is still there.
        row = known.get((path, talk.id)) or table.get(talk.id)
        if row and row.id not in used and (row.path == path or row.path not in read.present):
            used.add(row.id)
            moved[row.id] = talk.id
        else:
            fresh.append((path, talk))
    lost = [row for row in near if row.id not in used]
    return lost, fresh, {old: new for old, new in moved.items() if old != new}


def _kept(note: ParsedNote, published: Mapping[str, str]) -> ParsedNote:
    """Give a post the ids that its talks were published under; most of these say of which event it is."""
    if note.more:
        note = replace(note, more=tuple(_kept(each, published) for each in note.more))
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
    return replace(note, event=event, talks=tuple(talks))


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
        note = replace(note, more=more) if more else note
        if note.event is None or (owners[note.event.id] == (path, place) and note.event.id not in gone):
            return note
        return with_event_id(note, note.event, take_id(note.event.id, taken))

    return {path: freed(path, 0, note) if path in read.posts else note for path, note in notes.items()}


def _earlier_ids(table: Table, moved: Mapping[str, str], notes: Notes) -> dict[str, list[str]]:
    """Return the ids that each talk had before, but for those that somebody has now."""
    claimed = {each for talk in _talks(notes) for each in (talk.id, *talk.aliases)}
    earlier: dict[str, list[str]] = {}
    for row in table.values():
        # A talk that is called as it was has no earlier id of its own.
        if row.owner and (row.owner != row.id or row.id in moved) and row.id not in claimed:
            earlier.setdefault(moved.get(row.owner, row.owner), []).append(row.id)
    return earlier


def _with_aliases(note: ParsedNote, earlier: Mapping[str, list[str]]) -> ParsedNote:
    if not any(talk.id in earlier for each in note.parts for talk in each.talks):
        return note
    talks = tuple(replace(talk, aliases=(*talk.aliases, *earlier.get(talk.id, ()))) for talk in note.talks)
    return replace(note, talks=talks, more=tuple(_with_aliases(each, earlier) for each in note.more))


def _placed(notes: Notes) -> Iterator[Placed]:
    return ((path, talk) for path, note in notes.items() for each in note.parts for talk in each.talks)


def _talks(notes: Notes) -> Iterator[Talk]:
    return (talk for _, talk in _placed(notes))
