"""Spans: where the terms of a text stand in it, kept with a document so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; what is kept is what
only Sudachi knows: words, the units they are parts of, and readings.

Encoded, the texts of a document are columns of bytes, one behind the other: starts as gaps behind the end
before, mostly 0, ends as lengths, and for each part how many sounds its unit has, 0 where the unit began
before. Numbers that do not fit into a byte stand before them, each with its place. They are small by
themselves and smaller where an engine compresses them. They are read back for all documents of a page at
once: NumPy's calls cost more than what they do for one.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, repeat

import numpy as np

from search.arrays import BoolArray, Codes, Int32Array, Int64Array, Integers, Offsets
from search.text.analysis import Analysis
from search.text.spelling.folding import BREAK
from search.text.streams import sounds_of, totals_of
from search.text.units import Unit

FORMAT = 3

HEADER = struct.Struct("<7I")
"""Format; how many texts, words, parts, sounds, numbers beyond a byte; bytes of words."""
KINDS = 2
"""Words and parts: for each text stands how many it has of either."""
LATIN = 128
"""Taken from the lengths of Latin parts, so that nearly all of them are negative."""
FIRST_SOUND = 0x3096
"""Taken from every sound but a BREAK, so that kana fit into a byte. It is a hiragana, which no folded code
is: 0 is a BREAK.
"""
PARTED_BY = "\0"
"""No folded term holds it: it is what BREAK would be."""
_NUL = PARTED_BY.encode()
_CODE = 4
"""Bytes of a code of a unit's sounds."""


@dataclass(frozen=True, slots=True, eq=False)
class TextSpans:
    """The words, parts and readings of texts; every start and end counts code points.

    `words` are the terms of the `words` stream in the order of `Terms`, as UTF-8, `PARTED_BY` before each and
    behind the last, at `word_borders`; they have `word_starts` and `word_ends`. `part_starts`, `part_ends`
    and `part_latin` are the parts of units in order (of a Latin run only the whole), silent ones too.
    """

    words: bytes
    word_borders: Int64Array
    word_starts: Offsets
    word_ends: Offsets
    part_starts: Offsets
    part_ends: Offsets
    part_latin: BoolArray
    readings: "Readings"


@dataclass(frozen=True, eq=False)
class Readings:
    """The readings of units one behind the other, each as it is by itself, before `join_ia`: BREAK for a unit
    without one, and behind each text.

    `sounds` are their codes as `sounds_of_codes` keeps them. They are given by parts: where each is, and how
    many sounds the unit has that begins with it, 0 where one goes on. `of_texts` is how many parts each text
    has.

    Two units, one of two parts with 3 sounds and one with 2, have the sizes 3, 0, 2.
    """

    sounds: Int32Array
    part_starts: Offsets
    part_ends: Offsets
    part_sizes: Integers
    of_texts: Int64Array

    @cached_property
    def codes(self) -> Codes:
        codes: Codes = (self.sounds + np.int32(FIRST_SOUND) * (self.sounds != BREAK)).view(np.uint32)
        return codes

    @cached_property
    def starts(self) -> Offsets:
        """Where each unit begins."""
        return self.part_starts[self._begins]

    @cached_property
    def ends(self) -> Offsets:
        """Where each unit ends."""
        lasts: Int64Array = np.append(self._begins, len(self.part_ends))[1:] - 1
        return self.part_ends[lasts]

    @cached_property
    def sizes(self) -> Integers:
        """How many codes each unit has."""
        return self.part_sizes[self._begins]

    @cached_property
    def firsts(self) -> Int64Array:
        """Where the codes of each unit begin."""
        breaks = np.arange(len(self.of_texts)).repeat(self.of_texts)
        return self.sizes.cumsum() - self.sizes + breaks[self._begins]

    def units_at(self, places: Integers) -> Int64Array:
        """Return the units to which the codes at these places belong; no BREAK behind a text is asked for."""
        return self.firsts.searchsorted(places, "right") - 1

    @cached_property
    def _begins(self) -> Int64Array:
        return self.part_sizes.nonzero()[0]


