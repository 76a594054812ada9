"""Span columns: the spans of many documents encoded at once; `text.kept_spans` reads them back."""

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from search.arrays import Array, BoolArray, Codes, Int64Array, Integers, Offsets, bounds_of, ranges_of
from search.text.kept_spans import FORMAT, HEADER, KINDS, LATIN
from search.text.spans import PARTED_BY, sounds_of_codes


class Spans(Struct, frozen=True, eq=False):
    """Starts and ends, from each text's own start; those of text i are at `firsts[i]:firsts[i + 1]`."""

    firsts: Int64Array
    starts: Offsets
    ends: Offsets


class SpanColumns(Struct, frozen=True, eq=False):
    """Of many texts what `TextSpans` holds of one.

    `terms` are those of `words`, `part_latin` is that of `parts`; `part_sizes` is how many sounds the unit
    has that begins with a part, 0 where one goes on. The `codes` of those sounds are one text's behind the
    other's, from `code_firsts` on; the last of each text is the border behind it.
    """

    words: Spans
    terms: npt.NDArray[np.object_]
    parts: Spans
    part_latin: BoolArray
    part_sizes: Int64Array
    code_firsts: Int64Array
    codes: Codes


def encoded_documents(columns: SpanColumns, documents: Sequence[Sequence[int]]) -> list[bytes]:
    """Return the spans of each document, given the numbers of its texts.

    Texts of 2, 0 and 3 words, of which document 0 has the first and document 1 the others (`bounds` 0, 1, 3):
    their words are those from 0, 2, 5 on.
    """
    texts = np.fromiter(chain.from_iterable(documents), np.int64)
    bounds = bounds_of(list(map(len, documents)))
    kinds = (columns.words, columns.parts)
    of_kind = [np.diff(spans.firsts)[texts] for spans in kinds]
    firsts = [spans.firsts[texts] for spans in kinds]
    of_codes = np.diff(columns.code_firsts)[texts]
    codes = columns.codes[ranges_of(columns.code_firsts[texts], of_codes)]
    word_bounds, part_bounds, code_bounds = (bounds_of(counts)[bounds] for counts in (*of_kind, of_codes))
    numbers = (
        *_gaps_and_lengths(kinds, columns.part_latin, firsts, of_kind, bounds),
        _Column(columns.part_sizes[ranges_of(firsts[1], of_kind[1])], part_bounds),
        _Column(sounds_of_codes(codes), code_bounds),
    )
    beyond, beyond_bounds = _beyond(numbers)
    counts = np.stack(of_kind, axis=1).astype("<u4")
    terms = columns.terms[ranges_of(firsts[0], of_kind[0])].tolist()
    encoded = []
    for number, (first, last) in enumerate(pairwise(bounds.tolist())):
        blob = PARTED_BY.join(terms[word_bounds[number] : word_bounds[number + 1]])
        words = blob.encode("utf-8", "surrogatepass")
        odd = beyond[beyond_bounds[number] : beyond_bounds[number + 1]]
        sizes = [kind[number + 1] - kind[number] for kind in (word_bounds, part_bounds, code_bounds)]
        header = HEADER.pack(FORMAT, last - first, *sizes, len(odd), len(words))
        own = (column.of(number) for column in numbers)
        encoded.append(b"".join((header, counts[first:last].tobytes(), odd.tobytes(), *own, words)))
    return encoded


class _Column:
    """Numbers of many documents, those of document i at `bounds[i]:bounds[i + 1]`, and their lowest bytes."""

    def __init__(self, numbers: Integers, bounds: Int64Array) -> None:
        self.numbers = numbers
        self.bounds = bounds
        self._bytes = numbers.astype(np.int8).tobytes()

    def of(self, document: int) -> bytes:
        """Return the bytes of one document."""
        return self._bytes[self.bounds[document] : self.bounds[document + 1]]


def _beyond(columns: Sequence[_Column]) -> tuple[Array, Int64Array]:
    """Return the numbers that do not fit into a byte, each with its place in the columns of its document,
    and where those of each document begin.

    Of documents with a column of 2 and 300 and one of 5, of one with 7 and 400: 300 is at 1, 400 at 1, too.
    """
    documents, places, numbers = [], [], []
    before = np.zeros(len(columns[0].bounds) - 1, np.int64)
    for column in columns:
        at = (column.numbers != column.numbers.astype(np.int8)).nonzero()[0]
        owners = column.bounds.searchsorted(at, "right") - 1
        documents.append(owners)
        places.append(at - column.bounds[owners] + before[owners])
        numbers.append(column.numbers[at])
        before += np.diff(column.bounds)
    owners = np.concatenate(documents)
    order = owners.argsort(kind="stable")
    pairs = np.stack((np.concatenate(places), np.concatenate(numbers)), axis=1)[order].astype("<i4")
    return pairs, owners[order].searchsorted(np.arange(len(before) + 1))


def _gaps_and_lengths(
    kinds: Sequence[Spans],
    part_latin: BoolArray,
    firsts: Sequence[Int64Array],
    of_kind: Sequence[Int64Array],
    bounds: Int64Array,
) -> tuple[_Column, _Column]:
    """Return the gaps before each start, behind the end before or the beginning of a text, and the lengths of
    what begins there.

    `firsts` and `of_kind` say of each kind which spans the texts have; `bounds` which texts a document has.

    Spans of 3 to 4, 5 to 7 and 2 to 4, the last of another text, have the gaps 3, 1, 2.
    """
    order = _document_order(bounds)
    bases = bounds_of([len(spans.starts) for spans in kinds]).tolist()
    counts = np.concatenate(of_kind)[order]
    at = np.concatenate([first + base for first, base in zip(firsts, bases, strict=False)])[order]
    places = ranges_of(at, counts)
    starts, ends = (
        np.concatenate([getattr(spans, name) for spans in kinds])[places] for name in ("starts", "ends")
    )
    words, parts = (spans.ends - spans.starts for spans in kinds)
    lengths = np.concatenate([words, parts - LATIN * part_latin])[places]
    gaps = starts - np.append(np.int32(0), ends)[:-1]
    own_firsts = (counts.cumsum() - counts)[counts > 0]
    gaps[own_firsts] = starts[own_firsts]
    of_documents = bounds_of(counts)[KINDS * bounds]
    return _Column(gaps, of_documents), _Column(lengths, of_documents)


def _document_order(bounds: Int64Array) -> Int64Array:
    """Return the order that puts two columns of texts, one behind the other, document by document.

    Of one document of text 0 and one of the texts 1, 2; columns are 0 to 2, 3 to 5:

    >>> _document_order(np.array([0, 1, 3])).tolist()
    [0, 3, 1, 2, 4, 5]
    """
    sizes = np.diff(bounds)
    texts = np.arange(bounds[-1])
    first, size = bounds[:-1].repeat(sizes), sizes.repeat(sizes)
    order = np.empty(KINDS * len(texts), np.int64)
    for kind in range(KINDS):
        order[first * (KINDS - 1) + kind * size + texts] = kind * len(texts) + texts
    return order
