"""TalkIndex: the library's one door. It writes talks into an index folder and answers searches from it."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from search.analysis import Analyzer
from search.clauses import AllOf, HasFacet
from search.contents import IndexStatus, facts_of, read_lexicon, status_of, write_lexicon
from search.documents import (
    KIND,
    Document,
    document_of,
    event_document_of,
    event_key,
    event_of,
    talk_key,
    talk_of,
    texts_of,
)
from search.engines import Engine, Found, Request, open_engine, write_index
from search.errors import CorpusError, IndexDamaged, IndexStale, TalkNotFound
from search.facets import facet_of, narrowed
from search.generations import Generations
from search.guide import EventEntry, Guide
from search.lexicon import Lexicon
from search.model import (
    FACET_NAMES,
    Event,
    Facet,
    FacetName,
    Hit,
    Mark,
    Query,
    SearchResult,
    Snippet,
    Talk,
    Why,
)
from search.names import Name
from search.near_words import NearWord
from search.queries import ParsedQuery, parse
from search.related import RelatedTalk
from search.settings import Settings
from search.snippets import Marker, marks_of, reasons_of, snippet_of
from search.suggest import Completion, Completions, Suggestion, read_completions, write_surfaces
from search.vocabulary import Vocabulary
from search.ways_out import WaysOut, ways_out_of

SHOWN_MENTIONS = 5
"""Missed talks shown beside the hits."""


@dataclass(frozen=True, slots=True)
class EventTalks:
    """One event with its talks, and the talks that were missed, both in the order of the note."""

    event: Event
    talks: tuple[Talk, ...]
    mentions: tuple[Talk, ...]


class TalkIndex:
    """The talks of one index folder. May be shared by threads; follows rebuilds by other processes.

    Making one opens nothing: the first question does, and raises `IndexMissing` if nothing was indexed yet. A
    question after a rebuild is answered from the new index; the old one answers until it is complete.
    """

    def __init__(self, directory: Path) -> None:
        self._generations = Generations(directory)
        self._analyzer = Analyzer()
        self._opening = threading.Lock()
        self._opened: _Opened | None = None

    def rebuild(
        self,
        talks: Sequence[Talk],
        lexicon: Lexicon | None = None,
        on_talk: Callable[[int], None] = lambda done: None,
    ) -> IndexStatus:
        """Replace the whole index by these talks, or leave it exactly as it was and raise.

        `on_talk` is told how many talks are done. Raises `CorpusError` for no talks or two of one id,
        `IndexLocked`, `IndexUnwritable`, `IndexDamaged` if what was written does not read back, and OSError.
        """
        _check_ids(talks)
        lexicon = lexicon or Lexicon()
        newest_first = sorted(talks, key=lambda talk: talk.date, reverse=True)
        with self._generations.building() as building:
            write_lexicon(building.path, lexicon)
            talks_of: Counter[str] = Counter()
            write_index(building.path, self._documents_of(newest_first, talks, talks_of, on_talk))
            write_surfaces(building.path, talks_of)
            # Whoosh leaves its own lock file; ours is outside of the generation.
            (building.path / "MAIN_WRITELOCK").unlink(missing_ok=True)
            _read_back(building.path, talks)
            return status_of(
                building.publish(facts_of(talks, self._analyzer.fingerprint)), self._analyzer.fingerprint
            )

    def search(self, query: Query) -> SearchResult:
        """Answer a query; whatever was typed is answered. Only an index that cannot raises `EngineError`."""
        started = time.perf_counter()
        opened = self._current()
        parsed = opened.parsed(query.text, self._analyzer)
        found = opened.engine.find(_request(parsed, query, "talk", FACET_NAMES))
        marker = Marker(parsed.marked, self._analyzer)
        return SearchResult(
            query=query,
            total=found.total,
            hits=_hits_of(found, parsed, marker),
            facets=tuple(facet_of(name, found.counts[name], query) for name in FACET_NAMES),
            relaxed=found.relaxed,
            mentions=_mentions(opened.engine, parsed, query, marker),
            took=time.perf_counter() - started,
        )

    def ranked(self, text: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the best talks for a text, without the passages and counts that `search` adds."""
        opened = self._current()
        parsed = opened.parsed(text, self._analyzer)
        found = opened.engine.find(_request(parsed, Query(text, per_page=limit), "talk", ()))
        return tuple(talk_of(stored).id for stored, _ in found.hits)

    def complete(self, typed: str, limit: int = 10) -> tuple[Completion, ...]:
        """Return words of the notes that begin with what was typed, those of most talks first."""
        return self._current().completions.starting_with(typed, limit)

    def talk(self, talk_id: str) -> Talk:
        """Return the talk with this id or with this earlier id; raises `TalkNotFound`, `EngineError`."""
        stored = self._current().engine.stored(talk_key(talk_id))
        if stored is None:
            raise TalkNotFound(talk_id)
        return talk_of(stored)

    def event(self, event_id: str) -> EventTalks:
        """Return an event and its talks; raises `TalkNotFound`, `EngineError`."""
        engine = self._current().engine
        stored = engine.stored(event_key(event_id))
        if stored is None:
            raise TalkNotFound(event_id)
        event, talk_ids = event_of(stored)
        talks = [
            talk_of(text) for talk_id in talk_ids if (text := engine.stored(talk_key(talk_id))) is not None
        ]
        return EventTalks(
            event,
            talks=tuple(talk for talk in talks if not talk.mention),
            mentions=tuple(talk for talk in talks if talk.mention),
        )

    def marks(self, text: str, query_text: str) -> tuple[Mark, ...]:
        """Return where the words of a query stand in any text, in order."""
        parsed = self._current().parsed(query_text, self._analyzer)
        return marks_of(Marker(parsed.marked, self._analyzer).matches_of(text))

    def facet(self, query: Query, name: FacetName, typed: str, limit: int) -> Facet:
        """Return the first values of a facet that contain what was typed, counted as `search` counts them."""
        opened = self._current()
        parsed = opened.parsed(query.text, self._analyzer)
        counts = opened.engine.find(_request(parsed, replace(query, per_page=0), "talk", (name,))).counts[
            name
        ]
        return facet_of(name, narrowed(counts, typed) if typed else counts, query, limit)

    def ways_out(self, query: Query) -> WaysOut:
        """Return what to try instead of a search that found nothing."""
        opened = self._current()

        def count(near: Query) -> int:
            parsed = opened.parsed(near.text, self._analyzer)
            found = opened.engine.find(_request(parsed, replace(near, per_page=0), "talk", ()))
            return 0 if found.relaxed else found.total

        return ways_out_of(query, count)

    def status(self) -> IndexStatus:
        """Describe the index from its manifest; raises `IndexMissing`, `IndexDamaged`, `IndexUnsafe`."""
        return status_of(self._generations.facts(), self._analyzer.fingerprint)

    def suggestions(self, typed: str) -> tuple[Suggestion, ...]:
        """Return names and titles that begin with what was typed, as written, as read or in romaji."""
        return self._current().guide.suggestions(typed)

    def near_words(self, text: str) -> dict[str, tuple[NearWord, ...]]:
        """Return, for words of a query that hardly any talk has, what may have been meant."""
        opened = self._current()
        return opened.guide.near(opened.parsed(text, self._analyzer))

    def related(self, talk: Talk) -> tuple[RelatedTalk, ...]:
        """Return other talks that share a talk's telling words."""
        return self._current().guide.related(talk)

    def names(self, facet: FacetName) -> tuple[Name, ...]:
        """Return every value of a facet with its reading and its number of talks."""
        return self._current().guide.names().of(facet)

    def name(self, facet: FacetName, written: str) -> Name | None:
        """Return a value of a facet by its name or another spelling of it; None when there is none."""
        return self._current().guide.name(facet, written)

    def events(self) -> tuple[EventEntry, ...]:
        """Return every event with its number of talks, the newest first."""
        return self._current().guide.events()

    def _current(self) -> "_Opened":
        """Return the current generation, opened; one `stat` when nothing has changed."""
        stamp = self._generations.stamp()
        opened = self._opened
        if opened is not None and opened.stamp == stamp:
            return opened
        with self._opening:
            if self._opened is None or self._opened.stamp != stamp:
                self._opened = self._open()
            return self._opened

    def _open(self) -> "_Opened":
        # The stamp is taken first: if the pointer moves meanwhile, the next question opens again.
        stamp = self._generations.stamp()
        generation = self._generations.open_current()
        if generation.facts["fingerprint"] != self._analyzer.fingerprint:
            raise IndexStale(
                "the index was made by another version of Kikigaki or Sudachi: run `indexer rebuild`"
            )
        engine = open_engine(generation.path)
        try:
            lexicon, completions = read_lexicon(generation.path), read_completions(generation.path)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{generation.path} lacks a part: run `indexer rebuild`") from error
        guide = Guide(engine, lexicon, self._analyzer, completions)
        return _Opened(stamp, engine, lexicon, Vocabulary(engine.terms("words")), completions, guide)

    def _documents_of(
        self,
        newest_first: Sequence[Talk],
        talks: Sequence[Talk],
        talks_of: Counter[str],
        on_talk: Callable[[int], None],
    ) -> Iterator[Document]:
        for done, talk in enumerate(newest_first, start=1):
            document = document_of(talk, self._analyzer)
            talks_of.update(document.surfaces)
            yield document
            on_talk(done)
        for event in dict.fromkeys(talk.event for talk in talks):
            yield event_document_of(event, [talk.id for talk in talks if talk.event.id == event.id])


