"""Measuring: every engine on one corpus, in turns, so that what else the machine does hits all alike."""

import logging
import math
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.speed import workers
from bench.speed.checking import checked, score_complaints
from bench.speed.engines import KIKIGAKI
from bench.speed.figures import typical
from bench.speed.measured import EngineFigures, Measured
from bench.speed.memory import cached_share, drop_from_cache, size_of
from bench.speed.store import Store, questions_in
from bench.speed.truth import Truth
from bench.speed.workers import Worker

_BLOCK = 16
"""Questions that an engine is asked before it is the next one's turn."""
_EXAMPLES = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure. An engine gets about `seconds` for all its rounds; one that is slower is asked
    fewer questions, and compared on those."""

    rounds: int = 5
    seconds: float = 12.0
    starts: int = 5
    bursts: int = 3
    burst_seconds: float = 0.7


def measure(store: Store, names: Sequence[str], reference: str, folder: Path, effort: Effort) -> Measured:
    """Build, check and time engines; indexes go into a folder of their name below `folder`."""
    run = _Run(store, folder, effort)
    figures = {name: figure for name in names if (figure := run.built(name))}
    began = time.perf_counter()
    if reference not in figures:
        reference = next(iter(figures))
    share = effort.seconds / (2 * effort.rounds)
    for name in figures:
        # All peers are compared with the reference, so it is asked everything.
        run.ask_cold(name, figures[name], math.inf if name == reference else share)
    run.ask_warm(figures)
    flask = run.start(figures)
    _log.info("%d notes asked for in %.0f s", store.about.notes, time.perf_counter() - began)
    return Measured(store.about.notes, store.about.source, run.questions, reference, figures, flask)


class _Run:
    def __init__(self, store: Store, folder: Path, effort: Effort) -> None:
        self._store = store
        self._folder = folder
        self._effort = effort
        self.questions = questions_in(store.folder)

    def built(self, name: str) -> EngineFigures | None:
        """Index the corpus; None, with a line that says so, for an engine that fails."""
        folder = self._folder / name
        folder.mkdir(parents=True)
        try:
            built = workers.built(name, self._store.folder, folder)
        except workers.WorkerFailed as error:
            _log.error("%s", error)
            return None
        _log.info("%s: %d notes indexed in %.1f s", name, self._store.about.notes, built.wall)
        return EngineFigures("", built, size_of(folder))

    def ask_cold(self, name: str, figures: EngineFigures, seconds: float) -> None:
        """Ask a new process every question once; how far it comes in its time is what it is asked later.

        `seconds` are the processor's: a busy machine must not leave questions out.
        """
        drop_from_cache(self._folder / name)
        figures.cached = cached_share(self._folder / name)
        with self._serving(name) as worker:
            figures.settings, figures.kinds = worker.settings, worker.kinds
            figures.opening, figures.before = worker.opening, worker.resident
            for block in self._blocks(worker):
                times = worker.timed(block, worker.facets)
                figures.cold |= {number: wall for number, (wall, _) in zip(block, times, strict=True)}
                seconds -= sum(cpu for _, cpu in times)
                if seconds < 0:
                    break
            figures.held = worker.held()

    def ask_warm(self, figures: Mapping[str, EngineFigures]) -> None:
        """Check every answer, which warms all caches, then time the questions in turns; then two at once."""
        with ExitStack() as stack:
            open_ = {name: stack.enter_context(self._serving(name)) for name in figures}
            self._check(open_, figures)
            self._time(open_, figures)
            others = {name: stack.enter_context(self._serving(name)) for name in figures}
            for name, worker in open_.items():
                figures[name].throughput = self._throughput((worker, others[name]), figures[name])

    def start(self, figures: Mapping[str, EngineFigures]) -> float:
        """Time processes from start to first answer; return the time of one that imports Flask."""
        starts: dict[str, list[float]] = defaultdict(list)
        flask = []
        for _ in range(self._effort.starts):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import flask"], check=True)
            flask.append(time.perf_counter() - started)
            for name in figures:
                folder = self._folder / name
                starts[name].append(workers.seconds_to_first_answer(name, self._store.folder, folder))
        for name, seconds in starts.items():
            figures[name].first_answer = median(seconds)
        return median(flask)

    def _serving(self, name: str) -> AbstractContextManager[Worker]:
        return workers.serving(name, self._store.folder, self._folder / name)

    def _blocks(self, worker: Worker) -> Iterator[list[int]]:
        numbers = [number for number, each in enumerate(self.questions) if each.kind in worker.kinds]
        for first in range(0, len(numbers), _BLOCK):
            yield numbers[first : first + _BLOCK]

    def _check(self, open_: Mapping[str, Worker], figures: Mapping[str, EngineFigures]) -> None:
        truth = Truth(self._store)
        for name, worker in open_.items():
            found = figures[name]
            numbers = list(found.cold)
            found.checked, found.complaints, answers = checked(worker, numbers, self.questions, truth)
            if name == KIKIGAKI:
                found.complaints += score_complaints(answers, self.questions, truth)
            for complaint in found.complaints[:_EXAMPLES]:
                _log.warning("%s is wrong: %s", name, complaint)

    def _time(self, open_: Mapping[str, Worker], figures: Mapping[str, EngineFigures]) -> None:
        walls, cpus = _Samples(), _Samples()
        names = list(open_)
        places = range(0, max(len(each.cold) for each in figures.values()), _BLOCK)
        for turn in range(self._effort.rounds * len(places) * 2):
            place = places[turn // 2 % len(places)]
            facets = turn % 2 == 0
            # Another one begins each time: none always follows the same neighbour's traces in the caches.
            first = turn % len(names)
            for name in names[first:] + names[:first]:
                block = list(figures[name].cold)[place : place + _BLOCK]
                if block and (open_[name].facets or not facets):
                    for number, (wall, cpu) in zip(block, open_[name].timed(block, facets), strict=True):
                        walls[name, facets][number].append(wall)
                        cpus[name, facets][number].append(cpu)
        for (name, facets), samples in walls.items():
            figures[name].warm[facets] = typical(samples)
            figures[name].warm_cpu[facets] = typical(cpus[name, facets])

    def _throughput(self, pair: tuple[Worker, Worker], figures: EngineFigures) -> tuple[float, float]:
        facets = pair[0].facets
        numbers = list(figures.cold)
        seconds = sum(figures.warm[facets].values())
        burst = numbers * max(1, round(self._effort.burst_seconds / seconds))
        pair[1].timed(numbers, facets)
        rates: tuple[list[float], list[float]] = ([], [])
        for _ in range(self._effort.bursts):
            for busy, found in ((pair[:1], rates[0]), (pair, rates[1])):
                started = time.perf_counter()
                for worker in busy:
                    worker.send(burst, facets)
                for worker in busy:
                    worker.times()
                found.append(len(busy) * len(burst) / (time.perf_counter() - started))
        return median(rates[0]), median(rates[1])


class _Samples(defaultdict[tuple[str, bool], defaultdict[int, list[float]]]):
    """Seconds by engine, by whether facets were counted, and by question; one entry a round."""

    def __init__(self) -> None:
        super().__init__(lambda: defaultdict(list))
