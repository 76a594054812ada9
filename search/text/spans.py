"""Spans: where the terms of a text stand in it, kept with a document so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; what is kept is what
only Sudachi knows: words, the units they are parts of, and readings.

Encoded, the texts of a document are columns one behind the other: starts as differences, ends as lengths,
low bytes before high ones; a BREAK stands behind the readings of each text. They are small by themselves and
smaller where an engine compresses them. They are read back for all documents of a page at once: NumPy's calls
cost more than what they do for one.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.arrays import Codes, Offsets
from search.text.analysis import Analysis
from search.text.spelling.folding import BREAK, Folded
from search.text.streams import Unit, sounds_of, totals_of

FORMAT = 1

HEADER = struct.Struct("<8I")
"""Format; how many texts, words, parts, reading codes; bytes of numbers, of codes and of words."""
BIAS = 0x8000
"""Added to every number, so that most are positive and fit into 16 bits."""
PARTED_BY = "\0"
"""No folded term holds it: it is what BREAK would be."""
NO_KANA = 0xFF
_FIRST_KANA = 0x30A0
_NUL = PARTED_BY.encode()


@dataclass(frozen=True, slots=True, eq=False)
class TextSpans:
    """The words, parts and readings of texts; every start and end counts code points.

    `words` are the terms of the `words` stream in the order of `Terms`, as UTF-8, `PARTED_BY` before each and
    behind the last; they have `word_starts` and `word_ends`. `part_starts`, `part_ends` and `part_latin` are
    the parts of units in order (of a Latin run only the whole), silent ones too. `readings` are those of
    units one behind the other, each as it is by itself, before `join_ia` (BREAK for a unit without one, and
    between texts); each code points to its whole unit.
    """

    words: bytes
    word_starts: Offsets
    word_ends: Offsets
    part_starts: Offsets
    part_ends: Offsets
    part_latin: npt.NDArray[np.bool_]
    readings: Folded


def spans_of(analysis: Analysis) -> TextSpans:
    """Return what is kept of one text's analysis."""
    words = analysis.streams["words"]
    parts = list(chain.from_iterable(map(_parts_of, analysis.units, analysis.begins.tolist())))
    columns = np.array(parts, dtype=np.int32).reshape(-1, 3)
    return TextSpans(
        words=_parted([str(term).encode("utf-8", "surrogatepass") for term in words.terms]),
        word_starts=words.starts,
        word_ends=words.ends,
        part_starts=columns[:, 0],
        part_ends=columns[:, 1],
        part_latin=columns[:, 2].astype(np.bool_),
        readings=sounds_of(analysis.units, analysis.begins, totals_of(analysis.units)),
    )


def joined_spans(kept: Sequence[bytes], documents: Sequence[Sequence[str]]) -> TextSpans:
    """Return the spans of documents, each given as its texts, as those of all texts joined with line ends.

    Raises `ValueError` for bytes that are not the spans of so many texts.
    """
    layouts = [_Layout.of(data, len(texts)) for data, texts in zip(kept, documents, strict=True)]
    heads, starts, lengths = _numbers(layouts)
    _check_counts(heads, layouts)
    sizes = [layout.places for layout in layouts]
    starts = np.add.accumulate(starts, dtype=np.int32)
    firsts = [0, *accumulate(sizes)]
    # The sum runs on over all documents: what came before each is taken away again.
    before = np.concatenate([[0], starts])[firsts[:-1]].tolist()
    shifts: list[int] = []
    base = 0
    for texts, least in zip(documents, before, strict=True):
        bases = []
        for text in texts:
            bases.append(base - least)
            base += len(text) + 1
        shifts += bases * 3
    starts += np.array(shifts, np.int32).repeat(heads)
    places = np.stack((starts, starts + lengths))
    if len(starts) and (min(starts.min(), lengths.min()) < 0 or places[1].max() >= base):
        raise ValueError("spans point out of their text")
    words, parts, readings = _by_kind(places, layouts, firsts)
    blob = _parted([layout.words for layout in layouts if layout.sizes[0]])
    if np.count_nonzero(np.frombuffer(blob, np.uint8) == 0) != words.shape[1] + 1:
        raise ValueError("spans do not fit together")
    return TextSpans(
        words=blob,
        word_starts=words[0],
        word_ends=words[1],
        part_starts=parts[0],
        part_ends=parts[1],
        part_latin=_latin_of(layouts),
        readings=Folded(_codes_of(layouts), readings[0], readings[1]),
    )


class _Layout(NamedTuple):
    """Where everything is in the bytes of one document's spans."""

    data: bytes
    texts: int
    sizes: tuple[int, int, int]
    """How many words, parts and reading codes there are."""
    places: int
    """The sum of them."""
    numbers: int
    """How many numbers there are: counts of each text, starts, lengths."""
    planes: int
    """Bytes of each number."""
    bits_at: int
    kana_at: int
    words_at: int

    @classmethod
    def of(cls, data: bytes, wanted: int) -> "_Layout":
        if len(data) < HEADER.size:
            raise ValueError("spans are cut short")
        form, texts, words, parts, codes, plane_bytes, kana_bytes, blob_bytes = HEADER.unpack_from(data)
        if texts != wanted:
            raise ValueError(f"spans of {texts} texts, not of {wanted}")
        places = words + parts + codes
        size = 3 * texts + 2 * places
        bits_at = HEADER.size + plane_bytes
        kana_at = bits_at + (parts + 7) // 8
        words_at = kana_at + kana_bytes
        if form != FORMAT or plane_bytes not in (2 * size, 4 * size) or kana_bytes not in (codes, 4 * codes):
            raise ValueError("spans have another format")
        if words_at + blob_bytes != len(data):
            raise ValueError("spans are not as long as they say")
        planes = plane_bytes // size if size else 2
        return cls(data, texts, (words, parts, codes), places, size, planes, bits_at, kana_at, words_at)

    @property
    def words(self) -> bytes:
        """The words, parted."""
        return self.data[self.words_at :]