def open_index(settings: Settings) -> TalkIndex:
    """Return the index that the settings name; it need not exist yet."""
    return TalkIndex(settings.index)


@dataclass(frozen=True, slots=True)
class _Opened:
    stamp: tuple[int, int] | None
    engine: Engine
    lexicon: Lexicon

    vocabulary: Vocabulary
    completions: Completions
    guide: Guide

    def parsed(self, text: str, analyzer: Analyzer) -> ParsedQuery:
        """Return a query's clauses in the names and spellings of this generation."""
        return parse(text, analyzer, self.lexicon, self.vocabulary, self.engine.facet_values)


def _request(parsed: ParsedQuery, query: Query, kind: str, counted: tuple[str, ...]) -> Request:
    return Request(
        clause=AllOf((parsed.clause, HasFacet(KIND, (kind,)), *_required(query))),
        words=parsed.words,
        chosen=_chosen(query),
        counted=counted,
        sort=query.sort,
        offset=(query.page - 1) * query.per_page,
        limit=query.per_page,
    )


def _hits_of(found: Found, parsed: ParsedQuery, marker: Marker) -> tuple[Hit, ...]:
    hits = []
    for stored, score in found.hits:
        talk = talk_of(stored)
        matches = {text: marker.matches_of(text) for text in texts_of(talk)}
        title = Snippet(talk.title, marks_of(matches[talk.title]))
        snippet = snippet_of(talk.body, matches[talk.body])
        why = reasons_of(parsed.marked, matches)
        hits.append(Hit(talk, score, title, snippet, why, _missing(parsed, why)))
    return tuple(hits)


