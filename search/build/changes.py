"""Changes: what is to happen to an index: which documents stay, which are made, and whether all of it did.

A document is known by the digest of its stored text: a talk whose text has not changed is not made again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from search.arrays import BoolArray
from search.documents import (
    EventTalkIds,
    digest_of,
    digest_of_event,
    digest_of_talk,
    event_key,
    event_of,
    talk_key,
)
from search.engines import Engine
from search.errors import CorpusError, IndexDamaged
from search.model import Event, Talk


@dataclass(frozen=True, slots=True)
class Change:
    """What an index is to hold: new talks and events, and documents of an old one by their numbers.

    `places` say which of its event's talks each of the talks is.
    `digests` are those of the new ones; `wanted` says which documents of the old index stay, by number.
    """

    talks: Sequence[Talk]
    places: Sequence[int]
    events: Sequence[EventTalkIds]
    digests: Sequence[bytes]
    wanted: BoolArray


def whole_change(talks: Sequence[Talk], old: Engine | None) -> Change:
    """Return how an index comes to hold these talks and nothing else; raises `CorpusError` for double ids."""
    check_ids(talks)
    digests = enumerate(old.digests() if old else ())
    return _change(talks, digests, np.zeros(old.size if old else 0, np.bool_))


def partial_change(talks: Sequence[Talk], removed: Sequence[str], old: Engine) -> Change:
    """Return how the talks of some events leave an index and others join it; raises `CorpusError`."""
    leaving = {number for event_id in removed for number in _numbers_of_event(old, event_id)}
    _check_ids_beside(talks, old, leaving)
    wanted = old.alive()
    wanted[list(leaving)] = False
    return _change(talks, ((number, old.digest_at(number)) for number in leaving), wanted)


def _change(talks: Sequence[Talk], old: Iterable[tuple[int, bytes]], wanted: BoolArray) -> Change:
    """Return how talks and their events join the `wanted` documents of an old index.

    Those that are among its `old` ones, numbers and digests, become wanted instead.
    """
    numbers: defaultdict[bytes, list[int]] = defaultdict(list)
    for number, digest in old:
        numbers[digest].append(number)
    digests: list[bytes] = []

    def is_new(digest: bytes) -> bool:
        if same := numbers.get(digest):
            wanted[same.pop()] = True
            return False
        digests.append(digest)
        return True

    placed = zip(talks, _places_of(talks), strict=True)
    new = [(talk, place) for talk, place in placed if is_new(digest_of_talk(talk, place))]
    new_events = [event for event in _events_of(talks) if is_new(digest_of_event(*event))]
    new_talks, places = [talk for talk, _ in new], [place for _, place in new]
    return Change(new_talks, places, new_events, digests, wanted)


def _places_of(talks: Sequence[Talk]) -> Iterator[int]:
    """Yield which of its event's talks each talk is, from 0."""
    placed: defaultdict[str, int] = defaultdict(int)
    for talk in talks:
        yield placed[talk.event.id]
        placed[talk.event.id] += 1


def _events_of(talks: Sequence[Talk]) -> list[tuple[Event, list[str]]]:
    """Return the events of some talks, and the ids of each one's talks in order."""
    talk_ids: dict[Event, list[str]] = {}
    for talk in talks:
        talk_ids.setdefault(talk.event, []).append(talk.id)
    return list(talk_ids.items())


def _numbers_of_event(engine: Engine, event_id: str) -> Iterator[int]:
    """Yield the numbers of an event's document and of those of its talks."""
    stored = engine.stored(event_key(event_id))
    if stored is None:
        return
    for key in (event_key(event_id), *map(talk_key, event_of(stored)[1])):
        yield from engine.numbers_of(key).tolist()


def check_ids(talks: Sequence[Talk]) -> None:
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


def _check_ids_beside(talks: Sequence[Talk], engine: Engine, leaving: Set[int]) -> None:
    """Refuse new talks with an id of each other, or of a talk that is not leaving;
    and to leave none at all.
    """
    if talks:
        check_ids(talks)
    elif engine.documents <= len(leaving):
        raise CorpusError("no talk would be left; the index stays as it is")
    for talk in talks:
        for talk_id in (talk.id, *talk.aliases):
            if set(engine.numbers_of(talk_key(talk_id)).tolist()) - leaving:
                raise CorpusError(f"another talk is called {talk_id}; the index stays as it is")
    for event_id in dict.fromkeys(talk.event.id for talk in talks):
        if set(engine.numbers_of(event_key(event_id)).tolist()) - leaving:
            raise CorpusError(
                f"event {event_id} is in the index: name it among those removed and give all of its talks; "
                "the index stays as it is"
            )


def check_written(engine: Engine, change: Change) -> None:
    """Find everything in what was written, as it was given, or raise `IndexDamaged`."""
    if engine.documents != np.count_nonzero(change.wanted) + len(change.digests):
        raise IndexDamaged("documents are missing in what was written; the old index, if any, stays as it is")
    # What was made stands behind what was kept, in the order in which it was given.
    first = engine.size - len(change.digests)
    for number, digest in enumerate(change.digests, start=first):
        if engine.digest_at(number) != digest or digest_of(engine.stored_at(number)) != digest:
            raise IndexDamaged("a talk did not read back; the old index, if any, stays as it is")
