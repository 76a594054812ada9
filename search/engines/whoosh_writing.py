"""Writing a Whoosh index: batches of documents -> segments, beside those that an older index has already.

What a generation carries over from the one before is whole segments, each with a mask of the documents that
are still wanted. From the first that has lost many documents on, or the small ones when there are many, they
are merged with what is new.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import structs

from search.arrays import BoolArray, Int32Array
from search.documents import FACETS, facet_field
from search.engines.batches import Batch, Run, existence
from search.engines.columnar.files import link
from search.engines.columnar.merging import renumbered
from search.engines.columnar.segment_infos import SegmentInfo, write_infos, write_segment
from search.engines.columnar.segments import Segment, SegmentDraft, SegmentPart
from search.engines.columnar.spill import spill_in
from search.engines.columnar.whoosh_toc import write_toc
from search.engines.contract import Kept
from search.engines.whoosh_engine import WhooshEngine
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
    segments: list[SegmentInfo] = []
    parts: Iterator[SegmentPart] = iter(())
    if kept is not None:
        segments, parts = _carried_over(kept, directory)
    for draft in segments_of(itertools.chain(parts, map(_part_of, batches)), directory):
        segments.append(write_segment(directory, draft))
        # Else its texts would be held until the next is ready.
        del draft
    write_infos(directory, segments)
    # The same once more, for Whoosh.
    write_toc(directory, segments)


def _carried_over(kept: Kept, directory: Path) -> tuple[list[SegmentInfo], Iterator[SegmentPart]]:
    """Link segments that stay as they are into a directory; return them, and what is left of the others."""
    old = [each for each in WhooshEngine(kept.directory).segments_without(kept.dropped) if each[2].any()]
    sizes = [data.documents for _, data, _ in old]
    lost = [data.documents - int(np.count_nonzero(live)) for _, data, live in old]
    first = _first_to_merge(sizes, lost)
    stay = []
    for segment, data, live in old[:first]:
        # The file may have been opened under a name that is gone by now.
        link(kept.directory / data.file.path.name, directory)
        stay.append(segment.with_live(live))
    return stay, (_kept_of(data, live) for _, data, live in old[first:])


def _part_of(batch: Batch) -> SegmentPart:
    return SegmentPart(
        documents=len(batch.keys),
        fields=[
            *batch.runs.items(),
            ("surfaces", batch.surfaces),
            ("names", batch.names),
            ("key", existence(batch.keys)),
            *((facet_field(name), existence(batch.facets[name])) for name in FACETS),
        ],
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


def segments_of(parts: Iterable[SegmentPart], directory: Path) -> Iterator[SegmentDraft]:
    """Gather parts to segments of about `SEGMENT_POSTINGS`; they wait in a file without a name."""
    left = iter(parts)
    while True:
        with spill_in(directory) as spill:
            draft = SegmentDraft(spill)
            for part in left:
                draft.add(part)
                if draft.postings >= SEGMENT_POSTINGS:
                    break
            if not draft.documents:
                return
            # What batches took is free by now, and merging takes other sizes.
            give_memory_back()
            yield draft
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


def _kept_of(segment: Segment, live: BoolArray) -> SegmentPart:
    numbers = np.flatnonzero(live)
    new_numbers = np.full(segment.documents, -1, np.int32)
    new_numbers[numbers] = np.arange(len(numbers), dtype=np.int32)
    facts = segment.file.facts
    return SegmentPart(
        documents=len(numbers),
        fields=_fields_left(segment, new_numbers),
        columns={name: segment.column(name)[numbers] for name in facts["columns"]},
        texts={name: segment.texts(name, numbers.tolist()) for name in facts["texts"]},
        facets=segment.facets,
    )


def _fields_left(segment: Segment, new_numbers: Int32Array) -> Iterator[tuple[str, Run]]:
    """Yield what is left of each field, read when it is wanted: all at once may be gigabytes."""
    for name in segment.fields:
        if (terms := segment.terms(name)) is not None:
            run, texts = terms.run()
            strings = [text.decode() for text in texts]
            yield name, renumbered(structs.replace(run, terms=strings), new_numbers)
