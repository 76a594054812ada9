"""A columnar codec for Whoosh: an index as arrays, mapped into memory and evaluated with NumPy."""

from search.engines.columnar.codec import ColumnarCodec, write_columnar_segment
from search.engines.columnar.collector import ColumnarCollector
from search.engines.columnar.weighting import KikigakiBM25
from search.engines.columnar.whoosh_segments import ColumnarSegment, commit_segments

__all__ = [
    "ColumnarCodec",
    "ColumnarCollector",
    "ColumnarSegment",
    "KikigakiBM25",
    "commit_segments",
    "write_columnar_segment",
]
