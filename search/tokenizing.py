"""Tokenizing: all talks -> batches."""

from collections.abc import Callable, Iterator, Sequence

from search.analysis import Analyzer
from search.batches import Batch
from search.batching import batch_of
from search.cutting import Cutter
from search.documents import EventTalkIds
from search.model import Talk

BATCH = 512


def batches_of(
    talks: Sequence[Talk],
    events: Sequence[EventTalkIds],
    analyzer: Analyzer,
    on_talk: Callable[[int], None],
) -> Iterator[Batch]:
    """Yield the documents of talks, in order, then those of events; `on_talk` is told how many are done."""
    cutter = Cutter(analyzer)
    for first in range(0, len(talks), BATCH):
        yield batch_of(talks[first : first + BATCH], (), cutter)
        on_talk(min(first + BATCH, len(talks)))
    if events:
        yield batch_of((), events, cutter)
