"""Mapping: how a cluster keeps documents. Each stream is a field whose term frequency is the term's impact.

An impact is what BM25 gives before idf, in steps of `ranking.IMPACT_STEPS`: so everything but K1, B and the
weights of fields is in the query, no shard needs statistics, and `ranking` stays the one place of every
constant.
"""

import base64
import math
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from search import ranking
from search.arrays import Codes, Int64Array, UInt64Array
from search.documents import FACETS, facet_field
from search.engines.batches import GRAM, packed_grams
from search.engines.opensearch.nodes import Json
from search.text.streams import STREAMS, Stream

FORMAT = 7
META = "made-so"
"""The document that says how an index was made; nothing finds it, as nothing finds dictionaries."""
DELIMITER, PARTER = "\x7f", "\x80"
"""What stands between a term and its impact, and between terms: control characters that JSON leaves."""
BLANK = " "
"""Parts the terms of a document: a cluster cuts at blanks sooner than at a character of ours."""
COUNTED = ("words", "surfaces", "names")
"""Fields of which there are dictionaries."""
EVERYTHING: Json = {"exists": {"field": "seq"}}
"""All documents: what the dictionaries are kept in has no such number."""
WINDOW = 10_000
"""Documents of one answer."""
HOURS = 6 * 3600.0
"""Seconds for what takes as long as the index is large."""
WHILE_LOADING: Json = {
    # What has come is written to files while more comes: at the end one processor would write all of it.
    "refresh_interval": "2s",
    # What is not whole yet is begun anew after a crash.
    "index.translog.durability": "async",
    # All is committed once, at the end.
    "index.translog.flush_threshold_size": "4gb",
    # All is merged once, at the end.
    "index.merge.policy.segments_per_tier": 1_000,
    "index.merge.policy.max_merge_at_once": 1_000,
}
"""Settings of an index that is being written, and nobody searches."""
_JAVA = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
)
"""What Java takes for a blank."""
_IN_WORDS = {
    # What JSON would have to escape stands at the end of what Unicode leaves to everybody.
    **{code: 0x10FF00 + code for code in (*range(0x20), *map(ord, '"\\'))},
    **{ord(blank): 0x81 + number for number, blank in enumerate(_JAVA)},
}
"""What stands for a character in the field of words."""
_KATAKANA = range(ord("ァ"), ord("ー") + 1)
_LATIN = [code for code in range(0x21, 0x7F) if chr(code) not in '"\\']
_IN_GRAMS = _IN_WORDS | dict(zip((*_KATAKANA, *_LATIN), (*_LATIN, *_KATAKANA), strict=True))
"""The same for grams: katakana, of which most consist, change places with Latin letters, and take a byte."""
_TABLE = np.arange(max(_IN_GRAMS) + 1, dtype=np.uint32)
_TABLE[list(_IN_GRAMS)] = list(_IN_GRAMS.values())
# No character is none there, too.
_TABLE[0] = 0
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF
_LONGEST = 8_000
"""Characters of a term: Lucene takes 32,766 bytes."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 by the golden ratio."""
_MOST = 0.9 * 2**31
"""Lucene adds up a document's impacts in 31 bits; each may have been rounded up."""


def kept_as(term: str) -> str:
    """Return a term as it is sent, when a document is written and when it is asked for.

    >>> kept_as("監視"), kept_as("a\\ud800")
    ('監視', 'a?')
    """
    return sendable(term[:_LONGEST]).replace(DELIMITER, "?").replace(PARTER, "?")


def kept_joined(terms: Sequence[str]) -> str:
    """Return terms as `kept_as` gives them, with `PARTER` between two.

    >>> kept_joined(["監視", "a\x7fb"]) == "監視\x80a?b"
    True
    """
    joined = PARTER.join(terms)
    if joined.count(PARTER) >= max(1, len(terms)) or max(map(len, terms), default=0) > _LONGEST:
        return PARTER.join(map(kept_as, terms))
    return sendable(joined).replace(DELIMITER, "?")


def indexed_as(stream: Stream, term: str) -> str:
    """Return a term as it stands in the field of a stream, and is asked for there: without what JSON escapes
    and without blanks.

    >>> indexed_as("words", "サイ"), indexed_as("readings", "サイ"), indexed_as("bigrams", "go")
    ('サイ', '6%', 'ュロ')
    """
    return indexed_joined(stream, kept_as(term))


