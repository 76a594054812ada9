"""Rebuilds: `indexer rebuild` of many notes and the memory it needs; again after one change; `update`."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.job.processes import held_by_all_of
from bench.job.talks import change_one
from search.index import TalkIndex

_CHECKOUT = Path(__file__).resolve().parents[2]
_BETWEEN_SAMPLES = 0.1
_UPDATES = 5


class CommandFailed(Exception):
    """A command of the product failed; its message stands on stderr."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of wall and processor time, and the most bytes that it held at once with all it started."""

    wall: float
    cpu: float
    peak: int


@dataclass(frozen=True, slots=True)
class Rebuilds:
    """Rebuilds of the same notes: all new, after one change; Sudachi alone, before and after; seconds of an
    update after one change, and of a command that does nothing."""

    first: Took
    sudachi: float
    second: Took
    update: float
    nothing: float


def rebuild(notes: Path, index: Path, talks: int) -> Took:
    """Index notes, all of them new; every talk must be in the index."""
    took = _indexer("rebuild", notes, index)
    indexed = TalkIndex(index).status().talks
    if indexed != talks:
        raise CommandFailed(f"{indexed} of {talks} talks were indexed")
    return took


def measure_rebuilds(notes: Path, index: Path, talks: int) -> Rebuilds:
    """Measure on notes that have no index yet."""
    # Sudachi before and after: the machine may be busier at one time than at the other.
    before = _sudachi(notes)
    first = rebuild(notes, index, talks)
    alone = (before + _sudachi(notes)) / 2
    change_one(notes)
    second = _indexer("rebuild", notes, index)
    updates, nothings = [], []
    for _ in range(_UPDATES):
        change_one(notes)
        updates.append(_indexer("update", notes, index).wall)
        nothings.append(_indexer("status", notes, index).wall)
    return Rebuilds(first, alone, second, median(updates), median(nothings))


def _sudachi(notes: Path) -> float:
    command = [sys.executable, "-m", "bench.job.sudachi", str(notes)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, cwd=_CHECKOUT, check=True).stdout)


def _indexer(command: str, notes: Path, index: Path) -> Took:
    arguments = [sys.executable, "-m", "indexer.cli", command, "--corpus", str(notes), "--index", str(index)]
    started = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, cwd=_CHECKOUT)
    peak = 0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        if command == "rebuild":
            peak = max(peak, held_by_all_of(process.pid))
        time.sleep(_BETWEEN_SAMPLES if command == "rebuild" else 0.001)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    # 1 says that notes have problems, which is no failure of the command.
    if process.returncode not in (0, 1):
        raise CommandFailed(f"indexer {command} ended with code {process.returncode}")
    return Took(wall, usage.ru_utime + usage.ru_stime, peak)
