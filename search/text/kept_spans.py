"""Kept spans: the spans of a document's texts as they are kept with it, read back.

They are columns of bytes, one behind the other: starts as gaps behind the end before, mostly 0, ends as
lengths, and for each part how many sounds its unit has, 0 where the unit began before. Numbers that do not
fit into a byte stand before them, each with its place. They are small by themselves and smaller where an
engine compresses them. They are read back for all documents of a page at once: NumPy's calls cost more than
what they do for one. `build.span_columns` writes them.
"""

import struct
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

import numpy as np

from search.arrays import Int32Array, Int64Array, Offsets
from search.text.spans import Readings, TextSpans, borders_in, parted

FORMAT = 3

HEADER = struct.Struct("<7I")
"""Format; how many texts, words, parts, sounds, numbers beyond a byte; bytes of words."""
KINDS = 2
"""Words and parts: for each text stands how many it has of either."""
LATIN = 128
"""Taken from the lengths of Latin parts, so that nearly all of them are negative."""
_COLUMNS, _WORDS = 9, 2
"""Columns of a document, and the first of those that are numbers: see `_columns_of`."""


def joined_spans(kept: Sequence[bytes], texts: Sequence[int], bases: Int64Array) -> TextSpans:
    """Return the spans of documents as those of all their texts joined with line ends.

    `texts` is how many texts each document has; each text begins at one of `bases`, and the last of these is
    behind the last line end. Raises `ValueError` for bytes that are not the spans of so many texts.
    """
    sizes, (counts, beyond, *of_numbers, blobs) = _columns_of(kept, texts)
    of_texts = _counts(b"".join(counts), texts, sizes)
    numbers = np.frombuffer(b"".join(chain.from_iterable(of_numbers)), np.int8).astype(np.int32)
    if large := b"".join(beyond):
        _put(np.frombuffer(large, "<i4").reshape(-1, 2), numbers, sizes)
    words, parts = of_texts.sum(axis=1).tolist()
    spans = words + parts
    gaps, lengths = numbers[:spans], numbers[spans : 2 * spans]
    of_parts = lengths[words:]
    is_latin = of_parts < 0
    # With `where` NumPy takes eight times as long.
    of_parts += is_latin * np.int32(LATIN)
    starts, ends = _places(gaps, lengths, of_texts, bases)
    joined = parted([blob for blob, some in zip(blobs, sizes[_WORDS].tolist(), strict=True) if some])
    borders = borders_in(joined)
    part_starts, part_ends = starts[words:], ends[words:]
    of_units, sounds = numbers[2 * spans : 2 * spans + parts], numbers[2 * spans + parts :]
    if (
        len(borders) != words + 1
        or of_units.min(initial=0) < 0
        # A BREAK is behind each text.
        or int(of_units.sum()) + len(bases) - 1 != len(sounds)
    ):
        raise ValueError("spans do not fit together")
    return TextSpans(
        words=joined,
        word_borders=borders,
        word_starts=starts[:words],
        word_ends=ends[:words],
        part_starts=part_starts,
        part_ends=part_ends,
        part_latin=is_latin,
        readings=Readings(sounds, part_starts, part_ends, of_units, of_texts[1]),
    )


def _columns_of(kept: Sequence[bytes], texts: Sequence[int]) -> tuple[Int64Array, Sequence[Sequence[bytes]]]:
    """Return what each document has in each column, and how many bytes that is, shape (columns, documents):
    counts, numbers beyond a byte, gaps of words and of parts, lengths of either, sizes, sounds, words.
    """
    all_sizes = []
    rows = []
    for data, wanted in zip(kept, texts, strict=True):
        if len(data) < HEADER.size:
            raise ValueError("spans are cut short")
        form, found, words, parts, sounds, beyond, blob = HEADER.unpack_from(data)
        if form != FORMAT:
            raise ValueError("spans have another format")
        if found != wanted:
            raise ValueError(f"spans of {found} texts, not of {wanted}")
        sizes = (4 * KINDS * found, 8 * beyond, words, parts, words, parts, parts, sounds, blob)
        edges = list(accumulate(sizes, initial=HEADER.size))
        if edges[-1] != len(data):
            raise ValueError("spans are not as long as they say")
        all_sizes.append(sizes)
        rows.append([data[start:end] for start, end in pairwise(edges)])
    columns = list(zip(*rows, strict=True)) if rows else [()] * _COLUMNS
    return np.array(all_sizes, np.int64).reshape(-1, _COLUMNS).T, columns


def _counts(counts: bytes, texts: Sequence[int], sizes: Int64Array) -> Int64Array:
    """Return how many words and parts each text has, shape (2, texts)."""
    counted: Int64Array = np.frombuffer(counts, "<u4").reshape(-1, KINDS).T.astype(np.int64)
    before = np.zeros((KINDS, counted.shape[1] + 1), np.int64)
    np.add.accumulate(counted, axis=1, out=before[:, 1:])
    borders = before[:, list(accumulate(texts, initial=0))]
    if (borders[:, 1:] - borders[:, :-1] != sizes[_WORDS : _WORDS + KINDS]).any():
        raise ValueError("spans do not fit together")
    return counted


def _put(beyond: Int32Array, numbers: Int32Array, sizes: Int64Array) -> None:
    """Put the numbers beyond a byte where they belong among those of all documents, column by column.

    `beyond` are places in the columns of a document, one behind the other, and what is there, shape (n, 2);
    `sizes` are those of all columns.

    Of two documents with columns of 2 and 3 numbers each, place 3 of the second is the 9th of all: its second
    column stands behind both first ones and the other's second.
    """
    owners = np.arange(sizes.shape[1]).repeat(sizes[_WORDS - 1] // 8)
    places, values = beyond.T
    sizes = sizes[_WORDS:-1]
    ends = sizes.cumsum(axis=0)
    if (places < 0).any() or (places >= ends[-1, owners]).any():
        raise ValueError("spans do not fit together")
    columns = (ends[:, owners] <= places).sum(axis=0)
    firsts = sizes.ravel().cumsum().reshape(sizes.shape) - ends
    numbers[firsts[columns, owners] + places] = values


def _places(
    gaps: Int32Array, lengths: Int32Array, of_texts: Int64Array, bases: Int64Array
) -> tuple[Offsets, Offsets]:
    """Return where everything begins and ends in the texts joined with line ends.

    Lengths 2, 1 and 3 behind gaps of 0, 0 and 1, the last in another text that begins at 10: they end at 2,
    3 and 14.
    """
    sums = np.zeros(len(gaps) + 1, np.int32)
    np.add.accumulate(gaps + lengths, out=sums[1:])
    counts = of_texts.ravel()
    # The sum runs on over all texts: what came before each is taken away again.
    shifts = bases[:-1] - sums.take(counts.cumsum() - counts).reshape(KINDS, -1)
    ends = sums[1:]
    ends += shifts.astype(np.int32).ravel().repeat(counts)
    starts = ends - lengths
    if len(starts) and (min(starts.min(), lengths.min()) < 0 or ends.max() >= bases[-1]):
        raise ValueError("spans point out of their text")
    return starts, ends
