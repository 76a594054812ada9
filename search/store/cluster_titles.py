"""Cluster titles: which titles an index has, held by whoever asks.

Each question may be a title that was pasted, and hardly any is: that is known without asking the cluster.
Titles are kept as the numbers in their keys, eight bytes each. Those of talks that have left stay: about one
of them the cluster is asked, and knows better.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import numpy as np

from search.arrays import UInt64Array
from search.documents import title_key
from search.engines.batches import Batch

TITLES = "titles"
_ENDS = title_key("").partition(":")[2]
_DIGITS = 16


class Titles:
    """The titles of one generation, read when the first question asks for one. May be shared by threads."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read

    def may_have(self, key: str) -> bool:
        """Say whether some talk may have the title of this key; nothing is known where nothing was kept."""
        known = self._known
        number = np.uint64(int(key[:_DIGITS], 16))
        place = int(known.searchsorted(number))
        return not len(known) or (place < len(known) and known[place] == number)

    @cached_property
    def _known(self) -> UInt64Array:
        return np.frombuffer(self._read(), "<u8")


class Noted:
    """Batches on their way to an index, whose titles are noted beside those of an older one."""

    def __init__(self, batches: Iterable[Batch], older: bytes) -> None:
        self._batches = batches
        self._numbers = set(np.frombuffer(older, "<u8").tolist())

    def __iter__(self) -> Iterator[Batch]:
        for batch in self._batches:
            keys = (key for own in batch.keys for key in own if key.endswith(_ENDS))
            self._numbers.update(int(key[:_DIGITS], 16) for key in keys if key[_DIGITS:] == f":{_ENDS}")
            yield batch

    @property
    def titles(self) -> bytes:
        """The titles of all that went by, as they are kept."""
        return np.sort(np.array(list(self._numbers), "<u8")).tobytes()
