"""Requests: a whole page of hits from `python -m web`, against a bare Flask, asked by one client in turns."""

import http.client
import logging
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

from bench.speed.figures import percentile
from bench.speed.product.finding import Finding
from bench.speed.targets import FIRST_ANSWER_SECONDS, REQUEST_P50, REQUEST_P99
from bench.speed.workers import CHECKOUT

_TURN = 10
"""Requests to one server before it is the other one's turn."""
_PATIENCE = 120.0

_log = logging.getLogger(__name__)


class NotServed(Exception):
    """A server did not start, or did not answer with 200."""


@dataclass(frozen=True, slots=True)
class Served:
    """Seconds of each request, and bytes of the last answer."""

    seconds: list[float]
    size: int


def measure_requests(index: Path, notes: Path, texts: Sequence[str], talks: int) -> Iterator[Finding]:
    """Ask for a page of each text, once to warm up and then timed."""
    environment = {**os.environ, "KIKIGAKI_INDEX": str(index), "KIKIGAKI_CORPUS": str(notes)}
    paths = ["/?" + urllib.parse.urlencode({"q": text}) for text in texts]
    with ExitStack() as stack:
        hello = stack.enter_context(_server(["bench.speed.product.hello"], {}))
        started = time.perf_counter()
        site = stack.enter_context(_server(["web"], environment))
        _timed(site, paths[:1])
        start = time.perf_counter() - started
        _timed(site, paths)
        _timed(hello, ["/"] * len(paths))
        pages, hellos = Served([], 0), Served([], 0)
        for first in range(0, len(paths), _TURN):
            turn = paths[first : first + _TURN]
            pages = _added(pages, _timed(site, turn))
            hellos = _added(hellos, _timed(hello, ["/"] * len(turn)))
    base = percentile(hellos.seconds, 50)
    for percent, limit in ((50, REQUEST_P50), (99, REQUEST_P99)):
        reached = percentile(pages.seconds, percent)
        yield Finding(
            f"page of hits over HTTP, {talks:,} talks, p{percent} to a bare Flask's p50",
            f"{1e3 * reached:.1f} ms ({pages.size:,} bytes) to {1e3 * base:.2f} ms",
            reached / base,
            limit,
        )
    flask = _import_flask()
    yield Finding(
        f"start of the site to its first page, {talks:,} talks, less importing Flask",
        f"{1e3 * start:.0f} ms, less {1e3 * flask:.0f} ms",
        start - flask,
        FIRST_ANSWER_SECONDS,
        "s",
    )


@contextmanager
def _server(module: Sequence[str], environment: Mapping[str, str]) -> Iterator[http.client.HTTPConnection]:
    """Run a server on a free port, and stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [] if environment else [str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", *module, *arguments],
        env={**(environment or os.environ), "KIKIGAKI_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        cwd=CHECKOUT,
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        _wait_for(process, connection)
        yield connection
    finally:
        connection.close()
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


def _timed(connection: http.client.HTTPConnection, paths: Sequence[str]) -> Served:
    seconds = []
    size = 0
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip, br, zstd"})
        answer = connection.getresponse()
        size = len(answer.read())
        seconds.append(time.perf_counter() - started)
        if answer.status != 200:
            raise NotServed(f"{path}: {answer.status}")
    return Served(seconds, size)


def _added(some: Served, more: Served) -> Served:
    return Served(some.seconds + more.seconds, more.size or some.size)


def _import_flask() -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import flask"], check=True)
        times.append(time.perf_counter() - started)
    return percentile(times, 50)
