"""Writing: batches of documents -> an index of a cluster, without copies until it is whole.

Copies of an index that is being written replay what is written, from what is kept of each document, and that
lacks its terms: such copies answer, and find less. So an index is written alone, merged, closed to writers,
copied as it is, and every copy is counted.
"""

import pickle
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Self

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from search.arrays import Float64Array
from search.engines.batches import Batch
from search.engines.contract import Outgrown
from search.engines.opensearch.beside import Made, averages_of, lengths_of, made
from search.engines.opensearch.client import PATIENCE, Cluster
from search.engines.opensearch.event_order import EventOrder
from search.engines.opensearch.lines import Counts, Waiting, document_lines, waiting
from search.engines.opensearch.mapping import HOURS, WHILE_LOADING, index_body, scale_of, sendable
from search.errors import IndexDamaged
from search.text.streams import STREAMS

_BODY = 4 << 20
"""Bytes of one request."""
_AT_ONCE = 3
"""Requests that are under way."""


class Kept(Struct, frozen=True):
    """The name of an older index, and the documents in it that do not stay, by their `seq` and as they were
    written.
    """

    index: str
    leaving: Sequence[int]
    gone: Iterable[Batch]


def write(
    cluster: Cluster, index: str, batches: Iterable[Batch], kept: Kept | None = None, shards: int = 1
) -> None:
    """Write a new index of these documents, behind those of an older one that stay.

    It has no copy yet, and nobody is to search it: see `copying`. Raises as `Cluster.ask`, `Conflict` or
    `Refused` where there is such an index, OSError where nothing can be set aside, and `Outgrown` where the
    average length is not any more that by which the impacts of what stays were worked out.
    """
    with tempfile.TemporaryFile() as aside, _Loading(cluster, index) as loading:
        lengths, events = _set_aside(batches, aside)
        if kept is None:
            averages = averages_of(lengths)
            scales = {stream: scale_of(average) for stream, average in averages.items()}
            how = Made(averages, scales, lengths)
            cluster.ask("PUT", f"/{index}", index_body(how.scales, shards), patience=PATIENCE)
            counts = Counts()
            order = EventOrder({})
            order.add(events)
            begin = 0
        else:
            older, counts = made(cluster, kept.index), Counts(cluster, kept.index)
            for batch in kept.gone:
                lengths -= lengths_of(batch)
                counts.add(waiting(batch), -1)
            how = replace(older, lengths=older.lengths + lengths)
            if averages_of(how.lengths) != older.averages:
                raise Outgrown(f"documents of another length on average than those of {kept.index}")
            order = EventOrder.read(cluster, kept.index)
            order.add(events)
            _clone(cluster, index, kept.index)
            begin = _last_number(cluster, index) + 1
            loading.delete(kept.leaving)
        for waits in _brought_back(aside):
            for line in document_lines(waits, how, order, begin):
                loading.put(line)
            counts.add(waits)
            begin += len(waits.batch.keys)
        for line in counts.lines():
            loading.put(line)
        loading.put(order.line())
        loading.put(how.line())
        loading.end()
    if kept is None:
        cluster.ask("POST", f"/{index}/_forcemerge", params={"max_num_segments": 1}, patience=HOURS)
    # What was merged is let go once nobody looks at it and nothing would have to be done again.
    settings = {**dict.fromkeys(WHILE_LOADING), "refresh_interval": "-1", "index.blocks.write": True}
    cluster.ask("PUT", f"/{index}/_settings", settings, patience=PATIENCE)
    cluster.ask("POST", f"/{index}/_refresh", patience=HOURS)
    cluster.ask("POST", f"/{index}/_flush", params={"force": "true"}, patience=HOURS)


class _Loading:
    """Documents on their way to an index, in some requests at a time; whoever leaves it waits for those."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._lines: list[bytes] = []
        self._size = 0
        self._senders = ThreadPoolExecutor(_AT_ONCE)
        self._going: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._senders.shutdown(cancel_futures=True)

    def delete(self, numbers: Sequence[int]) -> None:
        for first in range(0, len(numbers), 1000):
            query = {"query": {"terms": {"seq": list(numbers[first : first + 1000])}}}
            answer = self._cluster.ask(
                "POST", f"/{self._index}/_delete_by_query", query, {"refresh": "true"}, patience=HOURS
            )
            if answer["deleted"] != len(numbers[first : first + 1000]) or answer["failures"]:
                raise IndexDamaged("documents that were to leave the index did not; it stays as it was")

    def put(self, line: bytes) -> None:
        if self._lines and self._size + len(line) > _BODY:
            self._send()
        self._lines.append(line)
        self._size += len(line)

    def end(self) -> None:
        """Send the rest, and wait until all is written."""
        self._send()
        while self._going:
            self._going.popleft().result()

    def _send(self) -> None:
        if len(self._going) == _AT_ONCE:
            self._going.popleft().result()
        if self._lines:
            self._going.append(self._senders.submit(self._cluster.bulk, self._index, self._lines))
        self._lines, self._size = [], 0


def _set_aside(batches: Iterable[Batch], aside: IO[bytes]) -> tuple[Float64Array, set[str]]:
    """Write batches to a file until all lengths are known; return these as `lengths_of`, and the events."""
    lengths = np.zeros((len(STREAMS), 2))
    events: set[str] = set()
    for batch in batches:
        pickle.dump(waiting(batch), aside, pickle.HIGHEST_PROTOCOL)
        lengths += lengths_of(batch)
        events.update(sendable(event) for own in batch.facets["event"] for event in own)
    return lengths, events


def _brought_back(aside: IO[bytes]) -> Iterator[Waiting]:
    end = aside.tell()
    aside.seek(0)
    while aside.tell() < end:
        # A file without a name, which nobody else has written.
        waits: Waiting = pickle.load(aside)
        yield waits


def _clone(cluster: Cluster, index: str, older: str) -> None:
    """Make an index of another one's files."""
    settings = {
        "index.number_of_replicas": 0,
        "index.blocks.write": None,
        "index.routing.rebalance.enable": "none",
    }
    cluster.ask(
        "PUT",
        f"/{older}/_clone/{index}",
        {"settings": settings},
        {"wait_for_active_shards": 1},
        patience=HOURS,
    )
    cluster.ask("GET", f"/_cluster/health/{index}", params={"wait_for_status": "green"}, patience=PATIENCE)
    cluster.ask("PUT", f"/{index}/_settings", {"index.blocks.write": False}, patience=PATIENCE)


def _last_number(cluster: Cluster, index: str) -> int:
    (answer,) = cluster.search(index, [{"size": 0, "aggs": {"last": {"max": {"field": "seq"}}}}])
    last = answer["aggregations"]["last"]["value"]
    return -1 if last is None else int(last)
