"""TalkIndex: the library's one door. It writes talks into an index folder and answers searches from it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from math import inf
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING

from search.build.changes import Change, check_written, partial_change, talks_that_stay, whole_change
from search.engines import Engine, Outgrown
from search.errors import EngineError, IndexLocked, SettingsError
from search.following import Following
from search.model import Event, Former, Talk
from search.open_generation import Opened
from search.questions import Questions
from search.settings import Settings
from search.store.contents import (
    FORMER,
    LEXICON,
    SOURCES,
    IndexStatus,
    encoded_former,
    encoded_lexicon,
    facts_of,
    lexicon_of,
    status_of,
)
from search.store.generations import Generations
from search.store.store import Building, Generation, Store, Verified
from search.stored import talk_or_event_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

if TYPE_CHECKING:
    from search.engines.batches import Batch

_log = logging.getLogger(__name__)


class TalkIndex(Questions):
    """The talks of one index: of a folder, or of a store. May be shared by threads; follows rebuilds by other
    processes.

    Making one opens nothing: the first question does, and raises `IndexMissing` if nothing was indexed yet. A
    question after a rebuild is answered from the new index; the old one answers until it is complete, and
    goes on answering where the new one cannot be opened: see `trouble`. A search takes at most so many
    `seconds`.
    """

    def __init__(self, place: Path | Store, seconds: float = inf) -> None:
        self._store: Store = Generations(place) if isinstance(place, Path) else place
        analyzer = Analyzer()
        super().__init__(Following(self._store, analyzer), analyzer, seconds)
        self._held: tuple[int, Building] | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other writers out while this thread works out what to write, once; raises as `rebuild`."""
        with self._store.building() as building:
            self._held = get_ident(), building
            try:
                yield
            finally:
                self._held = None

    def rebuild(
        self,
        talks: Sequence[Talk],
        lexicon: Lexicon | None = None,
        on_talk: Callable[[int], None] = lambda done: None,
        sources: bytes = b"",
        former: Former | None = None,
        on_ready: Callable[[], object] = lambda: None,
    ) -> IndexStatus:
        """Replace the whole index by these talks, or leave it exactly as it was and raise.

        What the old index has of a talk that has not changed is taken over, once every byte of it was
        checked; an old index that cannot be read is no loss, for everything is made anew. `on_talk` is told
        how many talks are done. `sources` is given back by `sources()`; `former` are ids that are no more.
        `on_ready` is called once all is written and right, just before it answers: for what has to be known
        of it whatever happens then.
        Raises `CorpusError` for no talks or two of one id, `IndexLocked`, `IndexUnwritable`, `IndexDamaged`
        if what was written does not read back, `TokenizingFailed`, and OSError.
        """
        with self._taken() as building:
            old = self._reusable() if self._store.carries_over else None
            change = whole_change(talks, old.engine if old else None)
            done = len(talks) - len(change.talks)
            on_talk(done)
            _keep_beside(building, old, lexicon or Lexicon(), sources, former or Former())
            engine = self._written(building, change, old, lambda more: on_talk(done + more))
            return self._published(building, engine, on_ready)

    def update(
        self,
        talks: Sequence[Talk],
        *,
        removed: Sequence[str],
        sources: bytes = b"",
        since: bytes | None = None,
        former: Former | None = None,
        checked: Callable[[], int] | None = None,
        on_ready: Callable[[], object] = lambda: None,
    ) -> IndexStatus:
        """Take the talks of some events out of the index and put others in; keep all the rest.

        `removed` are ids of events, also of those whose talks have changed; unknown ones are no error.
        `since` is what `sources()` said when the change was worked out; `checked` waits for a `check` that
        was begun then, and gives what it does. Raises `CorpusError` for a talk with an id that another has,
        for an event that is neither new nor removed, or if nothing would be left, and as `rebuild` does; also
        `IndexLocked` where another writer came in between, and `IndexMissing`, `IndexStale` and
        `IndexDamaged` where there is no index that could be kept. Where what stays cannot be carried over as
        it is, all is written anew.
        """
        with self._taken() as building, ThreadPoolExecutor(1, "checking") as beside:
            opened = self._following.open_now()
            # Checksums let other threads work; nothing is published before all of them are right.
            is_right = beside.submit(_check_unless, checked, opened.generation)
            if since is not None and since != self.sources():
                raise IndexLocked("another rebuild or update came in between: try again")
            change = partial_change(talks, removed, opened.engine)
            _keep_beside(building, opened, opened.lexicon, sources, former or opened.former)
            try:
                engine = self._written(building, change, opened, lambda done: None)
            except Outgrown as outgrown:
                _log.warning("everything is written anew: %s", outgrown)
                # Of what is damaged nothing is made.
                is_right.result()
                whole = whole_change([*talks_that_stay(removed, opened.engine), *talks], None)
                engine = self._written(building, whole, None, lambda done: None)
            is_right.result()
            return self._published(building, engine, on_ready)

    def sources(self) -> bytes:
        """Return what `rebuild` or `update` was told of the sources; raises as `status` does."""
        return self._store.glance(lambda generation: generation.part(SOURCES))

    def lexicon(self) -> Lexicon:
        """Return the lexicon that `rebuild` was given; raises as `status` does, `IndexDamaged`."""
        return self._store.read(lexicon_of)

    def status(self) -> IndexStatus:
        """Describe the index; raises `IndexMissing`, `IndexDamaged`, `IndexUnsafe`.

        Small files are read, large ones looked at: `verify` reads everything.
        """
        return self._store.read(lambda each: status_of(each, self._analyzer.fingerprint, self.engine))

    def verify(self) -> Verified:
        """Read every byte of the index; raises `IndexDamaged`, naming the file, and as `status` does."""
        return self._store.read(lambda generation: generation.verify())

    def check(self) -> int:
        """Look whether the index is worth leaving as it is; return which generation is. Raises as `verify`.

        A folder is read to the last byte; in a cluster the documents of every copy are counted.
        """
        return self._store.read(_checked)

    @property
    def engine(self) -> str:
        """Which engine answers: `whoosh` or `opensearch`."""
        return self._store.engine

    def _taken(self) -> AbstractContextManager[Building]:
        """Take the store for what is to be written, or give what this thread holds of it."""
        held = self._held
        return nullcontext(held[1]) if held and held[0] == get_ident() else self._store.building()

    def _reusable(self) -> Opened | None:
        """Return the current generation if every byte of it is right and of this analysis."""
        try:
            return self._following.open_now(lambda generation: generation.check())
        except EngineError:
            return None

    def _written(
        self, building: Building, change: Change, old: Opened | None, on_talk: Callable[[int], None]
    ) -> Engine:
        """Write the talks of a generation and read them back."""
        # Loaded with the first talks that are written: who only asks starts sooner without.
        from search.build.tokenizing import batches_of

        # Workers end at once, also when writing fails.
        made = batches_of(change.talks, change.events, self._analyzer, on_talk)
        with closing(made) as batches:
            gone = _leaving(change, old, self._analyzer) if old else ()
            engine = building.write(batches, old.generation if old else None, change.dropped, gone)
        check_written(engine, change)
        return engine

    def _published(self, building: Building, engine: Engine, on_ready: Callable[[], object]) -> IndexStatus:
        fingerprint = self._analyzer.fingerprint
        facts = facts_of(engine, fingerprint)
        on_ready()
        return status_of(building.publish(facts), fingerprint, self.engine)


