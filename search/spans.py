"""Spans: where the terms of a text stand in it, kept with a document so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; what is kept is what
only Sudachi knows: words, the units they are parts of, and readings.

Encoded, the texts of a document are columns one behind the other: starts as differences, ends as lengths,
low bytes before high ones; a BREAK stands behind the readings of each text. They are small by themselves and
smaller where an engine compresses them.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from search.analysis import Analysis
from search.spelling.folding import BREAK, Codes, Offsets
from search.streams import Unit, sounds_of, totals_of

FORMAT = 1

HEADER = struct.Struct("<8I")
"""Format; how many texts, words, parts, reading codes; bytes of numbers, of codes and of words."""
BIAS = 0x8000
"""Added to every number, so that most are positive and fit into 16 bits."""
_FARTHEST = 1 << 30
PARTED_BY = "\0"
"""No folded term holds it: it is what BREAK would be."""
NO_KANA = 0xFF
_FIRST_KANA = 0x30A0


@dataclass(frozen=True, slots=True, eq=False)
class TextSpans:
    """One text's words, parts and readings; every start and end counts code points of the text.

    `words` are the terms of its `words` stream in the order of `Terms`, with `word_starts` and `word_ends`.
    `part_starts`, `part_ends` and `part_latin` are the parts of its units in order (of a Latin run only the
    whole), silent ones too. `reading_codes` are the folded readings of its units one behind the other, each
    as it is by itself, before `join_ia` (BREAK for a unit without one); each code has the `reading_starts`
    and `reading_ends` of its unit.
    """

    words: tuple[str, ...]
    word_starts: Offsets
    word_ends: Offsets
    part_starts: Offsets
    part_ends: Offsets
    part_latin: npt.NDArray[np.bool_]
    reading_codes: Codes
    reading_starts: Offsets
    reading_ends: Offsets


def spans_of(analysis: Analysis) -> TextSpans:
    """Return what is kept of one text's analysis."""
    words = analysis.streams["words"]
    parts = list(chain.from_iterable(map(_parts_of, analysis.units, analysis.begins.tolist())))
    columns = np.array(parts, dtype=np.int32).reshape(-1, 3)
    sounds = sounds_of(analysis.units, analysis.begins, totals_of(analysis.units))
    return TextSpans(
        words=tuple(map(str, words.terms)),
        word_starts=words.starts,
        word_ends=words.ends,
        part_starts=columns[:, 0],
        part_ends=columns[:, 1],
        part_latin=columns[:, 2].astype(np.bool_),
        reading_codes=sounds.codes,
        reading_starts=sounds.start,
        reading_ends=sounds.end,
    )


def joined_spans(data: bytes, texts: Sequence[str]) -> TextSpans:
    """Return the spans of a document's texts as those of one, the texts joined with line ends.

    Raises `ValueError` for bytes that are not the spans of so many texts.
    """
    kept = _decoded(data)
    if kept.texts != len(texts):
        raise ValueError(f"spans of {kept.texts} texts, not of {len(texts)}")
    if texts:
        bases = [0, *accumulate(len(text) + 1 for text in texts[:-1])]
        shift = np.repeat(np.array(3 * bases, dtype=np.int32), kept.counts)
        for places in (kept.starts, kept.ends):
            np.add(places, shift, out=places)
    return kept.cut((0, len(kept.words)), (0, len(kept.latin)), (0, len(kept.codes)))


