"""Rebuilding: `indexer rebuild` of many notes, again after one change, and `indexer update`."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.speed.product.finding import Finding, not_measured
from bench.speed.product.talks import change_one
from bench.speed.targets import REBUILD, SECOND_REBUILD, UPDATE_SECONDS
from bench.speed.workers import CHECKOUT

_UPDATES = 5

_log = logging.getLogger(__name__)


class CommandFailed(Exception):
    """A command of the product failed; its message stands on stderr."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of a command: wall, and processor time of it and its children."""

    wall: float
    cpu: float


def measure_rebuilds(notes: Path, index: Path, talks: int) -> Iterator[Finding]:
    """Yield what a first and a second rebuild take, and an update; leaves an index of the notes."""
    # Sudachi before and after: the machine may be busier at one time than at the other.
    before = _sudachi(notes)
    first = _indexer("rebuild", notes, index)
    after = _sudachi(notes)
    alone = (before.wall + after.wall) / 2
    _log.info("Sudachi alone %.1f s, rebuild %.1f s (%.1f s CPU)", alone, first.wall, first.cpu)
    yield Finding(
        f"rebuild of {talks:,} talks, to Sudachi alone",
        f"{first.wall:.1f} s ({first.cpu:.1f} s CPU, {os.cpu_count()} cores) to {alone:.1f} s",
        first.wall / alone,
        REBUILD,
    )
    change_one(notes)
    second = _indexer("rebuild", notes, index)
    yield Finding(
        f"rebuild of {talks:,} talks after one change, to the first",
        f"{second.wall:.1f} s to {first.wall:.1f} s",
        second.wall / first.wall,
        SECOND_REBUILD,
    )
    yield _update(notes, index, talks)


def _update(notes: Path, index: Path, talks: int) -> Finding:
    name = f"update after one change, {talks:,} talks, more than `indexer status`"
    if subprocess.run(
        _command("update", "--help"), capture_output=True, cwd=CHECKOUT, check=False
    ).returncode:
        return not_measured(name, "there is no `indexer update`", UPDATE_SECONDS, "s")
    updates, starts = [], []
    for _ in range(_UPDATES):
        change_one(notes)
        updates.append(_indexer("update", notes, index).wall)
        starts.append(_indexer("status", notes, index).wall)
    update, start = median(updates), median(starts)
    detail = f"{1e3 * update:.0f} ms, less {1e3 * start:.0f} ms"
    return Finding(name, detail, update - start, UPDATE_SECONDS, "s")


def _sudachi(notes: Path) -> Took:
    command = [sys.executable, "-m", "bench.speed.product.sudachi", str(notes)]
    took = json.loads(subprocess.run(command, stdout=subprocess.PIPE, cwd=CHECKOUT, check=True).stdout)
    return Took(took["wall"], took["cpu"])


def _indexer(command: str, notes: Path, index: Path) -> Took:
    arguments = _command(command, "--corpus", str(notes), "--index", str(index))
    started = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, cwd=CHECKOUT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandFailed(f"indexer {command} ended with code {process.returncode}")
    return Took(wall, usage.ru_utime + usage.ru_stime)


def _command(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "indexer.cli", *arguments]