def spans_of(analysis: Analysis) -> TextSpans:
    """Return what is kept of one text's analysis."""
    words, units = analysis.streams["words"], analysis.units
    parts = list(chain.from_iterable(map(_parts_of, units, analysis.begins.tolist())))
    columns = np.array(parts, dtype=np.int32).reshape(-1, 4)
    starts, ends, sizes = columns[:, 0], columns[:, 1], columns[:, 3]
    codes = sounds_of(units, analysis.begins, totals_of(units)).codes
    joined = _parted([str(term).encode("utf-8", "surrogatepass") for term in words.terms])
    return TextSpans(
        words=joined,
        word_borders=_borders_in(joined),
        word_starts=words.starts,
        word_ends=words.ends,
        part_starts=starts,
        part_ends=ends,
        part_latin=columns[:, 2].astype(np.bool_),
        readings=Readings(sounds_of_codes(codes), starts, ends, sizes, np.array([len(parts)])),
    )


def sounds_of_codes(codes: Codes) -> Int32Array:
    """Return folded codes so that kana fit into a byte, and a BREAK is 0."""
    sounds: Int32Array = codes.astype(np.int32) - np.int32(FIRST_SOUND) * (codes != BREAK)
    return sounds


def joined_spans(kept: Sequence[bytes], texts: Sequence[int], bases: Int64Array) -> TextSpans:
    """Return the spans of documents as those of all their texts joined with line ends.

    `texts` is how many texts each document has; each text begins at one of `bases`, and the last of these is
    behind the last line end. Raises `ValueError` for bytes that are not the spans of so many texts.
    """
    heads, edges = _layouts(kept, texts)
    # Of each column what all documents have, one document's behind the other's.
    counts, beyond, *columns, blobs = (
        [data[start:end] for data, start, end in zip(kept, starts, ends, strict=True)]
        for starts, ends in pairwise(edges.tolist())
    )
    of_texts = _counts(b"".join(counts), heads)
    numbers = np.frombuffer(b"".join(chain.from_iterable(columns)), np.int8).astype(np.int32)
    _put(np.frombuffer(b"".join(beyond), "<i4").reshape(-1, 2), numbers, edges[1:-1])
    words, parts = of_texts.sum(axis=1).tolist()
    gaps, lengths = numbers[: words + parts], numbers[words + parts : 2 * (words + parts)]
    of_parts = lengths[words:]
    is_latin = of_parts < 0
    np.add(of_parts, LATIN, out=of_parts, where=is_latin)
    starts, ends = _places(gaps, lengths, of_texts, bases)
    joined = _parted([blob for blob, some in zip(blobs, heads[:, 2].tolist(), strict=True) if some])
    borders = _borders_in(joined)
    part_starts, part_ends = starts[words:], ends[words:]
    sizes, sounds = numbers[2 * (words + parts) :][:parts], numbers[2 * (words + parts) + parts :]
    if (
        len(borders) != words + 1
        or sizes.min(initial=0) < 0
        # A BREAK is behind each text.
        or int(sizes.sum()) + of_texts.shape[1] != len(sounds)
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
        readings=Readings(sounds, part_starts, part_ends, sizes, of_texts[1]),
    )


