"""Joined events: files that tell of one event, as where each talk has a file of its own -> one event.

Each talk keeps its id and its file. Meetups recur under one name, and posts share titles: a name alone joins
nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from msgspec import Struct, structs

from indexer.notes.note import ParsedNote
from indexer.posts.ids import base_id_of, is_bundle
from search import Lexicon
from search.model import Event, Link, Talk
from search.text.lexicon import name_key

_SHORTEST = 3
_MOST = 1_000
"""Of one event no more files tell; each is compared with each."""
_ANY_MEETING = re.compile(
    r"(?:社内|部内|オンライン|合同|定例)?の?(?:勉強会|イベント|LT会?|セミナー|もくもく会|読書会|輪読会|ハッカソン|カンファレンス|ミートアップ)"
    r"(?:[にへで].*|の?(?:メモ|レポート?|感想|まとめ))?",
    re.IGNORECASE,
)
"""A title that names no event."""
_NUMBERED = re.compile(r"[#＃]\s?\d|第\s?\d+\s?回|(?i:vol|no)\.?\s?\d|その\s?\d|(?<![\d.])\d{1,3}$")
_OF_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|['’]\d\d(?!\d)")
_DAYS_OF_ONE = 3
"""A conference goes on for so many days at most."""
_TOLD_LATER = 60
"""So many days lie at most between posts about one edition of an event."""
_WRITTEN_LATER = 200
"""The same for files that stand together and name it in their front matter."""
_OF_A_YEAR_LATER = 10
"""A name with a year alone may be that of a series: two of its evenings lie farther apart."""


class Joined(Struct, frozen=True):
    """The events that several files tell of: each by the id that each file alone would give it."""

    events: Mapping[str, Event]
    names: Mapping[str, tuple[str, ...]]
    """Of each file what it shares with others that may tell of the same."""

    @property
    def moved(self) -> dict[str, str]:
        """The ids that have no event of their own, with those of their events."""
        return {own: event.id for own, event in self.events.items() if own != event.id}

    def parts_of(self, note: ParsedNote) -> tuple[ParsedNote, ...]:
        """Return the events of a file, each as it is with what other files tell of it."""
        return tuple(
            structs.replace(part, event=self.events.get(part.event.id, part.event)) if part.event else part
            for part in note.parts
        )

    def talk_of(self, talk: Talk) -> Talk:
        """Return a talk as one of its whole event, with a link to its own post."""
        whole = self.events.get(talk.event.id)
        if whole is None:
            return talk
        post = talk.event.post
        is_kept = not post or post == whole.post or any(link.url == post for link in talk.links)
        return replace(talk, event=whole, links=talk.links if is_kept else (*talk.links, Link("link", post)))


def joined_events(notes: Mapping[str, ParsedNote], lexicon: Lexicon) -> Joined:
    """Find the files that tell of one event; `notes` by their path below the corpus, in order."""
    named: dict[str, list[_Part]] = {}
    names: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for path, note in notes.items():
        for part in note.parts:
            if part.event is None or not (key := _key_of(part, lexicon)):
                continue
            names[path] = (*names.get(path, ()), key)
            if part.event.id not in taken:
                taken.add(part.event.id)
                named.setdefault(key, []).append(_Part(path, part, part.event))
    groups = (group for parts in named.values() if 1 < len(parts) <= _MOST for group in _groups_of(parts))
    return Joined({part.event.id: event for group in groups for part, event in _joined(group)}, names)


def _key_of(note: ParsedNote, lexicon: Lexicon) -> str:
    """Return what the names of notes share that may tell of one event; empty where a note's is its own."""
    if note.event is None or note.naming == "none":
        return ""
    key = name_key(lexicon.event_of(note.event.name))
    name = note.event.name
    is_nobodys = len(key) < _SHORTEST or (note.naming == "guessed" and _is_of_any(name))
    return "" if is_nobodys else key


def _is_of_any(name: str) -> bool:
    """Say whether what was guessed to be a name may be that of any event."""
    from indexer.posts.words import is_nameless  # Whoever guessed has loaded it.

    return is_nameless(name) or bool(_ANY_MEETING.fullmatch(name))


@dataclass(frozen=True)
class _Part:
    path: str
    note: ParsedNote
    event: Event

    @cached_property
    def folder(self) -> str:
        """Where files stand beside this one; an `index.md` has a folder of its own among them."""
        own = Path(self.path)
        return str(own.parent.parent if is_bundle(self.path) else own.parent)

    @cached_property
    def is_numbered(self) -> bool:
        return bool(_NUMBERED.search(self.event.name))

    @cached_property
    def is_edition(self) -> bool:
        """Whether its name has a number or a year."""
        return self.is_numbered or bool(_OF_A_YEAR.search(self.event.name))

    @cached_property
    def has_chosen_id(self) -> bool:
        """Whether its author said what it is called in addresses."""
        return self.note.is_strict and self.event.id != base_id_of(self.path)


def _groups_of(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield those of one name that tell of one event: each of a group is of one with some other."""
    groups: list[list[_Part]] = []
    for part in parts:
        own = [group for group in groups if any(_are_one(part, other) for other in group)]
        for group in own[1:]:
            own[0].extend(group)
            groups.remove(group)
        if own:
            own[0].append(part)
        else:
            groups.append([part])
    yield from (group for group in groups if len(group) > 1)


def _are_one(one: _Part, other: _Part) -> bool:
    """Say whether two files of one name tell of one event."""
    if one.has_chosen_id or other.has_chosen_id:
        return False
    apart = abs((one.event.date - other.event.date).days)
    has_days = one.note.has_day and other.note.has_day
    if one.event.url and other.event.url:
        return one.event.url == other.event.url and (apart <= _TOLD_LATER or not has_days)
    are_written = one.note.naming == other.note.naming == "written"
    is_edition = one.is_edition
    stand_together = one.folder == other.folder
    if not has_days:
        return stand_together or is_edition
    if apart == 0:
        return stand_together or is_edition or are_written
    if are_written and stand_together:
        return apart <= (_WRITTEN_LATER if is_edition else _DAYS_OF_ONE)
    return is_edition and apart <= (_TOLD_LATER if one.is_numbered else _OF_A_YEAR_LATER)


def _joined(group: Sequence[_Part]) -> Iterator[tuple[_Part, Event]]:
    """Yield each part with the one event of all: called as by its first note, else by its first post."""
    first = next((part for part in group if part.note.is_strict), group[0])
    events = [part.event for part in sorted(group, key=lambda part: part is not first)]
    days = [part.event.date for part in group if part.note.has_day] or [event.date for event in events]
    posts = {event.post for event in events}
    event = replace(
        first.event,
        date=min(days),
        url=_first(event.url for event in events),
        post=first.event.post if len(posts) == 1 else "",
        hashtag=_first(event.hashtag for event in events),
        venue=_first(event.venue for event in events),
        note="\n\n".join(dict.fromkeys(part.event.note for part in group if part.event.note)),
        markup=next((part.event.markup for part in group if part.event.note), first.event.markup),
    )
    yield from ((part, event) for part in group)


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")
