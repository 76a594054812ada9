"""Packing: the arrays that keep a field's terms and postings, a `Run`, in a file.

    term       row i of `rows`: where its postings, text, gaps, positions begin; first document, widths
    documents  the first as it is, the others as gaps of 1, 2 or 4 bytes, the narrowest that holds a term's
    weights    numbers of a table of the distinct ones, 1 or 2 bytes, 4 where there are many
    counts     how many positions a posting has, 1, 2 or 4 bytes
    positions  2 or 4 bytes, the narrowest that holds a term's
    dense      of common terms also rows of a byte for each document: see `dense`

Gaps and tables cost one cumulative sum and one look-up to read, a third of the bytes to keep, and no Python.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from search.arrays import Array, Int64Array, bounds_of, narrowed
from search.engines.batches import Run
from search.engines.columnar.dense import NUMBERS, ROWS, dense_rows
from search.engines.columnar.spill import Pieces, Spill
from search.engines.columnar.term_texts import texts_of

POSTING, TEXT, DOCUMENT, GAP, POSITION, WIDTHS = range(6)
"""The columns of `rows`; the width of gaps is in the low four bits of the last, that of positions above."""
_COLUMNS = 6
HEAD = 99
"""In place of a width: the first posting of a term has no gap."""
GAP_TYPES = (np.uint8, np.uint16, np.uint32)
POSITION_TYPES = (np.uint16, np.uint32)


def packed_terms(name: str, runs: Iterable[Run], documents: int, spill: Spill) -> dict[str, Array | Pieces]:
    """Return the arrays that keep a field of so many documents, which comes in at least one run; their terms
    are distinct and ascend from run to run. Weights of all are of one table. What is packed waits in the
    spill: the whole field would be most of the memory that a rebuild takes.

    Of go in the documents 3, 4, 6 and ruby in 5 the rows say: postings from 0 and 3, texts from 0 and 2,
    first documents 3 and 5, gaps (1, 2 and none) from 0 and 2; a last row says where all of it ends.
    """
    parts: defaultdict[str, Pieces] = defaultdict(lambda: Pieces(spill))
    before = np.zeros((1, _COLUMNS), np.uint32)
    have_counts = False
    for run in runs:
        packed = _packed_piece(run, documents)
        sizes = {part: len(parts[part]) for part in packed}
        rows = packed["rows"]
        packed["rows"], before = _moved(rows[:-1], before, sizes), before + rows[-1:]
        packed[NUMBERS] += np.uint32(sizes["rows"])
        for part, array in packed.items():
            parts[part].add(array)
        have_counts |= bool(packed["counts"].any())
    parts["rows"].add(before)
    arrays: dict[str, Array | Pieces] = {**parts, "weight_table": run.weights.table}
    if not len(parts["positions0"]) and not len(parts["positions1"]):
        del arrays["positions0"], arrays["positions1"]
    if not len(parts[NUMBERS]):
        del arrays[NUMBERS], arrays[ROWS]
    if not have_counts:
        del arrays["counts"]
    return {f"{name}.{part}": array for part, array in arrays.items()}


def _packed_piece(run: Run, documents: int) -> dict[str, Array]:
    """Return the arrays of a piece as if there were no other."""
    texts = texts_of(run)
    postings = np.diff(run.firsts)
    rows = np.zeros((len(run.firsts), _COLUMNS), np.uint32)
    rows[:, POSTING] = run.firsts
    rows[:, TEXT] = texts.firsts
    rows[:-1, DOCUMENT] = run.documents[run.firsts[:-1]]
    gaps, gap_widths = _packed_gaps(run, postings, rows)
    positions, position_widths = _packed_positions(run, rows)
    rows[:-1, WIDTHS] = gap_widths | position_widths << 4
    return {
        "rows": rows,
        "prefixes": texts.prefixes(),
        "texts": texts.data,
        **gaps,
        "weight_codes": run.weights.codes,
        **positions,
        "counts": narrowed(run.counts),
        **dense_rows(run, documents),
    }


def _moved(rows: Array, before: Array, sizes: Mapping[str, int]) -> Array:
    """Return rows of a piece as those of the whole, so far ending with `before` and arrays of `sizes`."""
    moved = rows.copy()
    moved[:, [POSTING, TEXT]] += before[:, [POSTING, TEXT]]
    gaps = np.array([sizes[f"gaps{width}"] for width in range(len(GAP_TYPES))], np.uint32)
    positions = np.array([sizes[f"positions{width}"] for width in range(len(POSITION_TYPES))], np.uint32)
    moved[:, GAP] += gaps[rows[:, WIDTHS] & 15]
    moved[:, POSITION] += positions[rows[:, WIDTHS] >> 4]
    return moved


def _packed_gaps(
    run: Run, postings: Int64Array, rows: Array
) -> tuple[dict[str, Array], npt.NDArray[np.uint32]]:
    """Return the gaps by width, and the width of each term; write into `rows` where each term's begin.

    The documents 3, 4, 300 of one term and 5 of another have gaps 1, 296 and none: those of the first, as one
    of them is above 255, are in `gaps1` from 0 on; the widths are 1 and 0.
    """
    gaps = np.diff(run.documents, prepend=np.int32(0))
    gaps[run.firsts[:-1]] = 0
    most = np.maximum.reduceat(gaps, run.firsts[:-1]) if len(postings) else gaps
    widths = (most > 0xFF).astype(np.uint8) + (most > 0xFFFF)
    of_posting = np.repeat(widths, postings)
    of_posting[run.firsts[:-1]] = HEAD
    packed: dict[str, Array] = {}
    for width, dtype in enumerate(GAP_TYPES):
        mine = widths == width
        sizes = np.where(mine, postings - 1, 0)
        rows[:-1, GAP][mine] = (np.cumsum(sizes) - sizes)[mine]
        packed[f"gaps{width}"] = gaps[of_posting == width].astype(dtype)
    return packed, widths.astype(np.uint32)


def _packed_positions(run: Run, rows: Array) -> tuple[dict[str, Array], npt.NDArray[np.uint32]]:
    """Return the positions by width, and the width of each term; write into `rows` where each term's begin.

    Postings of 2, 1 and 1 places (0, 5; 7; 70,000), the first two of one term: `positions0` has 0, 5, 7 and
    `positions1` has 70,000; the widths are 0 and 1.
    """
    firsts = bounds_of(run.counts)[run.firsts]
    sizes = np.diff(firsts)
    some = sizes > 0
    most = np.zeros(len(sizes), np.int64)
    most[some] = np.maximum.reduceat(run.positions, firsts[:-1][some])
    widths = (most > 0xFFFF).astype(np.uint8)
    of_position = np.repeat(widths, sizes)
    packed: dict[str, Array] = {}
    for width, dtype in enumerate(POSITION_TYPES):
        mine = widths == width
        own = np.where(mine, sizes, 0)
        rows[:-1, POSITION][mine] = (np.cumsum(own) - own)[mine]
        packed[f"positions{width}"] = run.positions[of_position == width].astype(dtype)
    return packed, widths.astype(np.uint32)