def _missing(parsed: ParsedQuery, why: Sequence[Why]) -> tuple[str, ...]:
    """Return the words that a talk does not have; a question is not expected to be answered word by word."""
    if parsed.words.is_sentence:
        return ()
    present = {reason.word for reason in why}
    return tuple(word.text for word in parsed.words.words if word.text not in present)


def _mentions(engine: Engine, parsed: ParsedQuery, query: Query, marker: Marker) -> tuple[Hit, ...]:
    """Return the missed talks with every word; they accompany the first page of a search for words."""
    if not parsed.marked or query.page > 1:
        return ()
    found = engine.find(_request(parsed, replace(query, per_page=SHOWN_MENTIONS), "mention", ()))
    return () if found.relaxed else _hits_of(found, parsed, marker)


def _required(query: Query) -> list[HasFacet]:
    """Return the filters that must hold one by one: technologies, when all of them are asked for.

    As clauses they also hold for the counts of their own facet, so a value that shows N still gives N.
    """
    if query.match == "any":
        return []
    return [HasFacet(each.facet, (each.value,)) for each in query.filters if each.facet == "technology"]


def _chosen(query: Query) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for wanted in query.filters:
        if wanted.facet == "technology" and query.match == "all":
            continue
        chosen[wanted.facet] = (*chosen.get(wanted.facet, ()), wanted.value)
    return chosen


def _check_ids(talks: Sequence[Talk]) -> None:
    if not talks:
        raise CorpusError("there is no talk to index; the old index, if any, stays as it is")
    seen: set[str] = set()
    for talk in talks:
        for talk_id in {talk.id, *talk.aliases}:
            if talk_id in seen:
                raise CorpusError(f"two talks are called {talk_id}; the old index, if any, stays as it is")
            seen.add(talk_id)


def _read_back(path: Path, talks: Sequence[Talk]) -> None:
    """Open what was written and find every talk in it, or raise `IndexDamaged`."""
    engine = open_engine(path)
    for talk in talks:
        stored = engine.stored(talk_key(talk.id))
        if stored is None or talk_of(stored).body != talk.body:
            raise IndexDamaged(f"{talk.id} did not read back; the old index, if any, stays as it is")