def decoded_spans(data: bytes) -> tuple[TextSpans, ...]:
    """Return the spans of each text of a document; raises `ValueError` for bytes that hold none."""
    kept = _decoded(data)
    ends = list(accumulate(kept.counts.tolist()))
    bounds = list(zip([0, *ends], ends, strict=False))
    found = []
    for words, parts, codes in zip(
        bounds[: kept.texts], bounds[kept.texts : 2 * kept.texts], bounds[2 * kept.texts :], strict=True
    ):
        first_part, first_code = len(kept.words), len(kept.words) + len(kept.latin)
        found.append(
            kept.cut(
                words,
                (parts[0] - first_part, parts[1] - first_part),
                # The BREAK behind them is none of its readings.
                (codes[0] - first_code, codes[1] - first_code - 1),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """The columns of a document's texts.

    `counts` are how many words each text has, then how many parts, then how many reading codes; `starts` and
    `ends` have them in the same order.
    """

    counts: Offsets
    words: tuple[str, ...]
    starts: Offsets
    ends: Offsets
    latin: npt.NDArray[np.bool_]
    codes: Codes

    @property
    def texts(self) -> int:
        return len(self.counts) // 3

    def cut(self, words: tuple[int, int], parts: tuple[int, int], codes: tuple[int, int]) -> TextSpans:
        """Return these words, parts and reading codes, each from the first to behind the last."""
        of_words = slice(*words)
        first_part, first_code = len(self.words), len(self.words) + len(self.latin)
        of_parts = slice(first_part + parts[0], first_part + parts[1])
        of_codes = slice(first_code + codes[0], first_code + codes[1])
        return TextSpans(
            words=self.words[of_words],
            word_starts=self.starts[of_words],
            word_ends=self.ends[of_words],
            part_starts=self.starts[of_parts],
            part_ends=self.ends[of_parts],
            part_latin=self.latin[slice(*parts)],
            reading_codes=self.codes[slice(*codes)],
            reading_starts=self.starts[of_codes],
            reading_ends=self.ends[of_codes],
        )


def _decoded(data: bytes) -> _Kept:
    if len(data) < HEADER.size:
        raise ValueError("spans are cut short")
    form, texts, words, parts, codes, plane_bytes, kana_bytes, blob_bytes = HEADER.unpack_from(data)
    places = words + parts + codes
    size = 3 * texts + 2 * places
    is_kana = kana_bytes == codes
    bits_at = HEADER.size + plane_bytes
    kana_at = bits_at + (parts + 7) // 8
    words_at = kana_at + kana_bytes
    if form != FORMAT or plane_bytes not in (2 * size, 4 * size) or not (is_kana or kana_bytes == 4 * codes):
        raise ValueError("spans have another format")
    if words_at + blob_bytes != len(data):
        raise ValueError("spans are not as long as they say")
    numbers = _unplaned(data[HEADER.size : bits_at], size).view(np.int32)
    numbers -= BIAS
    latin = np.unpackbits(np.frombuffer(data, np.uint8, kana_at - bits_at, bits_at), count=parts)
    if is_kana:
        reading = _OF_KANA.take(np.frombuffer(data, np.uint8, codes, kana_at))
    else:
        reading = _unplaned(data[kana_at:words_at], codes)
    # Damaged text raises UnicodeDecodeError, which is a ValueError.
    blob = data[words_at:].decode("utf-8", "surrogatepass")
    terms = tuple(blob.split(PARTED_BY)) if words else ()
    counts = numbers[: 3 * texts]
    of_each = counts.tolist()
    sums = (sum(of_each[:texts]), sum(of_each[texts : 2 * texts]), sum(of_each[2 * texts :]))
    least = (min(of_each, default=0), min(of_each[2 * texts :], default=1))
    if sums != (words, parts, codes) or len(terms) != words or (blob and not words) or least < (0, 1):
        raise ValueError("spans do not fit together")
    starts = np.add.accumulate(numbers[3 * texts : 3 * texts + places], dtype=np.int32)
    ends = numbers[3 * texts + places :]
    if np.maximum.reduce((starts | ends).view(np.uint32), initial=0) > _FARTHEST:
        raise ValueError("spans point out of their text")
    ends += starts
    return _Kept(counts, terms, starts, ends, latin.view(np.bool_), reading)


def _parts_of(unit: Unit, begin: int) -> Iterable[tuple[int, int, bool]]:
    parts = unit.parts[:1] if unit.latin else unit.parts
    return [(begin + start, begin + end, unit.latin) for _, _, start, end in parts]


def planes_of(numbers: npt.NDArray[np.int32] | Codes) -> bytes:
    """Return 32-bit numbers with all lowest bytes first, then all second ones: the others are mostly zero."""
    return numbers.view(np.uint8).reshape(-1, 4).T.tobytes()


def _unplaned(planes: bytes, count: int) -> Codes:
    """Return the numbers of two or four planes."""
    numbers = np.zeros((count, 4), np.uint8)
    if count:
        width = len(planes) // count
        numbers[:, :width] = np.frombuffer(planes, np.uint8).reshape(width, count).T
    return numbers.view(np.uint32).ravel()


_OF_KANA = np.arange(_FIRST_KANA, _FIRST_KANA + 0x100, dtype=np.uint32)
_OF_KANA[0] = BREAK
AS_KANA = np.full(0x3101, NO_KANA, dtype=np.uint8)
AS_KANA[BREAK] = 0
AS_KANA[_FIRST_KANA + 1 : 0x3100] = np.arange(1, 0x60, dtype=np.uint8)
