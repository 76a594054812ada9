"""Terms and postings of one field as arrays: how a `Run` is kept in a file, and read back one term at a time.

    term       row i of `rows`: where its postings, text, gaps, positions begin; first document, widths
    documents  the first as it is, the others as gaps of 1, 2 or 4 bytes, the narrowest that holds a term's
    weights    numbers of a table of the distinct ones, 1 or 2 bytes (as they are where there are too many)
    positions  2 or 4 bytes, the narrowest that holds a term's, and how many a posting has

Gaps and tables cost one cumulative sum and one look-up to read, a third of the bytes to keep, and no Python.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from search.batches import Float32Array, Int64Array, Run
from search.engines.columnar.files import Array, ArrayFile

_POSTING, _TEXT, _DOCUMENT, _GAP, _POSITION, _WIDTHS = range(6)
_COLUMNS = 6
_GAP_TYPES = (np.uint8, np.uint16, np.uint32)
_POSITION_TYPES = (np.uint16, np.uint32)
_TABLE = 1 << 16
"""Most distinct weights that are kept in a table."""


def packed_terms(name: str, run: Run, texts: Sequence[bytes]) -> dict[str, Array]:
    """Return the arrays that keep a run, whose terms are `texts`, distinct and ascending."""
    postings = np.diff(run.firsts)
    rows = np.zeros((len(texts) + 1, _COLUMNS), np.uint32)
    rows[:, _POSTING] = run.firsts
    rows[1:, _TEXT] = np.cumsum([len(text) for text in texts])
    rows[:-1, _DOCUMENT] = run.documents[run.firsts[:-1]]
    gaps, gap_widths = _packed_gaps(run, postings, rows)
    arrays = {
        "rows": rows,
        "prefixes": np.array([_prefix(text) for text in texts], np.uint64),
        "texts": np.frombuffer(b"".join(texts) or b"\0", np.uint8),
        "totals": np.add.reduceat(run.weights, run.firsts[:-1]) if len(texts) else run.weights,
        **gaps,
        **_packed_weights(run.weights),
    }
    position_widths = np.zeros(len(texts), np.uint32)
    if len(run.positions):
        positions, position_widths = _packed_positions(run, rows)
        arrays |= positions
    if run.counts.any():
        # Where every weight is the count of occurrences it is not kept twice.
        same = np.array_equal(run.weights, run.counts)
        arrays["counts"] = _narrowed(run.counts[:0] if same else run.counts)
    rows[:-1, _WIDTHS] = gap_widths | position_widths << 4
    return {f"{name}.{part}": array for part, array in arrays.items()}


def _packed_gaps(
    run: Run, postings: Int64Array, rows: Array
) -> tuple[dict[str, Array], npt.NDArray[np.uint32]]:
    """Return the gaps by width, and the width of each term; write into `rows` where each term's begin."""
    gaps = np.diff(run.documents, prepend=np.int32(0))
    gaps[run.firsts[:-1]] = 0
    most = np.maximum.reduceat(gaps, run.firsts[:-1]) if len(postings) else gaps
    widths = ((most > 0xFF).astype(np.uint32) + (most > 0xFFFF)).astype(np.uint32)
    is_first = np.zeros(len(gaps), np.bool_)
    is_first[run.firsts[:-1]] = True
    of_posting = np.where(is_first, np.uint32(99), np.repeat(widths, postings))
    packed: dict[str, Array] = {}
    for width, dtype in enumerate(_GAP_TYPES):
        mine = widths == width
        sizes = np.where(mine, postings - 1, 0)
        rows[:-1, _GAP][mine] = (np.cumsum(sizes) - sizes)[mine]
        packed[f"gaps{width}"] = gaps[of_posting == width].astype(dtype)
    return packed, widths


def _packed_weights(weights: Float32Array) -> dict[str, Array]:
    table, codes = _distinct(weights)
    if len(table) > _TABLE:
        return {"weights": weights}
    return {"weight_table": table, "weight_codes": codes.astype(np.uint8 if len(table) <= 256 else np.uint16)}


def _distinct(weights: Float32Array) -> tuple[Float32Array, Array]:
    """Return the distinct weights and the number of each weight among them."""
    if len(weights) and weights.min() >= 0 and weights.max() < _TABLE:
        whole = weights.astype(np.uint16)
    else:
        whole = np.zeros(0, np.uint16)
    if np.array_equal(whole, weights):
        # Counts, as most weights are, need no sorting.
        present = np.flatnonzero(np.bincount(whole, minlength=1))
        numbers = np.zeros(1 << 16, np.uint16)
        numbers[present] = np.arange(len(present), dtype=np.uint16)
        return present.astype(np.float32), numbers[whole]
    table = np.unique(weights)
    return table, np.searchsorted(table, weights)


