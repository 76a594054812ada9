"""Lines: a batch of documents as what a bulk request is made of; columns, and no object a posting."""

import base64
import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from search import ranking
from search.arrays import Codes, Float32Array, Int64Array, UInt64Array, bounds_of
from search.documents import facet_field
from search.engines.batches import GRAM, Batch, Run, gram_codes
from search.engines.opensearch.beside import Made
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.dictionaries import GRAMS, GramTally, Tally, read_dictionary, read_grams
from search.engines.opensearch.event_order import EventOrder
from search.engines.opensearch.mapping import (
    BLANK,
    COUNTED,
    DELIMITER,
    PARTER,
    gram_hashes,
    id_of,
    indexed_codes,
    indexed_joined,
    kept_as,
    kept_joined,
    places_field,
    sendable,
    text_hashes,
)
from search.engines.opensearch.values import packed_places, packed_shown
from search.text.streams import STREAMS, Stream

_WIDTH = 4 * GRAM
"""Bytes of a gram in UTF-8, at most."""


class Waiting(Struct, frozen=True):
    """A batch that waits until it is known how long documents are. Its terms that dictionaries count stand in
    `kept` as one text each, and not in the batch: that is read again in a third of the time.
    """

    batch: Batch
    kept: Mapping[str, str]


class Counts:
    """How many documents have each term that dictionaries count, and each gram."""

    def __init__(self, cluster: Cluster | None = None, index: str = "") -> None:
        """Begin with those of an index, or with none."""
        if cluster:
            self._terms = {name: Tally(read_dictionary(cluster, index, name)) for name in COUNTED}
            self._grams = {stream: GramTally(read_grams(cluster, index, stream)) for stream in GRAMS}
        else:
            self._terms = {name: Tally() for name in COUNTED}
            self._grams = {stream: GramTally() for stream in GRAMS}

    def add(self, waits: Waiting, sign: int = 1) -> None:
        """Count those of documents that come, or with a `sign` of -1 of some that go."""
        for name, tally in self._terms.items():
            tally.add(waits.kept[name].split(PARTER)[:-1], sign * np.diff(_run_of(waits.batch, name).firsts))
        for stream, grams in self._grams.items():
            grams.add(waits.batch.runs[stream], sign)

    def lines(self) -> Iterator[bytes]:
        for name, tally in self._terms.items():
            yield from tally.lines(name)
        for stream, grams in self._grams.items():
            yield from grams.lines(stream)


def waiting(batch: Batch) -> Waiting:
    kept = {name: kept_text(_run_of(batch, name)) for name in COUNTED}
    words, surfaces, names = (replace(_run_of(batch, name), terms=()) for name in COUNTED)
    runs = {**batch.runs, "words": words}
    return Waiting(replace(batch, runs=runs, surfaces=surfaces, names=names), kept)


def _run_of(batch: Batch, name: str) -> Run:
    """Return the postings that a dictionary counts."""
    return {"words": batch.runs["words"], "surfaces": batch.surfaces, "names": batch.names}[name]


def document_lines(waits: Waiting, how: Made, order: EventOrder, begin: int) -> Iterator[bytes]:
    """Yield the lines of action and source of each document, numbered from `begin`."""
    batch = waits.batch
    size = len(batch.keys)
    kept = {stream: waits.kept.get(stream) or kept_text(run) for stream, run in batch.runs.items()}
    columns = {
        stream.encode(): _impact_texts(batch, stream, kept[stream], how.averages[stream], how.scales[stream])
        for stream in STREAMS
    }
    columns |= {
        places_field(each).encode(): packed_places(run, _hashes(run, kept[each]), size)
        for each, run in batch.runs.items()
        if len(run.positions)
    }
    columns[b"shown"] = packed_shown(batch.stored, batch.spans)
    columns[b"digest"] = list(map(base64.b64encode, batch.digests))
    for number in range(size):
        plain = {
            "keys": [kept_as(key) for key in batch.keys[number]],
            "date": int(batch.dates[number]),
            "place": int(batch.places[number]),
            "event_number": order.first_of(map(sendable, batch.facets["event"][number])),
            "seq": begin + number,
            **{facet_field(name): values[number] for name, values in batch.facets.items() if values[number]},
        }
        yield b"".join(
            (
                b'{"index":{"_id":"%s"}}\n' % id_of(begin + number).encode(),
                json.dumps(plain, ensure_ascii=False)[:-1].encode("utf-8", "replace"),
                *(b',"%s":"%s"' % (name, each[number]) for name, each in columns.items() if each[number]),
                b"}\n",
            )
        )


