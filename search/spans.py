"""Spans: where the terms of a text stand in it, kept with a document so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; what is kept is what
only Sudachi knows: words, the units they are parts of, and readings.

Encoded, the texts of a document are columns one behind the other: starts as differences, ends as lengths,
low bytes before high ones. They are small by themselves and smaller where an engine compresses them.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from search.analysis import Analysis
from search.spelling.folding import BREAK, Codes, Offsets
from search.streams import Unit, sounds_of, totals_of

FORMAT = 1

_HEADER = struct.Struct("<8I")
"""Format; how many texts, words, parts, reading codes; bytes of numbers, of codes and of words."""
_BIAS = 0x8000
"""Added to every number, so that most are positive and fit into 16 bits."""
_FARTHEST = 1 << 30
_PARTED_BY = "\0"
"""No folded term holds it: it is what BREAK would be."""
_UNKNOWN = 0xFF
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


def encoded_spans(texts: Sequence[TextSpans]) -> bytes:
    """Return the spans of a document's texts as bytes; raises `ValueError` for a word that holds NUL."""
    words = tuple(chain.from_iterable([text.words for text in texts]))
    blob = _PARTED_BY.join(words).encode("utf-8", "surrogatepass")
    if blob.count(0) != max(0, len(words) - 1):
        raise ValueError("a word that holds NUL cannot be kept")
    starts: list[Offsets] = []
    ends: list[Offsets] = []
    latin, codes = [], []
    for text in texts:
        starts += (text.word_starts, text.part_starts, text.reading_starts)
        ends += (text.word_ends, text.part_ends, text.reading_ends)
        latin.append(text.part_latin)
        codes.append(text.reading_codes)
    counts = list(map(len, starts))
    places = sum(counts)
    numbers = np.empty(len(counts) + 2 * places, np.int32)
    numbers[: len(counts)] = counts
    if places:
        steps, lengths = numbers[len(counts) : -places], numbers[-places:]
        np.concatenate(starts, out=steps)
        np.concatenate(ends, out=lengths)
        lengths -= steps
        # NumPy minds the overlap of what it reads and what it writes.
        steps[1:] -= steps[:-1]
    numbers += _BIAS
    planes = _planes(numbers)
    if planes.count(0, 2 * len(numbers)) == 2 * len(numbers):
        planes = planes[: 2 * len(numbers)]
    all_codes = np.concatenate(codes) if codes else _NO_CODES
    kana = _AS_KANA.take(all_codes, mode="clip").tobytes()
    if _UNKNOWN in kana:
        kana = _planes(all_codes)
    bits = np.packbits(np.concatenate(latin)).tobytes() if latin else b""
    header = _HEADER.pack(
        FORMAT,
        len(texts),
        len(words),
        sum(counts[1::3]),
        len(all_codes),
        len(planes),
        len(kana),
        len(blob),
    )
    return b"".join((header, planes, bits, kana, blob))


def decoded_spans(data: bytes) -> tuple[TextSpans, ...]:
    """Return what `encoded_spans` was given; raises `ValueError` for bytes that it never returned."""
    if len(data) < _HEADER.size:
        raise ValueError("spans are cut short")
    form, texts, words, parts, codes, plane_bytes, kana_bytes, blob_bytes = _HEADER.unpack_from(data)
    places = words + parts + codes
    size = 3 * texts + 2 * places
    is_kana = kana_bytes == codes
    bits_at = _HEADER.size + plane_bytes
    kana_at = bits_at + (parts + 7) // 8
    words_at = kana_at + kana_bytes
    if form != FORMAT or plane_bytes not in (2 * size, 4 * size) or not (is_kana or kana_bytes == 4 * codes):
        raise ValueError("spans have another format")
    if words_at + blob_bytes != len(data):
        raise ValueError("spans are not as long as they say")
    numbers = _unplaned(data[_HEADER.size : bits_at], size).view(np.int32)
    numbers -= _BIAS
    latin = np.unpackbits(np.frombuffer(data, np.uint8, kana_at - bits_at, bits_at), count=parts)
    if is_kana:
        reading = _OF_KANA.take(np.frombuffer(data, np.uint8, codes, kana_at))
    else:
        reading = _unplaned(data[kana_at:words_at], codes)
    # Damaged text raises UnicodeDecodeError, which is a ValueError.
    blob = data[words_at:].decode("utf-8", "surrogatepass")
    terms = tuple(blob.split(_PARTED_BY)) if words else ()
    counts = numbers[: 3 * texts].tolist()
    starts = np.add.accumulate(numbers[3 * texts : 3 * texts + places], dtype=np.int32)
    ends = numbers[3 * texts + places :]
    if len(terms) != words or (blob and not words) or min(counts, default=0) < 0:
        raise ValueError("spans do not fit together")
    if (sum(counts[::3]), sum(counts[1::3]), sum(counts[2::3])) != (words, parts, codes):
        raise ValueError("spans do not fit together")
    if np.maximum.reduce((starts | ends).view(np.uint32), initial=0) > _FARTHEST:
        raise ValueError("spans point out of their text")
    ends += starts
    return tuple(_texts_of(counts, terms, starts, ends, latin.view(np.bool_), reading))


def _texts_of(
    counts: Sequence[int],
    words: tuple[str, ...],
    starts: Offsets,
    ends: Offsets,
    latin: npt.NDArray[np.bool_],
    codes: Codes,
) -> Iterator[TextSpans]:
    """Cut the columns of a document: `starts` and `ends` have words, parts and readings, text by text."""
    at = word = part = code = 0
    for number in range(0, len(counts), 3):
        next_word, next_part, next_code = (
            word + counts[number],
            part + counts[number + 1],
            code + counts[number + 2],
        )
        parts_at = at + counts[number]
        codes_at = parts_at + counts[number + 1]
        end = codes_at + counts[number + 2]
        yield TextSpans(
            words[word:next_word],
            starts[at:parts_at],
            ends[at:parts_at],
            starts[parts_at:codes_at],
            ends[parts_at:codes_at],
            latin[part:next_part],
            codes[code:next_code],
            starts[codes_at:end],
            ends[codes_at:end],
        )
        at, word, part, code = end, next_word, next_part, next_code


def _parts_of(unit: Unit, begin: int) -> Iterable[tuple[int, int, bool]]:
    parts = unit.parts[:1] if unit.latin else unit.parts
    return [(begin + start, begin + end, unit.latin) for _, _, start, end in parts]


def _planes(numbers: npt.NDArray[np.int32] | Codes) -> bytes:
    """Return 32-bit numbers with all lowest bytes first, then all second ones: the others are mostly zero."""
    return numbers.view(np.uint8).reshape(-1, 4).T.tobytes()


def _unplaned(planes: bytes, count: int) -> Codes:
    """Return the numbers of two or four planes."""
    numbers = np.zeros((count, 4), np.uint8)
    if count:
        width = len(planes) // count
        numbers[:, :width] = np.frombuffer(planes, np.uint8).reshape(width, count).T
    return numbers.view(np.uint32).ravel()


_NO_CODES = np.zeros(0, np.uint32)
_OF_KANA = np.arange(_FIRST_KANA, _FIRST_KANA + 0x100, dtype=np.uint32)
_OF_KANA[0] = BREAK
_AS_KANA = np.full(0x3101, _UNKNOWN, dtype=np.uint8)
_AS_KANA[BREAK] = 0
_AS_KANA[_FIRST_KANA + 1 : 0x3100] = np.arange(1, 0x60, dtype=np.uint8)
