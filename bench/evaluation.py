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

from bench.ablation import ABLATIONS, INDEXED
from bench.judged import Collection, JudgedSet
from bench.kikigaki import Kikigaki
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
    asked_only = [system for system in systems if system in ABLATIONS and system not in INDEXED]
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=log_to_stderr) as pool:
        futures = [
            {system: pool.submit(run, system, each) for system in systems if system not in asked_only}
            for each in collections
        ]
        asked = [pool.submit(run_ablations, asked_only, each) for each in collections if asked_only]
        found = [{system: future.result() for system, future in row.items()} for row in futures]
        for row, future in zip(found, asked, strict=False):
            row |= {run.system: run for run in future.result()}
        return [[row[system] for system in systems] for row in found]


def run(system: str, collection: Collection) -> Run:
    """Index the documents with a system and ask it every query of every set."""
    ranker = ranker_of(system)
    with ABLATIONS.get(system, nullcontext)(), tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        ranker.index(collection, Path(folder))
        try:
            # The first question opens files and fills caches.
            ranker.rank(collection.documents[0].title)
            indexing = time.perf_counter() - started
            _log.info("%s: %d documents in %.1f s", system, len(collection.documents), indexing)
            return _asked(ranker, collection, system, indexing)
        finally:
            ranker.close()


def run_ablations(names: Sequence[str], collection: Collection) -> list[Run]:
    """Index the documents once with Kikigaki and ask that index in every ablation; none may be `INDEXED`."""
    ranker = Kikigaki()
    with tempfile.TemporaryDirectory() as folder:
        ranker.index(collection, Path(folder))
        runs = []
        for name in names:
            with ABLATIONS[name]():
                ranker.reopen(collection, Path(folder))
                runs.append(_asked(ranker, collection, name, indexing=0.0))
        ranker.close()
    return runs


def log_to_stderr() -> None:
    """Send progress to stderr, away from the tables."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")


def _asked(ranker: Ranker, collection: Collection, system: str, indexing: float) -> Run:
    rankings: dict[str, Int64Array] = {}
    seconds: dict[str, float] = {}
    for judged in collection.sets:
        started = time.perf_counter()
        rankings[judged.name] = _ranked(ranker, judged, system)
        seconds[judged.name] = time.perf_counter() - started
    return Run(system, rankings, seconds, indexing)


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
