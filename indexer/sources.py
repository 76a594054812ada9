"""Sources: which note files an index was made from, so that an update reads only those that changed.

The table is kept with the index (`kept_sources`). It also knows what could reach from one note into another:
event ids, earlier ids of talks, and which notes had a problem with another. Where it is in doubt, everything
is read.
"""

from collections.abc import Collection, Mapping

from msgspec import Struct, field

from indexer.note_files import Stamp
from indexer.notes.ids import event_part
from indexer.notes.note import ParsedNote
from indexer.posts.ids import event_ids_of

DOUBT, COARSE_DOUBT = 100_000_000, 2_000_000_000
"""Nanoseconds: a file written so shortly before it was read may have been written again in the same tick. A
kernel's is 10 ms at most, that of the coarsest file system (FAT) two seconds."""
_TICK = 10_000_000
"""Times of coarse file systems are multiples of it; those of all others hardly ever."""
MANY = 100
"""Up to so many changed notes are always worth an update."""


class Sources(Struct, frozen=True):
    """The notes of an index by their path below the corpus, in order, as they were when they were read.

    `read_at` is when reading began, in nanoseconds of the same clock as the stamps. `lexicon` names what was
    in the aliases file. `events` has the id of each note's event, empty when the note was left out;
    `earlier_ids` are those of its talks, of notes that have some. `entangled` are notes that had a problem
    with another note.
    """

    read_at: int
    lexicon: str
    stamps: Mapping[str, Stamp]
    events: Mapping[str, str]
    earlier_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entangled: frozenset[str] = frozenset()
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the other events of files that hold several."""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the events of files are called: files of one name may tell of one event, see `joined_events`."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """The ids of events that are part of another one, with its id."""


class Changes(Struct, frozen=True):
    """What is no longer as it was read, paths in order.

    `doubtful` notes look unchanged, but were written just before they were read.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    doubtful: tuple[str, ...]
    is_lexicon_other: bool = False

    @property
    def to_read(self) -> tuple[str, ...]:
        return tuple(sorted((*self.written, *self.doubtful), key=lambda path: path.split("/")))

    def __bool__(self) -> bool:
        return bool(self.written or self.removed or self.doubtful or self.is_lexicon_other)


def sources_of(
    read_at: int,
    lexicon: str,
    stamps: Mapping[str, Stamp],
    notes: Mapping[str, ParsedNote],
    entangled: Collection[str],
) -> Sources:
    """Return the table of a corpus; a note that could not be parsed stands in `stamps` alone."""
    events = {path: _event_of(notes.get(path)) for path in stamps}
    further = _further_of(notes)
    return Sources(read_at, lexicon, stamps, events, _earlier_ids_of(notes), frozenset(entangled), further)


def changes_of(sources: Sources, stamps: Mapping[str, Stamp], lexicon: str) -> Changes:
    """Compare what is there now with what was read."""
    before = sources.stamps
    written, doubtful = [], []
    renamed = _renamed(before, stamps)
    for path, stamp in stamps.items():
        if before.get(path) != stamp or path in renamed:
            written.append(path)
        elif _is_young(stamp, sources.read_at):
            doubtful.append(path)
    removed = tuple(path for path in before if path not in stamps)
    return Changes(tuple(written), removed, tuple(doubtful), lexicon != sources.lexicon)


def reason_to_read_all(sources: Sources, changes: Changes, now: int) -> str:
    """Say, in Japanese, why reading the changed notes does not suffice; empty when it does."""
    if changes.is_lexicon_other:
        return "aliases.yaml か、記事の読み方が変わりました"
    if sources.read_at > now:
        return "時計が前の索引より遅れています"
    if sources.entangled:
        return f"{min(sources.entangled)} とほかのノートの ID が重なっていました"
    read = len(changes.to_read)
    if read > MANY and 2 * read > len(sources.stamps):
        return f"{read} 件のノートが変わりました"
    return ""


