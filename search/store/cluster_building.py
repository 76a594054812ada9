"""Cluster building: a generation of a cluster that is being made, until it is current; see `cluster`."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from search.engines import Engine, Handle
from search.engines.opensearch.copying import copy
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.refusals import Conflict, Refused
from search.engines.opensearch.writing import Kept, write
from search.errors import REBUILD, EngineError, IndexLocked, IndexNotDurable
from search.store.cluster_documents import Documents, Part, Pointer, Version
from search.store.cluster_generation import ClusterGeneration
from search.store.cluster_lock import Lock
from search.store.cluster_titles import TITLES, Noted
from search.store.store import Generation

if TYPE_CHECKING:
    from search.engines.batches import Batch


GRACE = 10.0
"""Seconds that a generation stays once another has taken its place: longer than any question of it takes."""


@dataclass(slots=True)
class ClusterBuilding:
    """A generation that is being made; see `Building`. `since` is the version of the pointer `before`."""

    documents: Documents
    lock: Lock
    number: int
    before: Pointer | None
    since: Version | None
    shards: int
    replicas: int
    may_be_current: bool = False
    """Then it must not be thrown away."""
    _parts: dict[str, Part] = field(default_factory=dict)

    def keep(self, name: str, data: bytes) -> None:
        if data:
            self._parts[name] = self.documents.keep(self.number, name, data)

    def carry(self, name: str, old: Generation) -> None:
        self.keep(name, old.part(name))

    def write(
        self, batches: "Iterable[Batch]", old: Generation | None, dropped: Collection[Handle]
    ) -> Engine:
        cluster, index = self.documents.cluster, self.documents.index(self.number)
        kept = Kept(str(old.path), [int(handle) for handle in dropped]) if old else None
        noted = Noted(batches, old.part(TITLES) if old else b"")
        write(cluster, index, noted, kept, self.shards)
        self.keep(TITLES, noted.titles)
        return OpenSearchEngine(cluster, index)

    def publish(self, facts: Mapping[str, Any]) -> Generation:
        """Make this the current generation, once every copy of it was counted.

        Raises `IndexLocked` where another has taken the lock over, `IndexNotDurable` where it is not known
        which one is current.
        """
        copy(self.documents.cluster, self.documents.index(self.number), self.replicas)
        self.lock.confirm()
        now, owner = time.time(), self.lock.owner
        older = dict(self.before.older) if self.before else {}
        older = {number: since for number, since in older.items() if now - since < GRACE}
        if self.before:
            older[self.before.generation] = now
        pointer = Pointer(self.number, time.time_ns(), owner, dict(facts), self._parts, older)
        self.may_be_current = True
        try:
            self.documents.point(pointer, self.since)
        except EngineError as error:
            # It may have been written all the same, and the answer lost on its way.
            if not self._is_current(pointer):
                self.may_be_current = not isinstance(error, Conflict | Refused)
                if isinstance(error, Conflict):
                    raise IndexLocked("another rebuild came first: try again") from error
                if isinstance(error, Refused):
                    raise
                raise IndexNotDurable(
                    f"the cluster did not say whether {self.documents.index(self.number)} is current: "
                    f"check it and {REBUILD}"
                ) from error
        return ClusterGeneration(self.documents, pointer)

    def _is_current(self, pointer: Pointer) -> bool:
        try:
            found = self.documents.pointer()
        except EngineError:
            return False
        return found is not None and found[0] == pointer
