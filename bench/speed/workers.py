"""Workers: the other end of `worker`, and which Python runs which engine."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.speed.engine import Answer
from bench.speed.engines import XAPIAN
from bench.speed.memory import Held

CHECKOUT = Path(__file__).resolve().parents[2]
_SYSTEM_PYTHON = "/usr/bin/python3"


class WorkerFailed(Exception):
    """An engine's process ended before it answered; what it said stands on stderr."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building an index took: seconds of wall and processor time, bytes resident at most."""

    wall: float
    cpu: float
    resident: int


class Worker:
    """An engine that is open in another process and is asked one thing at a time."""

    def __init__(self, name: str, corpus: Path, folder: Path) -> None:
        self.name = name
        command = _command("serve", name, corpus, folder)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=CHECKOUT
        )
        ready = self._received()
        self.kinds: Sequence[str] = ready["kinds"]
        self.facets: bool = ready["facets"]
        self.settings: str = ready["settings"]
        self.opening: float = ready["seconds"]
        self.resident: int = ready["resident"]
        """Bytes held before the index was opened."""

    def timed(self, numbers: Sequence[int], facets: bool) -> list[tuple[float, float]]:
        """Return seconds of wall and of processor time for each question."""
        self.send(numbers, facets)
        return self.times()

    def send(self, numbers: Sequence[int], facets: bool) -> None:
        """Have questions asked; `times` waits for them, so that several workers can be busy at once."""
        self._send({"do": "time", "numbers": list(numbers), "facets": facets})

    def times(self) -> list[tuple[float, float]]:
        return [(wall, cpu) for wall, cpu in self._received()]

    def answers(self, numbers: Sequence[int], facets: bool) -> list[Answer]:
        self._send({"do": "check", "numbers": list(numbers), "facets": facets})
        return [_answer(fields) for fields in self._received()]

    def held(self) -> Held:
        self._send({"do": "memory"})
        return Held(**self._received())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _send(self, asked: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()

    def _received(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise WorkerFailed(f"{self.name} ended with code {self._process.wait()}")
        return json.loads(line)


@contextmanager
def serving(name: str, corpus: Path, folder: Path) -> Iterator[Worker]:
    """Keep an engine open for a while."""
    worker = Worker(name, corpus, folder)
    try:
        yield worker
    finally:
        worker.close()


def missing(name: str) -> str:
    """Return why an engine cannot be run here; empty when it can."""
    return str(_run("missing", name))


def built(name: str, corpus: Path, folder: Path) -> Built:
    """Have an engine index a corpus into an empty folder, in a process that ends with it."""
    return Built(**_run("build", name, corpus, folder))


def seconds_to_first_answer(name: str, corpus: Path, folder: Path) -> float:
    """Return the time from starting a process to the answer to its first question."""
    started = time.perf_counter()
    _run("first", name, corpus, folder)
    return time.perf_counter() - started


def _run(command: str, name: str, *folders: Path) -> Any:
    done = subprocess.run(
        _command(command, name, *folders), stdout=subprocess.PIPE, encoding="utf-8", cwd=CHECKOUT, check=False
    )
    if done.returncode:
        raise WorkerFailed(f"{name}: {command} ended with code {done.returncode}")
    return json.loads(done.stdout)


def _command(command: str, name: str, *folders: Path) -> list[str]:
    paths = [str(folder.resolve()) for folder in folders]
    return [_python_of(name), "-m", "bench.speed.worker", command, name, *paths]


@cache
def _python_of(name: str) -> str:
    """Return the Python to run an engine: this one, but for a binding that Debian packages for its own."""
    if name == XAPIAN and not _can_import("xapian", sys.executable) and Path(_SYSTEM_PYTHON).exists():
        return _SYSTEM_PYTHON
    return sys.executable


def _can_import(module: str, python: str) -> bool:
    return (
        subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0
    )


def _answer(fields: Mapping[str, Any]) -> Answer:
    counts = tuple(tuple((value, many) for value, many in pairs) for pairs in fields["counts"])
    return Answer(fields["total"], tuple(fields["top"]), tuple(fields["scores"]), counts)
