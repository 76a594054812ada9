"""Event order: a number for each event, and numbers ascend as the events do: by name, day and id.

Documents of equal scores and days stand by their events (`documents.event_facet`). A cluster unpacks a text
for each document that it sorts by one, and none for a number; so it sorts by these.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Self

import zstandard

from search.engines.contract import Outgrown
from search.engines.opensearch.beside import chunk_line, read_chunk
from search.engines.opensearch.client import Cluster

_NAME = "events"
_FIRST, _END = 1 << 62, (1 << 63) - 1
"""The first number of all is next to `_FIRST`; all are above 0 and below `_END`."""
_STEP = 1 << 40
"""From one event to the next, while there are less than some millions."""
_SHARE = 8
"""The part of a gap that new events take: those of a series come one after the other."""


class EventOrder:
    """The numbers of all events that an index has or had."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = dict(numbers)

    @classmethod
    def read(cls, cluster: Cluster, index: str) -> Self:
        return cls(json.loads(zstandard.decompress(read_chunk(cluster, index, _NAME))))

    def line(self) -> bytes:
        return chunk_line(_NAME, zstandard.compress(json.dumps(self._numbers).encode()))

    def first_of(self, events: Iterable[str]) -> int:
        """Return the number of the first of some events; 0 for none."""
        return min((self._numbers[event] for event in events), default=0)

    def add(self, events: Iterable[str]) -> None:
        """Give numbers to events, between those of their neighbours; raises `Outgrown` where none is left.

        >>> order = EventOrder({})
        >>> order.add(["b", "d"]); order.add(["c", "a", "b"])
        >>> sorted("dcba", key=lambda event: order.first_of([event]))
        ['a', 'b', 'c', 'd']
        """
        low = 0
        gap: list[str] = []
        for is_known, own in groupby(sorted({*self._numbers, *events}), self._numbers.__contains__):
            found = list(own)
            if is_known:
                self._fill(gap, low, self._numbers[found[0]])
                gap, low = [], self._numbers[found[-1]]
            else:
                gap = found
        self._fill(gap, low or _FIRST, _END)

    def _fill(self, events: list[str], low: int, high: int) -> None:
        step = min(_STEP, (high - low) // (_SHARE * (len(events) + 1)))
        if events and not step:
            raise Outgrown("there are too many new events between two old ones")
        begin = low or high - step * (len(events) + 1)
        self._numbers |= {event: begin + step * place for place, event in enumerate(events, 1)}
