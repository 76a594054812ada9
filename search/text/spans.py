"""Spans: where the terms of a text stand in it, kept with a document so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; what is kept is what
only Sudachi knows: words, the units they are parts of, and readings.

Encoded, the texts of a document are columns one behind the other: starts as differences, ends as lengths,
low bytes before high ones; a BREAK stands behind the readings of each text, and sounds of one place are kept
as a run. They are small by themselves and smaller where an engine compresses them. They are read back for all
documents of a page at once: NumPy's calls cost more than what they do for one.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.arrays import Codes, Int64Array, Offsets, ranges_of
from search.text.analysis import Analysis
from search.text.spelling.folding import BREAK, Folded
from search.text.streams import sounds_of, totals_of
from search.text.units import Unit

FORMAT = 2

HEADER = struct.Struct("<9I")
"""Format; how many texts, words, parts, runs of sounds, sounds; bytes of numbers, of sounds and of words."""
LONGEST_RUN = 255
"""Sounds of one place that are kept as one: a byte says how many."""
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
    words, parts, runs = _by_kind(places, layouts, firsts)
    blob = _parted([layout.words for layout in layouts if layout.sizes[0]])
    if np.count_nonzero(np.frombuffer(blob, np.uint8) == 0) != words.shape[1] + 1:
        raise ValueError("spans do not fit together")
    codes = _codes_of(layouts)
    counts = np.frombuffer(
        b"".join([layout.data[layout.runs_at : layout.kana_at] for layout in layouts]), np.uint8
    )
    if int(counts.sum()) != len(codes):
        raise ValueError("spans do not fit together")
    return TextSpans(
        words=blob,
        word_starts=words[0],
        word_ends=words[1],
        part_starts=parts[0],
        part_ends=parts[1],
        part_latin=_latin_of(layouts),
        readings=Folded(codes, runs[0].repeat(counts), runs[1].repeat(counts)),
    )


class _Layout(NamedTuple):
    """Where everything is in the bytes of one document's spans."""

    data: bytes
    texts: int
    sizes: tuple[int, int, int]
    """How many words, parts and runs of sounds there are."""
    codes: int
    places: int
    """The sum of them."""
    numbers: int
    """How many numbers there are: counts of each text, starts, lengths."""
    planes: int
    """Bytes of each number."""
    bits_at: int
    runs_at: int
    kana_at: int
    words_at: int

    @classmethod
    def of(cls, data: bytes, wanted: int) -> "_Layout":
        if len(data) < HEADER.size:
            raise ValueError("spans are cut short")
        form, texts, words, parts, runs, codes, plane_bytes, kana_bytes, blob_bytes = HEADER.unpack_from(data)
        if texts != wanted:
            raise ValueError(f"spans of {texts} texts, not of {wanted}")
        places = words + parts + runs
        size = 3 * texts + 2 * places
        bits_at = HEADER.size + plane_bytes
        runs_at = bits_at + (parts + 7) // 8
        kana_at = runs_at + runs
        words_at = kana_at + kana_bytes
        if form != FORMAT or plane_bytes not in (2 * size, 4 * size) or kana_bytes not in (codes, 4 * codes):
            raise ValueError("spans have another format")
        if words_at + blob_bytes != len(data):
            raise ValueError("spans are not as long as they say")
        planes = plane_bytes // size if size else 2
        kinds = (words, parts, runs)
        return cls(data, texts, kinds, codes, places, size, planes, bits_at, runs_at, kana_at, words_at)

    @property
    def words(self) -> bytes:
        """The words, parted."""
        return self.data[self.words_at :]


def _numbers(layouts: Sequence[_Layout]) -> tuple[Offsets, Offsets, Offsets]:
    """Return the counts, starts and lengths of all documents, one document's behind the other's."""
    planes = [
        np.frombuffer(layout.data, np.uint8, layout.planes * layout.numbers, HEADER.size).reshape(
            layout.planes, -1
        )
        for layout in layouts
    ]
    width = max(map(len, planes), default=2)
    if width > 2:
        planes = [own if len(own) == width else np.concatenate((own, np.zeros_like(own))) for own in planes]
    joined = np.concatenate([np.zeros((width, 0), np.uint8), *planes], axis=1).T.copy()
    numbers = joined.view(np.uint16 if width == 2 else np.uint32).ravel().astype(np.int32)
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
    """Return starts and ends, shape (2, n), of words, of parts and of runs of all documents, of which
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
    if all([len(piece) == layout.codes for layout, piece in zip(layouts, pieces, strict=True)]):
        return _kana(b"".join(pieces))
    return np.concatenate(
        [
            _kana(piece)
            if len(piece) == layout.codes
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


def runs_of(starts: Offsets, ends: Offsets, firsts: npt.NDArray[np.integer]) -> tuple[Int64Array, Int64Array]:
    """Return where runs of one place begin, and how long they are, at most `LONGEST_RUN`; each of `firsts`,
    where texts begin, begins one.

    >>> runs_of(np.array([0, 0, 0, 2]), np.array([2, 2, 2, 3]), np.array([0, 1]))
    (array([0, 1, 3]), array([1, 2, 1]))
    """
    is_first = np.zeros(len(starts) + 1, np.bool_)
    is_first[firsts] = is_first[-1] = True
    is_first[1:-1] |= (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    begins = is_first.nonzero()[0]
    sizes = np.diff(begins)
    pieces = -(-sizes // LONGEST_RUN)
    begins = begins[:-1].repeat(pieces)
    begins += LONGEST_RUN * ranges_of(np.zeros(len(pieces), np.int64), pieces)
    return begins, np.diff(begins, append=len(starts))
