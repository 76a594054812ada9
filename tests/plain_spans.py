"""Spans of one document encoded by themselves: what `span_columns` must give for many, to the byte.

And joined one text after the other: what `joined_spans` must give for all documents at once.
"""

import struct
from collections.abc import Sequence
from itertools import chain

import numpy as np

from search.text.kept_spans import FORMAT, HEADER, LATIN
from search.text.spans import FIRST_SOUND, Readings, TextSpans
from search.text.spelling.folding import BREAK


def words_of(spans: TextSpans) -> list[bytes]:
    """Return the words, in order."""
    return spans.words.split(b"\0")[1:-1]


def encoded_spans(texts: Sequence[TextSpans]) -> bytes:
    """Return the spans of a document's texts as bytes."""
    words = list(chain.from_iterable(map(words_of, texts)))
    gaps: list[int] = []
    lengths: list[int] = []
    for kind in ("word", "part"):
        for text in texts:
            end = 0
            starts, ends = getattr(text, f"{kind}_starts").tolist(), getattr(text, f"{kind}_ends").tolist()
            latin = text.part_latin.tolist() if kind == "part" else [False] * len(starts)
            for start, next_end, is_latin in zip(starts, ends, latin, strict=True):
                gaps.append(start - end)
                lengths.append(next_end - start - LATIN * is_latin)
                end = next_end
    sizes = [size for text in texts for size in text.readings.part_sizes.tolist()]
    sounds = [
        code and code - FIRST_SOUND for text in texts for code in (*text.readings.codes.tolist(), BREAK)
    ]
    columns = [*gaps, *lengths, *sizes, *sounds]
    beyond = [(place, number) for place, number in enumerate(columns) if not -128 <= number < 128]
    blob = b"\0".join(words)
    header = HEADER.pack(FORMAT, len(texts), len(words), len(sizes), len(sounds), len(beyond), len(blob))
    counts = [struct.pack("<2I", len(text.word_starts), len(text.part_starts)) for text in texts]
    pairs = [struct.pack("<2i", *pair) for pair in beyond]
    return b"".join((header, *counts, *pairs, bytes(number & 0xFF for number in columns), blob))


def plainly_joined(texts: Sequence[str], spans: Sequence[TextSpans]) -> TextSpans:
    """Return the spans of texts as those of one, the texts joined with line ends."""
    words: list[bytes] = []
    columns: dict[str, list[int]] = {name: [] for name in _COLUMNS}
    latin: list[bool] = []
    sizes: list[int] = []
    sounds: list[int] = []
    base = 0
    for text, each in zip(texts, spans, strict=True):
        words += words_of(each)
        for name, column in columns.items():
            column += [base + place for place in getattr(each, name).tolist()]
        latin += each.part_latin.tolist()
        sizes += each.readings.part_sizes.tolist()
        sounds += [*each.readings.sounds.tolist(), BREAK]
        base += len(text) + 1
    joined = {name: np.array(column, np.int32) for name, column in columns.items()}
    blob = b"".join(b"\0" + word for word in words) + b"\0"
    return TextSpans(
        words=blob,
        word_borders=np.array([place for place, byte in enumerate(blob) if not byte]),
        part_latin=np.array(latin, np.bool_),
        readings=Readings(
            np.array(sounds, np.int32),
            joined["part_starts"],
            joined["part_ends"],
            np.array(sizes, np.int32),
            np.array([len(each.part_starts) for each in spans], np.int64),
        ),
        **joined,
    )


_COLUMNS = ("word_starts", "word_ends", "part_starts", "part_ends")
