"""Event names: what each event of an index is called, so that no two are called alike.

Meetups recur under one name. A name that stands alone is the event's value in facets, URLs and filters; of
one that repeats each event shows its date: 渋谷LT会 (2015-01-14). Engines know events by their keys
(`documents.event_facet`), which hold the id.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from search.model import Event, Filter, Query
from search.text.lexicon import Lexicon, name_key


@dataclass(frozen=True, slots=True)
class _Known:
    """An event as its key says, and its value: what it is called where no other is called so."""

    key: str
    name: str
    date: str
    id: str
    value: str


class EventNames:
    """The events of one generation. Made once, then only read."""

    def __init__(self, keys: Iterable[str], lexicon: Lexicon) -> None:
        """`keys` are the values that the engine has of the event facet."""
        self._lexicon = lexicon
        self._all = tuple(_named([(key, *json.loads(key)) for key in keys]))
        self._by_key = {each.key: each for each in self._all}
        self._by_id = {each.id: each for each in self._all}
        self._by_value = {each.value: each for each in self._all}
        self._by_name = _grouped(self._all, lambda each: each.name)
        self._others: dict[str, list[_Known]] | None = None

    def value_of(self, key: str) -> str:
        """Return what an event is called, by its key."""
        known = self._by_key.get(key)
        return known.value if known else key

    def value_of_event(self, event: Event) -> str:
        """Return what an event is called; its name, if it is not of this generation."""
        known = self._by_id.get(event.id)
        return known.value if known and known.name == event.name else event.name

    def series_of(self, value: str) -> tuple[str, int]:
        """Return the name that an event bears by its value, and how many events bear it."""
        known = self._by_value.get(value)
        return (known.name, len(self._by_name[known.name])) if known else (value, 1)

    def keys_of(self, written: str) -> tuple[str, ...]:
        """Return the keys of the events that a filter means; for none it is what was written, which no event
        has.

        It may say an event's value or id, or a name with or without date, also in another spelling. A name
        means all events of that name: so a link from before it repeated still finds what it found.
        """
        return tuple(each.key for each in self._meant(written)) or (written,)

    def canonical(self, query: Query) -> Query:
        """Return the same search with its events called as they are called here."""
        if not any(each.facet == "event" for each in query.filters):
            return query
        called = [
            Filter("event", self.called(each.value)) if each.facet == "event" else each
            for each in query.filters
        ]
        return replace(query, filters=tuple(dict.fromkeys(called)))

    def named(self, typed: str) -> tuple[str, ...]:
        """Return the keys of all events whose value contains what was typed, or its canonical name."""
        wanted = {name_key(typed), name_key(self._lexicon.event_of(typed))}
        return tuple(each.key for each in self._all if any(text in name_key(each.value) for text in wanted))

    def called(self, written: str) -> str:
        """Return what is written in a filter as a facet shows it: a value, or a name of several events."""
        meant = self._meant(written)
        if len(meant) == 1:
            return meant[0].value
        # A spelling of a name becomes the name where that means the same events.
        return next((each.name for each in meant if self._by_name[each.name] == meant), written)

    def _meant(self, written: str) -> list[_Known]:
        if known := self._by_value.get(written):
            return [known]
        name = self._lexicon.event_of(written)
        others = self._by_name.get(written) or self._by_name.get(name)
        return others or self._spelt().get(written) or self._spelt().get(name_key(name), [])

    def _spelt(self) -> dict[str, list[_Known]]:
        """Return events by id, and by all they may have been called, whatever its width, case and spaces."""
        if self._others is None:
            self._others = (
                _grouped(self._all, lambda each: name_key(_dated(each.name, f"{each.date}, {each.id}")))
                | _grouped(self._all, lambda each: name_key(_dated(each.name, each.date)))
                | _grouped(self._all, lambda each: name_key(each.name))
                | _grouped(self._all, lambda each: each.id)
            )
        return self._others


def _named(events: list[tuple[str, str, str, str]]) -> Iterator[_Known]:
    names = Counter(name for _, name, _, _ in events)
    evenings = Counter((name, date) for _, name, date, _ in events)
    taken = set(names)
    for key, name, date, event_id in events:
        value = name
        if names[name] > 1:
            value = _dated(name, date if evenings[name, date] == 1 else f"{date}, {event_id}")
            while value in taken:
                # Another event bears this very name.
                value = _dated(value, event_id)
            taken.add(value)
        yield _Known(key, name, date, event_id, value)


def _dated(name: str, date: str) -> str:
    return f"{name} ({date})"


def _grouped(events: Iterable[_Known], key_of: Callable[[_Known], str]) -> dict[str, list[_Known]]:
    groups: dict[str, list[_Known]] = {}
    for each in events:
        groups.setdefault(key_of(each), []).append(each)
    return groups
