"""Pace: what is made beside answers rests often, so that answers do not wait for the interpreter.

A thread that computes gives the interpreter up every 5 ms, and one that answers asks for it a hundred times.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")

STEP, REST = 0.002, 0.006
"""Seconds of work after which a thread rests, and of rest."""
_LOOKS = 64
"""Items between two looks at the clock: some 0.1 ms of work."""
_BUCKET = 2
"""Characters of a beginning that strings are parted by before they are sorted."""


class Pace:
    """How fast the tables of one generation are made: at ease by threads of their own, as long as nobody
    waits for them; at once by everybody else.
    """

    def __init__(self) -> None:
        self._own = threading.local()
        self._counting = threading.Lock()
        self._waiting = 0

    @contextmanager
    def at_ease(self) -> Iterator[None]:
        """Let this thread rest between the steps of what it makes."""
        self._own.since = time.perf_counter()
        try:
            yield
        finally:
            del self._own.since

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Say that somebody waits: nobody rests meanwhile."""
        with self._counting:
            self._waiting += 1
        try:
            yield
        finally:
            with self._counting:
                self._waiting -= 1

    def steps(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items of a long loop, and rest between them."""
        for number, item in enumerate(items):
            if number % _LOOKS == 0:
                self.step()
            yield item

    def step(self) -> None:
        """Rest, if this thread has worked for long enough."""
        since = getattr(self._own, "since", None)
        if since is not None and not self._waiting and time.perf_counter() - since > STEP:
            time.sleep(REST)
            self._own.since = time.perf_counter()

    def ascending(self, keys: Sequence[str]) -> Iterator[int]:
        """Yield the places of strings in their order, equal ones as they stand.

        They are sorted a few at a time: one sort of all holds the interpreter for as long as it takes.

        >>> list(Pace().ascending(["kafka", "go", "git"]))
        [2, 1, 0]
        """
        buckets: dict[str, list[int]] = {}
        for place, key in self.steps(enumerate(keys)):
            buckets.setdefault(key[:_BUCKET], []).append(place)
        for bucket in sorted(buckets):
            yield from sorted(buckets[bucket], key=keys.__getitem__)
            self.step()
