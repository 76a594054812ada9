"""TalkIndex: the library's one door. It writes talks into an index folder and answers searches from it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from math import inf
from pathlib import Path

from search.build.changes import Change, check_written, partial_change, whole_change
from search.engines import SELF_CHECKED, Kept, open_engine, write_index
from search.errors import EngineError, IndexLocked
from search.following import Following, lexicon_of
from search.model import (
    Former,
    Talk,
)
from search.open_generation import Opened
from search.questions import Questions
from search.settings import Settings
from search.store.contents import (
    IndexStatus,
    Verified,
    facts_of,
    link_lexicon,
    read_sources,
    status_of,
    verify_bytes,
    write_former,
    write_lexicon,
    write_sources,
)
from search.store.generations import Building, Generations
from search.store.guarding import reserved
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a generation keeps beside its talks."""

    sources: bytes
    former: Former


class TalkIndex(Questions):
    """The talks of one index folder. May be shared by threads; follows rebuilds by other processes.

    Making one opens nothing: the first question does, and raises `IndexMissing` if nothing was indexed yet. A
    question after a rebuild is answered from the new index; the old one answers until it is complete, and
    goes on answering where the new one cannot be opened: see `trouble`. A search takes at most so many
    `seconds`.
    """

    def __init__(self, directory: Path, seconds: float = inf) -> None:
        self._generations = Generations(directory, SELF_CHECKED)
        analyzer = Analyzer()
        super().__init__(Following(self._generations, analyzer), analyzer, seconds)

    def rebuild(
        self,
        talks: Sequence[Talk],
        lexicon: Lexicon | None = None,
        on_talk: Callable[[int], None] = lambda done: None,
        sources: bytes = b"",
        former: Former | None = None,
    ) -> IndexStatus:
        """Replace the whole index by these talks, or leave it exactly as it was and raise.

        What the old index has of a talk that has not changed is taken over, once every byte of it was
        checked; an old index that cannot be read is no loss, for everything is made anew. `on_talk` is told
        how many talks are done. `sources` is given back by `sources()`; `former` are ids that are no more.
        Raises `CorpusError` for no talks or two of one id, `IndexLocked`, `IndexUnwritable`, `IndexDamaged`
        if what was written does not read back, `TokenizingFailed`, and OSError.
        """
        with self._generations.building() as building:
            old = self._reusable()
            change = whole_change(talks, old.engine if old else None)
            done = len(talks) - len(change.talks)
            on_talk(done)
            return self._publish(
                building,
                change,
                old,
                lexicon or Lexicon(),
                _Beside(sources, former or Former()),
                lambda more: on_talk(done + more),
            )

    def update(
        self,
        talks: Sequence[Talk],
        *,
        removed: Sequence[str],
        sources: bytes = b"",
        since: bytes | None = None,
        former: Former | None = None,
    ) -> IndexStatus:
        """Take the talks of some events out of the index and put others in; keep all the rest.

        `removed` are ids of events, also of those whose talks have changed; unknown ones are no error.
        `since` is what `sources()` said when the change was worked out. Raises `CorpusError` for a talk with
        an id that another has, for an event that is neither new nor removed, or if nothing would be left, and
        as `rebuild` does; also `IndexLocked` where
        another writer came in between, and `IndexMissing`, `IndexStale` and `IndexDamaged` where there is no
        index that could be kept.
        """
        with self._generations.building() as building:
            opened = self._following.open_now(verify_bytes)
            if since is not None and since != self.sources():
                raise IndexLocked("another rebuild or update came in between: try again")
            change = partial_change(talks, removed, opened.engine)
            beside = _Beside(sources, former or opened.former)
            return self._publish(building, change, opened, opened.lexicon, beside, lambda done: None)

    def sources(self) -> bytes:
        """Return what `rebuild` or `update` was told of the sources; raises as `status` does."""
        return self._generations.glance(lambda generation: read_sources(generation.path))

    def lexicon(self) -> Lexicon:
        """Return the lexicon that `rebuild` was given; raises as `status` does, `IndexDamaged`."""
        return self._generations.read(lexicon_of)

    def status(self) -> IndexStatus:
        """Describe the index; raises `IndexMissing`, `IndexDamaged`, `IndexUnsafe`.

        Small files are read, large ones looked at: `verify` reads everything.
        """
        return self._generations.read(lambda each: status_of(each, self._analyzer.fingerprint))

    def verify(self) -> Verified:
        """Read every byte of the index; raises `IndexDamaged`, naming the file, and as `status` does."""
        return self._generations.read(verify_bytes)

    def _reusable(self) -> Opened | None:
        """Return the current generation if every byte of it is right and of this analysis."""
        try:
            return self._following.open_now(verify_bytes)
        except EngineError:
            return None

    def _publish(
        self,
        building: Building,
        change: Change,
        old: Opened | None,
        lexicon: Lexicon,
        beside: _Beside,
        on_talk: Callable[[int], None],
    ) -> IndexStatus:
        """Write a generation, read it back and make it the current one."""
        # Loaded with the first talks that are written: who only asks starts sooner without.
        from search.build.tokenizing import batches_of

        if old and lexicon == old.lexicon:
            link_lexicon(building.path, old.path)
        else:
            write_lexicon(building.path, lexicon)
        write_sources(building.path, beside.sources)
        write_former(building.path, beside.former)
        kept = Kept(old.path, change.dropped) if old else None
        # Workers end at once, also when writing fails.
        made = batches_of(change.talks, change.events, self._analyzer, on_talk, None, change.places)
        with closing(made) as batches:
            write_index(building.path, batches, kept)
        engine = open_engine(building.path)
        check_written(engine, change)
        fingerprint = self._analyzer.fingerprint
        return status_of(building.publish(facts_of(engine, fingerprint)), fingerprint)


def writing(settings: Settings) -> AbstractContextManager[None]:
    """Keep other writers of an index out while this thread works out what to write.

    Raises `IndexLocked`, `IndexUnwritable`, `IndexUnsafe` as `rebuild`, but before the work.
    """
    return reserved(settings.index)


def open_index(settings: Settings) -> TalkIndex:
    """Return the index that the settings name; it need not exist yet."""
    return TalkIndex(settings.index, settings.search_seconds or inf)
