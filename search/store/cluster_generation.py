"""Cluster generation: one published index of a cluster; see `cluster`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from search.documents import KIND
from search.engines import Engine
from search.engines.opensearch.client import PATIENCE
from search.engines.opensearch.copying import check_copies
from search.engines.opensearch.engine import OpenSearchEngine
from search.errors import REBUILD, IndexDamaged
from search.store.cluster_documents import Documents, Pointer
from search.store.cluster_titles import TITLES, Titles
from search.store.store import Verified
from search.stored import digest_of


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
