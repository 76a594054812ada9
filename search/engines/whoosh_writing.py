"""Writing a Whoosh index: batches of documents -> segments, beside those that an older index has already.

What a generation carries over from the one before is whole segments, each with a mask of the documents that
are still wanted. From the first that has lost many documents on, or the small ones when there are many, they
are merged with what is new.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage

from search.arrays import Array, BoolArray, Int32Array
from search.documents import FACETS, facet_field
from search.engines.batches import Batch, Run, existence
from search.engines.columnar.external_merge import SpilledRuns
from search.engines.columnar.files import link
from search.engines.columnar.merging import merged, renumbered
from search.engines.columnar.segments import Segment, SegmentData
from search.engines.columnar.spill import Spill, spill_in
from search.engines.columnar.texts import TextsDraft
from search.engines.columnar.whoosh_schema import schema
from search.engines.columnar.whoosh_segments import ColumnarSegment, commit_segments, write_columnar_segment
from search.engines.contract import Kept
from search.engines.whoosh_engine import NAME, WhooshEngine
from search.heap import give_memory_back
from search.stored import DIGEST
from search.text.streams import STREAMS

SEGMENT_POSTINGS = 160_000_000
"""A segment is closed at about this many: 120,000 talks of 500 characters. A search of four segments takes a
fifth longer than of one with as many talks.
"""
MOST_SEGMENTS = 8
"""A search asks each; of more than this many the small ones are merged."""
WORN = 0.25
"""A segment that has lost this share of its documents is made anew."""


def write(directory: Path, batches: Iterable[Batch], kept: Kept | None = None) -> None:
    """Write a new index of these documents, behind those that are kept, into an empty directory."""
    storage = FileStorage(str(directory))
    segments: list[ColumnarSegment] = []
    parts: Iterator[SegmentData] = iter(())
    if kept is not None:
        segments, parts = _carried_over(kept, directory)
    for data in segments_of(itertools.chain(parts, map(_data_of, batches)), directory):
        segments.append(write_columnar_segment(storage, NAME, data))
        # Else its texts would be held until the next is ready.
        del data
    commit_segments(storage, NAME, schema(), segments)


def _carried_over(kept: Kept, directory: Path) -> tuple[list[ColumnarSegment], Iterator[SegmentData]]:
    """Link segments that stay as they are into a directory; return them, and what is left of the others."""
    old = [each for each in WhooshEngine(kept.directory).segments_without(kept.dropped) if each[2].any()]
    sizes = [data.documents for _, data, _ in old]
    lost = [data.documents - int(np.count_nonzero(live)) for _, data, live in old]
    first = _first_to_merge(sizes, lost)
    stay = []
    for segment, data, live in old[:first]:
        # The file may have been opened under a name that is gone by now.
        link(kept.directory / data.file.path.name, directory)
        stay.append(segment.with_deleted(~live))
    return stay, (_kept_of(data, live) for _, data, live in old[first:])


def _data_of(batch: Batch) -> SegmentData:
    """Return a batch as what a segment holds."""
    return SegmentData(
        documents=len(batch.keys),
        fields={
            **dict(batch.runs.items()),
            "surfaces": batch.surfaces,
            "names": batch.names,
            "key": existence(batch.keys),
            **{facet_field(name): existence(batch.facets[name]) for name in FACETS},
        },
        columns={
            **{f"{stream}_length": batch.lengths[stream] for stream in STREAMS},
            "date": batch.dates,
            "place": batch.places,
            "digest": np.frombuffer(b"".join(batch.digests), np.uint8).reshape(-1, DIGEST),
        },
        texts={
            "stored": [text.encode("utf-8", "surrogatepass") for text in batch.stored],
            "spans": batch.spans,
        },
        facets=tuple(map(facet_field, FACETS)),
    )


def segments_of(parts: Iterable[SegmentData], directory: Path) -> Iterator[SegmentData]:
    """Join parts, in order, into segments of about `SEGMENT_POSTINGS`.

    Their postings and texts wait in a file without a name in the directory.
    """
    left = iter(parts)
    while True:
        with spill_in(directory) as spill:
            draft = _SegmentDraft(spill)
            for part in left:
                draft.add(part)
                if draft.postings >= SEGMENT_POSTINGS:
                    break
            if not draft.documents:
                return
            # What batches took is free by now, and merging takes other sizes.
            give_memory_back()
            yield draft.joined()
            del draft
            give_memory_back()


def _first_to_merge(sizes: Sequence[int], lost: Sequence[int]) -> int:
    """Return from which segment on all are merged with what is new, so that the order of documents stays.

    `sizes` count each segment's documents, `lost` those of them that are not wanted any more. Segments are
    worth it that are worn, and, when there are many, those that are small beside what follows them.
    """
    first = len(sizes)
    if len(sizes) >= MOST_SEGMENTS:
        first -= 1
        while first and sizes[first - 1] <= 2 * sum(sizes[first:]):
            first -= 1
        first = min(first, MOST_SEGMENTS // 2)
    worn = (place for place, (size, gone) in enumerate(zip(sizes, lost, strict=True)) if gone >= WORN * size)
    return min(next(worn, first), first)


def _kept_of(segment: Segment, live: BoolArray) -> SegmentData:
    """Return what a segment holds of the documents that stay."""
    numbers = np.flatnonzero(live)
    new_numbers = np.full(segment.documents, -1, np.int32)
    new_numbers[numbers] = np.arange(len(numbers), dtype=np.int32)
    facts = segment.file.facts
    return SegmentData(
        documents=len(numbers),
        fields=_FieldsLeft(segment, new_numbers),
        columns={name: segment.column(name)[numbers] for name in facts["columns"]},
        texts={name: segment.texts(name, numbers.tolist()) for name in facts["texts"]},
        facets=facts["facets"],
    )


class _FieldsLeft(Mapping[str, Run]):
    """What is left of each field of a segment, read when it is asked for: all at once may be gigabytes."""

    def __init__(self, segment: Segment, new_numbers: Int32Array) -> None:
        self._segment = segment
        self._new_numbers = new_numbers

    def __getitem__(self, name: str) -> Run:
        terms = self._segment.terms(name)
        if terms is None:
            raise KeyError(name)
        run, texts = terms.run()
        return renumbered(
            dataclasses.replace(run, terms=[text.decode() for text in texts]), self._new_numbers
        )

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._segment.fields if self._segment.terms(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _SegmentDraft:
    """The parts of a segment until there are enough. Their texts are compressed as they come, and spilled as
    their postings are; only what is counted, a few values a document, stays in memory.
    """

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self.documents = self.postings = 0
        self._bases: list[int] = []
        self._facets: Sequence[str] = ()
        self._counted: defaultdict[str, list[Run]] = defaultdict(list)
        self._spilled: defaultdict[str, SpilledRuns] = defaultdict(lambda: SpilledRuns(spill))
        self._columns: defaultdict[str, list[Array]] = defaultdict(list)
        self._texts: dict[str, TextsDraft] = {}

    def add(self, part: SegmentData) -> None:
        """Take the documents of a part behind the others."""
        self._bases.append(self.documents)
        self._facets = part.facets
        for name, run in part.fields.items():
            if name in part.facets:
                self._counted[name].append(run)
            else:
                self._spilled[name].add(run, self.documents)
            self.postings += len(run.documents)
        self.documents += part.documents
        for name, column in part.columns.items():
            self._columns[name].append(column)
        for name, texts in part.texts.items():
            if name not in self._texts:
                self._texts[name] = TextsDraft(name, (), self._spill)
            self._texts[name].add(texts)

    def joined(self) -> SegmentData:
        """Return the documents of all parts, one behind the other."""
        return SegmentData(
            documents=self.documents,
            fields={name: merged(runs, self._bases) for name, runs in self._counted.items()},
            columns={name: np.concatenate(parts) for name, parts in self._columns.items()},
            texts={},
            facets=self._facets,
            drafted=self._texts,
            spilled=self._spilled,
        )