def _packed_positions(run: Run, rows: Array) -> tuple[dict[str, Array], npt.NDArray[np.uint32]]:
    ends = np.zeros(len(run.counts) + 1, np.int64)
    np.cumsum(run.counts, out=ends[1:])
    firsts = ends[run.firsts]
    sizes = np.diff(firsts)
    some = sizes > 0
    most = np.zeros(len(sizes), np.int64)
    most[some] = np.maximum.reduceat(run.positions, firsts[:-1][some])
    widths = (most > 0xFFFF).astype(np.uint32)
    of_position = np.repeat(widths, sizes)
    packed: dict[str, Array] = {}
    for width, dtype in enumerate(_POSITION_TYPES):
        mine = widths == width
        own = np.where(mine, sizes, 0)
        rows[:-1, _POSITION][mine] = (np.cumsum(own) - own)[mine]
        packed[f"positions{width}"] = run.positions[of_position == width].astype(dtype)
    return packed, widths


def _narrowed(counts: Array) -> Array:
    most = int(counts.max(initial=0))
    return counts.astype(next(dtype for dtype in _GAP_TYPES if most <= np.iinfo(dtype).max))


def _prefix(text: bytes) -> int:
    """Return the first eight bytes as a number that sorts as they do."""
    return int.from_bytes(text[:8].ljust(8, b"\0"), "big")


