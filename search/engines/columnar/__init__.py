"""A columnar codec for Whoosh: an index as arrays, mapped into memory and evaluated with NumPy."""

from importlib import import_module
from typing import TYPE_CHECKING

from search.engines.columnar.codec import ColumnarCodec, write_columnar_segment
from search.engines.columnar.whoosh_segments import ColumnarSegment, commit_segments

if TYPE_CHECKING:
    from search.engines.columnar.collector import ColumnarCollector
    from search.engines.columnar.weighting import KikigakiBM25

__all__ = [
    "ColumnarCodec",
    "ColumnarCollector",
    "ColumnarSegment",
    "KikigakiBM25",
    "commit_segments",
    "write_columnar_segment",
]

_WITH_WHOOSH_SEARCH = {"ColumnarCollector": "collector", "KikigakiBM25": "weighting"}


def __getattr__(name: str) -> object:
    """Load what brings all of Whoosh's searching along when it is asked for (PEP 562).

    It would be a tenth of a site's start, and the site needs none of it.
    """
    if module := _WITH_WHOOSH_SEARCH.get(name):
        return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
