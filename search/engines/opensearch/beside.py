"""Beside: what an index keeps beside its documents, in chunks: nothing finds them.

Here is how it was made; `dictionaries` and the `event_order` are kept so, too.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import count

import numpy as np
import zstandard
from msgspec import Struct
from msgspec.structs import asdict

from search import ranking
from search.arrays import Float64Array
from search.engines.batches import Batch
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.mapping import FORMAT, META, bytes_of
from search.errors import IndexDamaged
from search.text.streams import STREAMS, Stream

_FIELD = "chunk"


def chunk_line(name: str, data: bytes) -> bytes:
    """Return the lines of a bulk request that write a chunk."""
    return b'{"index":{"_id":"%s"}}\n{"%s":"%s"}\n' % (name.encode(), _FIELD.encode(), base64.b64encode(data))


def read_chunk(cluster: Cluster, index: str, name: str) -> bytes:
    return bytes_of(cluster.document(index, name, stored=_FIELD)["fields"][_FIELD][0])


def table_lines(name: str, size: int, most: int, written: Callable[[slice], bytes]) -> Iterator[bytes]:
    """Yield the bulk lines of a table of `size` rows, in chunks of at most so many, as `written` has them."""
    for number, first in enumerate(range(0, max(1, size), most)):
        own = slice(first, min(first + most, size))
        head = np.array([own.stop - first, own.stop == size], "<u4")
        yield chunk_line(f"{name}-{number}", zstandard.compress(head.tobytes() + written(own)))


def read_table(cluster: Cluster, index: str, name: str) -> Iterator[tuple[int, bytes]]:
    """Yield of each chunk of a table how many rows it has, and these; raises as `Cluster.ask`."""
    for number in count():
        data = zstandard.decompress(read_chunk(cluster, index, f"{name}-{number}"))
        size, is_last = np.frombuffer(data, "<u4", 2).tolist()
        yield size, data[8:]
        if is_last:
            return


class Made(Struct, frozen=True):
    """How an index was made: the average lengths, by which impacts are worked out, and their scales.

    `lengths` are those of all its documents together, as in `lengths_of`.
    """

    averages: Mapping[Stream, float]
    scales: Mapping[Stream, int]
    lengths: Float64Array

    def line(self) -> bytes:
        plain = {"format": FORMAT, **asdict(self), "lengths": self.lengths.tolist()}
        return chunk_line(META, json.dumps(plain).encode())


def made(cluster: Cluster, index: str) -> Made:
    """Return how an index was made; raises as `Cluster.ask`; of another version `IndexDamaged`."""
    try:
        plain = json.loads(read_chunk(cluster, index, META))
    except KeyError:
        # The first version kept it elsewhere.
        plain = {"format": 1}
    if plain["format"] != FORMAT:
        raise IndexDamaged(f"the index {index} is none of this version: run `indexer rebuild`")
    return Made(plain["averages"], plain["scales"], np.array(plain["lengths"]))


def lengths_of(batch: Batch) -> Float64Array:
    """Return each stream's sum of lengths, and how many documents have any; shape (streams, 2)."""
    lengths = np.stack([batch.lengths[stream] for stream in STREAMS], 1).astype(np.float64)
    return np.stack([lengths.sum(0), np.count_nonzero(lengths, 0)], 1)


def averages_of(lengths: Float64Array) -> dict[Stream, float]:
    return {
        stream: ranking.average_length(total, int(documents))
        for stream, (total, documents) in zip(STREAMS, lengths.tolist(), strict=True)
    }