def _keep_beside(
    building: Building, old: Opened | None, lexicon: Lexicon, sources: bytes, former: Former
) -> None:
    if old and lexicon == old.lexicon:
        building.carry(LEXICON, old.generation)
    else:
        building.keep(LEXICON, encoded_lexicon(lexicon))
    building.keep(SOURCES, sources)
    building.keep(FORMER, encoded_former(former))


def _leaving(change: Change, old: Opened, analyzer: Analyzer) -> "Iterator[Batch]":
    """Yield the documents that leave an index, as they were written; only who asks analyses them again."""
    from search.build.tokenizing import batches_of

    found = list(map(talk_or_event_of, old.engine.stored_of(change.dropped)))
    talks = [(each, 0) for each in found if isinstance(each, Talk)]
    events = [(each, ()) for each in found if isinstance(each, Event)]
    yield from batches_of(talks, events, analyzer, lambda done: None)


def _checked(generation: Generation) -> int:
    generation.check()
    return generation.number


def _check_unless(checked: Callable[[], int] | None, generation: Generation) -> None:
    """Check a generation, unless that is what was checked."""
    if checked is None or checked() != generation.number:
        generation.check()


def open_index(settings: Settings) -> TalkIndex:
    """Return the index that the settings name; it need not exist yet."""
    return TalkIndex(store_of(settings), settings.search_seconds or inf)


def store_of(settings: Settings) -> Store:
    """Return the store of the index that the settings name; it need not exist yet."""
    if settings.engine == "whoosh":
        return Generations(settings.index)
    try:
        # Loaded where it is wanted: it is an extra.
        from search.engines.opensearch.client import Cluster
        from search.store.cluster import ClusterStore
    except ImportError as error:
        raise SettingsError(
            "KIKIGAKI_ENGINE", "opensearch needs one more package: pip install 'kikigaki[opensearch]'"
        ) from error
    if settings.opensearch_ca and not settings.opensearch_ca.is_file():
        raise SettingsError("KIKIGAKI_OPENSEARCH_CA", f"there is no file {settings.opensearch_ca}")
    ca = str(settings.opensearch_ca) if settings.opensearch_ca else None
    cluster = Cluster(settings.opensearch_url.split(","), settings.opensearch_timeout, ca)
    return ClusterStore(
        cluster, settings.opensearch_prefix, settings.opensearch_shards, settings.opensearch_replicas
    )
