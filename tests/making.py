"""Makers: how each engine comes by an index of some documents, for what all of them promise."""

import itertools
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from plain_documents import Document, batch_of_documents

from search.engines import Engine, Handle, Kept, Outgrown, open_engine, write_index
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.writing import Kept as KeptThere
from search.engines.opensearch.writing import write

_numbers = itertools.count()


class Maker(Protocol):
    """Makes indexes of one engine."""

    def made(self, documents: Sequence[Document], dropped: Collection[Handle] | None = None) -> Engine:
        """Return a new index, behind what is not dropped of the one made before, if anything was."""

    def clear(self) -> None:
        """Throw all of them away."""


class Folders:
    """Indexes of the embedded engine, each in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: list[Path] = []

    def made(self, documents: Sequence[Document], dropped: Collection[Handle] | None = None) -> Engine:
        kept = None if dropped is None else Kept(self._made[-1], dropped)
        folder = self._root / str(next(_numbers))
        folder.mkdir()
        self._made.append(folder)
        write_index(folder, [batch_of_documents(documents)], kept)
        return open_engine(folder)

    def clear(self) -> None:
        for folder in self._made:
            rmtree(folder)
        self._made.clear()


class InCluster:
    """Indexes of a cluster, of so many shards."""

    def __init__(self, cluster: Cluster, shards: int = 1) -> None:
        self._cluster = cluster
        self._shards = shards
        self._made: list[str] = []
        self._documents: dict[int, Document] = {}
        """Those of the index made last, by their numbers in it."""

    def made(self, documents: Sequence[Document], dropped: Collection[Handle] | None = None) -> Engine:
        index = f"made-{os.getpid()}-{next(_numbers)}"
        if dropped is None or not self._updated(index, documents, [int(each) for each in dropped]):
            staying = [] if dropped is None else list(self._documents.values())
            self._documents = dict(enumerate([*staying, *documents]))
            batches = [batch_of_documents(list(self._documents.values()))]
            write(self._cluster, index, batches, shards=self._shards)
        self._made.append(index)
        return OpenSearchEngine(self._cluster, index)

    def _updated(self, index: str, documents: Sequence[Document], leaving: Sequence[int]) -> bool:
        """Write an index behind what stays of the last one; say whether that can be."""
        begin = max(self._documents, default=-1) + 1
        gone = batch_of_documents([self._documents.pop(number) for number in leaving])
        kept = KeptThere(self._made[-1], leaving, [gone])
        try:
            write(self._cluster, index, [batch_of_documents(documents)], kept)
        except Outgrown:
            return False
        self._documents |= dict(enumerate(documents, begin))
        return True

    def clear(self) -> None:
        # One after the other they take a third of a second each.
        self._cluster.ask("DELETE", f"/{','.join(self._made)}", patience=60)
        self._made.clear()
