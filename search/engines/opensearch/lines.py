"""Lines: a batch of documents as what a bulk request is made of; columns, and no object a posting."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from search import ranking
from search.arrays import Float32Array
from search.engines.batches import Batch, Run, unpacked_grams
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.mapping import (
    COUNTED,
    DELIMITER,
    FORMAT,
    META,
    counted_field,
    facet_field,
    kept_as,
    places_field,
    sendable,
)
from search.engines.opensearch.places import packed_places
from search.errors import IndexDamaged
from search.text.streams import STREAMS, Stream


@dataclass(frozen=True, slots=True)
class Made:
    """How an index was made: the average lengths, by which impacts are worked out, and their scales."""

    averages: Mapping[Stream, float]
    scales: Mapping[Stream, int]
    has_grams: bool = False
    """Whether it says how many documents have each gram."""

    def lines(self) -> list[bytes]:
        """Return what is written of it."""
        plain = json.dumps({"format": FORMAT, **asdict(self)})
        chunk = base64.b64encode(plain.encode())
        return [b'{"index":{"_id":"%s"}}\n' % META.encode(), b'{"chunk":"%s"}\n' % chunk]


def made(cluster: Cluster, index: str) -> Made:
    """Return how an index was made; raises as `Cluster.ask`; of another version `IndexDamaged`."""
    plain = json.loads(base64.b64decode(cluster.document(index, META)["_source"]["chunk"]))
    if plain["format"] != FORMAT:
        raise IndexDamaged(f"the index {index} is none of this version: run `indexer rebuild`")
    return Made(plain["averages"], plain["scales"], plain["has_grams"])


def document_lines(batch: Batch, how: Made, begin: int) -> Iterator[list[bytes]]:
    """Yield the lines of each document; its number in the index counts on from `begin`."""
    size = len(batch.keys)
    columns = {
        stream: _impact_texts(batch, stream, how.averages[stream], how.scales[stream]) for stream in STREAMS
    }
    places = {
        places_field(each): packed_places(run, texts_of(run), size)
        for each, run in batch.runs.items()
        if len(run.positions)
    }
    counted = {counted_field(name): _value_texts(run_of(batch, name), size) for name in COUNTED}
    for number in range(size):
        plain = {
            "keys": [kept_as(key) for key in batch.keys[number]],
            "digest": batch.digests[number].hex(),
            "date": int(batch.dates[number]),
            "place": int(batch.places[number]),
            "seq": begin + number,
            **{
                facet_field(name): list(map(sendable, values[number]))
                for name, values in batch.facets.items()
                if values[number]
            },
        }
        text = batch.stored[number].encode("utf-8", "surrogatepass")
        parts = [json.dumps(plain)[:-1].encode()]
        parts += [
            b',"%s":[%s]' % (name.encode(), each[number])
            for name, each in (columns | counted).items()
            if each[number]
        ]
        parts += [
            b',"%s":"%s"' % (name.encode(), each[number]) for name, each in places.items() if each[number]
        ]
        parts += [
            b',"%s":"%s"' % (name, base64.b64encode(value))
            for name, value in ((b"stored", text), (b"spans", batch.spans[number]))
        ]
        yield [
            b'{"index":{"_id":"%s"}}\n' % id_of(batch.keys[number][0]).encode(),
            b"".join(parts) + b"}\n",
        ]


def id_of(key: str) -> str:
    """Return the name of a document in the cluster, by the first of its keys: such names are short."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _impact_texts(batch: Batch, stream: Stream, average: float, scale: int) -> list[bytes]:
    """Return each document's terms of a stream with their impacts, as what stands in a list of JSON."""
    run = batch.runs[stream]
    impacts = impacts_of(run, batch.lengths[stream], average, scale)
    distinct, codes = np.unique(impacts, return_inverse=True)
    terms = [_quoted(term)[:-1] + DELIMITER.encode() for term in texts_of(run)]
    ends = [b'%d",' % impact for impact in distinct.tolist()]
    order = np.argsort(run.documents, kind="stable")
    numbers = np.arange(len(terms)).repeat(np.diff(run.firsts))[order]
    # Two references a posting, and no object made for it.
    pieces = np.empty((len(order), 2), np.object_)
    pieces[:, 0] = np.array([*terms, None], np.object_)[numbers]
    pieces[:, 1] = np.array([*ends, None], np.object_)[codes[order]]
    return _joined(pieces.ravel(), 2 * np.bincount(run.documents, minlength=len(batch.keys)))


def _value_texts(run: Run, documents: int) -> list[bytes]:
    """Return each document's terms of a run, as what stands in a list of JSON."""
    terms = [_quoted(term) + b"," for term in texts_of(run)]
    order = np.argsort(run.documents, kind="stable")
    numbers = np.arange(len(terms)).repeat(np.diff(run.firsts))[order]
    pieces = np.array([*terms, None], np.object_)[numbers]
    return _joined(pieces, np.bincount(run.documents, minlength=documents))


def _joined(pieces: npt.NDArray[np.object_], counts: npt.NDArray[np.integer]) -> list[bytes]:
    found, first = [], 0
    for stop in counts.cumsum().tolist():
        found.append(b"".join(pieces[first:stop].tolist())[:-1])
        first = stop
    return found


def impacts_of(run: Run, lengths: Float32Array, average: float, scale: int) -> npt.NDArray[np.int64]:
    """Return what each posting adds to a score before idf, as a whole number above 0."""
    saturation = ranking.saturation(lengths, average)[run.documents]
    impacts = ranking.bm25(run.weights.array(), saturation)
    return np.maximum(np.rint(impacts.astype(np.float64) * scale), 1).astype(np.int64)


def _quoted(term: str) -> bytes:
    return json.dumps(kept_as(term), ensure_ascii=False).encode()


def texts_of(run: Run) -> Sequence[str]:
    return unpacked_grams(run.terms) if isinstance(run.terms, np.ndarray) else run.terms


def run_of(batch: Batch, name: str) -> Run:
    return {"words": batch.runs["words"], "surfaces": batch.surfaces, "names": batch.names}[name]
