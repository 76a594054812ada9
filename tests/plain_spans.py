"""Spans of one document encoded by themselves: what `span_batches` must give for many, to the byte."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from search.spans import AS_KANA, BIAS, FORMAT, HEADER, NO_KANA, PARTED_BY, TextSpans, planes_of
from search.spelling.folding import BREAK, Codes

_BREAK = np.array([BREAK], dtype=np.uint32)
_ZERO = np.zeros(1, dtype=np.int32)


def encoded_spans(texts: Sequence[TextSpans]) -> bytes:
    """Return the spans of a document's texts as bytes; raises `ValueError` for a word that holds NUL."""
    words = tuple(chain.from_iterable([text.words for text in texts]))
    blob = PARTED_BY.join(words).encode("utf-8", "surrogatepass")
    if blob.count(0) != max(0, len(words) - 1):
        raise ValueError("a word that holds NUL cannot be kept")
    starts = [text.word_starts for text in texts] + [text.part_starts for text in texts]
    ends = [text.word_ends for text in texts] + [text.part_ends for text in texts]
    codes: list[Codes] = []
    for text in texts:
        last = text.reading_ends[-1:] if len(text.reading_ends) else _ZERO
        starts += (text.reading_starts, last)
        ends += (text.reading_ends, last)
        codes += (text.reading_codes, _BREAK)
    counts = [len(text.words) for text in texts] + [len(text.part_starts) for text in texts]
    counts += [len(text.reading_codes) + 1 for text in texts]
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
    numbers += BIAS
    planes = planes_of(numbers)
    if planes.count(0, 2 * len(numbers)) == 2 * len(numbers):
        planes = planes[: 2 * len(numbers)]
    all_codes = np.concatenate(codes) if codes else _BREAK[:0]
    kana = AS_KANA.take(all_codes, mode="clip").tobytes()
    if NO_KANA in kana:
        kana = planes_of(all_codes)
    bits = np.packbits(np.concatenate([text.part_latin for text in texts])).tobytes() if texts else b""
    header = HEADER.pack(
        FORMAT,
        len(texts),
        len(words),
        sum(counts[len(texts) : 2 * len(texts)]),
        len(all_codes),
        len(planes),
        len(kana),
        len(blob),
    )
    return b"".join((header, planes, bits, kana, blob))
