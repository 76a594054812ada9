"""Cluster generation: one index of a cluster, published or being made; see `cluster`."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec import Struct

from search.documents import KIND
from search.engines import Engine, Handle
from search.engines.batches import Batch
from search.engines.opensearch.client import PATIENCE
from search.engines.opensearch.copying import check_copies, copy
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.refusals import Conflict, Refused
from search.engines.opensearch.writing import Kept, write
from search.errors import REBUILD, EngineError, IndexDamaged, IndexLocked, IndexNotDurable
from search.store.cluster_documents import Documents, Part, Pointer, Version
from search.store.cluster_lock import Lock
from search.store.cluster_titles import TITLES, Noted, Titles
from search.store.store import Generation, Verified
from search.stored import digest_of

GRACE = 10.0
"""Seconds that a generation stays once another has taken its place: longer than any question of it takes."""


class ClusterGeneration(Struct, frozen=True):
    """One published index; see `Generation`."""

    documents: Documents
    pointer: Pointer

    @property
    def number(self) -> int:
        return self.pointer.generation

    @property
    def path(self) -> Path:
        return Path(self.documents.index(self.number))

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.pointer.facts

    def open(self) -> Engine:
        titles = Titles(lambda: self.part(TITLES))
        return OpenSearchEngine(self.documents.cluster, str(self.path), titles.may_have)

    def part(self, name: str) -> bytes:
        part = self.pointer.parts.get(name)
        return self.documents.part(self.number, name, part) if part else b""

    def check(self) -> int:
        """Count what every copy has; return how many copies there are."""
        copies = check_copies(self.documents.cluster, str(self.path))
        if self.open().documents != sum(self.facts[kind] for kind in ("talks", "mentions", "events")):
            raise IndexDamaged(f"documents are missing in {self.path}: {REBUILD}")
        return copies

    def verify(self) -> Verified:
        copies, engine = self.check(), self.open()
        # In whatever order: what each text is called must be what its document says.
        written = sum(int.from_bytes(digest) for _, digest in engine.digests())
        read = sum(
            int.from_bytes(digest_of(stored))
            for kind in engine.facet_values(KIND)
            for stored in engine.scan(kind)
        )
        if written != read:
            raise IndexDamaged(f"a document of {self.path} is not what was written: {REBUILD}")
        for name in self.pointer.parts:
            self.part(name)
        stats = self.documents.cluster.ask("GET", f"/{self.path}/_stats/store", patience=PATIENCE)
        return Verified(self.number, copies, stats["_all"]["total"]["store"]["size_in_bytes"])


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
        self,
        batches: Iterable[Batch],
        old: Generation | None,
        dropped: Collection[Handle],
        gone: Iterable[Batch] = (),
    ) -> Engine:
        cluster, index = self.documents.cluster, self.documents.index(self.number)
        kept = Kept(str(old.path), [int(handle) for handle in dropped], gone) if old else None
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
