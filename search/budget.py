"""Budget: the time that one search may take. What there is no time left for is left out, and said."""

import time
from collections.abc import Callable
from typing import Literal

LeftOut = Literal["spellings", "words", "beside", "passages"]
"""What a search may go without: other spellings of words that no talk has · some of the words, phrases and
exclusions · missed talks and events · passages and marks. Without one of the first two, totals are not exact.
"""
INEXACT: frozenset[LeftOut] = frozenset(("spellings", "words"))


class Budget:
    """Some seconds from now on. Belongs to one search, and to one thread."""

    def __init__(self, seconds: float = float("inf"), clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._ends = clock() + seconds
        self._left_out: dict[LeftOut, None] = {}

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What there was no time for, in the order in which it came."""
        return tuple(self._left_out)

    def is_over(self) -> bool:
        return self._clock() > self._ends

    def lacks(self, part: LeftOut) -> bool:
        """Say whether there is no time for a part, which is then left out."""
        if self._clock() <= self._ends:
            return False
        self._left_out[part] = None
        return True


ENDLESS = Budget()
"""That of who waits as long as it takes."""
