"""What was drawn, kept within bounds: bytes in memory, drawings at once, drawings in the long run.

A stranger may ask for the card of any search. Nothing is kept on disk; one picture is drawn at a time, a few
requests wait for it, and what was drawn beyond a budget is refused until it has filled up again.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MAX_BYTES = 16 * 1024 * 1024
"""Some four hundred cards."""
MAX_WAITING = 3
MAX_WAIT_SECONDS = 3.0


class Busy(Exception):
    """Nothing can be drawn now; `seconds` says when to ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too much is being drawn: ask again in {seconds} s")
        self.seconds = seconds


@dataclass(slots=True)
class Budget:
    """How much may be drawn: `most` at once, then `each_second`."""

    most: float
    each_second: float
    left: float = 0.0
    at: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.most

    def take(self, now: float) -> None:
        """Take one drawing; raises `Busy` if none is left. `now` is in seconds and never goes back."""
        self.left = min(self.most, self.left + (now - self.at) * self.each_second) if self.at else self.most
        self.at = now
        if self.left < 1:
            raise Busy(int((1 - self.left) / self.each_second) + 1)
        self.left -= 1


class Shelf:
    """Pictures by name, those that were asked for last. May be shared by threads."""

    def __init__(self, max_bytes: int = MAX_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_bytes, self._clock = max_bytes, clock
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._drawing = threading.Lock()
        self._waiting = threading.BoundedSemaphore(1 + MAX_WAITING)

    def picture(self, name: str, draw: Callable[[], bytes], budget: Budget) -> bytes:
        """Return a picture, drawn unless it is kept; raises `Busy` and what `draw` raises."""
        kept = self._get(name)
        if kept is not None:
            return kept
        if not self._waiting.acquire(blocking=False):
            raise Busy(1)
        try:
            if not self._drawing.acquire(timeout=MAX_WAIT_SECONDS):
                raise Busy(1)
            try:
                # Whoever drew before may have drawn this one.
                kept = self._get(name)
                if kept is not None:
                    return kept
                budget.take(self._clock())
                picture = draw()
                self._keep(name, picture)
                return picture
            finally:
                self._drawing.release()
        finally:
            self._waiting.release()

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._bytes

    def _get(self, name: str) -> bytes | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def _keep(self, name: str, picture: bytes) -> None:
        with self._lock:
            self._bytes += len(picture) - len(self._kept.pop(name, b""))
            self._kept[name] = picture
            while self._bytes > self._max_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped)
