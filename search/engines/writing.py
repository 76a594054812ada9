"""Writing: batches of documents -> segments; and older segments into fewer.

What a generation carries over from the one before is whole segments, each with a mask of the documents that are
still wanted. Segments that have lost many documents, and small ones when there are many, are merged with what
is new.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from search.batches import Batch, Run, unpacked_grams
from search.documents import FACETS
from search.engines.columnar.merging import merged, renumbered
from search.engines.columnar.segments import Segment, SegmentData
from search.ranking import BoolArray
from search.streams import STREAMS

SEGMENT_POSTINGS = 40_000_000
"""A segment is closed at about this many: 60,000 talks, and a gigabyte of memory while it is made."""
MOST_SEGMENTS = 8
"""A search asks each; more than this many are merged."""
WORN = 0.25
"""A segment that has lost this share of its documents is made anew."""

DIGEST = 16
"""Bytes of a document's digest."""
FACET_FIELDS = tuple(f"facet_{name}" for name in FACETS)


def data_of(batch: Batch) -> SegmentData:
    """Return a batch as what a segment holds."""
    return SegmentData(
        documents=len(batch.keys),
        fields={
            **batch.runs,
            "surfaces": batch.surfaces,
            "key": _existence(batch.keys),
            **{f"facet_{name}": _existence(batch.facets[name]) for name in FACETS},
        },
        columns={
            **{f"{stream}_length": batch.lengths[stream] for stream in STREAMS},
            "date": batch.dates,
            "digest": np.frombuffer(b"".join(batch.digests), np.uint8).reshape(-1, DIGEST),
        },
        texts={
            "stored": [text.encode("utf-8", "surrogatepass") for text in batch.stored],
            "spans": batch.spans,
        },
        facets=FACET_FIELDS,
    )


def segments_of(parts: Iterable[SegmentData]) -> Iterator[SegmentData]:
    """Join parts, in order, into segments of about `SEGMENT_POSTINGS`; hold no more than one in memory."""
    kept: list[SegmentData] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += sum(len(run.documents) for run in part.fields.values())
        if size >= SEGMENT_POSTINGS:
            yield _joined(kept)
            kept, size = [], 0
    if any(part.documents for part in kept):
        yield _joined(kept)


def worn_segments(segments: Sequence[tuple[Segment, BoolArray]]) -> list[int]:
    """Return which segments should be merged with what is new, by their places."""
    lost = [1 - np.count_nonzero(live) / max(1, len(live)) for _, live in segments]
    worn = [place for place, share in enumerate(lost) if share >= WORN]
    others = sorted(set(range(len(segments))) - set(worn), key=lambda place: segments[place][0].documents)
    if len(others) + 1 > MOST_SEGMENTS:
        # The largest stays; half of the rest makes room for the next updates.
        worn += others[: len(others) - MOST_SEGMENTS // 2]
    return sorted(worn)


def kept_of(segment: Segment, live: BoolArray) -> SegmentData:
    """Return what a segment holds of the documents that stay."""
    numbers = np.flatnonzero(live)
    new_numbers = np.full(segment.documents, -1, np.int32)
    new_numbers[numbers] = np.arange(len(numbers), dtype=np.int32)
    facts = segment.file.facts
    fields = {}
    for name in facts["fields"]:
        terms = segment.terms(name)
        if terms is not None:
            run, texts = terms.run()
            fields[name] = renumbered(_with_terms(run, [text.decode() for text in texts]), new_numbers)
    return SegmentData(
        documents=len(numbers),
        fields=fields,
        columns={name: segment.column(name)[numbers] for name in facts["columns"]},
        texts={
            name: [segment.text(name, number) for number in numbers.tolist()] for name in facts["texts"]
        },
        facets=facts["facets"],
    )


def _joined(parts: Sequence[SegmentData]) -> SegmentData:
    """Return the documents of all parts, one behind the other."""
    if len(parts) == 1:
        return parts[0]
    sizes = [part.documents for part in parts]
    bases = (np.cumsum(sizes) - sizes).tolist()
    first = parts[0]
    return SegmentData(
        documents=sum(sizes),
        fields={name: _merged([part.fields[name] for part in parts], bases) for name in first.fields},
        columns={name: np.concatenate([part.columns[name] for part in parts]) for name in first.columns},
        texts={name: [text for part in parts for text in part.texts[name]] for name in first.texts},
        facets=first.facets,
    )


def _merged(runs: Sequence[Run], bases: Sequence[int]) -> Run:
    packed = [isinstance(run.terms, np.ndarray) for run in runs]
    # Segments give strings; what comes from the analysis may be packed.
    same = runs if all(packed) else [_with_terms(run, unpacked_grams(run.terms)) if isinstance(run.terms, np.ndarray) else run for run in runs]
    return merged(same, bases)


def _with_terms(run: Run, terms: Sequence[str]) -> Run:
    return dataclasses.replace(run, terms=terms)


def _existence(values: Sequence[Sequence[str]]) -> Run:
    """Return which documents have each value; without positions, each counts once."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for document, each in enumerate(values):
        for value in each:
            owners[value].append(document)
    terms = sorted(owners)
    documents = np.array([document for term in terms for document in owners[term]], np.int32)
    firsts = np.zeros(len(terms) + 1, np.int64)
    np.cumsum([len(owners[term]) for term in terms], out=firsts[1:])
    nothing = np.zeros(len(documents), np.int32)
    return Run(terms, firsts, documents, np.ones(len(documents), np.float32), nothing, nothing[:0])
