"""Memory: what was worked out lately, bounded in bytes."""

import threading
from typing import Generic, TypeVar

Value = TypeVar("Value")

_LARGEST = 8
"""What would take more than this share of all bytes is not kept."""


class Memory(Generic[Value]):
    """Values by key; when there is no more room, those go that came first. May be shared by threads."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._room = budget
        self._kept: dict[object, tuple[Value, int]] = {}
        self._writing = threading.Lock()

    def get(self, key: object) -> Value | None:
        """Return what was kept for a key, or None."""
        kept = self._kept.get(key)
        return None if kept is None else kept[0]

    def put(self, key: object, value: Value, size: int) -> None:
        """Keep a value of so many bytes, for a while."""
        with self._writing:
            if key not in self._kept and size * _LARGEST <= self._budget:
                self._kept[key] = value, size
                self._room -= size
            while self._room < 0:
                _, freed = self._kept.pop(next(iter(self._kept)))
                self._room += freed
