"""Segments: what one file of an index holds, written once and mapped for reading.

A segment has postings (a `Run` a field), numbers of documents (one array a column, one number a document),
texts of documents (compressed) and facets. Facets are kept twice: as postings, and turned around, so
that the values of a document stand side by side and all facets are counted in one pass:
`facet_values[facet_firsts[d]:facet_firsts[d + 1]]` are document d's, numbered through all facet fields.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import IO

import numpy as np
from msgspec import Struct

from search.arrays import Array, bounds_of
from search.engines.batches import Run
from search.engines.columnar.external_merge import SpilledRuns
from search.engines.columnar.files import ArrayFile, write_arrays
from search.engines.columnar.packing import packed_terms
from search.engines.columnar.spill import Pieces, Spill
from search.engines.columnar.terms import Terms
from search.engines.columnar.texts import Texts, TextsDraft
from search.errors import IndexDamaged

THREADS = 2
"""That work at one segment. More wait for the system to clear memory: six take twice as long on two cores."""


class SegmentPart(Struct, frozen=True):
    """n documents on their way into a segment, whose fields come one after the other, once.

    `columns` have shape (n,) or (n, k), `texts` have one text a document. `facets` are those of `fields` that
    are counted.
    """

    documents: int
    fields: Iterable[tuple[str, Run]]
    columns: Mapping[str, Array]
    texts: Mapping[str, Sequence[bytes]]
    facets: Sequence[str] = ()


class SegmentDraft:
    """The parts of a segment until there are enough; they wait in a spill."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self.documents = self.postings = 0
        self._facets: Sequence[str] = ()
        self._spilled: defaultdict[str, SpilledRuns] = defaultdict(lambda: SpilledRuns(spill))
        self._columns: defaultdict[str, list[Array]] = defaultdict(list)
        self._texts: dict[str, TextsDraft] = {}

    def add(self, part: SegmentPart) -> None:
        self._facets = part.facets
        for name, run in part.fields:
            self._spilled[name].add(run, self.documents)
            self.postings += len(run.documents)
        self.documents += part.documents
        for name, column in part.columns.items():
            self._columns[name].append(column)
        for name, texts in part.texts.items():
            if name not in self._texts:
                self._texts[name] = TextsDraft(name, self._spill)
            self._texts[name].add(texts)

    def write(self, file: IO[bytes], name: str) -> None:
        """Write the segment; its name is kept in the file, so that one file cannot stand in for another."""
        size = self.documents
        facets = {each: list(self._spilled[each].pieces()) for each in self._facets if each in self._spilled}
        others = {each: runs.pieces() for each, runs in self._spilled.items() if each not in facets}
        fields: dict[str, Iterable[Run]] = {**facets, **others}
        facts = {
            "segment": name,
            "documents": size,
            "fields": list(fields),
            "columns": list(self._columns),
            "texts": list(self._texts),
            "facets": list(facets),
        }
        columns = {f"column.{each}": np.concatenate(parts) for each, parts in self._columns.items()}
        packing: list[Callable[[], Mapping[str, Array | Pieces]]] = [
            lambda: columns | _facet_arrays(facets.values(), size),
            *(texts.arrays for texts in self._texts.values()),
            *(
                partial(packed_terms, f"field.{each}", runs, size, self._spill)
                for each, runs in fields.items()
            ),
        ]
        write_arrays(file, facts, _made(packing))


def _made(
    making: Sequence[Callable[[], Mapping[str, Array | Pieces]]],
) -> Iterator[tuple[str, Array | Pieces]]:
    """Yield arrays, in order, as they are made; those that nobody has taken yet are few."""
    waiting: deque[Future[Mapping[str, Array | Pieces]]] = deque()
    # Sorting and compressing let other threads work.
    with ThreadPoolExecutor(THREADS) as threads:
        for make in making:
            waiting.append(threads.submit(make))
            if len(waiting) == THREADS:
                yield from waiting.popleft().result().items()
        while waiting:
            yield from waiting.popleft().result().items()


def _facet_arrays(facets: Iterable[Iterable[Run]], documents: int) -> dict[str, Array]:
    """Return the facet values of all documents, shape (entries,), and where each one's begin, (n + 1,). Of a
    facet come pieces, whose terms ascend.

    Go of the documents 0, 2 and Ruby of document 0 are values 0, 0, 1 of owners 0, 2, 0. Sorted by owners
    they are 0, 1, 0, and documents 0, 1, 2 have those from 0, 2, 2 on.
    """
    owners: list[Array] = [np.zeros(0, np.int32)]
    values, base = [np.zeros(0, np.int64)], 0
    for run in chain.from_iterable(facets):
        owners.append(run.documents)
        values.append(np.repeat(np.arange(len(run.terms)) + base, np.diff(run.firsts)))
        base += len(run.terms)
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    firsts = bounds_of(np.bincount(owner, minlength=documents)).astype(np.uint32)
    narrow = np.uint16 if base <= 1 << 16 else np.uint32
    return {"facet_firsts": firsts, "facet_values": np.concatenate(values)[order].astype(narrow)}


class Segment:
    """An open segment. May be shared by threads. Opening raises `IndexDamaged`."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.file = ArrayFile(path)
        facts = self.file.facts
        if facts.get("segment") != name:
            raise IndexDamaged(f"{path} is another segment's file: run `indexer rebuild`")
        self.documents: int = facts["documents"]
        self.facets: tuple[str, ...] = tuple(facts["facets"])
        self._terms: dict[str, Terms] = {}
        self._texts: dict[str, Texts] = {}
        self._columns: dict[str, Array] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.file.facts["fields"])

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.file.facts["columns"])

    def terms(self, field_name: str) -> Terms | None:
        """Return a field's terms, or None if no document has any."""
        # Two threads may both make it; either is as good.
        if field_name not in self._terms and f"field.{field_name}.rows" in self.file:
            self._terms[field_name] = Terms(self.file, f"field.{field_name}")
        return self._terms.get(field_name)

    def column(self, name: str) -> Array:
        """Return a column, shape (n,) or (n, k); raises KeyError."""
        if name not in self._columns:
            self._columns[name] = self.file.array(f"column.{name}")
        return self._columns[name]

    def texts(self, name: str, documents: Sequence[int]) -> list[bytes]:
        """Return the texts of this name of some documents, in their order."""
        if name not in self._texts:
            self._texts[name] = Texts(self.file, name)
        return self._texts[name].texts(documents)

    @cached_property
    def facet_firsts(self) -> Array:
        """Where the values of each document begin, shape (n + 1,)."""
        return self.file.array("facet_firsts")

    @cached_property
    def facet_values(self) -> Array:
        """The values of each document, numbered through all `facets` in order, shape (entries,)."""
        return self.file.array("facet_values")
