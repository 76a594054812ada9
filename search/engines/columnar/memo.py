"""Memo: what was worked out lately, bounded in bytes."""

from typing import Generic, TypeVar

Value = TypeVar("Value")

_SLOTS = 1 << 12
_LARGEST = 8
"""What would take more than this share of all bytes is not kept."""


class Memo(Generic[Value]):
    """A table with one place for each key; what comes later to the same place takes it. No locks, no order.

    When it is full, places are emptied in turn: as good as by lot, since a key's place is its hash. So asking
    for more things in turn than it has room for does not empty it, as it would a cache of the latest.
    Threads that write at once may leave the account of bytes a little wrong; each turn of the hand rights it.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._slots: list[tuple[object, int, Value] | None] = [None] * _SLOTS
        self._bytes = 0
        self._hand = 0

    def get(self, key: object) -> Value | None:
        """Return what was kept for a key, or None."""
        slot = self._slots[hash(key) & (_SLOTS - 1)]
        return slot[2] if slot is not None and slot[0] == key else None

    def put(self, key: object, value: Value, size: int) -> None:
        """Keep a value of so many bytes, for a while."""
        if size * _LARGEST > self._budget:
            return
        place = hash(key) & (_SLOTS - 1)
        old = self._slots[place]
        self._bytes += size - (0 if old is None else old[1])
        self._slots[place] = (key, size, value)
        while self._bytes > self._budget:
            self._empty_next()

    def _empty_next(self) -> None:
        hand = self._hand = (self._hand + 1) & (_SLOTS - 1)
        slot = self._slots[hand]
        self._slots[hand] = None
        if hand == 0:
            self._bytes = sum(each[1] for each in self._slots if each is not None)
        elif slot is not None:
            self._bytes -= slot[1]