def clash_of(sources: Sources, changes: Changes, notes: Mapping[str, ParsedNote]) -> str:
    """Say, in Japanese, which id of the notes just read may belong to another note; empty when none does."""
    gone = {*changes.to_read, *changes.removed}
    events = {
        event: path for path in sources.stamps if path not in gone for event in _events_at(sources, path)
    }
    earlier = {
        talk_id: path for path, ids in sources.earlier_ids.items() if path not in gone for talk_id in ids
    }
    for path, note in [(path, each) for path, first in notes.items() for each in first.parts]:
        if note.event is None:
            continue
        if other := events.get(note.event.id):
            return f"イベントの ID {note.event.id!r} が {other} にもあります"
        events[note.event.id] = path
        for talk in note.talks:
            for talk_id in (talk.id, *talk.aliases):
                if other := earlier.get(talk_id):
                    return f"ID {talk_id!r} は {other} の前の ID です"
            for alias in talk.aliases:
                # The talk itself may be there or not: what stands in that note is not known here.
                if (other := events.get(event_part(alias))) and other != path:
                    return f"前の ID {alias!r} は {other} の発表かもしれません"
                earlier[alias] = path
    return ""


def beside_of(
    sources: Sources, changes: Changes, names: Mapping[str, tuple[str, ...]], stamps: Mapping[str, Stamp]
) -> tuple[str, ...]:
    """Return the files that are to be read with those that changed, for they are of one name with them, now
    (`names`) or before: together they may tell of one event.
    """
    gone = {*changes.to_read, *changes.removed}
    concerned = {name for path in gone for name in (*sources.names.get(path, ()), *names.get(path, ()))}
    return tuple(
        path
        for path, own in sources.names.items()
        if path not in gone and path in stamps and not concerned.isdisjoint(own)
    )


def removed_events_of(sources: Sources, changes: Changes, notes: Mapping[str, ParsedNote]) -> tuple[str, ...]:
    """Return the ids of all events whose talks are to go before those of the notes just read come."""
    gone = (*changes.to_read, *changes.removed)
    before = [event for path in gone for event in _events_at(sources, path)]
    after = [_event_of(each) for note in notes.values() for each in note.parts]
    return tuple(dict.fromkeys(event for event in (*before, *after) if event))


def updated_sources(
    sources: Sources,
    changes: Changes,
    read_at: int,
    stamps: Mapping[str, Stamp],
    notes: Mapping[str, ParsedNote],
    names: Mapping[str, tuple[str, ...]],
    joined: Mapping[str, str],
) -> Sources:
    """Return the table after an update; `names` and `joined` are of the notes just read."""
    read = set(changes.to_read)
    gone = {event for path in (*read, *changes.removed) for event in _events_at(sources, path)}
    stay = {path: own for path, own in sources.names.items() if path in stamps and path not in read}
    events = {path: _event_of(notes.get(path)) if path in read else sources.events[path] for path in stamps}
    kept = {path: ids for path, ids in sources.earlier_ids.items() if path in stamps and path not in read}
    further = {path: ids for path, ids in sources.further.items() if path in stamps and path not in read}
    return Sources(
        read_at,
        sources.lexicon,
        stamps,
        events,
        {**kept, **_earlier_ids_of(notes)},
        further={**further, **_further_of(notes)},
        names={**stay, **names},
        joined={**{own: whole for own, whole in sources.joined.items() if own not in gone}, **joined},
    )


def _is_young(stamp: Stamp, read_at: int) -> bool:
    """Say whether a file may have been written again, after it was read, without a trace in its stamp."""
    _, written, changed, _ = stamp
    if written > read_at + COARSE_DOUBT:
        # A time that had not come yet was set by hand: only that of the change tells anything.
        written = changed
    return written >= read_at - (DOUBT if changed % _TICK else COARSE_DOUBT)


def _renamed(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> set[str]:
    """Return the paths whose id is another than before, for the files beside them are others."""
    if before.keys() == now.keys():
        return set()
    old, new = event_ids_of(before), event_ids_of(now)
    return {path for path, event_id in new.items() if old.get(path, event_id) != event_id}


def _events_at(sources: Sources, path: str) -> tuple[str, ...]:
    event = sources.events.get(path, "")
    return (event, *sources.further.get(path, ())) if event else ()


def _further_of(notes: Mapping[str, ParsedNote]) -> dict[str, tuple[str, ...]]:
    found = {
        path: tuple(filter(None, map(_event_of, note.more))) for path, note in notes.items() if note.more
    }
    return {path: ids for path, ids in found.items() if ids}


def _event_of(note: ParsedNote | None) -> str:
    return note.event.id if note and note.event else ""


def _earlier_ids_of(notes: Mapping[str, ParsedNote]) -> dict[str, tuple[str, ...]]:
    found = {
        path: tuple(alias for talk in note.talks for alias in talk.aliases) for path, note in notes.items()
    }
    return {path: ids for path, ids in found.items() if ids}
