"""Spans of one document encoded by themselves: what `span_batches` must give for many, to the byte.

And joined one text after the other: what `joined_spans` must give for all documents at once.
"""

from collections.abc import Sequence
from itertools import chain, groupby

import numpy as np

from search.arrays import Codes
from search.text.spans import AS_KANA, BIAS, FORMAT, HEADER, NO_KANA, TextSpans, planes_of
from search.text.spelling.folding import BREAK, Folded

_BREAK = np.array([BREAK], dtype=np.uint32)


def words_of(spans: TextSpans) -> list[bytes]:
    """Return the words, in order."""
    return spans.words.split(b"\0")[1:-1]


def encoded_spans(texts: Sequence[TextSpans]) -> bytes:
    """Return the spans of a document's texts as bytes."""
    words = tuple(chain.from_iterable(map(words_of, texts)))
    blob = b"\0".join(words)
    starts = [text.word_starts for text in texts] + [text.part_starts for text in texts]
    ends = [text.word_ends for text in texts] + [text.part_ends for text in texts]
    codes: list[Codes] = []
    counts = [len(text.word_starts) for text in texts] + [len(text.part_starts) for text in texts]
    sizes: list[int] = []
    for text in texts:
        readings = text.readings
        last = int(readings.end[-1]) if len(readings.end) else 0
        runs = _runs_of([*zip(readings.start.tolist(), readings.end.tolist(), strict=True), (last, last)])
        starts.append(np.array([start for start, _, _ in runs], np.int32))
        ends.append(np.array([end for _, end, _ in runs], np.int32))
        sizes += [size for _, _, size in runs]
        counts.append(len(runs))
        codes += (readings.codes, _BREAK)
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
        len(sizes),
        len(all_codes),
        len(planes),
        len(kana),
        len(blob),
    )
    return b"".join((header, planes, bits, bytes(sizes), kana, blob))


def _runs_of(places: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Return (start, end, how many) of equal places that follow each other, 255 at most."""
    runs: list[tuple[int, int, int]] = []
    for (start, end), same in groupby(places):
        size = len(list(same))
        runs += [(start, end, min(255, size - done)) for done in range(0, size, 255)]
    return runs


def plainly_joined(texts: Sequence[str], spans: Sequence[TextSpans]) -> TextSpans:
    """Return the spans of texts as those of one, the texts joined with line ends."""
    words: list[bytes] = []
    columns: dict[str, list[int]] = {name: [] for name in _COLUMNS}
    latin: list[bool] = []
    codes: list[int] = []
    base = 0
    for text, each in zip(texts, spans, strict=True):
        words += words_of(each)
        readings = each.readings
        last = readings.end.tolist()[-1:] or [0]
        own = (each.word_starts, each.word_ends, each.part_starts, each.part_ends)
        places = [*(column.tolist() for column in own), readings.start.tolist() + last]
        for name, column in zip(_COLUMNS, [*places, readings.end.tolist() + last], strict=True):
            columns[name] += [base + place for place in column]
        latin += each.part_latin.tolist()
        codes += [*readings.codes.tolist(), BREAK]
        base += len(text) + 1
    joined = {name: np.array(column, np.int32) for name, column in columns.items()}
    start, end = joined.pop("start"), joined.pop("end")
    return TextSpans(
        words=b"".join(b"\0" + word for word in words) + b"\0",
        part_latin=np.array(latin, np.bool_),
        readings=Folded(np.array(codes, np.uint32), start, end),
        **joined,
    )


_COLUMNS = ("word_starts", "word_ends", "part_starts", "part_ends", "start", "end")
