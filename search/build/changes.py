"""Changes: what is to happen to an index: which documents stay, which are made, and whether all of it did.

A document is known by the digest of its stored text: a talk whose text has not changed is not made again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from msgspec import Struct

from search.documents import EventTalkIds, PlacedTalk, event_key, talk_key
from search.engines import Engine, Handle
from search.errors import CorpusError, IndexDamaged
from search.model import Event, Talk
from search.stored import digest_of, event_of, talk_of, written_of, written_of_event


class Change(Struct, frozen=True):
    """What an index is to hold: new talks and events, and of an old one all but the documents `dropped`.

    `digests` are those of the new ones; `kept` counts the documents of the old index that stay.
    """

    talks: Sequence[PlacedTalk]
    events: Sequence[EventTalkIds]
    digests: Sequence[bytes]
    dropped: Collection[Handle]
    kept: int


def whole_change(talks: Sequence[Talk], old: Engine | None) -> Change:
    """Return how an index comes to hold these talks and nothing else; raises `CorpusError` for double ids."""
    _check_ids(talks)
    return _change(talks, old.digests() if old else (), old.documents if old else 0)


def partial_change(talks: Sequence[Talk], removed: Sequence[str], old: Engine) -> Change:
    """Return how the talks of some events leave an index and others join it; raises `CorpusError`."""
    leaving = old.digests_of(key for event_id in removed for key in _keys_of_event(old, event_id))
    _check_ids_beside(talks, old, leaving.keys())
    return _change(talks, leaving.items(), old.documents)


def talks_that_stay(removed: Sequence[str], old: Engine) -> list[Talk]:
    """Return the talks of an index but those of some events."""
    talks = {talk.id: talk for kind in ("talk", "mention") for talk in map(talk_of, old.scan(kind))}
    events = [event_of(stored) for stored in old.scan("event")]
    return [
        # A talk is stored without its event's note.
        replace(talks[talk_id], event=event)
        for event, talk_ids in events
        if event.id not in removed
        for talk_id in talk_ids
    ]


def _change(talks: Sequence[Talk], leaving: Iterable[tuple[Handle, bytes]], documents: int) -> Change:
    """Return how talks and events take the place of documents that leave an old index; equal ones stay."""
    handles: defaultdict[bytes, list[Handle]] = defaultdict(list)
    for handle, digest in leaving:
        handles[digest].append(handle)
    digests: list[bytes] = []

    def is_new(written: str) -> bool:
        digest = digest_of(written)
        if same := handles.get(digest):
            same.pop()
            return False
        digests.append(digest)
        return True

    talk_ids: defaultdict[Event, list[str]] = defaultdict(list)
    placed: list[PlacedTalk] = []
    for talk in talks:
        before = talk_ids[talk.event]
        placed.append((talk, len(before)))
        before.append(talk.id)
    new_talks = [each for each in placed if is_new(written_of(*each))]
    new_events = [each for each in talk_ids.items() if is_new(written_of_event(*each))]
    dropped = list(chain.from_iterable(handles.values()))
    return Change(new_talks, new_events, digests, dropped, documents - len(dropped))


def _keys_of_event(engine: Engine, event_id: str) -> tuple[str, ...]:
    """Return the keys of an event's document and of those of its talks; none where there is no such event."""
    stored = engine.stored(event_key(event_id))
    return (event_key(event_id), *map(talk_key, event_of(stored)[1])) if stored is not None else ()


def _check_ids(talks: Sequence[Talk]) -> None:
    if not talks:
        raise CorpusError("there is no talk to index; the old index, if any, stays as it is")
    seen: set[str] = set()
    for talk in talks:
        for talk_id in {talk.id, *talk.aliases}:
            if talk_id in seen:
                raise CorpusError(f"two talks are called {talk_id}; the old index, if any, stays as it is")
            seen.add(talk_id)
    events: dict[str, Event] = {}
    for talk in talks:
        if events.setdefault(talk.event.id, talk.event) != talk.event:
            raise CorpusError(f"two events are called {talk.event.id}; the old index, if any, stays as it is")


def _check_ids_beside(talks: Sequence[Talk], engine: Engine, leaving: Collection[Handle]) -> None:
    """Refuse ids that two new talks have, or one that stays has, and to leave no talk at all."""
    if talks:
        _check_ids(talks)
    elif engine.documents <= len(leaving):
        raise CorpusError("no talk would be left; the index stays as it is")
    talk_ids = [talk_id for talk in talks for talk_id in (talk.id, *talk.aliases)]
    if clash := _first_that_stays(engine, talk_ids, talk_key, leaving):
        raise CorpusError(f"another talk is called {clash}; the index stays as it is")
    event_ids = [*dict.fromkeys(talk.event.id for talk in talks)]
    if clash := _first_that_stays(engine, event_ids, event_key, leaving):
        raise CorpusError(
            f"event {clash} is in the index: name it among those removed and give all of its talks; "
            "the index stays as it is"
        )


def _first_that_stays(
    engine: Engine, ids: Sequence[str], key_of: Callable[[str], str], leaving: Collection[Handle]
) -> str | None:
    """Return the first of some ids that a document has which is not leaving."""

    def stays(some: Sequence[str]) -> bool:
        return not all(handle in leaving for handle in engine.digests_of(map(key_of, some)))

    # All at once: mostly none stays, and then one question tells.
    return next((each for each in ids if stays((each,))), None) if stays(ids) else None


def check_written(engine: Engine, change: Change) -> None:
    """Find everything in what was written, as it was given, or raise `IndexDamaged`."""
    if engine.documents != change.kept + len(change.digests):
        raise IndexDamaged("documents are missing in what was written; the old index, if any, stays as it is")
    for digest, (found, stored) in zip(change.digests, engine.newest(len(change.digests)), strict=True):
        if found != digest or digest_of(stored) != digest:
            raise IndexDamaged("a talk did not read back; the old index, if any, stays as it is")
