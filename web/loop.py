"""The loop: waits for what happens at any of thousands of connections, and looks only at those.

Waitress's own loop asks every connection before each wait what it waits for: 3 ms for a thousand of them,
several times an answer. Here one is asked again after something happened there.
"""

import selectors
from typing import Any

from waitress import wasyncore


class Loop:
    """Every connection by its descriptor, those that wait for something, and those to look at again."""

    def __init__(self) -> None:
        self.map: dict[int, Any] = _Map(self)
        self.restless: set[int] = set()
        self.is_stopping = False
        self.heard: frozenset[int] = frozenset()
        """Those that were listened to in the last turn of a loop that is to stop."""
        self._selector = selectors.DefaultSelector()
        self._waits_for: dict[int, int] = {}

    def turn(self, seconds: float) -> None:
        """Wait until something happens, at most so long, and let it."""
        for number in tuple(self.restless):
            self._look_at(number)
        if self.is_stopping:
            self.heard = frozenset(self._waits_for)
        for key, events in self._selector.select(seconds):
            each = self.map.get(key.fd)
            if each is None:
                continue
            self.restless.add(key.fd)
            if events & selectors.EVENT_READ:
                wasyncore.read(each)
            if events & selectors.EVENT_WRITE and self.map.get(key.fd) is each:
                wasyncore.write(each)

    def forget(self, number: int) -> None:
        self.restless.discard(number)
        if self._waits_for.pop(number, 0):
            self._selector.unregister(number)

    def close(self) -> None:
        wasyncore.close_all(self.map, ignore_all=True)
        self._selector.close()

    def _look_at(self, number: int) -> None:
        each = self.map[number]
        # Asked first: who is answered between the two questions waits for nothing yet, and is asked again.
        is_calm = not each.accepting and getattr(each, "is_calm", _always)()
        wanted = selectors.EVENT_READ if each.readable() else 0
        if not each.accepting and each.writable():
            wanted |= selectors.EVENT_WRITE
        waits_for = self._waits_for.get(number, 0)
        if wanted != waits_for:
            if not waits_for:
                self._selector.register(number, wanted)
            elif wanted:
                self._selector.modify(number, wanted)
            else:
                self._selector.unregister(number)
            self._waits_for[number] = wanted
        # A listener looks after all connections, each time it is asked.
        if is_calm:
            self.restless.discard(number)


class _Map(dict[int, Any]):
    """Tells the loop who comes and who goes."""

    def __init__(self, loop: Loop) -> None:
        super().__init__()
        self._loop = loop

    def __setitem__(self, number: int, each: Any) -> None:
        super().__setitem__(number, each)
        self._loop.restless.add(number)

    def __delitem__(self, number: int) -> None:
        self._loop.forget(number)
        super().__delitem__(number)


def _always() -> bool:
    return True
