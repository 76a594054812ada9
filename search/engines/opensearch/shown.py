"""Shown: what is kept of a document to show it, its text and its spans, as one compressed value of bytes.

bytes of the text, 4 bytes · the text · the spans
"""

import base64

import zstandard

from search.engines.opensearch.mapping import bytes_of

_HEAD = 4
_LEVEL = 1
"""Of zstandard: a third of the bytes is left, in 60 µs a document."""


class Packing:
    """Packs documents, one after the other."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(_LEVEL)

    def packed(self, stored: str, spans: bytes) -> bytes:
        """Return the value of a document, in base64."""
        text = stored.encode("utf-8", "surrogatepass")
        data = len(text).to_bytes(_HEAD, "little") + text + spans
        return base64.b64encode(self._compressor.compress(data))


def unpacked(encoded: str) -> tuple[str, bytes]:
    """Return the text and the spans of a document."""
    data = zstandard.decompress(bytes_of(encoded))
    end = _HEAD + int.from_bytes(data[:_HEAD], "little")
    return data[_HEAD:end].decode("utf-8", "surrogatepass"), data[end:]
