"""Watching: what is counted of each answer, and the line it leaves in the access log.

Counts are plain numbers until somebody asks for them: the library that writes them down loads only then.
"""

import datetime
import json
import queue
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from prometheus_client import Metric

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
"""Upper ends in seconds."""
FAMILIES = frozenset(
    (
        *("cards", "events", "facets", "healthz", "metrics", "search.json", "speakers", "static"),
        *("suggest.json", "talks", "technologies"),
    )
)
"""First parts of addresses that are counted apart; whatever else is asked for cannot make more of them."""
_LONGEST = 500
_KEPT_LINES = 10_000
"""Lines that wait for whoever reads the log. Later ones are dropped: no visitor waits for a full pipe."""


class AccessLog:
    """One JSON object a line, all its control characters and all beyond ASCII escaped."""

    def __init__(self, out: TextIO, with_queries: bool) -> None:
        self._out = out
        self._with_queries = with_queries
        self._lines: queue.Queue[dict[str, object] | None] = queue.Queue(_KEPT_LINES)
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()

    def add(self, line: dict[str, object], query: str) -> None:
        if self._with_queries:
            line["query"] = query[:_LONGEST]
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            return

    def close(self) -> None:
        """Write what waits, for at most a second."""
        try:
            self._lines.put(None, timeout=1)
        except queue.Full:
            return
        self._writer.join(timeout=1)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                self._out.write(json.dumps(line) + "\n")
                self._out.flush()
            except (OSError, ValueError):
                return  # Whoever read the log has gone.


class Watch:
    """Counts of all answers; may be shared by threads."""

    def __init__(self, log: AccessLog | None = None) -> None:
        self.log = log
        self.gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        """What is looked up when asked for: a name, what it says, and how to look."""
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, str]] = Counter()
        self._seconds: dict[str, list[float]] = {}

    def over(self, app: "WSGIApplication") -> "WSGIApplication":
        """Return an application whose answers are counted."""

        def watched(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
            told = ["500", "0"]

            def started(status: str, headers: list[tuple[str, str]], *more: object) -> Callable[..., object]:
                told[0] = status[:3]
                told[1] = next((value for name, value in headers if name == "Content-Length"), "0")
                return start(status, headers, *more)  # type: ignore[arg-type]  # whatever the server takes

            began = time.perf_counter()
            try:
                return app(environ, started)
            finally:
                self.saw(
                    environ["REQUEST_METHOD"],
                    environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace"),
                    int(told[0]),
                    time.perf_counter() - began,
                    int(told[1]),
                    environ.get("QUERY_STRING", ""),
                    environ.get("REMOTE_ADDR", ""),
                )

        return watched

    def saw(
        self, method: str, path: str, status: int, seconds: float, size: int, query: str = "", by: str = ""
    ) -> None:
        """Count an answer and write it down."""
        family = family_of(path)
        with self._lock:
            self._answers[family, str(status)] += 1
            counts = self._seconds.setdefault(family, [0.0] * (len(BUCKETS) + 2))
            counts[bisect_left(BUCKETS, seconds)] += 1
            counts[-1] += seconds
        if self.log is not None:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
            line: dict[str, object] = {"at": now, "from": by, "method": method[:20], "path": path[:_LONGEST]}
            self.log.add(line | {"status": status, "ms": round(seconds * 1000, 1), "bytes": size}, query)

    def written(self) -> bytes:
        """Return all counts as Prometheus reads them."""
        from prometheus_client import CollectorRegistry, generate_latest

        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> "Iterable[Metric]":
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

        with self._lock:
            answers = dict(self._answers)
            seconds = {family: tuple(counts) for family, counts in self._seconds.items()}
        counted = CounterMetricFamily("kikigaki_requests", "Answers.", labels=("path", "status"))
        for labels, number in sorted(answers.items()):
            counted.add_metric(labels, number)
        yield counted
        taken = HistogramMetricFamily("kikigaki_request_seconds", "How long answers took.", labels=("path",))
        for family, (*counts, total) in sorted(seconds.items()):
            ends = (*map(str, BUCKETS), "+Inf")
            sums = [(end, sum(counts[: place + 1])) for place, end in enumerate(ends)]
            taken.add_metric((family,), sums, total)
        yield taken
        for name, (told, look) in self.gauges.items():
            yield GaugeMetricFamily(name, told, look())


def family_of(path: str) -> str:
    """Return what an address is counted as; `search` is the page of searches."""
    first = path[1:].partition("/")[0]
    return first if first in FAMILIES else "other" if first else "search"
