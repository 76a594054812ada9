"""Dense: of the commonest terms also what each document has of them, a byte for every document there is.

Five such terms are four fifths of the postings of a search, and where only few documents can be hits nobody
wants the others': from a row those few are picked, from postings all must be read first.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Array, Float32Array, Int64Array, ranges_of
from search.engines.batches import Run
from search.engines.columnar.files import ArrayFile

DENSE = 8
"""A term in one document of so many has a row; 16 makes three times as many, for a tenth of postings."""
_MOST_WEIGHTS = 255
"""Different ones that a byte tells apart, beside none."""
ROWS, NUMBERS = "dense", "dense_terms"


def dense_rows(run: Run, documents: int) -> dict[str, Array]:
    """Return the numbers of the dense terms, shape (d,), and their rows, shape (d, documents): of what a
    document has not 0, else the code of its weight + 1.

    Of four documents 0 and 3 have go, with weights of code 0 and 5: its row is 1, 0, 0, 6.
    """
    counts = np.diff(run.firsts)
    fits = len(run.weights.table) <= _MOST_WEIGHTS
    numbers = np.flatnonzero(counts * DENSE > documents) if fits else np.zeros(0, np.int64)
    rows = np.zeros((len(numbers), documents), np.uint8)
    at = ranges_of(run.firsts[numbers], counts[numbers])
    owners = np.arange(len(numbers)).repeat(counts[numbers])
    rows[owners, run.documents[at]] = run.weights.codes[at] + 1
    return {NUMBERS: numbers.astype(np.uint32), ROWS: rows}


class DenseRows:
    """The rows of one field, if it has any, read back. May be shared by threads."""

    def __init__(self, file: ArrayFile, name: str, table: Float32Array) -> None:
        self.row_of: dict[int, int] = {}
        """Which row each dense term has, by the term's number."""
        if f"{name}.{ROWS}" in file:
            numbers = file.array(f"{name}.{NUMBERS}").tolist()
            self.row_of = {number: row for row, number in enumerate(numbers)}
            self._rows = file.rows(f"{name}.{ROWS}")
            self._weights = np.concatenate([np.zeros(1, np.float32), table])

    @property
    def documents(self) -> int:
        """How many documents have a place in each row."""
        return int(self._rows.unchecked.shape[1])

    def among(
        self, numbers: Sequence[int], documents: Int64Array
    ) -> Iterator[tuple[Int64Array, Float32Array]]:
        """Yield for each dense term which of some documents, as places among them, have it, and its weights
        there.

        Of two terms and three documents codes 0, 5, 0 and 7, 0, 0 are one row: 1 and 3 of it are not 0, which
        are place 1 for the first term, and place 0 for the second.
        """
        rows = [self.row_of[number] for number in numbers]
        codes = np.concatenate([self._rows.between(row, row + 1)[0].take(documents) for row in rows])
        at = (codes != 0).nonzero()[0]
        weights = self._weights.take(codes.take(at))
        size = len(documents)
        borders = at.searchsorted(np.arange(len(rows) + 1) * size).tolist()
        for place, (start, end) in enumerate(pairwise(borders)):
            yield at[start:end] - place * size, weights[start:end]
