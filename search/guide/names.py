"""Names: every event, speaker and technology of an index, found by how a name begins as written, read or in
romaji. See `text.name_terms` for how they are kept.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from search.documents import NAMED, NAMED_AS
from search.engines import Engine
from search.guide.aliases import Aliases
from search.model import FacetName
from search.query.event_names import EventNames
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.name_terms import BORDER, LONGEST_NAME, READING, WRITTEN, reading_of, typed_keys

_LETTERS = {facet: [letter for letter, own in NAMED_AS.items() if own == facet] for facet in NAMED}


class Name(Struct, frozen=True):
    """A facet value; `reading` is in katakana, empty when it is not to be read as Japanese."""

    facet: FacetName
    text: str
    talks: int
    reading: str
    others: tuple[str, ...] = ()
    """Other spellings, from the lexicon."""


class Named(NamedTuple):
    """A facet value, and how many talks have it."""

    facet: FacetName
    text: str
    talks: int


class Names:
    """The names of one generation. May be shared by threads."""

    def __init__(self, engine: Engine, events: EventNames, lexicon: Lexicon, analyzer: Analyzer) -> None:
        self.terms = engine.dictionary("names")
        self._engine = engine
        self._events = events
        self._lexicon = lexicon
        self._analyzer = analyzer
        self.aliases = Aliases(lexicon, analyzer)
        self._counted: dict[FacetName, Mapping[str, int]] = {}

    def get(self, facet: FacetName, written: str) -> Name | None:
        """Return a name, whatever the width, case and spaces in which it is written."""
        found = self.called(facet, written)
        return self._whole(found, reading_of(found.text, self._analyzer)) if found else None

    def called(self, facet: FacetName, written: str) -> Named | None:
        """Return the same without what else is known of it."""
        if facet == "event" and (key := self._events.key_of(written)) is not None:
            return self._named(f"{'d' if self._events.recurs(key) else 'e'}{key}")
        # Of several that differ in case or spaces, that which is written so, else that of most talks.
        named = self._called(facet, written)
        return max(named, key=lambda each: (each.text == written, each.talks, each.text), default=None)

    def of(self, facet: FacetName) -> tuple[Name, ...]:
        """Return the names of a facet, those of most talks first."""
        letters = _LETTERS.get(facet, ())
        found = (self._named(letter + value) for value in self._talks(facet) for letter in letters)
        readings = self._readings()
        return tuple(self._whole(each, readings.get(each[:2], "")) for each in found if each)

    def starting_with(self, typed: str) -> tuple[Named, ...]:
        """Return the names that begin with what was typed, then those with such a word inside.

        Of equal ones, those of most talks come first. Width, case and kana do not matter.
        """
        best: dict[Named, bool] = {}
        for named, inside in self._beginning_with(typed):
            best[named] = min(inside, best.get(named, True))
        return tuple(sorted(best, key=lambda named: (best[named], -named.talks, named.text)))

    def is_beginning(self, typed: str) -> bool:
        """Say whether any name, or a word inside one, begins with what was typed."""
        return any(True for _ in self._beginning_with(typed))

    def named(self, term: str) -> Named | None:
        """Return what a term stands for, if some talk has it."""
        return self._named(term.partition(BORDER)[2])

    def with_other(self, spelling: str) -> Iterator[Named]:
        """Yield the technologies and speakers of which the lexicon lists this as another spelling."""
        for name in self._lexicon.others_of(spelling):
            for facet in NAMED[:2]:
                for found in self._called(facet, name):
                    if spelling in self._lexicon.others_of(found.text):
                        yield found

    def _called(self, facet: FacetName, written: str) -> Iterator[Named]:
        key = name_key(written)
        for term in self.terms.beginning_with(f"{WRITTEN}{name_key(written[:LONGEST_NAME])}{BORDER}"):
            if (found := self.named(term)) and found.facet == facet and name_key(found.text) == key:
                yield found

    def _beginning_with(self, typed: str) -> Iterator[tuple[Named, bool]]:
        for kind, prefix in typed_keys(typed):
            for inside, code in enumerate((kind, kind.upper())):
                for term in self.terms.beginning_with(code + prefix):
                    if named := self.named(term):
                        yield named, bool(inside)
            for spelling, is_inside in self.aliases.beginning_with(kind, prefix):
                yield from ((named, is_inside) for named in self.with_other(spelling))
        for series in self.aliases.series(typed):
            editions = (self._named(f"e{key}") for key in self._events.keys_beginning_with(series))
            for named in filter(None, editions):
                for spelling in self._lexicon.event_others_of(named.text):
                    if (begins := self.aliases.begins(spelling, typed)) is not None:
                        yield named, begins

    def _named(self, value: str) -> Named | None:
        facet, text = NAMED_AS[value[0]], value[1:]
        talks = self._talks(facet).get(text, 0)
        if facet == "event" and talks:
            is_dated = self._events.recurs(text)
            if is_dated != (value[0] == "d"):
                return None
            text = self._events.value_of(text)
        return Named(facet, text, talks) if talks else None

    def _talks(self, facet: FacetName) -> Mapping[str, int]:
        """Return how many talks have each value of a facet, those of most talks first."""
        # Two threads may both make it; either is as good.
        if facet not in self._counted:
            self._counted[facet] = dict(self._engine.facet_counts(facet, "talk").top())
        return self._counted[facet]

    def _whole(self, named: Named, reading: str) -> Name:
        facet, text, talks = named
        others = self._lexicon.event_others_of if facet == "event" else self._lexicon.others_of
        return Name(facet, text, talks, reading, others(text))

    def _readings(self) -> Mapping[tuple[FacetName, str], str]:
        readings = {}
        for term in self.terms.beginning_with(READING):
            reading, _, value = term[1:].partition(BORDER)
            if named := self._named(value):
                readings[named.facet, named.text] = reading
        return readings