def _layouts(kept: Sequence[bytes], texts: Sequence[int]) -> tuple[Int64Array, Int64Array]:
    """Return each document's header, shape (documents, 7), and where what is behind it begins, shape
    (columns + 1, documents): counts, numbers beyond a byte, gaps of words and of parts, lengths of either,
    sizes, sounds, words.
    """
    if min(map(len, kept), default=HEADER.size) < HEADER.size:
        raise ValueError("spans are cut short")
    joined = b"".join([data[: HEADER.size] for data in kept])
    heads = np.frombuffer(joined, "<u4").reshape(-1, HEADER.size // 4).astype(np.int64)
    forms, found, words, parts, sounds, beyond, blobs = heads.T
    if (forms != FORMAT).any():
        raise ValueError("spans have another format")
    for count, wanted in zip(found.tolist(), texts, strict=True):
        if count != wanted:
            raise ValueError(f"spans of {count} texts, not of {wanted}")
    sizes = (4 * KINDS * found, 8 * beyond, words, parts, words, parts, parts, sounds, blobs)
    edges = np.full((len(sizes) + 1, len(kept)), HEADER.size)
    np.add.accumulate(sizes, axis=0, out=edges[1:])
    edges[1:] += HEADER.size
    if edges[-1].tolist() != list(map(len, kept)):
        raise ValueError("spans are not as long as they say")
    return heads, edges


def _counts(counts: bytes, heads: Int64Array) -> Int64Array:
    """Return how many words and parts each text has, shape (2, texts)."""
    of_texts = np.frombuffer(counts, "<u4").reshape(-1, KINDS)
    before = np.zeros((len(of_texts) + 1, KINDS), np.int64)
    np.add.accumulate(of_texts, axis=0, dtype=np.int64, out=before[1:])
    lasts = heads[:, 1].cumsum()
    if (before[lasts] - before[lasts - heads[:, 1]] != heads[:, 2 : 2 + KINDS]).any():
        raise ValueError("spans do not fit together")
    counted: Int64Array = of_texts.T.astype(np.int64)
    return counted


def _put(beyond: Int32Array, numbers: Int32Array, edges: Int64Array) -> None:
    """Put the numbers beyond a byte where they belong among those of all documents, column by column.

    `beyond` are places in the columns of a document, one behind the other, and what is there, shape (n, 2);
    `edges` are where a document has those pairs and each of its columns, shape (columns + 2, documents).

    Of two documents with columns of 2 and 3 numbers each, place 3 of the second is the 9th of all: its second
    column stands behind both first ones and the other's second.
    """
    if not len(beyond):
        return
    owners = np.arange(edges.shape[1]).repeat((edges[1] - edges[0]) // 8)
    places, values = beyond.T
    at = places + edges[1, owners]
    if (places < 0).any() or (at >= edges[-1, owners]).any():
        raise ValueError("spans do not fit together")
    columns = (edges[2:, owners] <= at).sum(axis=0)
    sizes = edges[2:] - edges[1:-1]
    firsts = (sizes.ravel().cumsum() - sizes.ravel()).reshape(sizes.shape)
    numbers[firsts[columns, owners] + at - edges[1 + columns, owners]] = values


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
    shifts = bases[:-1] - sums[counts.cumsum() - counts].reshape(KINDS, -1)
    ends = sums[1:]
    ends += shifts.ravel().astype(np.int32).repeat(counts)
    starts = ends - lengths
    if len(starts) and (min(starts.min(), lengths.min()) < 0 or ends.max() >= bases[-1]):
        raise ValueError("spans point out of their text")
    return starts, ends


def _parted(words: Sequence[bytes]) -> bytes:
    return b"".join((_NUL, _NUL.join(words), _NUL)) if words else _NUL


def _borders_in(words: bytes) -> Int64Array:
    borders: Int64Array = (np.frombuffer(words, np.uint8) == 0).nonzero()[0]
    return borders


def _parts_of(unit: Unit, begin: int) -> Iterable[tuple[int, int, bool, int]]:
    """Return start and end of a unit's parts, whether they are Latin, and how many sounds begin there."""
    parts = unit.parts[:1] if unit.latin else unit.parts
    sizes = chain((len(unit.sounds) // _CODE,), repeat(0))
    return [
        (begin + start, begin + end, unit.latin, size)
        for (_, _, start, end), size in zip(parts, sizes, strict=False)
    ]
