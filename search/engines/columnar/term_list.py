"""Term list: the terms of one field in their order, looked up by their texts."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

import numpy as np

from search.arrays import Array, Int64Array
from search.engines.columnar.files import ArrayFile
from search.engines.columnar.packing import TEXT
from search.engines.columnar.term_texts import PREFIX, prefix_of

_KNOWN_ROWS = 1 << 10
"""Terms whose rows are remembered."""
_FEW = 64
"""Terms of one prefix that are looked at together."""
_NEWLINE = ord("\n")


class TermList:
    """t terms. They are known by their number, in ascending order of their bytes."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._rows = file.rows(f"{name}.rows")
        self._prefixes = file.rows(f"{name}.prefixes")
        # bisect reads a memoryview five times as fast as an array.
        self._sorted = self._prefixes.unchecked.data
        self._is_checked = False
        """Whether the prefixes were found to be as written."""
        self._texts = file.rows(f"{name}.texts")
        self._known_rows: list[tuple[int, list[int], list[int]] | None] = [None] * _KNOWN_ROWS

    def __len__(self) -> int:
        return len(self._rows) - 1

    def number(self, text: bytes) -> int | None:
        prefix = prefix_of(text)
        first = self._first_with(prefix)
        if first == len(self._sorted) or self._sorted[first] != prefix:
            return None
        if len(text) > PREFIX:
            if first + 1 < len(self._sorted) and self._sorted[first + 1] == prefix:
                first = self._first_of_prefix(text, first)
            return first if first < len(self) and self.text(first) == text else None
        row, after = self._row(first)
        # Of what is no longer than a prefix nothing is left to compare.
        return first if after[TEXT] - row[TEXT] == len(text) else None

    def first_from(self, text: bytes) -> int:
        """Return the number of the first term that is not before `text`."""
        prefix = prefix_of(text)
        first = self._first_with(prefix)
        if first == len(self._sorted) or self._sorted[first] != prefix:
            return first
        return self._first_of_prefix(text, first)

    def _first_with(self, prefix: int) -> int:
        """Return the number of the first term that has this prefix or one behind it."""
        if not self._is_checked:
            self._prefixes.between(0, len(self))
            self._is_checked = True
        return bisect_left(self._sorted, prefix)

    def _first_of_prefix(self, text: bytes, first: int) -> int:
        """Return the number of the first term not before `text`, of those that share its prefix."""
        last = bisect_right(self._sorted, prefix_of(text), first)
        if last - first > _FEW:
            # Keys of documents share eight bytes by the thousand.
            return bisect_left(range(len(self)), text, first, last, key=self.text)
        return first + bisect_left(self.texts(first, last), text)

    def text(self, number: int) -> bytes:
        row, after = self._row(number)
        return self._texts.between(row[TEXT], after[TEXT]).tobytes()

    def texts(self, first: int = 0, stop: int | None = None) -> list[bytes]:
        """Return the terms from one number on, below another; all without numbers."""
        ends, texts = self._laid_out(first, len(self) if stop is None else stop)
        blob = texts.tobytes()
        return [blob[start:end] for start, end in pairwise(ends.tolist())]

    def joined(self, first: int, stop: int) -> bytes:
        """Return such terms one behind the other, a newline behind each."""
        ends, texts = self._laid_out(first, stop)
        return np.insert(texts, ends[1:], _NEWLINE).tobytes()

    def _laid_out(self, first: int, stop: int) -> tuple[Int64Array, Array]:
        """Return where such terms begin and end, shape (terms + 1,), in their texts."""
        ends = self._rows.between(first, stop + 1)[:, TEXT].astype(np.int64)
        return ends - ends[0], self._texts.between(int(ends[0]), int(ends[-1]))

    def _row(self, number: int) -> tuple[list[int], list[int]]:
        """Return the row of a term and the one behind it: a search asks for each a few times."""
        known = self._known_rows[number & (_KNOWN_ROWS - 1)]
        if known is not None and known[0] == number:
            return known[1], known[2]
        row, after = self._rows.between(number, number + 2).tolist()
        self._known_rows[number & (_KNOWN_ROWS - 1)] = number, row, after
        return row, after