class Terms:
    """One field read back: t terms. May be shared by threads; no call takes a lock.

    Terms are known by their number, in ascending order of their bytes.
    """

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self._rows = file.unchecked(f"{name}.rows")
        self._prefixes = file.unchecked(f"{name}.prefixes")
        # bisect reads a memoryview five times as fast as an array.
        self._sorted = self._prefixes.data
        self._texts = file.unchecked(f"{name}.texts").data
        self._gaps = [file.unchecked(f"{name}.gaps{width}") for width in range(len(_GAP_TYPES))]
        self._table = file.array(f"{name}.weight_table") if f"{name}.weight_table" in file else None
        self._codes = file.unchecked(f"{name}.{self._weights_part}")
        self.has_positions = f"{name}.positions0" in file
        self._counts = file.unchecked(f"{name}.counts") if f"{name}.counts" in file else None
        self._positions = (
            [file.unchecked(f"{name}.positions{width}") for width in range(len(_POSITION_TYPES))]
            if self.has_positions
            else []
        )

    @property
    def _weights_part(self) -> str:
        return "weights" if self._table is None else "weight_codes"

    def __len__(self) -> int:
        return len(self._rows) - 1

    def number(self, text: bytes) -> int | None:
        """Return the number of a term, or None."""
        number = self.first_from(text)
        return number if number < len(self) and self.text(number) == text else None

    def first_from(self, text: bytes) -> int:
        """Return the number of the first term that is not before `text`."""
        count = len(self)
        if not count:
            return 0
        prefix = _prefix(text)
        self._check("prefixes", 0, count)
        number = bisect_left(self._sorted, prefix)
        # Terms that share eight bytes are few.
        while number < count and self._sorted[number] == prefix and self.text(number) < text:
            number += 1
        return number

    def within(self, prefix: bytes) -> range:
        """Return the numbers of the terms that begin with `prefix`."""
        first = self.first_from(prefix)
        after = prefix.rstrip(b"\xff")
        last = self.first_from(after[:-1] + bytes([after[-1] + 1])) if after else len(self)
        return range(first, last)

    def text(self, number: int) -> bytes:
        """Return a term."""
        row, after = self._row(number)
        self._check("texts", row[_TEXT], after[_TEXT])
        return bytes(self._texts[row[_TEXT] : after[_TEXT]])

    def texts(self, numbers: Iterable[int] | None = None) -> list[bytes]:
        """Return terms, all of them unless told which."""
        if numbers is not None:
            return [self.text(number) for number in numbers]
        self._check("rows", 0, len(self._rows))
        ends = self._rows[:, _TEXT].tolist()
        self._check("texts", 0, ends[-1])
        blob = bytes(self._texts[: ends[-1]])
        return [blob[start:end] for start, end in pairwise(ends)]

    def document_frequency(self, number: int) -> int:
        """Return how many documents have a term, deleted ones too."""
        row, after = self._row(number)
        return after[_POSTING] - row[_POSTING]

    def document_frequencies(self) -> Int64Array:
        """Return that of every term, shape (t,)."""
        self._check("rows", 0, len(self._rows))
        firsts = self._rows[:, _POSTING].astype(np.int64)
        return firsts[1:] - firsts[:-1]

    def total_weight(self, number: int) -> float:
        """Return the sum of a term's weights."""
        self._check("totals", number, number + 1)
        return float(self._file.unchecked(f"{self._name}.totals")[number])

    def documents(self, number: int) -> Int64Array:
        """Return the ascending numbers of the documents with a term, shape (p,)."""
        row, after = self._row(number)
        documents = np.empty(after[_POSTING] - row[_POSTING], np.int64)
        documents[0] = row[_DOCUMENT]
        if len(documents) > 1:
            width = row[_WIDTHS] & 15
            start, stop = row[_GAP], row[_GAP] + len(documents) - 1
            self._check(f"gaps{width}", start, stop)
            documents[1:] = self._gaps[width][start:stop]
            np.cumsum(documents, out=documents)
        return documents

    def weights(self, number: int) -> Float32Array:
        """Return the weighted frequency of a term in each of its documents, shape (p,)."""
        row, after = self._row(number)
        return self._weights_at(row[_POSTING], after[_POSTING])

    def counts(self, number: int) -> Int64Array:
        """Return how often a term occurs in each of its documents, shape (p,); 0 where that is not kept."""
        row, after = self._row(number)
        return self._counts_at(row[_POSTING], after[_POSTING])

    def positions(self, number: int) -> tuple[Int64Array, Array]:
        """Return how many positions each posting has, shape (p,), and all of them, ascending in each."""
        row, after = self._row(number)
        counts = self._counts_at(row[_POSTING], after[_POSTING])
        width = row[_WIDTHS] >> 4
        start, stop = row[_POSITION], row[_POSITION] + int(counts.sum())
        self._check(f"positions{width}", start, stop)
        return counts, self._positions[width][start:stop]

    def keys(self, number: int) -> Int64Array:
        """Return `document << 32 | position` of every occurrence of a term, ascending."""
        counts, positions = self.positions(number)
        documents = self.documents(number) << 32
        if len(positions) != len(counts) or (counts != 1).any():
            documents = documents.repeat(counts)
        return documents + positions

    def _weights_at(self, start: int, stop: int) -> Float32Array:
        self._check(self._weights_part, start, stop)
        codes = self._codes[start:stop]
        return codes if self._table is None else self._table.take(codes)

    def _counts_at(self, start: int, stop: int) -> Int64Array:
        if self._counts is None:
            return np.zeros(stop - start, np.int64)
        if not len(self._counts):
            return self._weights_at(start, stop).astype(np.int64)
        self._check("counts", start, stop)
        return self._counts[start:stop].astype(np.int64)

    def _row(self, number: int) -> tuple[list[int], list[int]]:
        self._check("rows", number, number + 2)
        row, after = self._rows[number : number + 2].tolist()
        return row, after

    def _check(self, part: str, start: int, stop: int) -> None:
        self._file.check_array(f"{self._name}.{part}", start, stop)

    def run(self) -> tuple[Run, list[bytes]]:
        """Return everything as it was before it was packed."""
        self._check("rows", 0, len(self._rows))
        rows = self._rows.astype(np.int64)
        firsts = rows[:, _POSTING]
        postings = np.diff(firsts)
        widths = rows[:-1, _WIDTHS] & 15
        is_first = np.zeros(firsts[-1], np.bool_)
        is_first[firsts[:-1]] = True
        of_posting = np.where(is_first, 99, np.repeat(widths, postings))
        gaps = np.zeros(firsts[-1], np.int64)
        for width in range(len(_GAP_TYPES)):
            gaps[of_posting == width] = self._file.array(f"{self._name}.gaps{width}")
        gaps[firsts[:-1]] = rows[:-1, _DOCUMENT]
        # One sum over all terms, less what came before each.
        documents = np.cumsum(gaps)
        documents -= np.repeat(documents[firsts[:-1]] - rows[:-1, _DOCUMENT], postings)
        counts = self._counts_at(0, int(firsts[-1]))
        run = Run(
            terms=(),
            firsts=firsts,
            documents=documents.astype(np.int32),
            weights=np.asarray(self._weights_at(0, int(firsts[-1]))),
            counts=counts.astype(np.int32),
            positions=self._all_positions(rows, counts),
        )
        return run, self.texts()

    def _all_positions(self, rows: Int64Array, counts: Int64Array) -> npt.NDArray[np.int32]:
        if not self.has_positions:
            return np.zeros(0, np.int32)
        ends = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=ends[1:])
        of_position = np.repeat(rows[:-1, _WIDTHS] >> 4, np.diff(ends[rows[:, _POSTING]]))
        positions = np.zeros(len(of_position), np.int32)
        for width in range(len(_POSITION_TYPES)):
            positions[of_position == width] = self._file.array(f"{self._name}.positions{width}")
        return positions
