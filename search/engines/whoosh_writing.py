"""Writing a Whoosh index: new segments beside those that an older index has already."""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage

from search.engines.batches import Batch
from search.engines.columnar.files import link
from search.engines.columnar.segments import SegmentData
from search.engines.columnar.whoosh_schema import schema
from search.engines.columnar.whoosh_segments import ColumnarSegment, commit_segments, write_columnar_segment
from search.engines.contract import Kept
from search.engines.whoosh_engine import NAME, WhooshEngine
from search.engines.writing import data_of, first_to_merge, kept_of, segments_of


def write(directory: Path, batches: Iterable[Batch], kept: Kept | None = None) -> None:
    """Write a new index of these documents, behind those that are kept, into an empty directory."""
    storage = FileStorage(str(directory))
    segments: list[ColumnarSegment] = []
    parts: Iterator[SegmentData] = iter(())
    if kept is not None:
        segments, parts = _carried_over(kept, directory)
    for data in segments_of(itertools.chain(parts, map(data_of, batches)), directory):
        segments.append(write_columnar_segment(storage, NAME, data))
        # Else its texts would be held until the next is ready.
        del data
    commit_segments(storage, NAME, schema(), segments)


def _carried_over(kept: Kept, directory: Path) -> tuple[list[ColumnarSegment], Iterator[SegmentData]]:
    """Link segments that stay as they are into a directory; return them, and what is left of the others."""
    old = [each for each in WhooshEngine(kept.directory).segments_without(kept.dropped) if each[2].any()]
    sizes = [data.documents for _, data, _ in old]
    lost = [data.documents - int(np.count_nonzero(live)) for _, data, live in old]
    first = first_to_merge(sizes, lost)
    stay = []
    for segment, data, live in old[:first]:
        # The file may have been opened under a name that is gone by now.
        link(kept.directory / data.file.path.name, directory)
        stay.append(segment.with_deleted(~live))
    return stay, (kept_of(data, live) for _, data, live in old[first:])
