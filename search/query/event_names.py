"""Event names: what each event of an index is called, so that no two are called alike.

Meetups recur under one name. A name that stands alone is the event's value in facets, URLs and filters; of
one that repeats each event shows its date: 渋谷LT会 (2015-01-14). Engines know events by their keys
(`documents.event_facet`), which hold the id.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from msgspec import Struct

from search.arrays import beginning_with
from search.documents import dated, event_facet, events_named
from search.model import Event, Filter, Query
from search.text.lexicon import Lexicon, name_key

_EDITION = re.compile(
    r"(?:[^\s「」(（]+\s?)??"
    r"(?:第?(?<!\d)(?<!\d\.)(?P<number>\d{1,3})(?:回|$|(?=[ 　「(（]))"
    r"|(?:#|vol\.?\s?)(?P<marked>\d{1,3})(?![\d.]))",
    re.IGNORECASE,
)
"""第31回, 31回目, #31, vol.31, and 31 at the end of a name or before what is said of it: DIST.33 「…」."""
_BETWEEN = '", "'
"""Parts the name, date and id in an event's key."""


class _Known(Struct, frozen=True):
    """An event as its key says, and its value: what it is called where no other is called so."""

    key: str
    name: str
    date: str
    id: str
    value: str


class EventNames:
    """The events of one generation. May be shared by threads.

    Keys of one name stand together, in order, so nothing is kept of events but which names recur.
    """

    def __init__(self, keys: Sequence[str], lexicon: Lexicon) -> None:
        """`keys` are the values that the engine has of the event facet, ascending."""
        self._keys = keys
        self._lexicon = lexicon
        counts = Counter(map(_written_name_of, keys))
        self._recurring = {json.loads(f'"{name}"'): count for name, count in counts.items() if count > 1}
        self._groups: dict[str, list[_Known]] = {}
        self._values: dict[str, str] = {}

    def value_of(self, key: str) -> str:
        """Return what an event is called, by its key."""
        return self._value_of(key, _name_of(key), key)

    def value_of_event(self, event: Event) -> str:
        """Return what an event is called; its name, if it is not of this generation."""
        name = event.name
        return self._value_of(event_facet(event), name, name) if name in self._recurring else name

    def recurs(self, key: str) -> bool:
        """Say whether others bear an event's name, too."""
        return bool(self._recurring) and _name_of(key) in self._recurring

    def key_of(self, value: str) -> str | None:
        """Return the key of the event that is called so."""
        known = self._with_value(value)
        return known.key if known else None

    def keys_beginning_with(self, name: str) -> Sequence[str]:
        """Return the keys of the events whose names begin so."""
        return self._range(json.dumps([name], ensure_ascii=False)[:-2])

    def series_of(self, value: str) -> tuple[str, int]:
        """Return the name that an event bears by its value, and how many events bear it."""
        known = self._with_value(value)
        return (known.name, self._recurring.get(known.name, 1)) if known else (value, 1)

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
        return next((each.name for each in meant if self._bearing(each.name) == meant), written)

    def _value_of(self, key: str, name: str, unknown: str) -> str:
        if name not in self._recurring:
            return name
        self._bearing(name)
        return self._values.get(key, unknown)

    def _bearing(self, name: str) -> list[_Known]:
        """Return the events of a name, in the order of their keys."""
        group = self._groups.get(name)
        if group is None:
            group = self._named(name, self._range(events_named(name)))
            if len(group) > 1:
                # Those of a name that does not recur are found again as soon as they are looked up here.
                self._values |= {each.key: each.value for each in group}
                self._groups[name] = group
        return group

    def _range(self, begin: str) -> Sequence[str]:
        """Return the keys that begin so."""
        return self._keys[beginning_with(self._keys, begin)]

    def _named(self, name: str, keys: Sequence[str]) -> list[_Known]:
        facts = [json.loads(key)[1:] for key in keys]
        evenings = Counter(date for date, _ in facts)
        group = []
        for key, (date, event_id) in zip(keys, facts, strict=True):
            value = name
            if len(keys) > 1:
                value = dated(name, date if evenings[date] == 1 else f"{date}, {event_id}")
                while self._bearing(value):
                    # Another event bears this very name.
                    value = dated(value, event_id)
            group.append(_Known(key, name, date, event_id, value))
        return group

    @cached_property
    def editions(self) -> dict[int, dict[str, str]]:
        """The names of events that say which time of a series they are, by that number, each with where it
        says so: the number and the word before it.
        """
        found: dict[int, dict[str, str]] = {}
        for name in dict.fromkeys(map(_name_of, self._keys)):
            if match := _EDITION.search(name):
                found.setdefault(int(match["number"] or match["marked"]), {})[name] = match[0]
        return found

    @cached_property
    def _all(self) -> list[_Known]:
        names = dict.fromkeys(json.loads(key)[0] for key in self._keys)
        return [each for name in names for each in self._bearing(name)]

    def _with_value(self, value: str) -> _Known | None:
        """Return the event that is called so."""
        end = len(value)
        while end >= 0:
            found = [each for each in self._bearing(value[:end]) if each.value == value]
            if found:
                return found[0]
            # What stands behind a name that recurs.
            end = value.rfind(" (", 0, end)
        return None

    def _meant(self, written: str) -> list[_Known]:
        if known := self._with_value(written):
            return [known]
        name = self._lexicon.event_of(written)
        others = self._bearing(written) or self._bearing(name)
        return others or self._spelt.get(written) or self._spelt.get(name_key(name), [])

    @cached_property
    def _spelt(self) -> dict[str, list[_Known]]:
        """Events by id, and by all they may have been called, whatever its width, case and spaces."""
        return (
            _grouped(self._all, lambda each: name_key(dated(each.name, f"{each.date}, {each.id}")))
            | _grouped(self._all, lambda each: name_key(dated(each.name, each.date)))
            | _grouped(self._all, lambda each: name_key(each.name))
            | _grouped(self._all, lambda each: each.id)
        )


def _written_name_of(key: str) -> str:
    """Return the name in an event's key as JSON writes it: a day has ten characters."""
    return key[2 : key.rindex(_BETWEEN) - 10 - len(_BETWEEN)]


def _name_of(key: str) -> str:
    written = _written_name_of(key)
    name: str = json.loads(f'"{written}"') if "\\" in written else written
    return name


def _grouped(events: Iterable[_Known], key_of: Callable[[_Known], str]) -> dict[str, list[_Known]]:
    groups: dict[str, list[_Known]] = {}
    for each in events:
        groups.setdefault(key_of(each), []).append(each)
    return groups
