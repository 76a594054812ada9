"""The gate: so many searches run at a time, so many wait for their turn, and others are told to come back.

What costs next to nothing (a script, a sign of life, a refusal) never waits behind a search.
"""

import logging
import threading
from collections import deque
from typing import Protocol

RUNNING = 4
"""Searches at a time. Python computes on one core; a few more keep it busy while others wait for memory."""
WAITING = 256
LIGHT = 2
"""Threads that are kept for what costs next to nothing."""

_log = logging.getLogger(__name__)


class Work(Protocol):
    """A connection with a request that can be answered."""

    def service(self) -> None: ...
    def is_light(self) -> bool: ...
    def refuse(self) -> None:
        """Make the next `service` say that the site is too busy."""


class Gate:
    """Threads that answer, and the two lines in front of them."""

    def __init__(self, running: int = RUNNING, waiting: int = WAITING) -> None:
        self._most_running, self._most_waiting = running, waiting
        self._light: deque[Work] = deque()
        self._heavy: deque[Work] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self.running = 0
        self.refused = 0
        for number in range(running + LIGHT):
            threading.Thread(target=self._answer, name=f"answers-{number}", daemon=True).start()

    @property
    def waiting(self) -> int:
        return len(self._heavy)

    def add_task(self, work: Work) -> None:
        with self._changed:
            if work.is_light():
                self._light.append(work)
            # All together, for a thread may not have come yet to what is its turn.
            elif self.running + len(self._heavy) < self._most_running + self._most_waiting:
                self._heavy.append(work)
            else:
                self.refused += 1
                work.refuse()
                self._light.append(work)
            self._changed.notify()

    def shutdown(self) -> None:
        """Let each thread end after what it is at."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _answer(self) -> None:
        while True:
            with self._changed:
                while not (self._light or (self._heavy and self.running < self._most_running)):
                    if self._stopped:
                        return
                    self._changed.wait()
                is_heavy = not self._light
                work = (self._heavy if is_heavy else self._light).popleft()
                self.running += is_heavy
            try:
                work.service()
            except Exception:
                # Waitress answers for whatever fails in an answer; a thread must not end with what is left.
                _log.exception("a connection failed")
            finally:
                if is_heavy:
                    with self._changed:
                        self.running -= 1
                        self._changed.notify()
