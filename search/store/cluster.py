"""Cluster: generations as indexes of an OpenSearch cluster.

    <prefix>        which generation is current, who writes, and the parts: see `cluster_documents`
    <prefix>-7      one whole index, closed to writers and copied before it is published
    <prefix>-8      one that is being made, or was when its process died

A reader looks at the pointer now and then, and asks for the index that it names by that index's own name: an
alias may change its meaning between two requests of one question. Who takes over from a generation leaves it
for a while, for those who are just asking it.
"""

import contextlib
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from search.engines.opensearch.beside import made
from search.engines.opensearch.client import PATIENCE, Cluster
from search.errors import REBUILD, EngineError, IndexDamaged, IndexMissing, IndexUnreachable
from search.store.cluster_documents import Documents, Pointer, Version
from search.store.cluster_generation import ClusterBuilding, ClusterGeneration
from search.store.cluster_lock import taken
from search.store.store import Read

LOOK_EVERY = 1.0
"""Seconds for which the pointer that was read is good."""

_GLANCE = 0.5
"""Seconds that a node has for it: whoever asks would wait for that, too."""
_TRUSTED = 10.0
"""Seconds for which it will do, while a new look is taken beside the answers."""
_log = logging.getLogger(__name__)


class ClusterStore:
    """The generations of one prefix; a `Store`."""

    engine = "opensearch"
    carries_over = False
    """What is carried over leaves behind what was deleted; a rebuild merges all."""

    def __init__(self, cluster: Cluster, prefix: str, shards: int, replicas: int) -> None:
        self.documents = Documents(cluster, prefix)
        self.shards = shards
        self.replicas = replicas
        self._looking = threading.Lock()
        self._seen: Pointer | None = None
        self.trouble: EngineError | None = None
        self._seen_at = self._asked_at = float("-inf")

    def stamp(self) -> tuple[int, ...] | None:
        now = time.monotonic()
        is_due = self._seen is not None and now - self._asked_at >= LOOK_EVERY
        if is_due and self._looking.acquire(blocking=False):
            self._asked_at = now
            if now - self._seen_at < _TRUSTED:
                threading.Thread(target=self._look_again, daemon=True).start()
            else:
                self._look_again()
        seen = self._seen
        return (seen.published, seen.generation) if seen else None

    def look_again(self) -> None:
        self._seen_at = self._asked_at = float("-inf")

    def read(self, use: Callable[[ClusterGeneration], Read]) -> Read:
        def used(generation: ClusterGeneration) -> Read:
            self.documents.cluster.locate(str(generation.path))
            return use(generation)

        return self.glance(used)

    def glance(self, use: Callable[[ClusterGeneration], Read]) -> Read:
        is_fresh = time.monotonic() - self._seen_at < LOOK_EVERY
        pointer = self._seen if is_fresh and self._seen else self._look()
        while True:
            if pointer is None:
                raise IndexMissing(f"there is no index {self.documents.name} in the cluster yet: {REBUILD}")
            try:
                return use(ClusterGeneration(self.documents, pointer))
            except (IndexDamaged, IndexMissing) as error:
                newer = self._look()
                if newer is None or newer.generation == pointer.generation:
                    if newer is None or isinstance(error, IndexDamaged):
                        raise
                    # "There is none yet" would be no reason for `rebuild --if-needed` to make it anew.
                    name = self.documents.index(pointer.generation)
                    raise IndexDamaged(f"{name} is gone from the cluster: {REBUILD}") from error
                pointer = newer

    @contextlib.contextmanager
    def building(self) -> Iterator[ClusterBuilding]:
        self._make()
        with taken(self.documents) as lock:
            numbers = self._numbers()
            before: tuple[Pointer, Version] | None = None
            since: Version | None = None
            try:
                before = self.documents.pointer()
            except IndexDamaged:
                # A pointer that cannot be read is no reason to remove anything; but it is written over.
                found = self.documents.read("current")
                since = found[1] if found else None
            pointer, since = before or (None, since)
            self._see(pointer)
            number = 1 + max((*numbers, pointer.generation if pointer else 0, lock.last))
            lock.begin(number)
            if pointer:
                begun = [each for each in numbers if each > pointer.generation]
                self._remove(each for each in begun if each == lock.last or self._is_ours(each))
            building = ClusterBuilding(
                self.documents, lock, number, pointer, since, self.shards, self.replicas
            )
            try:
                yield building
            finally:
                with contextlib.suppress(EngineError):
                    if not building.may_be_current:
                        self._remove([number])
                    elif (current := self._look()) and current.generation == number:
                        kept = (number, *current.older)
                        self._remove(
                            each for each in self._numbers() if each not in kept and self._is_ours(each)
                        )

    def _make(self) -> None:
        """Make what is written to first; raises `IndexUnreachable` where nodes for its copies are missing."""
        cluster = self.documents.cluster
        nodes = cluster.data_nodes()
        if self.replicas >= nodes:
            raise IndexUnreachable(
                f"the cluster at {cluster.shown} has too few nodes ({nodes}) for "
                f"KIKIGAKI_OPENSEARCH_REPLICAS={self.replicas}: "
                f"write {nodes - 1} at most, or start the others"
            )
        self.documents.make(self.replicas)

    def _look(self) -> Pointer | None:
        found = self.documents.pointer()
        self._see(found[0] if found else None)
        return self._seen

    def _see(self, pointer: Pointer | None) -> None:
        self._seen, self._seen_at, self.trouble = pointer, time.monotonic(), None

    def _look_again(self) -> None:
        # What was seen goes on: who asks that index is told what is wrong.
        try:
            found = self.documents.pointer(_GLANCE)
            if found:
                self._find(self.documents.index(found[0].generation))
            self._see(found[0] if found else None)
        except EngineError as error:
            if self.trouble is None:
                _log.warning("the index that is current cannot be read: %s", error)
            # What was being read must not stay with the error.
            self.trouble = error.with_traceback(None)
        finally:
            self._looking.release()

    def _find(self, index: str) -> None:
        try:
            self.documents.cluster.locate(index, _GLANCE)
        except IndexMissing as error:
            # It is open, and yet answers nothing any more.
            raise IndexUnreachable(f"{index} is gone from the cluster: {REBUILD}") from error

    def _numbers(self) -> list[int]:
        """Return the numbers of all generations there are, made or begun."""
        params = {"format": "json", "h": "index"}
        path = f"/_cat/indices/{self.documents.name}-*"
        names = [
            each["index"]
            for each in self.documents.cluster.ask("GET", path, params=params, patience=PATIENCE)
        ]
        # What is as long as no generation's is somebody else's, and no next number could be kept.
        pattern = re.compile(rf"{re.escape(self.documents.name)}-([1-9][0-9]{{0,11}})")
        matches = map(pattern.fullmatch, names)
        return [int(match[1]) for match in matches if match]

    def _is_ours(self, number: int) -> bool:
        """Say whether a generation was made here, and does not only look like one."""
        try:
            made(self.documents.cluster, self.documents.index(number))
        except IndexMissing:
            return False
        except IndexDamaged:
            # By another version.
            return True
        return True

    def _remove(self, generations: Iterable[int]) -> None:
        gone = list(generations)
        for name in map(self.documents.index, gone):
            with contextlib.suppress(IndexMissing):
                self.documents.cluster.ask("DELETE", f"/{name}", patience=PATIENCE)
        if gone:
            self.documents.forget(gone)
