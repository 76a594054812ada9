"""Client: the nodes of a cluster, asked over HTTP. What cannot be answered is an error, never fewer hits."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NotConnected
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, TransportError

from search.errors import EngineError, IndexMissing, IndexUnreachable

Json: TypeAlias = dict[str, Any]
"""What a cluster is sent, and what it answers."""

TIMEOUT = 2.0
"""Seconds that a node has for an answer."""
PATIENCE = 60.0
"""Seconds that it has to write something."""
_WRITES = 30.0
"""What has more time than this writes, and may be at it still when the time is over."""
_SHARES = (1.0, 0.7, 0.7)
"""What each node that is asked, one after the other, has of that: nobody waits for more than all of it."""
_SOME = 0.05
"""Seconds below which there is no use in asking."""
_HEADER = b'{"allow_partial_search_results":false}\n'
"""A shard that is missing is an error; by default it is silence."""
_CONNECTIONS = 32
"""Threads that ask one node at once without waiting for another's connection."""
_TOO_MANY = 429
_RESTS = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds that a writer rests when the cluster has too much to do."""


# What a node says is told by our own errors, without addresses that may hold a password.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Conflict(EngineError):
    """Somebody else has written in between, or what was to be made is there already."""


class Refused(EngineError):
    """The cluster understood a request, and does not do it; `status` is that of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Cluster:
    """Some nodes of one cluster. May be shared by threads.

    `nodes` are URLs; a user and a password may stand in them, and are in no message. `ca` is a file of
    certificates that https is checked by.
    """

    def __init__(self, nodes: Sequence[str], timeout: float = TIMEOUT, ca: str | None = None) -> None:
        self.timeout = timeout
        self.shown = ", ".join(node.rpartition("@")[2].removeprefix("http://") for node in nodes)
        self._transport = OpenSearch(
            list(nodes),
            pool_maxsize=_CONNECTIONS,
            timeout=timeout,
            max_retries=0,
            retry_on_timeout=True,
            ca_certs=ca,
            http_compress=False,
        ).transport
        # Attempts are counted here; what a node must not be asked again for is told by its answer.
        self._transport.retry_on_status = frozenset((500, 502, 503, 504))

    def ask(
        self,
        method: str,
        path: str,
        body: Json | bytes | None = None,
        params: Mapping[str, str | int] | None = None,
        *,
        patience: float | None = None,
    ) -> Any:
        """Return the answer to a request, which is sent once more where a node does not give one.

        `patience` is how many seconds it may take, where that is more than a search may. Raises
        `IndexUnreachable`, `IndexMissing`, `Conflict` and `Refused`.
        """
        timeouts = [patience] * len(_SHARES) if patience else [share * self.timeout for share in _SHARES]
        return self._asked(method, path, body, params, timeouts, lambda answer: None)

    def question(self, index: str) -> "Question":
        """Return what asks one question of an index, in as many searches as it takes."""
        return Question(self, index)

    def search(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to some searches of one index, all of them whole; raises as `ask`."""
        return self.question(index).search(bodies)

    def _asked(
        self,
        method: str,
        path: str,
        body: Json | bytes | None,
        params: Mapping[str, str | int] | None,
        timeouts: Iterable[float],
        lacking: Callable[[Any], str | None],
    ) -> Any:
        """Return the first answer that lacks nothing; node after node is asked, each with its time-out."""
        headers = {"content-type": "application/x-ndjson" if isinstance(body, bytes) else "application/json"}
        reason: str | None = "there is no time left"
        cause: Exception | None = None
        for timeout in timeouts:
            try:
                answer = self._transport.perform_request(
                    method, path, params=params, body=body, timeout=timeout, headers=headers
                )
                reason, cause = lacking(answer), None
                if reason is None:
                    return answer
            except TransportError as error:
                if not _may_be_asked_again(error):
                    raise self._refusal(error) from error
                reason, cause = _said(error), error
                if timeout > _WRITES and isinstance(error, ConnectionTimeout):
                    break
            except OpenSearchException as error:
                reason, cause = type(error).__name__, error
                break
        raise self._unreachable(reason or "") from cause

    def bulk(self, index: str, lines: Sequence[bytes]) -> None:
        """Write documents, each given as its line of action and, if it has one, that of its source.

        Raises as `ask` and where any of them is not taken. A cluster that has too much to do is given time.
        """
        for rest in (*_RESTS, None):
            answer = self.ask("POST", f"/{index}/_bulk", b"".join(lines), patience=PATIENCE)
            if not answer["errors"]:
                return
            said = [next(iter(item.values())) for item in answer["items"]]
            failed = [(place, item) for place, item in enumerate(said) if item["status"] >= 300]
            for _, item in failed:
                if item["status"] != _TOO_MANY:
                    reason = item.get("error", {}).get("reason", item.get("result", ""))
                    raise Refused(f"the cluster does not take a document: {reason}", item["status"])
            if rest is None:
                break
            lines = [lines[place] for place, _ in failed]
            time.sleep(rest)
        raise self._unreachable("it has too much to do")

    def _refusal(self, error: TransportError) -> EngineError:
        said = _said(error)
        if error.status_code == 404:
            return IndexMissing(f"the cluster does not know what was asked for: {said}")
        if error.status_code == 409:
            return Conflict(f"somebody else has written in between: {said}")
        if error.status_code in (401, 403):
            return self._unreachable(f"user and password do not fit: {said}")
        return Refused(f"the cluster refuses a request: {said}", int(error.status_code))

    def _unreachable(self, reason: str) -> IndexUnreachable:
        return IndexUnreachable(f"the cluster at {self.shown} does not answer ({reason}): is it running?")


class Question:
    """The searches of one question, which have so much time together that nobody waits longer than that.

    Belongs to one thread. `requests` counts what was asked.
    """

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._ends = time.monotonic() + sum(_SHARES) * cluster.timeout
        self.requests = 0

    def search(self, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to some searches, all of them whole; raises as `Cluster.ask`."""
        lines = b"".join(_HEADER + _written(body) + b"\n" for body in bodies)
        answer: Json = self._cluster._asked(
            "POST", f"/{self._index}/_msearch", lines, None, self._timeouts(), self._lacking
        )
        answers: list[Json] = answer["responses"]
        return answers

    def _timeouts(self) -> Iterator[float]:
        for share in _SHARES:
            left = self._ends - time.monotonic()
            if left < _SOME:
                return
            self.requests += 1
            yield min(left, share * self._cluster.timeout)

    def _lacking(self, answer: Json) -> str | None:
        """Return what an answer lacks that another node may have; raises for what no node can answer."""
        wrong = next(filter(None, map(_wrong, answer["responses"])), None)
        if wrong is None:
            return None
        status, reason = wrong
        if status == 404:
            raise IndexMissing(f"the cluster has no index {self._index}: run `indexer rebuild`")
        if 400 <= status < 500 and status != _TOO_MANY:
            raise Refused(f"the cluster refuses a search of {self._index}: {reason}", status)
        return reason


def _may_be_asked_again(error: TransportError) -> bool:
    status = error.status_code
    return (
        isinstance(error, NotConnected) or status == _TOO_MANY or (isinstance(status, int) and status >= 500)
    )


def _said(error: TransportError) -> str:
    """Return what went wrong in a few words; of a connection only its kind: its text may hold anything."""
    if isinstance(error, NotConnected):
        return "timeout" if isinstance(error, ConnectionTimeout) else "no connection"
    return f"{error.status_code} {str(error.error)[:300]}"


def _wrong(answer: Json) -> tuple[int, str] | None:
    """Return why an answer is not whole, as a status of HTTP and words."""
    if "error" in answer:
        error = answer["error"]
        causes = error.get("root_cause") or [error]
        return answer.get("status", 500), str(causes[0].get("reason", error))[:300]
    shards = answer["_shards"]
    if answer["timed_out"] or shards["failed"] or shards["successful"] < shards["total"]:
        return 503, "a shard is missing"
    return None


def _written(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
