"""Shown: what is kept of a document to show it, its text and its spans, as one compressed value of bytes.

bytes of the text, 4 bytes · the text · the spans
"""

import base64
import threading
from collections.abc import Sequence

import zstandard

from search.engines.opensearch.mapping import bytes_of

_HEAD = 4
_LEVEL = 1
"""Of zstandard: a third of the bytes is left, in 60 µs a document."""

_own = threading.local()
"""Each thread has a decompressor: to make one takes as long as to unpack a document."""


def packed_shown(stored: Sequence[str], spans: Sequence[bytes]) -> list[bytes]:
    """Return the values of some documents, in base64."""
    compress = zstandard.ZstdCompressor(_LEVEL).compress
    texts = [text.encode("utf-8", "surrogatepass") for text in stored]
    whole = (len(text).to_bytes(_HEAD, "little") + text + own for text, own in zip(texts, spans, strict=True))
    return [base64.b64encode(compress(each)) for each in whole]


def unpacked(encoded: str) -> tuple[str, bytes]:
    """Return the text and the spans of a document."""
    data = _decompressor().decompress(bytes_of(encoded))
    end = _HEAD + int.from_bytes(data[:_HEAD], "little")
    return data[_HEAD:end].decode("utf-8", "surrogatepass"), data[end:]


def _decompressor() -> zstandard.ZstdDecompressor:
    try:
        found: zstandard.ZstdDecompressor = _own.decompressor
    except AttributeError:
        found = _own.decompressor = zstandard.ZstdDecompressor()
    return found
