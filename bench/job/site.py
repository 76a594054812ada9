"""Site: pages of hits and JSON from `python -m web`, beside a bare Flask, asked by one client in turns."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.job.processes import Held, held_by

_CHECKOUT = Path(__file__).resolve().parents[2]
_PATIENCE = 120.0
_IMPORTS = _STARTS = 5
"""What is started so often; the median counts."""
_BROWSER = "gzip, deflate, br, zstd"


class NotServed(Exception):
    """A server did not start, or did not answer with 200."""


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """Seconds of each page, each JSON and each hello; of the start to the first page, and of a process that
    imports Flask. `slowest` is of all pages but the first; `held` after all of them; `totals` of the JSON."""

    pages: Sequence[float]
    answers: Sequence[float]
    hellos: Sequence[float]
    start: float
    import_flask: float
    slowest: float
    held: Held
    totals: Mapping[str, int]


def measure_site(
    index: Path, warm_up: Sequence[str], texts: Sequence[str], others: Sequence[str]
) -> SiteFigures:
    """Ask for pages of some texts and JSON of others, each text once, in turns with a bare Flask's hello."""
    pages: list[float] = []
    answers: list[float] = []
    hellos: list[float] = []
    warm: list[float] = []
    totals: dict[str, int] = {}
    flask = _import_flask()
    starts: list[float] = []
    with ExitStack() as stack:
        hello = stack.enter_context(_server("bench.job.hello", {}))
        for _ in range(_STARTS):
            with ExitStack() as running:
                started = time.perf_counter()
                site = running.enter_context(_server("web", {"KIKIGAKI_INDEX": str(index)}))
                site.timed(_path("/", warm_up[0]), _BROWSER)
                starts.append(time.perf_counter() - started)
                if len(starts) == _STARTS:
                    # The last one is asked on.
                    stack.push(running.pop_all())
        for text in warm_up[1:]:
            warm.append(site.timed(_path("/", text), _BROWSER))
            hello.timed("/")
        for text, other in zip(texts, others, strict=False):
            pages.append(site.timed(_path("/", text), _BROWSER))
            hellos.append(hello.timed("/"))
            answers.append(site.timed(_path("/search.json", other)))
            totals[other] = json.loads(site.body)["total"]
        held = held_by(site.process)
    return SiteFigures(pages, answers, hellos, median(starts), flask, max([*warm, *pages]), held, totals)


class _Client:
    def __init__(self, process: int, port: int) -> None:
        self.process = process
        self.body = b""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)

    def timed(self, path: str, encodings: str = "identity") -> float:
        """Return the seconds of one request; its body stays until the next."""
        started = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept-Encoding": encodings})
        answer = self.connection.getresponse()
        self.body = answer.read()
        seconds = time.perf_counter() - started
        if answer.status != 200:
            raise NotServed(f"{path}: {answer.status}")
        return seconds


@contextmanager
def _server(module: str, environment: Mapping[str, str]) -> Iterator[_Client]:
    """Run a server on a free port, and stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        env={**os.environ, **environment, "KIKIGAKI_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        cwd=_CHECKOUT,
    )
    client = _Client(process.pid, port)
    try:
        _wait_for(process, client.connection)
        yield client
    finally:
        client.connection.close()
        process.terminate()
        process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", connection: http.client.HTTPConnection) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            connection.connect()
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return
        except OSError:
            time.sleep(0.002)
    raise NotServed(f"{process.args!r} did not start")


def _path(path: str, text: str) -> str:
    return path + "?" + urllib.parse.urlencode({"q": text})


def _import_flask() -> float:
    times = []
    for _ in range(_IMPORTS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import flask"], check=True)
        times.append(time.perf_counter() - started)
    return median(times)
