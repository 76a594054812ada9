"""Chunks: what is kept in an index beside its documents. Nothing finds it; it goes where the index goes."""

import base64
from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
import zstandard

from search.engines.opensearch.client import Cluster
from search.engines.opensearch.mapping import bytes_of

_FIELD = "chunk"


def chunk_line(name: str, data: bytes) -> bytes:
    """Return the lines of a bulk request that write a chunk."""
    return b'{"index":{"_id":"%s"}}\n{"%s":"%s"}\n' % (name.encode(), _FIELD.encode(), base64.b64encode(data))


def read_chunk(cluster: Cluster, index: str, name: str) -> bytes:
    """Return a chunk; raises as `Cluster.ask`."""
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
