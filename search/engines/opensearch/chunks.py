"""Chunks: what is kept in an index beside its documents. Nothing finds it; it goes where the index goes."""

import base64

from search.engines.opensearch.client import Cluster
from search.engines.opensearch.mapping import bytes_of

_FIELD = "chunk"


def chunk_line(name: str, data: bytes) -> bytes:
    """Return the lines of a bulk request that write a chunk."""
    return b'{"index":{"_id":"%s"}}\n{"%s":"%s"}\n' % (
        name.encode(),
        _FIELD.encode(),
        base64.b64encode(data),
    )


def read_chunk(cluster: Cluster, index: str, name: str) -> bytes:
    """Return a chunk; raises as `Cluster.ask`."""
    return bytes_of(cluster.document(index, name, stored=_FIELD)["fields"][_FIELD][0])
