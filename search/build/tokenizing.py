"""Tokenizing: all talks -> batches, in order, on all cores when there are many."""

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future

from search.build.batch import batch_of
from search.build.cutter import Cutter
from search.build.tokenizing_worker import Portion
from search.build.worker_pool import worker_pool
from search.documents import EventTalkIds, PlacedTalk
from search.engines.batches import Batch
from search.text.analysis import Analyzer

WORTH_WORKERS = 400_000
"""Code points that one process has done before others have started and met the commonest words."""
MOST, LEAST = 128_000, 32_000
"""Code points of a portion: many spare calls; fewer towards the end let all processes finish together."""
EVENTS = 1_000
"""Events of a batch: their notes are short, and more of them at once take memory for nothing."""
AHEAD = 2
"""Portions for each process that are asked for before they are wanted."""


def batches_of(
    talks: Sequence[PlacedTalk],
    events: Sequence[EventTalkIds],
    analyzer: Analyzer,
    on_talk: Callable[[int], None],
    processes: int | None = None,
) -> Generator[Batch, None, None]:
    """Yield the documents of talks, in order, and those of events behind them.

    `on_talk` is told how many talks are done. So many processes work on many talks, by default one for each
    core; few talks are done in this one. Raises `TokenizingFailed`.
    """
    count = _cores() if processes is None else processes
    sizes = [len(talk.title) + len(talk.body) for talk, _ in talks]
    of_talks = [Portion(part, ()) for part in _parts_of(talks, sizes, count)]
    of_events = [Portion((), events[first : first + EVENTS]) for first in range(0, len(events), EVENTS)]
    portions = [*of_talks, *of_events]
    if count > 1 and sum(sizes) >= WORTH_WORKERS and sys.executable:
        batches = _from_workers(portions, min(count, len(portions)), analyzer.fingerprint)
    else:
        cutter = Cutter(analyzer)
        batches = (batch_of(portion.talks, portion.events, cutter) for portion in portions)
    done = 0
    for portion, batch in zip(portions, batches, strict=True):
        yield batch
        if portion.talks:
            done += len(portion.talks)
            on_talk(done)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parts_of(
    talks: Sequence[PlacedTalk], sizes: Sequence[int], processes: int
) -> list[Sequence[PlacedTalk]]:
    """Part talks of these sizes, so that each process gets several parts and a small last one."""
    parts: list[Sequence[PlacedTalk]] = []
    left = sum(sizes)
    first = filled = 0
    for last, size in enumerate(sizes, start=1):
        filled += size
        if filled >= min(MOST, max(LEAST, left // (2 * processes))):
            parts.append(talks[first:last])
            left -= filled
            first, filled = last, 0
    return [*parts, talks[first:]] if first < len(talks) else parts


def _from_workers(portions: Sequence[Portion], count: int, fingerprint: str) -> Iterator[Batch]:
    """Yield the portions' batches in order; keep only so many that are not wanted yet."""
    asked: deque[Future[Batch]] = deque()
    with worker_pool(count, fingerprint) as ask:
        for portion in portions:
            asked.append(ask(portion))
            if len(asked) > AHEAD * count:
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()
