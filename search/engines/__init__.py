"""Engines: one contract, several ways to keep it. `contract` says what an engine does; the others do it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from search.engines.columnar.files import ArrayFile
from search.engines.columnar.files import link as link
from search.engines.columnar.segment_infos import EXTENSION
from search.engines.contract import Dictionary as Dictionary
from search.engines.contract import Engine as Engine
from search.engines.contract import Found as Found
from search.engines.contract import FoundDocument as FoundDocument
from search.engines.contract import Handle as Handle
from search.engines.contract import Kept as Kept
from search.engines.contract import Outgrown as Outgrown
from search.engines.contract import Request as Request
from search.engines.facet_counts import FacetCounts as FacetCounts
from search.engines.whoosh_engine import WhooshEngine

if TYPE_CHECKING:
    from search.engines.batches import Batch

SELF_CHECKED = EXTENSION
"""Files that end in this hold their own checksums."""


def write_index(directory: Path, batches: "Iterable[Batch]", kept: Kept | None = None) -> None:
    """Write a new index of these documents into an empty directory; raise OSError when it takes no more.

    Documents that are kept of an older index come first; their files are linked, not copied.
    """
    # Loaded with the first index that is written: who only asks starts sooner without.
    from search.engines.whoosh_writing import write

    write(directory, batches, kept)


def open_engine(directory: Path) -> Engine:
    """Open the index in a directory; raise `IndexDamaged` if it cannot be read."""
    return WhooshEngine(directory)


def check_file(path: Path) -> None:
    """Read a file that holds its own checksums; raise `IndexDamaged` if it is not what was written."""
    ArrayFile(path).check_all()
