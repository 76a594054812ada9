"""Terms: the postings of one field, read back from the arrays of `packing`, one term at a time or all."""

import numpy as np
import numpy.typing as npt

from search.arrays import Array, Float32Array, Int64Array, bounds_of, narrowed
from search.engines.batches import Run
from search.engines.columnar.dense import DenseRows
from search.engines.columnar.files import ArrayFile
from search.engines.columnar.packing import (
    DOCUMENT,
    GAP,
    GAP_TYPES,
    HEAD,
    POSITION,
    POSITION_TYPES,
    POSTING,
    WIDTHS,
)
from search.engines.columnar.term_list import TermList
from search.engines.weights import Weights


class Terms(TermList):
    """One field read back: t terms, and the postings of each. May be shared by threads, without a lock."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        super().__init__(file, name)
        self._gaps = [file.rows(f"{name}.gaps{width}") for width in range(len(GAP_TYPES))]
        self._table = file.array(f"{name}.weight_table")
        self._codes = file.rows(f"{name}.weight_codes")
        self.dense = DenseRows(file, name, self._table)
        self._counts = file.rows(f"{name}.counts") if f"{name}.counts" in file else None
        widths = range(len(POSITION_TYPES)) if f"{name}.positions0" in file else ()
        self._positions = [file.rows(f"{name}.positions{width}") for width in widths]

    def document_frequency(self, number: int) -> int:
        """Return how many documents have a term, deleted ones too."""
        row, after = self._row(number)
        return after[POSTING] - row[POSTING]

    def document_frequencies(self, first: int, stop: int) -> Int64Array:
        """Return that of every term from one number on, below another."""
        firsts = self._rows.between(first, stop + 1)[:, POSTING].astype(np.int64)
        return firsts[1:] - firsts[:-1]

    def documents_of(self, first: int, stop: int) -> tuple[Int64Array, Int64Array]:
        """Return the documents of such terms, one term's behind the other's, and where each one's begin."""
        rows = self._rows.between(first, stop + 1).astype(np.int64)
        return self._decoded(rows), rows[:-1, POSTING] - rows[0, POSTING]

    def documents(self, number: int) -> Int64Array:
        """Return the ascending numbers of the documents with a term, shape (p,)."""
        row, after = self._row(number)
        documents = np.empty(after[POSTING] - row[POSTING], np.int64)
        documents[0] = row[DOCUMENT]
        if len(documents) > 1:
            start, stop = row[GAP], row[GAP] + len(documents) - 1
            documents[1:] = self._gaps[row[WIDTHS] & 15].between(start, stop)
            documents.cumsum(out=documents)
        return documents

    def packed(self, number: int) -> tuple[int, Array, Array]:
        """Return a term's first document, the gaps to its others, and the codes of its weights."""
        row, after = self._row(number)
        first, last, start = row[POSTING], after[POSTING], row[GAP]
        gaps = self._gaps[row[WIDTHS] & 15].between(start, start + last - first - 1)
        return row[DOCUMENT], gaps, self._codes.between(first, last)

    def weights_of(self, codes: Array) -> Float32Array:
        return self._table.take(codes)

    def weights(self, number: int) -> Float32Array:
        """Return the weighted frequency of a term in each of its documents, shape (p,)."""
        row, after = self._row(number)
        return self.weights_of(self._codes.between(row[POSTING], after[POSTING]))

    def positions(self, number: int) -> tuple[Int64Array, Array]:
        """Return how many positions each posting has, shape (p,), and all of them, ascending in each."""
        row, after = self._row(number)
        counts = self._counts_at(row[POSTING], after[POSTING])
        start, stop = row[POSITION], row[POSITION] + int(counts.sum())
        return counts, self._positions[row[WIDTHS] >> 4].between(start, stop)

    def places_of_positions(self, number: int) -> tuple[Int64Array, Array]:
        """Return where each posting's positions begin, shape (p + 1,), and the array of many terms' positions
        in which they do.
        """
        row, after = self._row(number)
        counts = self._counts_at(row[POSTING], after[POSTING])
        begins = np.empty(len(counts) + 1, np.int64)
        begins[0] = row[POSITION]
        counts.cumsum(out=begins[1:])
        begins[1:] += row[POSITION]
        positions = self._positions[row[WIDTHS] >> 4]
        positions.between(row[POSITION], int(begins[-1]))
        return begins, positions.unchecked

    def _counts_at(self, start: int, stop: int) -> Int64Array:
        if self._counts is None:
            return np.zeros(stop - start, np.int64)
        return self._counts.between(start, stop).astype(np.int64)

    def run(self) -> tuple[Run, list[bytes]]:
        """Return everything as it was before it was packed."""
        rows = self._rows.between(0, len(self._rows)).astype(np.int64)
        firsts = rows[:, POSTING]
        counts = self._counts_at(0, int(firsts[-1]))
        codes = self._codes.between(0, int(firsts[-1]))
        weights = Weights(codes, self._table)
        run = Run(
            terms=(),
            firsts=firsts,
            documents=self._decoded(rows).astype(np.int32),
            weights=weights,
            counts=narrowed(counts),
            positions=self._all_positions(rows, counts),
        )
        return run, self.texts()

    def _decoded(self, rows: Int64Array) -> Int64Array:
        """Return the documents of the terms of neighbouring rows, of which the last is the row behind.

        Of go in the documents 3, 4, 6 and ruby in 5 first documents and gaps are 3, 1, 2 and 5, which sum up
        to 3, 4, 6 and 11: less the 6 before it, ruby's is 5.
        """
        firsts = rows[:, POSTING] - rows[0, POSTING]
        postings = np.diff(firsts)
        widths = rows[:-1, WIDTHS] & 15
        heads = firsts[:-1]
        gaps = np.zeros(firsts[-1], np.int64)
        of_posting = np.repeat(widths.astype(np.uint8), postings)
        of_posting[heads] = HEAD
        for width in range(len(GAP_TYPES)):
            mine = np.flatnonzero(widths == width)
            if not len(mine):
                continue
            start = int(rows[mine[0], GAP])
            stop = int(rows[mine[-1], GAP] + postings[mine[-1]] - 1)
            gaps[of_posting == width] = self._gaps[width].between(start, stop)
        gaps[heads] = rows[:-1, DOCUMENT]
        # One sum over all terms, less what came before each.
        documents: Int64Array = np.cumsum(gaps)
        documents -= np.repeat(documents[heads] - rows[:-1, DOCUMENT], postings)
        return documents

    def _all_positions(self, rows: Int64Array, counts: Int64Array) -> npt.NDArray[np.int32]:
        if not self._positions:
            return np.zeros(0, np.int32)
        of_position = np.repeat(rows[:-1, WIDTHS] >> 4, np.diff(bounds_of(counts)[rows[:, POSTING]]))
        positions = np.zeros(len(of_position), np.int32)
        for width, own in enumerate(self._positions):
            positions[of_position == width] = own.between(0, len(own))
        return positions