def _numbers(layouts: Sequence[_Layout]) -> tuple[Offsets, Offsets, Offsets]:
    """Return the counts, starts and lengths of all documents, one document's behind the other's."""
    width = max((layout.planes for layout in layouts), default=2)
    planes = np.empty((sum([layout.numbers for layout in layouts]), width), np.uint8)
    for plane in range(width):
        pieces = []
        for layout in layouts:
            at = HEADER.size + plane * layout.numbers
            pieces.append(
                layout.data[at : at + layout.numbers] if plane < layout.planes else bytes(layout.numbers)
            )
        planes[:, plane] = np.frombuffer(b"".join(pieces), np.uint8)
    numbers = planes.view(np.uint16 if width == 2 else np.uint32).ravel().astype(np.int32)
    numbers -= BIAS
    columns: tuple[list[Offsets], list[Offsets], list[Offsets]] = ([], [], [])
    at = 0
    for layout in layouts:
        for column, size in zip(columns, (3 * layout.texts, layout.places, layout.places), strict=True):
            column.append(numbers[at : at + size])
            at += size
    heads, starts, lengths = (np.concatenate([numbers[:0], *column]) for column in columns)
    return heads, starts, lengths


def _check_counts(counts: Offsets, layouts: Sequence[_Layout]) -> None:
    """Make sure that the texts of each document have as many words, parts and readings as it says."""
    sums = np.cumsum(np.append(0, counts), dtype=np.int64)
    texts = [layout.texts for layout in layouts for _ in range(3)]
    found = np.diff(sums[[0, *accumulate(texts)]]).tolist()
    if found != [size for layout in layouts for size in layout.sizes] or counts.min(initial=0) < 0:
        raise ValueError("spans do not fit together")


def _by_kind(places: Offsets, layouts: Sequence[_Layout], firsts: Sequence[int]) -> list[Offsets]:
    """Return starts and ends, shape (2, n), of words, of parts and of readings of all documents, of which
    each begins at its `first`.
    """
    kinds: tuple[list[Offsets], list[Offsets], list[Offsets]] = ([], [], [])
    for layout, at in zip(layouts, firsts, strict=False):
        for kind, size in zip(kinds, layout.sizes, strict=True):
            kind.append(places[:, at : at + size])
            at += size
    return [np.concatenate([places[:, :0], *kind], axis=1) for kind in kinds]


def _latin_of(layouts: Sequence[_Layout]) -> npt.NDArray[np.bool_]:
    pieces = [layout.data[layout.bits_at : layout.kana_at] for layout in layouts]
    bits = np.unpackbits(np.frombuffer(b"".join(pieces), np.uint8)).view(np.bool_)
    found, at = [bits[:0]], 0
    for layout, piece in zip(layouts, pieces, strict=True):
        found.append(bits[at : at + layout.sizes[1]])
        at += 8 * len(piece)
    return np.concatenate(found)


def _codes_of(layouts: Sequence[_Layout]) -> Codes:
    pieces = [layout.data[layout.kana_at : layout.words_at] for layout in layouts]
    if all(len(piece) == layout.sizes[2] for layout, piece in zip(layouts, pieces, strict=True)):
        return _kana(b"".join(pieces))
    return np.concatenate(
        [
            _kana(piece)
            if len(piece) == layout.sizes[2]
            else np.frombuffer(piece, np.uint8).reshape(4, -1).T.copy().view(np.uint32).ravel()
            for layout, piece in zip(layouts, pieces, strict=True)
        ]
    )


def _kana(data: bytes) -> Codes:
    """Return the code points of kana that are kept as a byte each, a BREAK as 0."""
    codes = np.frombuffer(data, np.uint8).astype(np.uint32)
    # A sum: a look-up takes three times as long.
    codes += np.uint32(_FIRST_KANA) * (codes != BREAK)
    return codes


def _parted(words: Sequence[bytes]) -> bytes:
    return b"".join((_NUL, _NUL.join(words), _NUL)) if words else _NUL


def _parts_of(unit: Unit, begin: int) -> Iterable[tuple[int, int, bool]]:
    parts = unit.parts[:1] if unit.latin else unit.parts
    return [(begin + start, begin + end, unit.latin) for _, _, start, end in parts]


def planes_of(numbers: npt.NDArray[np.int32] | Codes) -> bytes:
    """Return 32-bit numbers with all lowest bytes first, then all second ones: the others are mostly zero."""
    return numbers.view(np.uint8).reshape(-1, 4).T.tobytes()


AS_KANA = np.full(0x3101, NO_KANA, dtype=np.uint8)
AS_KANA[BREAK] = 0
AS_KANA[_FIRST_KANA + 1 : 0x3100] = np.arange(1, 0x60, dtype=np.uint8)
