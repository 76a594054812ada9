"""Mapping: how a cluster keeps documents. Each stream is a field whose term frequency is the term's impact.

An impact is what BM25 gives before idf, times `scale`: so everything but K1, B and the weights of fields is
in the query, no shard needs statistics, and `ranking` stays the one place of every constant.
"""

import math
import zlib
from collections.abc import Mapping

from search import ranking
from search.documents import FACETS
from search.engines.opensearch.client import Json
from search.text.streams import STREAMS, Stream

FORMAT = 1
META = "made-so"
"""The document that says how an index was made; nothing finds it, as nothing finds dictionaries."""
DELIMITER = "\x7f"
"""Stands between a term and its impact."""
COUNTED = ("words", "surfaces", "names")
"""Fields of which there are dictionaries."""
EVERYTHING: Json = {"exists": {"field": "seq"}}
"""All documents: what the dictionaries are kept in has no such number."""
WINDOW = 10_000
"""Documents of one answer."""
_LONGEST = 8_000
"""Characters of a term: Lucene takes 32,766 bytes."""
_MOST = 1 << 30
"""Lucene adds up a document's impacts in 31 bits."""
_FINEST = 1 << 20
"""Impacts are read in single precision."""


def kept_as(term: str) -> str:
    """Return a term as it is sent, when a document is written and when it is asked for.

    >>> kept_as("監視"), kept_as("a\\ud800")
    ('監視', 'a?')
    """
    return sendable(term[:_LONGEST]).replace(DELIMITER, "?")


def sendable(text: str) -> str:
    """Return a text without what is no character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def hash_of(term: str) -> int:
    """Return the signed 32 bits by which a term is found among a document's positions."""
    code = zlib.crc32(kept_as(term).encode())
    return code - (code >> 31 << 32)


def facet_field(facet: str) -> str:
    return f"facet_{facet}"


def counted_field(name: str) -> str:
    """Return the field whose values are the terms of a dictionary."""
    return f"has_{name}"


def places_field(stream: Stream) -> str:
    """Return the field that says where the terms of a stream stand."""
    return f"at_{stream}"


def scale_of(averages: Mapping[Stream, float]) -> int:
    """Return what impacts are multiplied by: as much as leaves the sum of a document's in Lucene's bounds.

    A document of any length has at most (K1 + 1) · average / (K1 · B) in all.
    """
    most = (ranking.K1 + 1) * max(averages.values()) / (ranking.K1 * ranking.B)
    return int(min(_FINEST, 2 ** math.floor(math.log2(_MOST / most))))


def index_body(scale: int, shards: int) -> Json:
    """Return how an index is made. Copies come later: see `writing`."""
    stream: Json = {
        "type": "text",
        "analyzer": "impact",
        "search_analyzer": "keyword",
        "similarity": "impact",
        "index_options": "freqs",
        "norms": False,
    }
    kept: Json = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "index.routing.rebalance.enable": "none",
            "analysis": {
                "filter": {"impact": {"type": "delimited_term_freq", "delimiter": DELIMITER}},
                "analyzer": {"impact": {"type": "custom", "tokenizer": "keyword", "filter": ["impact"]}},
            },
            "similarity": {
                "impact": {
                    "type": "scripted",
                    "script": {"source": f"return query.boost * doc.freq / {scale}.0;"},
                }
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["stored", "spans", "chunk"]},
            "properties": {
                **dict.fromkeys(STREAMS, stream),
                **{places_field(each): {"type": "binary", "doc_values": True} for each in STREAMS},
                **{facet_field(each): {"type": "keyword"} for each in FACETS},
                **{counted_field(each): {"type": "keyword", "index": False} for each in COUNTED},
                "keys": {"type": "keyword", "doc_values": False},
                "digest": {"type": "keyword", "index": False},
                "date": {"type": "integer"},
                "place": {"type": "integer", "index": False},
                "seq": {"type": "long"},
                **dict.fromkeys(("stored", "spans", "chunk"), kept),
            },
        },
    }
