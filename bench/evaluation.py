"""Evaluation: one system over one collection, timed; several at once in processes of their own."""

import logging
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.ablation import ABLATIONS
from bench.judged import Collection, JudgedSet
from bench.measures import DEPTH, Int64Array
from bench.ranker import Ranker
from bench.systems import KIKIGAKI, SYSTEMS

_SECONDS_BETWEEN_LINES = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What one system made of a collection: a ranking for each set, and how long it took, in seconds."""

    system: str
    rankings: Mapping[str, Int64Array]
    seconds: Mapping[str, float]
    """For each set, all its queries one after the other."""
    indexing: float


def ranker_of(system: str) -> Ranker:
    """Return a system by name; the name of an ablation is Kikigaki, to be used inside the ablation."""
    return SYSTEMS[KIKIGAKI if system in ABLATIONS else system]()


def run_all(systems: Sequence[str], collections: Sequence[Collection], jobs: int) -> list[list[Run]]:
    """Return a run for each system (inner) and collection (outer), in the orders given."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=log_to_stderr) as pool:
        futures = [[pool.submit(run, system, each) for system in systems] for each in collections]
        return [[future.result() for future in row] for row in futures]


def run(system: str, collection: Collection) -> Run:
    """Index the documents with a system and ask it every query of every set."""
    rankings: dict[str, Int64Array] = {}
    seconds: dict[str, float] = {}
    ranker = ranker_of(system)
    with ABLATIONS.get(system, nullcontext)(), tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        ranker.index(collection, Path(folder))
        try:
            # The first question opens files and fills caches.
            ranker.rank(collection.documents[0].title)
            indexing = time.perf_counter() - started
            _log.info("%s: %d documents in %.1f s", system, len(collection.documents), indexing)
            for judged in collection.sets:
                started = time.perf_counter()
                rankings[judged.name] = _ranked(ranker, judged, system)
                seconds[judged.name] = time.perf_counter() - started
        finally:
            ranker.close()
    return Run(system, rankings, seconds, indexing)


def log_to_stderr() -> None:
    """Send progress to stderr, away from the tables."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")


def _ranked(ranker: Ranker, judged: JudgedSet, system: str) -> Int64Array:
    ranking = np.full((len(judged.queries), DEPTH), -1, np.int64)
    said = time.perf_counter()
    for place, query in enumerate(judged.queries):
        found = ranker.rank(query.text)
        if len(set(found)) != len(found):
            raise ValueError(f"{system} found a document twice for {query.text!r}")
        ranking[place, : len(found)] = found
        if time.perf_counter() - said > _SECONDS_BETWEEN_LINES:
            said = time.perf_counter()
            _log.info("%s: %s %d of %d", system, judged.name, place + 1, len(judged.queries))
    _log.info("%s: %s done", system, judged.name)
    return ranking
