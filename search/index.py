"""TalkIndex: the library's one door. It writes talks into an index folder and answers searches from it."""

import datetime
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.analysis import Analyzer
from search.clauses import AllOf, Clause, HasFacet, wanted_terms
from search.documents import (
    KIND,
    Document,
    document_of,
    event_document_of,
    event_key,
    event_of,
    talk_key,
    talk_of,
)
from search.engines import Engine, Found, Request, open_engine, write_index
from search.errors import CorpusError, IndexDamaged, IndexStale, TalkNotFound
from search.generations import Generation, Generations
from search.lexicon import Lexicon
from search.model import (
    FACET_NAMES,
    Event,
    Facet,
    FacetName,
    FacetValue,
    Hit,
    Mark,
    Query,
    SearchResult,
    Talk,
)
from search.queries import ParsedQuery, parse
from search.settings import Settings
from search.snippets import Wanted, marked, marks_of, snippet_of

SHOWN_MENTIONS = 5
"""Missed talks shown beside the hits."""

_LEXICON = "lexicon.json"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds and how it came to be. `built_at` is in UTC."""

    generation: int
    built_at: datetime.datetime
    talks: int
    mentions: int
    events: int
    speakers: int
    technologies: int
    fingerprint: str
    is_stale: bool
    """Whether another version of the analysis made it; it must be rebuilt before it can be searched."""


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
            _write_lexicon(building.path, lexicon)
            write_index(building.path, self._documents_of(newest_first, talks, on_talk))
            # Whoosh leaves its own lock file; ours is outside of the generation.
            (building.path / "MAIN_WRITELOCK").unlink(missing_ok=True)
            _read_back(building.path, talks)
            return _status_of(building.publish(self._facts_of(talks)), self._analyzer.fingerprint)

    def search(self, query: Query) -> SearchResult:
        """Answer a query; whatever was typed is answered. Only an index that cannot raises `EngineError`."""
        started = time.perf_counter()
        opened = self._current()
        parsed = opened.parsed(query.text, self._analyzer)
        answer = _answer(opened.engine, parsed, query)
        wanted = frozenset(wanted_terms(answer.clause))
        return SearchResult(
            query=query,
            total=answer.found.total,
            hits=self._hits_of(answer.found, wanted),
            facets=tuple(_facet_of(name, answer.found.counts[name], query) for name in FACET_NAMES),
            relaxed=answer.clause != parsed.all_words,
            mentions=self._mentions(opened.engine, parsed, query, wanted),
            took=time.perf_counter() - started,
        )

    def ranked(self, text: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the best talks for a text, without the passages and counts that `search` adds."""
        opened = self._current()
        answer = _answer(opened.engine, opened.parsed(text, self._analyzer), Query(text, per_page=limit))
        return tuple(talk_of(stored).id for stored, _ in answer.found.hits)

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
        opened = self._current()
        wanted = frozenset(wanted_terms(opened.parsed(query_text, self._analyzer).all_words))
        return marks_of(text, wanted, self._analyzer)

    def status(self) -> IndexStatus:
        """Describe the index from its manifest; raises `IndexMissing`, `IndexDamaged`, `IndexUnsafe`."""
        return _status_of(self._generations.facts(), self._analyzer.fingerprint)

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
        return _Opened(stamp, open_engine(generation.path), _read_lexicon(generation.path))

    def _documents_of(
        self, newest_first: Sequence[Talk], talks: Sequence[Talk], on_talk: Callable[[int], None]
    ) -> Iterator[Document]:
        for done, talk in enumerate(newest_first, start=1):
            yield document_of(talk, self._analyzer)
            on_talk(done)
        for event in dict.fromkeys(talk.event for talk in talks):
            yield event_document_of(event, [talk.id for talk in talks if talk.event.id == event.id])

    def _facts_of(self, talks: Sequence[Talk]) -> dict[str, str | int]:
        heard = [talk for talk in talks if not talk.mention]
        return {
            "built_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "fingerprint": self._analyzer.fingerprint,
            "talks": len(heard),
            "mentions": len(talks) - len(heard),
            "events": len({talk.event.id for talk in talks}),
            "speakers": len({speaker.name for talk in heard for speaker in talk.speakers}),
            "technologies": len({name for talk in heard for name in talk.technologies}),
        }

    def _hits_of(self, found: Found, wanted: Wanted) -> tuple[Hit, ...]:
        hits = []
        for stored, score in found.hits:
            talk = talk_of(stored)
            title = marked(talk.title, wanted, self._analyzer)
            hits.append(Hit(talk, score, title, snippet_of(talk.body, wanted, self._analyzer)))
        return tuple(hits)

    def _mentions(self, engine: Engine, parsed: ParsedQuery, query: Query, wanted: Wanted) -> tuple[Hit, ...]:
        """Return the missed talks with every word; they accompany the first page of a search for words."""
        if not (parsed.words or parsed.phrases) or query.page > 1:
            return ()
        request = Request(
            AllOf((parsed.all_words, HasFacet(KIND, ("mention",)))),
            _chosen(query),
            counted=(),
            sort=query.sort,
            offset=0,
            limit=SHOWN_MENTIONS,
        )
        return self._hits_of(engine.find(request), wanted)


