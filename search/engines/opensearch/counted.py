"""Counted: which terms of the dictionaries a document has, and how long it is, as one value of bytes.

So an update knows what leaves the dictionaries with a document.

numbers of terms, 4 bytes for each dictionary · lengths, 4 bytes for each stream · the terms' numbers, of 2 to
4 bytes, one dictionary's behind the other's
"""

import base64
from collections.abc import Mapping

import numpy as np

from search.arrays import Array, Float64Array, Int64Array
from search.engines.batches import Batch, Run
from search.engines.opensearch.mapping import COUNTED, bytes_of
from search.text.streams import STREAMS

_HEAD = 4 * (len(COUNTED) + len(STREAMS))
_BYTE = 8


def run_of(batch: Batch, name: str) -> Run:
    """Return the postings that a dictionary counts."""
    return {"words": batch.runs["words"], "surfaces": batch.surfaces, "names": batch.names}[name]


def lengths_in(batch: Batch) -> Float64Array:
    """Return each document's lengths, shape (documents, streams)."""
    return np.stack([batch.lengths[stream] for stream in STREAMS], 1).astype(np.float64)


def packed_counted(batch: Batch, numbers: Mapping[str, Int64Array]) -> list[bytes]:
    """Return each document's value, in base64; `numbers` are those of each run's terms, shape (terms,)."""
    documents = len(batch.keys)
    runs = [run_of(batch, name) for name in COUNTED]
    sizes = np.stack([np.bincount(run.documents, minlength=documents) for run in runs], 1)
    own = [numbers[name].repeat(np.diff(run.firsts)) for name, run in zip(COUNTED, runs, strict=True)]
    order = np.concatenate([run.documents for run in runs]).argsort(kind="stable")
    ordered = np.concatenate(own)[order]
    width = max(2, -(-int(ordered.max(initial=0)).bit_length() // _BYTE))
    heads = np.concatenate([sizes.astype("<u4"), lengths_in(batch).astype("<f4").view("<u4")], 1).tobytes()
    body = _narrow(ordered, width)
    stops = (sizes.sum(1).cumsum() * width).tolist()
    return [
        base64.b64encode(heads[_HEAD * place : _HEAD * (place + 1)] + body[first:stop])
        for place, (first, stop) in enumerate(zip([0, *stops], stops, strict=False))
    ]


def counted_of(encoded: str) -> tuple[dict[str, Int64Array], Float64Array]:
    """Return the numbers of a document's terms in each dictionary, and its lengths, shape (streams,)."""
    value = bytes_of(encoded)
    sizes = np.frombuffer(value, "<u4", len(COUNTED)).astype(np.int64)
    lengths = np.frombuffer(value, "<f4", len(STREAMS), 4 * len(COUNTED)).astype(np.float64)
    numbers = _wide(value[_HEAD:], int(sizes.sum()))
    return dict(zip(COUNTED, np.split(numbers, sizes.cumsum()[:-1]), strict=True)), lengths


def _narrow(numbers: Array, width: int) -> bytes:
    """Write numbers with so many bytes each, the least telling byte first.

    >>> _narrow(np.array([1, 0x020304]), 3).hex()
    '010000040302'
    """
    text: bytes = numbers.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :width].tobytes()
    return text


def _wide(value: bytes, size: int) -> Int64Array:
    """Read so many numbers, which fill a value.

    >>> _wide(bytes.fromhex("010000040302"), 2).tolist() == [1, 0x020304]
    True
    """
    read = np.zeros((size, 4), np.uint8)
    if size:
        own = np.frombuffer(value, np.uint8).reshape(size, -1)
        read[:, : own.shape[1]] = own
    return read.view("<u4").ravel().astype(np.int64)
