"""Mapping: how a cluster keeps documents. Each stream is a field whose term frequency is the term's impact.

An impact is what BM25 gives before idf, in steps of `ranking.IMPACT_STEPS`: so everything but K1, B and the
weights of fields is in the query, no shard needs statistics, and `ranking` stays the one place of every
constant.
"""

import base64
import math
import re
import zlib
from collections.abc import Mapping, Sequence

from search import ranking
from search.documents import FACETS, facet_field
from search.engines.opensearch.client import Json
from search.text.streams import STREAMS, Stream

FORMAT = 5
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
_BLANKS = re.compile(f"[{_JAVA}]")
"""What Java takes for a blank."""
_NO_BLANKS = {ord(blank): 0x81 + number for number, blank in enumerate(_JAVA)}
_LONGEST = 8_000
"""Characters of a term: Lucene takes 32,766 bytes."""
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


def indexed_as(term: str) -> str:
    """Return a term as it stands in the field of a stream, and is asked for there; of many, joined, the same.

    >>> indexed_as("a b") == indexed_as("a\u3000b")
    False
    """
    kept = kept_as(term)
    return without_blanks(kept)


def without_blanks(kept: str) -> str:
    """Return a text with other characters in place of its blanks."""
    return kept.translate(_NO_BLANKS) if _BLANKS.search(kept) else kept


def sendable(text: str) -> str:
    """Return a text without what is no character."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def hash_of(term: str) -> int:
    """Return the signed 32 bits by which a term is found among a document's positions."""
    code = zlib.crc32(kept_as(term).encode())
    return code - (code >> 31 << 32)


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
                "tokenizer": {
                    "blanks": {"type": "whitespace", "max_token_length": 2 * _LONGEST},
                },
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
                **dict.fromkeys(("digest", "shown", "counted"), packed),
                "chunk": {"type": "binary", "store": True},
            },
        },
    }
