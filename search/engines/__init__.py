"""Engines: one contract, several ways to keep it. `contract` says what an engine does; the others do it."""

from collections.abc import Iterable
from pathlib import Path

from search.documents import Document
from search.engines import whoosh_engine
from search.engines.contract import Engine, Found, Request

__all__ = ["Engine", "Found", "Request", "open_engine", "write_index"]


def write_index(directory: Path, documents: Iterable[Document]) -> None:
    """Write a new index of these documents into an empty directory; raise OSError when it takes no more."""
    whoosh_engine.write(directory, documents)


def open_engine(directory: Path) -> Engine:
    """Open the index in a directory; raise `IndexDamaged` if it cannot be read."""
    return whoosh_engine.WhooshEngine(directory)