def _impact_texts(batch: Batch, stream: Stream, kept: str, average: float, scale: int) -> list[bytes]:
    """Return each document's terms of a stream, of all of which `kept` tells, with their impacts, as JSON."""
    run = batch.runs[stream]
    impacts, numbers_of_impacts = _impacts(run, batch.lengths[stream], average, scale)
    order = np.argsort(run.documents, kind="stable")
    numbers = np.arange(len(run.firsts) - 1).repeat(np.diff(run.firsts))[order]
    numbers_of_impacts = numbers_of_impacts[order]
    ends = [f"{DELIMITER}{impact}{BLANK}".encode() for impact in impacts.tolist()]
    bounds = bounds_of(np.bincount(run.documents, minlength=len(batch.keys))).tolist()
    if isinstance(run.terms, np.ndarray):
        rows, row_ends = gram_rows(run.terms), np.array(ends, np.bytes_)
        postings = np.empty(len(order), [("term", rows.dtype), ("impact", row_ends.dtype)])
        postings["term"], postings["impact"] = rows[numbers], row_ends[numbers_of_impacts]
        return [
            postings[first:stop].tobytes().translate(None, b"\0")[:-1] for first, stop in pairwise(bounds)
        ]
    # Two references a posting, and no object made for it.
    pieces = np.empty((len(order), 2), np.object_)
    pieces[:, 0] = np.array([*parted(indexed_joined(stream, kept)), None], np.object_)[numbers]
    pieces[:, 1] = np.array([*ends, None], np.object_)[numbers_of_impacts]
    return [b"".join(pieces[first:stop].ravel().tolist())[:-1] for first, stop in pairwise(bounds)]


def _hashes(run: Run, kept: str) -> Int64Array:
    """Return what `hash_of` gives of each term of a stream; of words `kept` tells."""
    return gram_hashes(run.terms) if isinstance(run.terms, np.ndarray) else text_hashes(parted(kept))


def _impacts(run: Run, lengths: Float32Array, average: float, scale: int) -> tuple[Int64Array, Int64Array]:
    """Return what postings add to a score before idf, as whole numbers above 0, and which of them each adds.

    In one document all postings of a weight add the same, and there are few weights. Of two weights the
    postings of documents 0, 1, 0 with codes 1, 0, 1 are the pairs 1, 2, 1: two impacts, of which they add
    0, 1, 0.
    """
    weights = len(run.weights.table)
    pairs = run.documents.astype(np.int64) * weights + run.weights.codes
    distinct = np.bincount(pairs).nonzero()[0]
    numbers = np.zeros(distinct[-1] + 1 if len(distinct) else 0, np.int64)
    numbers[distinct] = np.arange(len(distinct))
    saturation = ranking.saturation(lengths, average)[distinct // max(1, weights)]
    impacts = ranking.bm25(run.weights.table[distinct % max(1, weights)], saturation)
    return np.maximum(np.rint(impacts.astype(np.float64) * scale), 1).astype(np.int64), numbers[pairs]


def kept_text(run: Run) -> str:
    """Return strings as `kept_as` gives them, each with `PARTER` behind it; of packed grams nothing."""
    if isinstance(run.terms, np.ndarray) or not run.terms:
        return ""
    return kept_joined(run.terms) + PARTER


def parted(text: str) -> list[bytes]:
    """Return terms one by one that have each `PARTER` behind it."""
    return text.encode().split(PARTER.encode())[:-1]


def gram_rows(keys: UInt64Array) -> npt.NDArray[np.void]:
    """Return packed grams as `indexed_as` gives them, in UTF-8, filled with bytes 0 to one width, (n,)."""
    cells = _utf_8(indexed_codes(gram_codes(keys)))
    return cells.reshape(-1, _WIDTH).view(f"V{_WIDTH}").ravel()


def _utf_8(codes: Codes) -> npt.NDArray[np.uint8]:
    """Return characters of any shape as four bytes each, of which those that they do not need are 0.

    >>> _utf_8(np.array([ord("あ")], np.uint32)).tobytes().hex(" "), "あ".encode().hex(" ")
    ('e3 00 81 82', 'e3 81 82')
    """
    two, three, four = codes >= 0x80, codes >= 0x800, codes >= 0x10000
    first = np.select([four, three, two], [0xF0 | codes >> 18, 0xE0 | codes >> 12, 0xC0 | codes >> 6], codes)
    cells: npt.NDArray[Any] = np.zeros((*codes.shape, 4), np.uint8)
    cells[..., 0] = first
    for place, longer in enumerate((four, three, two), 1):
        cells[..., place] = longer * (0x80 | codes >> 6 * (3 - place) & 0x3F)
    return cells
