"""Opened: one generation of an index, open for questions: what it knows, and its talks and events by name."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from threading import Thread, Timer

from msgspec import Struct

from search.budget import ENDLESS, Budget
from search.clauses import Clause, Term
from search.documents import KIND, event_key, short_key, short_of, talk_key, title_key
from search.engines import Engine, Found
from search.engines.memory import Memory
from search.errors import EngineError, TalkGone, TalkNotFound
from search.guide.guide import Guide
from search.model import Event, Former, Query, Talk
from search.query.event_names import EventNames
from search.query.known import Known
from search.query.language import ParsedQuery, parse
from search.query.request import request_of
from search.query.vocabulary import Vocabulary
from search.store.contents import former_of
from search.store.store import Generation
from search.stored import event_of, talk_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.spelling.folding import folded

_BEGINNING = 50
"""Words that a typed beginning stands for: with a thousand the same talks are found."""
_BESIDE = {"mention": 5, "event": 5}
"""Missed talks and events shown beside the hits."""
_SOME, _MANY = 500, 20_000
"""Documents from which on what the first words would wait for is made beforehand: of some it takes a tenth of
a second, once the first page has gone; of many it goes before.
"""
_FIRST_PAGE = 0.25
"""Seconds in which the first page of some has gone."""
_FARTHEST = 50
"""Entries of an event among which the talk before or after another one is looked for."""
_KEPT = 64
"""Queries whose clauses are kept: who types, pages and narrows asks for few different ones."""


class EventTalks(Struct, frozen=True):
    """One event with its talks, and the talks that were missed, both in the order of the note.

    They may be a part of them: `total` counts its talks, `entries` talks and mentions. `value` is what the
    event facet calls it.
    """

    event: Event
    talks: tuple[Talk, ...]
    mentions: tuple[Talk, ...]
    value: str
    total: int
    entries: int


@dataclass(frozen=True)
class Opened:
    """An open generation, and what is made of it when first asked for. May be shared by threads."""

    generation: Generation
    stamp: tuple[int, ...] | None
    engine: Engine
    lexicon: Lexicon
    analyzer: Analyzer
    _parsed: Memory[ParsedQuery] = field(default_factory=lambda: Memory(_KEPT), init=False, compare=False)

    def prepare(self) -> Thread | None:
        """Make what the first words would wait for, beside the answers; of few documents they hardly wait.
        Return the thread that does where answers had better wait for it.
        """
        if self.engine.documents < min(_SOME, _MANY):
            return None
        are_many = self.engine.documents >= _MANY
        thread = Thread(target=self._prepare) if are_many else Timer(_FIRST_PAGE, self._prepare)
        thread.daemon = True
        thread.start()
        return thread if are_many else None

    def _prepare(self) -> None:
        # Who asks for what cannot be made is told why.
        with suppress(EngineError):
            self.vocabulary.prepare()
            self.guide.near_words.prepare()
            self.engine.prepare()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.engine.dictionary("words"), self.analyzer, partial(_some_have, self.engine))

    @cached_property
    def guide(self) -> Guide:
        return Guide(self.engine, self.lexicon, self.analyzer, self.events)

    @cached_property
    def events(self) -> EventNames:
        return EventNames(self.engine.facet_values("event"), self.lexicon)

    @cached_property
    def former(self) -> Former:
        return former_of(self.generation)

    @cached_property
    def beside(self) -> Mapping[str, int]:
        """What is shown beside the talks found, and how many: without kinds that there are none of."""
        kinds = self.engine.facet_values(KIND)
        return {kind: most for kind, most in _BESIDE.items() if kind in kinds}

    def parsed(self, text: str, budget: Budget = ENDLESS) -> ParsedQuery:
        """Return a query's clauses in this generation's names and spellings; the last ones are kept."""
        # 去年 is another one next year.
        asked = f"{datetime.date.today().year} {text}"
        found = self._parsed.get(asked)
        if found is None:
            before = budget.left_out
            found = parse(text, self.known, budget)
            if budget.left_out == before:
                self._parsed.put(asked, found, 1)
        return found

    @cached_property
    def known(self) -> Known:
        # Made of parts, not of `self`: a circle would keep an old generation's files until it is collected.
        engine, guide = self.engine, self.guide
        return Known(
            self.analyzer,
            self.lexicon,
            self.vocabulary,
            engine.facet_values,
            self.events,
            beginning_with=lambda typed: [
                each.text for each in guide.completions.starting_with(typed, _BEGINNING)
            ],
            is_title=lambda text: bool(folded(text)) and engine.has_key(title_key(text)),
            listed_near=guide.near_words.listed_near,
            read_as=lambda facet, typed: [
                each.text for each in guide.names.starting_with(typed) if each.facet == facet
            ],
        )

    def found(self, query: Query) -> Found:
        return self.engine.find(request_of(self.parsed(query.text), query, self.events, "talk", ()))

    def talk(self, talk_id: str) -> Talk:
        stored = self.engine.stored(talk_key(talk_id))
        if stored is None:
            raise (TalkGone if talk_id in self.former.gone else TalkNotFound)(talk_id)
        return talk_of(stored)

    def talk_of_short(self, short: str) -> Talk:
        stored = self.engine.stored(short_key(short))
        if stored is None:
            is_gone = any(short_of(each) == short for each in self.former.gone)
            raise (TalkGone if is_gone else TalkNotFound)(short)
        return talk_of(stored)

    def event(self, event_id: str, first: int, most: int | None) -> EventTalks:
        event, talk_ids = self._event_of(event_id)
        shown = talk_ids[first : None if most is None else first + most]
        entries = list(self._talks_of(shown))
        talks = tuple(talk for talk in entries if not talk.mention)
        if len(shown) < len(talk_ids):
            total = next((each.talks for each in self.guide.events if each.event.id == event.id), 0)
        else:
            total = len(talks)
        mentions = tuple(talk for talk in entries if talk.mention)
        return EventTalks(event, talks, mentions, self.events.value_of_event(event), total, len(talk_ids))

    def around(self, talk: Talk) -> tuple[Talk, ...]:
        _, talk_ids = self._event_of(talk.event.id)
        if talk.id not in talk_ids:
            return ()
        place = talk_ids.index(talk.id)

        def nearest(ids: Sequence[str]) -> tuple[Talk, ...]:
            found = (each for each in self._talks_of(ids[:_FARTHEST]) if not each.mention)
            return tuple(islice(found, 1))

        return (*nearest(talk_ids[:place][::-1]), talk, *nearest(talk_ids[place + 1 :]))

    def _event_of(self, event_id: str) -> tuple[Event, tuple[str, ...]]:
        stored = self.engine.stored(event_key(event_id))
        if stored is None and (moved := self.former.moved.get(event_id)):
            stored = self.engine.stored(event_key(moved))
        if stored is None:
            raise (TalkGone if event_id in self.former.gone else TalkNotFound)(event_id)
        return event_of(stored)

    def _talks_of(self, talk_ids: Sequence[str]) -> Iterator[Talk]:
        for talk_id in talk_ids:
            if (stored := self.engine.stored(talk_key(talk_id))) is not None:
                yield talk_of(stored)


def _some_have(engine: Engine, clauses: Sequence[Clause]) -> list[bool]:
    terms = [(clause.stream, clause.text) for clause in clauses if isinstance(clause, Term)]
    frequencies = iter(engine.document_frequencies(terms) if terms else ())
    return [
        next(frequencies) > 0 if isinstance(clause, Term) else engine.has_any(clause) for clause in clauses
    ]
