"""Guide: what a reader is offered beside hits. Suggestions, near words, related talks, lists to browse.

Everything here is made when it is first asked for, once for each generation of an index.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from search.clauses import AllOf, Clause, HasFacet, Words
from search.documents import KIND, event_facet, event_of, talk_of
from search.engines import Engine, Found, Request
from search.guide.names import NAMED, Name, Names, reading_of
from search.guide.near_words import FEW, NearWord, NearWords
from search.guide.pace import Pace
from search.guide.related import RelatedTalk, clause_of, shared_words, telling_terms
from search.guide.suggest import LOOKED_AT, Completions, Suggestion, suggestions_of
from search.model import Event, FacetName, Sort, Talk
from search.query.event_names import EventNames
from search.query.language import ParsedQuery
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

Made = TypeVar("Made")

_log = logging.getLogger(__name__)

RELATED = 5
MAX_WORDS = 8
"""Words of a query for which near ones are looked for."""


SMALL = 3_000
"""Documents of an index whose near words are made while somebody waits: 0.1 s."""


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event in a list, and how many of its talks were heard."""

    event: Event
    talks: int


class Guide:
    """What one open generation offers. May be shared by threads."""

    def __init__(self, engine: Engine, lexicon: Lexicon, analyzer: Analyzer, events: EventNames) -> None:
        self._engine = engine
        self._lexicon = lexicon
        self._analyzer = analyzer
        self._event_names = events
        self._pace = Pace()
        self._completions = _Once[Completions](self._pace)
        self._names = _Once[Names](self._pace)
        self._near = _Once[NearWords](self._pace)
        self._events = _Once[tuple[EventEntry, ...]](self._pace)

    def completions(self) -> Completions:
        """Return the words of all notes, for what is being typed."""
        return self._completions.get(self._make_completions)

    def names(self) -> Names:
        """Return every name with its number of talks."""
        return self._names.get(self._make_names)

    def name(self, facet: FacetName, written: str) -> Name | None:
        """Return a name as written, else by another of its spellings."""
        if facet == "event":
            written = self._event_names.called(written)
        spellings = (written, *self._lexicon.others_of(written))
        known = self.names()
        found = (known.get(facet, spelling) for spelling in spellings)
        return next((name for name in found if name is not None), None)

    def events(self) -> tuple[EventEntry, ...]:
        """Return every event, the newest first."""
        return self._events.get(self._list_events)

    def suggestions(self, typed: str) -> tuple[Suggestion, ...]:
        """Return names and titles that begin with what was typed."""
        return suggestions_of(typed, self.names(), self._event_names, self._titled, self._analyzer)

    def near(self, parsed: ParsedQuery) -> dict[str, tuple[NearWord, ...]]:
        """Return for each word that hardly any talk has as typed what may have been meant, if anything."""
        found = {}
        for word in parsed.words.words[:MAX_WORDS]:
            typed = word.spellings[0]
            terms = (*typed.words, *typed.whole)
            talks = min(
                (self._engine.document_frequency(term.stream, term.text) for term in terms), default=0
            )
            # Asked first: most words are there, and need no table of names.
            if talks > FEW:
                continue
            # Of many talks it takes a second to make; hits do not wait for it.
            get = self._near.get if self._engine.documents <= SMALL else self._near.get_when_made
            words = get(self._make_near)
            if words is None or self._is_begun(word.text):
                continue
            near = words.near(word.text, reading_of(word.text, self._analyzer), talks, limit=3)
            if near:
                found[word.text] = near
        return found

    def related(self, talk: Talk) -> tuple[RelatedTalk, ...]:
        """Return talks that share the most telling words with this one."""

        def frequency(term: str) -> int:
            return self._engine.document_frequency("words", term)

        terms = telling_terms(talk, self._analyzer, frequency, self._engine.documents)
        # One word in common is a coincidence: two more are looked at to have enough that share more.
        found = self._find(clause_of(terms), limit=RELATED + 2)
        others = [other for other in map(talk_of, (hit.stored for hit in found.hits)) if other.id != talk.id]
        shared = [RelatedTalk(other, shared_words(terms, other, self._analyzer)) for other in others]
        return tuple(each for each in shared if len(each.shared) > 1)[:RELATED]

    def _is_begun(self, typed: str) -> bool:
        """Say whether a word is no slip but the beginning of a name: kata of 片岡."""
        return bool(self.names().starting_with(typed)) and not self._lexicon.others_of(typed)

    def _titled(self, clause: Clause) -> Iterator[Talk]:
        return (talk_of(hit.stored) for hit in self._find(clause, LOOKED_AT).hits)

    def _find(self, clause: Clause, limit: int, kind: str = "talk") -> Found:
        clause = AllOf((clause, HasFacet(KIND, (kind,))))
        sort: Sort = "newest" if kind == "event" else "relevance"
        return self._engine.find(Request(clause, Words(), {}, (), sort, 0, limit))

    def _make_names(self) -> Names:
        counts = {facet: dict(self._engine.facet_counts(facet, "talk").top()) for facet in NAMED}
        counts["event"] = {self._event_names.value_of(key): n for key, n in counts["event"].items()}
        return Names(counts, self._lexicon, self._analyzer, self._pace)

    def _make_completions(self) -> Completions:
        return Completions(dict(self._engine.surfaces().top()), self._pace)

    def _make_near(self) -> NearWords:
        return NearWords(self.completions().counts(), self.names().all, self._lexicon, self._pace)

    def _list_events(self) -> tuple[EventEntry, ...]:
        found = self._find(AllOf(()), self._engine.documents, "event")
        counts = dict(self._engine.facet_counts("event", "talk").top())
        events = [event_of(hit.stored) for hit in found.hits]
        return tuple(EventEntry(event, counts.get(event_facet(event), 0)) for event, _ in events)


class _Once(Generic[Made]):
    """A value that is made by the first who asks; others wait for it. What fails is tried again.

    How it is made is said by who asks: kept here, it would tie what it belongs to into a circle, which the
    files of an old generation could only leave by the collector.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lock = threading.Lock()
        self._is_wanted = threading.Semaphore()
        self._made: list[Made] = []

    def get_when_made(self, make: Callable[[], Made]) -> Made | None:
        """Return the value, or None while it is being made, which this begins."""
        if self._made:
            return self._made[0]
        if self._is_wanted.acquire(blocking=False):
            threading.Thread(target=self._try, args=(make,), daemon=True).start()
        return None

    def get(self, make: Callable[[], Made]) -> Made:
        if not self._made:
            if not self._lock.acquire(blocking=False):
                with self._pace.waiting():
                    self._lock.acquire()
            try:
                if not self._made:
                    self._made.append(make())
            finally:
                self._lock.release()
        return self._made[0]

    def _try(self, make: Callable[[], Made]) -> None:
        try:
            with self._pace.at_ease():
                self.get(make)
        except Exception:
            # Nobody waits for it: who asks next begins anew.
            _log.exception("what is offered beside hits could not be made")
            self._is_wanted.release()
