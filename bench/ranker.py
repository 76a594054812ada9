"""Ranker: one contract for every system that is compared, Kikigaki among them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bench.judged import Collection


class Ranker(Protocol):
    """A system that ranks documents for a question. Used by one thread: index once, rank often, close."""

    settings: str
    """How it is set up, in one line, for those who read the figures."""

    def missing(self) -> str:
        """Return what is not installed here and how to get it; empty when it can run."""

    def index(self, collection: Collection, folder: Path) -> None:
        """Take the documents, whose place is their number; `folder` is empty and may be written to."""

    def rank(self, text: str) -> Sequence[int]:
        """Return the numbers of the documents found, best first, at most `measures.DEPTH`, none twice."""

    def close(self) -> None:
        """Let go of files and processes."""
