"""Makers: how each engine comes by an index of some documents, for what all of them promise."""

import itertools
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from plain_documents import Document, batch_of_documents

from search.engines import Engine, Handle, Kept, open_engine, write_index
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.writing import Kept as KeptThere
from search.engines.opensearch.writing import write
from search.text.streams import STREAMS, Stream

_numbers = itertools.count()


class Maker(Protocol):
    """Makes indexes of one engine."""

    def made(self, documents: Sequence[Document], dropped: Collection[Handle] | None = None) -> Engine:
        """Return a new index, behind what is not dropped of the one made before, if anything was."""

    def averages(self, documents: Sequence[Document]) -> dict[Stream, float] | None:
        """Return the average lengths that an index keeps which begins with these; None where it counts."""

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

    def averages(self, documents: Sequence[Document]) -> dict[Stream, float] | None:
        return None

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

    def made(self, documents: Sequence[Document], dropped: Collection[Handle] | None = None) -> Engine:
        kept = None if dropped is None else KeptThere(self._made[-1], [int(each) for each in dropped])
        index = f"made-{os.getpid()}-{next(_numbers)}"
        self._made.append(index)
        write(self._cluster, index, [batch_of_documents(documents)], kept, self._shards)
        return OpenSearchEngine(self._cluster, index)

    def averages(self, documents: Sequence[Document]) -> dict[Stream, float] | None:
        lengths = {
            stream: [length for document in documents if (length := document.lengths[stream])]
            for stream in STREAMS
        }
        return {stream: sum(own) / max(1, len(own)) or 1.0 for stream, own in lengths.items()}

    def clear(self) -> None:
        # One after the other they take a third of a second each.
        self._cluster.ask("DELETE", f"/{','.join(self._made)}", patience=60)
        self._made.clear()
