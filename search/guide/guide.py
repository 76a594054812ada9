"""Guide: what a reader is offered beside hits. Suggestions, near words, related talks, lists to browse.

What it takes is kept with the index, in order: nothing is made of all words or names for an open one.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from msgspec import Struct

from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet, Term, Word, Words
from search.documents import KIND, event_facet
from search.engines import Engine, Found, Request
from search.guide.names import Name, Names
from search.guide.near_words import FEW, NearWord, NearWords
from search.guide.related import RelatedTalk, shared_words, telling_terms
from search.guide.suggest import LOOKED_AT, Completions, Suggestion, suggestions_of
from search.model import Event, FacetName, Talk
from search.query.event_names import EventNames
from search.query.homophones import Homophones
from search.query.language import ParsedQuery
from search.query.phrases import phrase_of
from search.query.slips import worth_of
from search.stored import event_of, talk_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

RELATED = 5
MAX_WORDS = 8
"""Words of a query for which near ones are looked for."""


class EventEntry(Struct, frozen=True):
    """An event in a list, how many of its talks were heard, and what the event facet calls it."""

    event: Event
    talks: int
    value: str = ""


class Guide:
    """What one open generation offers. May be shared by threads."""

    def __init__(self, engine: Engine, lexicon: Lexicon, analyzer: Analyzer, events: EventNames) -> None:
        self._engine = engine
        self._lexicon = lexicon
        self._analyzer = analyzer
        self._event_names = events
        surfaces = engine.dictionary("surfaces")
        self.completions = Completions(surfaces)
        """The words of all notes, for what is being typed."""
        self.names = Names(engine, events, lexicon, analyzer)
        """Every name with its number of talks."""
        self.near_words = NearWords(surfaces, self.names, lexicon)
        """What may have been meant by a word."""

    def name(self, facet: FacetName, written: str) -> Name | None:
        """Return a name as written, else by another of its spellings."""
        if facet == "event":
            written = self._event_names.called(written)
        spellings = (written, *self._lexicon.others_of(written))
        found = (self.names.get(facet, spelling) for spelling in spellings)
        return next((name for name in found if name is not None), None)

    @cached_property
    def events(self) -> tuple[EventEntry, ...]:
        """Every event, the newest first."""
        return self._entries_of(event for event, _ in map(event_of, self._engine.scan("event")))

    def newest_events(self, most: int) -> tuple[EventEntry, ...]:
        return self._events_of(AllOf(()), most)

    def events_of(self, days: Iterable[tuple[datetime.date, datetime.date]]) -> tuple[EventEntry, ...]:
        """Return the events between any two of these days, both included, the newest first."""
        clauses = tuple(Dated(first.toordinal(), last.toordinal()) for first, last in days)
        return self._events_of(AnyOf(clauses), self._engine.documents)

    def _events_of(self, clause: Clause, most: int) -> tuple[EventEntry, ...]:
        clause = AllOf((clause, HasFacet(KIND, ("event",))))
        found = self._engine.find(Request(clause, Words(), {}, (), "newest", 0, most))
        return self._entries_of(event_of(hit.stored)[0] for hit in found.hits)

    def _entries_of(self, events: Iterable[Event]) -> tuple[EventEntry, ...]:
        counts = dict(self._engine.facet_counts("event", "talk").top())
        keyed = [(event_facet(event), event) for event in events]
        keyed.sort(key=lambda each: (-each[1].date.toordinal(), each[0]))
        value_of = self._event_names.value_of_event
        return tuple(EventEntry(event, counts.get(key, 0), value_of(event)) for key, event in keyed)

    def suggestions(self, typed: str) -> tuple[Suggestion, ...]:
        return suggestions_of(typed, self.names, self._event_names, self._titled, self._analyzer)

    def near(self, parsed: ParsedQuery, homophones: Homophones) -> dict[str, tuple[NearWord, ...]]:
        """Return for each word that hardly any talk has as typed what may have been meant, if anything."""
        found = {}
        words = parsed.words.words[:MAX_WORDS]
        terms = [(*word.spellings[0].words, *word.spellings[0].whole) for word in words]
        frequencies = iter(
            self._engine.document_frequencies([(each.stream, each.text) for own in terms for each in own])
        )
        for word, own in zip(words, terms, strict=True):
            talks = min(islice(frequencies, len(own)), default=0)
            near = tuple(self._converted(word, homophones))
            # The beginning of a name is no slip: kata of 片岡.
            is_listed = bool(self._lexicon.others_of(word.text))
            if not near and talks <= FEW and (is_listed or not self.names.is_beginning(word.text)):
                near = self.near_words.near(word.text, talks, limit=3)
            if near:
                found[word.text] = near
        return found

    def _converted(self, word: Word, homophones: Homophones) -> Iterator[NearWord]:
        """Yield what a word in kanji of several parts was meant for, where far more talks have one of them
        converted otherwise: 機械学習 for 機会学習.
        """
        counted = homophones.compounds(word.spellings[0])
        phrase = phrase_of(word.text, self._analyzer) if counted else None
        if phrase is None:
            return
        # What no talk has was mended already.
        if own := self._find(phrase, limit=0).total:
            likelier = (text for text, talks in counted.items() if worth_of(talks, 1) > worth_of(own, 0))
            yield from (NearWord(text, counted[text]) for text in likelier)

    def related(self, talk: Talk) -> tuple[RelatedTalk, ...]:
        """Return talks that share the most telling words with this one."""

        def frequencies(terms: Sequence[str]) -> list[int]:
            return self._engine.document_frequencies([("words", term) for term in terms])

        terms = telling_terms(talk, self._analyzer, frequencies, self._engine.documents)
        # One word in common is a coincidence: two more are looked at to have enough that share more.
        telling = AnyOf(tuple(Term("words", term.text, term.weight) for term in terms))
        found = self._find(telling, limit=RELATED + 2)
        others = [other for other in map(talk_of, (hit.stored for hit in found.hits)) if other.id != talk.id]
        shared = [RelatedTalk(other, shared_words(terms, other, self._analyzer)) for other in others]
        return tuple(each for each in shared if len(each.shared) > 1)[:RELATED]

    def _titled(self, clause: Clause) -> Iterator[Talk]:
        return (talk_of(hit.stored) for hit in self._find(clause, LOOKED_AT).hits)

    def _find(self, clause: Clause, limit: int) -> Found:
        clause = AllOf((clause, HasFacet(KIND, ("talk",))))
        return self._engine.find(Request(clause, Words(), {}, (), "relevance", 0, limit))