def open_index(settings: Settings) -> TalkIndex:
    """Return the index that the settings name; it need not exist yet."""
    return TalkIndex(settings.index)


@dataclass(frozen=True, slots=True)
class _Opened:
    stamp: tuple[int, int] | None
    engine: Engine
    lexicon: Lexicon

    def parsed(self, text: str, analyzer: Analyzer) -> ParsedQuery:
        """Return a query's clauses in the names and spellings of this generation."""
        return parse(text, analyzer, self.lexicon, self.engine.facet_values)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found, and by which clause: of all words, or of some of them."""

    clause: Clause
    found: Found


def _answer(engine: Engine, parsed: ParsedQuery, query: Query) -> _Answer:
    """Ask for every word, and for some of them when no talk has every one."""
    every = _Answer(parsed.all_words, _find(engine, parsed.all_words, query))
    if every.found.total or parsed.some_words == parsed.all_words:
        return every
    some = _Answer(parsed.some_words, _find(engine, parsed.some_words, query))
    return some if some.found.total else every


def _find(engine: Engine, clause: Clause, query: Query) -> Found:
    return engine.find(
        Request(
            AllOf((clause, HasFacet(KIND, ("talk",)))),
            _chosen(query),
            counted=FACET_NAMES,
            sort=query.sort,
            offset=(query.page - 1) * query.per_page,
            limit=query.per_page,
        )
    )


def _chosen(query: Query) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for wanted in query.filters:
        chosen[wanted.facet] = (*chosen.get(wanted.facet, ()), wanted.value)
    return chosen


def _facet_of(name: FacetName, counts: Mapping[str, int], query: Query) -> Facet:
    selected = {wanted.value for wanted in query.filters if wanted.facet == name}
    values = [FacetValue(value, counts.get(value, 0), value in selected) for value in {*counts, *selected}]
    if name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    else:
        values.sort(key=lambda value: (-value.count, value.value))
    return Facet(name, tuple(values))


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


def _write_lexicon(path: Path, lexicon: Lexicon) -> None:
    plain = {
        "technologies": dict(lexicon.technologies),
        "speakers": dict(lexicon.speakers),
        "terms": dict(lexicon.terms),
    }
    (path / _LEXICON).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def _read_lexicon(path: Path) -> Lexicon:
    plain = json.loads((path / _LEXICON).read_text(encoding="utf-8"))
    return Lexicon(
        **{kind: {name: tuple(others) for name, others in names.items()} for kind, names in plain.items()}
    )


def _status_of(generation: Generation, fingerprint: str) -> IndexStatus:
    facts = generation.facts
    return IndexStatus(
        generation=generation.number,
        built_at=datetime.datetime.fromisoformat(facts["built_at"]),
        talks=facts["talks"],
        mentions=facts["mentions"],
        events=facts["events"],
        speakers=facts["speakers"],
        technologies=facts["technologies"],
        fingerprint=facts["fingerprint"],
        is_stale=facts["fingerprint"] != fingerprint,
    )
