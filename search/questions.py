"""Questions: what an index answers, each from the generation that is current when it is asked."""

import datetime
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from math import inf

from search.answers import Facet, SearchResult
from search.budget import Budget
from search.documents import texts_of, visible_of
from search.errors import EngineError
from search.following import Following, once_more
from search.guide.guide import EventEntry
from search.guide.names import Name
from search.guide.near_words import NearWord
from search.guide.related import RelatedTalk
from search.guide.suggest import Completion, Suggestion
from search.model import FACET_NAMES, FacetName, Filter, Mark, Query, Talk, check_count, check_known
from search.open_generation import EventTalks, Opened
from search.query.request import request_of
from search.results.facets import facet_of, narrowed_counts
from search.results.hits import Marking, hits_of
from search.results.marking import Marker
from search.results.snippets import marks_of
from search.results.ways_out import WaysOut, ways_out_of
from search.stored import talk_of
from search.text.analysis import Analyzer

_MARKED = 40_000
"""Letters of a body in which words are marked."""
_TELLING = 10_000
"""Letters of a body by which talks like it are looked for."""


@once_more
class Questions:
    """What an index answers. May be shared by threads."""

    def __init__(self, following: Following, analyzer: Analyzer, seconds: float = inf) -> None:
        self._following = following
        self._analyzer = analyzer
        self._seconds = seconds

    def search(self, query: Query, values: int | None = None, budget: Budget | None = None) -> SearchResult:
        """Answer a query; whatever was typed is answered. Only an index that cannot raises `EngineError`.

        Facets have at most so many `values`, beside the selected ones, or all of them. What there is no time
        for is left out.
        """
        check_count("values", values or 0)
        started = time.perf_counter()
        opened = self._current()
        # What an index makes once is no part of the time that there is.
        names, _ = opened.events, opened.known
        budget = budget or Budget(self._seconds)
        parsed = opened.parsed(query.text, budget)
        query = names.canonical(query)
        requests = [request_of(parsed, query, names, "talk", FACET_NAMES, None, budget)]
        # Missed talks and events accompany the first page of a search for words.
        beside = opened.beside if parsed.marked and query.page == 1 else {}
        requests += [
            request_of(parsed, query, names, kind, (), most, budget) for kind, most in beside.items()
        ]
        found, *rest = opened.engine.find_all(requests)
        own = {kind: each.hits for kind, each in zip(beside, rest, strict=False)}
        marking = Marking(parsed, Marker(parsed.marked, self._analyzer), names, budget)
        hits, events = hits_of((*found.hits, *own.get("mention", ())), own.get("event", ()), marking)
        return SearchResult(
            query=query,
            total=found.total,
            hits=hits[: len(found.hits)],
            facets=tuple(facet_of(name, found.counts[name], query, names, values) for name in FACET_NAMES),
            relaxed=found.relaxed,
            mentions=hits[len(found.hits) :],
            events=events,
            took=time.perf_counter() - started,
            left_out=budget.left_out,
        )

    def prepare(self) -> None:
        """Make, before there are questions, what the first ones of a large index would wait for."""
        with suppress(EngineError):
            self._following.prepare()

    def canonical(self, query: Query) -> Query:
        """Return the same search with its events called as the event facet calls them now."""
        return self._current().events.canonical(query)

    def ranked(self, text: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the best talks for a text, without the passages and counts that `search` adds."""
        found = self._current().found(Query(text, per_page=limit))
        return tuple(talk_of(hit.stored).id for hit in found.hits)

    def complete(self, typed: str, limit: int = 10) -> tuple[Completion, ...]:
        """Return words of the notes that begin with what was typed, those of most talks first."""
        check_count("limit", limit)
        return self._current().guide.completions.starting_with(typed, limit)

    def moved_events(self) -> Mapping[str, str]:
        """Return the ids of events that have another id now, or are part of another event, and that id."""
        return self._current().former.moved

    def talk(self, talk_id: str) -> Talk:
        """Return the talk with this id or earlier id; raises `TalkNotFound`, `TalkGone`, `EngineError`."""
        return self._current().talk(talk_id)

    def talk_of_short(self, short: str) -> Talk:
        """Return the talk with this short name, which `short_of` makes of its id; raises as `talk` does."""
        return self._current().talk_of_short(short)

    def event(self, event_id: str, first: int = 0, most: int | None = None) -> EventTalks:
        """Return an event, also by an earlier id, and its talks, or `most` of them; raises as `talk` does."""
        return self._current().event(event_id, first, most)

    def around(self, talk: Talk) -> tuple[Talk, ...]:
        """Return a talk between those before and after it in its event, as far as there are any."""
        return self._current().around(talk)

    def marks(self, text: str, query_text: str) -> tuple[Mark, ...]:
        """Return where the words of a query stand in any text, in order."""
        parsed = self._current().parsed(query_text)
        return marks_of(Marker(parsed.marked, self._analyzer).matches_of(text))

    def marker_of(self, talk: Talk, query_text: str) -> Callable[[str], tuple[Mark, ...]]:
        """Return what finds the words of a query in a text of a talk, be it its title or what is shown of it.

        A talk without any of them may be a hit for most of one: then that is marked, as in a list of hits.
        """
        marker = Marker(self._current().parsed(query_text).marked, self._analyzer)

        def marks(text: str) -> tuple[Mark, ...]:
            if own := marker.matches_of(text):
                return marks_of(own)
            return marks_of(marker.faint_matches_of(text, texts_of(talk, visible_of(talk)[:_MARKED])))

        return marks

    def body_marks(self, talk: Talk, query_text: str) -> tuple[Mark, ...]:
        """Return where the words of a query stand in a talk's body as written, without the signs in them.

        They are looked for in the beginning of a body that is very long.
        """
        from search.text.visible_text import visible_text

        visible = visible_text(talk.body, talk.markup)
        return visible.source_marks(self.marker_of(talk, query_text)(visible.text[:_MARKED]))

    def facet(self, query: Query, name: FacetName, typed: str, limit: int) -> Facet:
        """Return the first values of a facet that contain what was typed, or are read so."""
        check_known("facet", name, FACET_NAMES)
        check_count("limit", limit)
        opened = self._current()
        events, parsed = opened.events, opened.parsed(query.text)
        query = events.canonical(query)
        request = request_of(parsed, replace(query, per_page=0), events, "talk", (name,))
        if typed:
            # かた is typed for 片岡, too.
            named = {each.text for each in opened.guide.names.starting_with(typed) if each.facet == name}
            counts = narrowed_counts(name, opened.engine, request, typed, named, events)
        else:
            counts = opened.engine.find(request).counts[name]
        return facet_of(name, counts, query, events, limit)

    def ways_out(self, query: Query) -> WaysOut:
        """Return what to try instead of a search that found nothing."""
        opened = self._current()

        def count(near: Query) -> int:
            found = opened.found(replace(near, per_page=0))
            return 0 if found.relaxed else found.total

        return ways_out_of(opened.events.canonical(query), count)

    def suggestions(self, typed: str) -> tuple[Suggestion, ...]:
        """Return names and titles that begin with what was typed, as written, as read or in romaji."""
        return self._current().guide.suggestions(typed)

    def near_words(self, text: str) -> dict[str, tuple[NearWord, ...]]:
        """Return, for words of a query that hardly any talk has, what may have been meant."""
        opened = self._current()
        return opened.guide.near(opened.parsed(text), opened.vocabulary.homophones)

    def related(self, talk: Talk) -> tuple[RelatedTalk, ...]:
        """Return other talks that share a talk's telling words."""
        # A long body tells in its beginning what it is about, and to read all of it takes seconds.
        beginning = talk if len(talk.body) <= _TELLING else replace(talk, body=talk.body[:_TELLING])
        return self._current().guide.related(beginning)

    def names(self, facet: FacetName) -> tuple[Name, ...]:
        """Return every value of a facet with its reading and its number of talks."""
        check_known("facet", facet, FACET_NAMES)
        return self._current().guide.names.of(facet)

    def name(self, facet: FacetName, written: str) -> Name | None:
        """Return a value of a facet by its name or another spelling of it; None when there is none."""
        check_known("facet", facet, FACET_NAMES)
        return self._current().guide.name(facet, written)

    def spellings(self, name: Filter) -> tuple[str, ...]:
        """Return the other spellings of a name, from the lexicon."""
        lexicon = self._current().lexicon
        return lexicon.event_others_of(name.value) if name.facet == "event" else lexicon.others_of(name.value)

    def events(self) -> tuple[EventEntry, ...]:
        """Return every event with its number of talks, the newest first."""
        return self._current().guide.events

    def newest_events(self, most: int) -> tuple[EventEntry, ...]:
        """Return the newest events, without looking at the others."""
        return self._current().guide.newest_events(most)

    def events_of(self, days: Iterable[tuple[datetime.date, datetime.date]]) -> tuple[EventEntry, ...]:
        """Return the events between any two of these days, both included, the newest first."""
        return self._current().guide.events_of(days)

    @property
    def edition(self) -> str:
        """Name what answers now: the same name means the same answers. Raises `EngineError`."""
        opened = self._current()
        # 去年 is another year in the next one.
        year = datetime.date.today().year
        return f"{opened.generation.number}-{'-'.join(map(str, opened.stamp or ()))}-{year}"

    @property
    def trouble(self) -> EngineError | None:
        """Why questions are answered from an older index than the newest; None while all is well."""
        return self._following.trouble

    def answering(self) -> tuple[int, float]:
        """Return which generation answers just now, and when it was published, in seconds since 1970."""
        opened = self._current()
        return opened.generation.number, (opened.stamp or (0,))[0] / 1e9

    def _current(self) -> Opened:
        return self._following.current()