def indexed_joined(stream: Stream, kept: str) -> str:
    """Return terms that are kept, with `PARTER` between two, as they stand in the field of a stream."""
    return kept.translate(_IN_WORDS if stream == "words" else _IN_GRAMS)


def indexed_codes(codes: Codes) -> Codes:
    """Return the characters of grams, 0 where there is none, as they stand in a field."""
    refused = (codes >= _FIRST_SURROGATE) & (codes <= _LAST_SURROGATE)
    refused |= (codes == ord(DELIMITER)) | (codes == ord(PARTER))
    kept = np.where(refused, ord("?"), codes).astype(np.uint32)
    return np.where(kept < len(_TABLE), _TABLE.take(kept, mode="clip"), kept)


def sendable(text: str) -> str:
    """Return a text without what is no character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def hash_of(stream: Stream, term: str) -> int:
    """Return the signed 32 bits by which a term is found among a document's positions."""
    if stream != "words" and len(term) <= GRAM:
        return int(gram_hashes(packed_grams(np.array([list(map(ord, term))], np.uint32)))[0])
    return int(text_hashes([kept_as(term).encode()])[0])


def text_hashes(terms: Sequence[bytes]) -> Int64Array:
    return np.fromiter(map(zlib.crc32, terms), np.uint32, len(terms)).view(np.int32).astype(np.int64)


def gram_hashes(keys: UInt64Array) -> Int64Array:
    """Return the hashes of packed grams. Fibonacci hashing: Knuth, The Art of Computer Programming 3, 6.4."""
    return ((keys * _GOLDEN) >> np.uint64(32)).astype(np.uint32).view(np.int32).astype(np.int64)


def id_of(number: int) -> str:
    """Return the name of a document in the cluster. Such names ascend as documents are written: that there
    is none yet is known by looking at the last.
    """
    return f"{number:012d}"


def bytes_of(encoded: str) -> bytes:
    """Return a binary value as a cluster gives it: of what it keeps as columns, without the padding."""
    return base64.b64decode(encoded + "=" * (-len(encoded) % 4))


def places_field(stream: Stream) -> str:
    """Return the field that says where the terms of a stream stand."""
    return f"at_{stream}"


def scale_of(average: float) -> int:
    """Return what a stream's impacts are multiplied by to be whole: `ranking.IMPACT_STEPS`, unless notes are
    so long, 35,000 terms on average, that a document's sum would not stay in Lucene's bounds.

    A document of any length has at most (K1 + 1) · average / (K1 · B) in all.
    """
    most = (ranking.K1 + 1) * average / (ranking.K1 * ranking.B)
    return int(min(ranking.IMPACT_STEPS, 2 ** math.floor(math.log2(_MOST / most))))


def index_body(scales: Mapping[Stream, int], shards: int) -> Json:
    """Return how an index is made. Copies come later: see `writing`."""
    stream: Json = {
        "type": "text",
        "analyzer": "impact",
        "search_analyzer": "keyword",
        "index_options": "freqs",
        "norms": False,
    }
    packed: Json = {"type": "binary", "doc_values": True}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "index.routing.rebalance.enable": "none",
            **WHILE_LOADING,
            "analysis": {
                "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 2 * _LONGEST}},
                "filter": {"impact": {"type": "delimited_term_freq", "delimiter": DELIMITER}},
                "analyzer": {"impact": {"type": "custom", "tokenizer": "blanks", "filter": ["impact"]}},
            },
            "similarity": {
                f"impact_{each}": {
                    "type": "scripted",
                    "script": {"source": f"return query.boost * doc.freq / {scales[each]}.0;"},
                }
                for each in STREAMS
            },
        },
        "mappings": {
            "dynamic": "strict",
            # What is sent would be kept twice. And a copy replays it without its terms where it is cut down:
            # where there is none, it replays nothing.
            "_source": {"enabled": False, "recovery_source_enabled": False},
            "properties": {
                **{each: {**stream, "similarity": f"impact_{each}"} for each in STREAMS},
                **{places_field(each): packed for each in STREAMS},
                **{facet_field(each): {"type": "keyword"} for each in FACETS},
                "keys": {"type": "keyword", "doc_values": False},
                "date": {"type": "integer"},
                "place": {"type": "integer", "index": False},
                "event_number": {"type": "long", "index": False},
                "seq": {"type": "long"},
                # What is packed already is read by itself; what is stored, with its neighbours.
                **dict.fromkeys(("digest", "shown"), packed),
                "chunk": {"type": "binary", "store": True},
            },
        },
    }
