"""SpanBatches: the spans of many documents encoded at once; `spans` reads back what one has."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from search.arrays import Codes, Int64Array, Offsets, ranges_of
from search.text.spans import AS_KANA, BIAS, FORMAT, HEADER, NO_KANA, PARTED_BY, planes_of, runs_of

_Numbers: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Starts and ends, from each text's own start; those of text i are at `firsts[i]:firsts[i + 1]`."""

    firsts: Int64Array
    starts: Offsets
    ends: Offsets


@dataclass(frozen=True, slots=True, eq=False)
class SpanColumns:
    """Of many texts what `TextSpans` holds of one. The last sound of each text is the border behind it.

    `terms` are those of `words`, `codes` those of `sounds`; `part_latin` is that of `parts`.
    """

    words: Spans
    terms: npt.NDArray[np.object_]
    parts: Spans
    part_latin: npt.NDArray[np.bool_]
    sounds: Spans
    codes: Codes


def encoded_documents(columns: SpanColumns, documents: Sequence[Sequence[int]]) -> list[bytes]:
    """Return the spans of each document, given the numbers of its texts.

    Texts of 2, 0 and 3 words, of which document 0 has the first and document 1 the others (`bounds` 0, 1, 3):
    their words are those from 0, 2, 5 on.
    """
    texts = np.fromiter(chain.from_iterable(documents), np.int64)
    bounds = np.cumsum([0, *map(len, documents)])
    sounds = columns.sounds
    runs, lengths = runs_of(sounds.starts, sounds.ends, sounds.firsts)
    run_spans = Spans(runs.searchsorted(sounds.firsts), sounds.starts[runs], sounds.ends[runs])
    kinds = (columns.words, columns.parts, run_spans)
    of_kind = [np.diff(spans.firsts)[texts] for spans in kinds]
    firsts = [spans.firsts[texts] for spans in kinds]
    terms = columns.terms[ranges_of(firsts[0], of_kind[0])].tolist()
    latin = columns.part_latin[ranges_of(firsts[1], of_kind[1])]
    run_sizes = lengths.astype(np.uint8)[ranges_of(firsts[2], of_kind[2])].tobytes()
    of_codes = np.diff(sounds.firsts)[texts]
    codes = columns.codes[ranges_of(sounds.firsts[texts], of_codes)]
    kana = AS_KANA.take(codes, mode="clip").tobytes()
    word_bounds, part_bounds, run_bounds, sound_bounds = (
        np.concatenate([[0], counts.cumsum()])[bounds].tolist() for counts in (*of_kind, of_codes)
    )
    planes = _planes_of_documents(kinds, firsts, of_kind, bounds)
    encoded = []
    for number, size in enumerate(map(len, documents)):
        of_words, of_parts, of_runs, of_sounds = (
            slice(kind[number], kind[number + 1])
            for kind in (word_bounds, part_bounds, run_bounds, sound_bounds)
        )
        reading = kana[of_sounds]
        if NO_KANA in reading:
            reading = planes_of(codes[of_sounds])
        blob = PARTED_BY.join(terms[of_words]).encode("utf-8", "surrogatepass")
        header = HEADER.pack(
            FORMAT,
            size,
            of_words.stop - of_words.start,
            of_parts.stop - of_parts.start,
            of_runs.stop - of_runs.start,
            of_sounds.stop - of_sounds.start,
            len(planes[number]),
            len(reading),
            len(blob),
        )
        bits = np.packbits(latin[of_parts]).tobytes()
        encoded.append(b"".join((header, planes[number], bits, run_sizes[of_runs], reading, blob)))
    return encoded


def _planes_of_documents(
    kinds: Sequence[Spans], firsts: Sequence[Int64Array], of_kind: Sequence[Int64Array], bounds: Int64Array
) -> list[bytes]:
    """Return each document's numbers: how many spans of each kind each text has, steps to starts, lengths.

    `firsts` and `of_kind` say of each kind which spans the texts have; `bounds` which texts a document has.

    Spans that begin at 3, 5, 9, the last of another document, are the steps 3, 2, 9.
    """
    order = _document_order(bounds)
    bases = np.cumsum([0, *(len(spans.starts) for spans in kinds)]).tolist()
    counts = np.concatenate(of_kind)[order]
    at = np.concatenate([first + base for first, base in zip(firsts, bases, strict=False)])[order]
    places = ranges_of(at, counts)
    starts = np.concatenate([spans.starts for spans in kinds])[places]
    lengths = np.concatenate([spans.ends for spans in kinds])[places] - starts
    of_document = np.concatenate([[0], counts.cumsum()])[3 * bounds]
    steps = np.diff(starts, prepend=np.int32(0))
    some = of_document[:-1][np.diff(of_document) > 0]
    steps[some] = starts[some]
    columns = [_Column(counts.astype(np.int32), 3 * bounds)]
    columns += [_Column(numbers, of_document) for numbers in (steps, lengths)]
    wide = set().union(*(column.wide for column in columns))
    encoded = []
    for document in range(len(bounds) - 1):
        if document in wide:
            encoded.append(planes_of(np.concatenate([column.numbers_of(document) for column in columns])))
        else:
            low = [column.low[column.bounds[document] : column.bounds[document + 1]] for column in columns]
            high = [column.high[column.bounds[document] : column.bounds[document + 1]] for column in columns]
            encoded.append(b"".join((*low, *high)))
    return encoded


def _document_order(bounds: Int64Array) -> Int64Array:
    """Return the order that puts three columns of texts, one behind the other, document by document.

    Of one document of text 0 and one of the texts 1, 2; columns are 0 to 2, 3 to 5, 6 to 8:

    >>> _document_order(np.array([0, 1, 3])).tolist()
    [0, 3, 6, 1, 2, 4, 5, 7, 8]
    """
    sizes = np.diff(bounds)
    texts = np.arange(bounds[-1])
    first, size = bounds[:-1].repeat(sizes), sizes.repeat(sizes)
    order = np.empty(3 * len(texts), np.int64)
    for kind in range(3):
        order[2 * first + kind * size + texts] = kind * len(texts) + texts
    return order


class _Column:
    """Numbers of many documents, those of document i at `bounds[i]:bounds[i + 1]`, also as bytes.

    `low` and `high` are the two lower bytes of each; documents with some that need more are `wide`.

    Of 5, 6, 70,000 with bounds 0, 2, 3 the document of 70,000, 1, is wide.
    """

    def __init__(self, numbers: _Numbers, bounds: Int64Array) -> None:
        self._numbers = numbers + np.int32(BIAS)
        planes = self._numbers.view(np.uint8).reshape(-1, 4)
        self.low, self.high = planes[:, 0].tobytes(), planes[:, 1].tobytes()
        self.bounds: list[int] = bounds.tolist()
        beyond = (self._numbers.view(np.uint32) > 0xFFFF).nonzero()[0]
        self.wide: set[int] = set((bounds.searchsorted(beyond, "right") - 1).tolist())

    def numbers_of(self, document: int) -> _Numbers:
        """Return the numbers of one document."""
        return self._numbers[self.bounds[document] : self.bounds[document + 1]]
