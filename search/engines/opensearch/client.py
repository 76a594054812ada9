"""Client: the nodes of a cluster, asked over HTTP. What cannot be answered is an error, never fewer hits."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from search.engines.opensearch.nodes import Json, NoAnswer, Node, Nodes, Refusal
from search.engines.opensearch.refusals import (
    STRANGER,
    Overburdened,
    lacking_in,
    not_taken,
    somebody_else,
    told_by,
    unreachable,
)
from search.errors import EngineError, IndexMissing, IndexUnreachable

Question: TypeAlias = Callable[[Sequence[Json]], list[Json]]
"""Answers some searches of one question, all of them whole; raises as `Cluster.ask`."""

TIMEOUT = 2.0
"""Seconds that a node has for an answer."""
PATIENCE = 60.0
"""Seconds that it has to write something."""
_WRITES = 30.0
"""What has more time than this writes, and may be at it still when the time is over."""
_ATTEMPTS = 3
"""Nodes that are asked, one after the other: the first has so long, the next what is left of all."""
_AGAIN = 0.7
"""What the next have instead while a node hangs: the one that is asked may wait for that one."""
_ALL = 2.4
"""What all attempts of a question together have of that: nobody waits any longer."""
_SOME = 0.05
"""Seconds below which there is no use in asking."""
_LOOK = 0.25
"""What a node has of it to show that it is there, when another or itself has not answered."""
_WHOLE: Json = {"allow_partial_search_results": False}
"""A shard that is missing is an error; by default it is silence."""
_RESTS = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds that a writer rests when the cluster has too much to do."""


class Cluster:
    """Some nodes of one cluster. May be shared by threads.

    `nodes` are URLs; a user and a password may stand in them, and are in no message. `ca` is a file of
    certificates that https is checked by. `requests` counts what was asked.
    """

    def __init__(self, nodes: Sequence[str], timeout: float = TIMEOUT, ca: str | None = None) -> None:
        self.timeout = timeout
        self.shown = ", ".join(node.rpartition("@")[2].removeprefix("http://") for node in nodes)
        self.requests = 0
        self._nodes = Nodes(nodes, ca, _LOOK * timeout)

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

        `patience` is how many seconds a node may take, where that is not what a search may.
        Raises `IndexUnreachable`, `IndexMissing`, `Conflict` and `Refused`.
        """

        def send(node: Node, timeout: float) -> Any:
            return node.ask(method, path, body, params, timeout)

        return self._answer(send, self._attempts(patience))

    def document(
        self, index: str, name: str, *, stored: str | None = None, patience: float | None = None
    ) -> Json:
        """Return a document with its version, or its field that is `stored`; else as `ask`."""

        def send(node: Node, timeout: float) -> Any:
            params = {"preference": self._nodes.preference}
            if stored:
                params["stored_fields"] = stored
            return node.ask("GET", f"/{index}/_doc/{name}", None, params, timeout)

        answer = self._answer(send, self._attempts(patience))
        if not (isinstance(answer, dict) and "_seq_no" in answer):
            raise somebody_else(self.shown)
        return answer

    def data_nodes(self) -> int:
        """Return how many nodes keep data; raises as `ask`."""
        answer = self.ask("GET", "/_cluster/health", params={"filter_path": "number_of_data_nodes"})
        if not (isinstance(answer, dict) and isinstance(answer.get("number_of_data_nodes"), int)):
            raise somebody_else(self.shown)
        return int(answer["number_of_data_nodes"])

    def locate(self, index: str, patience: float | None = None) -> None:
        """Find out which nodes have a copy of an index, to ask those. Who is not told asks all in turn.

        Raises `IndexMissing`; `patience` as with `ask`.
        """
        # By default an index that is not there has no shards, which is no error.
        must_be = {"ignore_unavailable": "false", "allow_no_indices": "false"}
        params = {"local": "true", "filter_path": "nodes.*.name", **must_be}
        try:
            said = self.ask("GET", f"/{index}/_search_shards", params=params, patience=patience)
        except IndexMissing:
            raise
        except EngineError:
            return
        self._nodes.expect(index, said.get("nodes", ()))

    def search(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """Return the answers to some searches of one index, all of them whole; raises as `ask`."""
        return self.question(index)(bodies)

    def question(self, index: str) -> Question:
        """Return what asks one question of an index, in searches that have so much time together."""
        ends = time.monotonic() + _ALL * self.timeout

        def search(bodies: Sequence[Json]) -> list[Json]:
            texts = [_written(body) for body in bodies]

            def send(node: Node, timeout: float) -> Any:
                header = _written({**_WHOLE, "preference": self._nodes.preference})
                lines = b"".join(header + b"\n" + text + b"\n" for text in texts)
                return node.ask("POST", f"/{index}/_msearch", lines, None, timeout)

            answer = self._answer(send, self._timeouts(ends, self.timeout), lacking_in, index)
            answers: list[Json] = answer["responses"]
            return answers

        return search

    def _attempts(self, patience: float | None) -> Iterator[float]:
        if patience is None:
            return self._timeouts(time.monotonic() + _ALL * self.timeout, self.timeout)
        return self._timeouts(time.monotonic() + _ATTEMPTS * patience, patience)

    def _timeouts(self, ends: float, first: float) -> Iterator[float]:
        """Yield what each attempt has, until a moment."""
        for attempt in range(_ATTEMPTS):
            left = ends - time.monotonic()
            if left < _SOME:
                return
            # Who is slow, after a start, would not be quicker anew.
            again = _AGAIN * first if self._nodes.some_hang else left
            yield min(left, again if attempt else first)

    def _answer(
        self,
        send: Callable[[Node, float], Any],
        timeouts: Iterator[float],
        lacking: Callable[[Any, str], EngineError | None] = lambda answer, shown: None,
        index: str = "",
    ) -> Any:
        """Return the first answer that lacks nothing; node after node is asked, each with its time-out."""
        nodes = self._nodes.in_turn(index)
        wrong: EngineError | None = None
        cause: Exception | None = None
        for timeout in timeouts:
            node = next(nodes)
            self.requests += 1
            try:
                answer = send(node, timeout)
                wrong, cause = lacking(answer, self.shown), None
                if wrong is None:
                    return answer
            except Refusal as refusal:
                wrong, cause = told_by(refusal, self.shown), refusal
                if not isinstance(wrong, IndexUnreachable) or refusal.status in STRANGER:
                    break
            except NoAnswer as silence:
                wrong, cause = unreachable(self.shown, str(silence), silence.advice), silence
                if timeout > _WRITES and silence.is_late:
                    break
                self._nodes.missed(node)
        raise wrong or unreachable(self.shown, "there is no time left") from cause

    def bulk(self, index: str, lines: Sequence[bytes]) -> None:
        """Write documents, each given as its line of action and, if it has one, that of its source.

        Raises as `ask` and where any of them is not taken. A cluster that has too much to do is given time.
        """
        for rest in (*_RESTS, None):
            try:
                answer = self.ask("POST", f"/{index}/_bulk", b"".join(lines), patience=PATIENCE)
            except Overburdened:
                # It has taken none of them.
                if rest is None:
                    raise
                time.sleep(rest)
                continue
            if not answer["errors"]:
                return
            left = not_taken(answer, self.shown)
            if rest is None:
                break
            lines = [lines[place] for place in left]
            time.sleep(rest)
        raise unreachable(self.shown, "it has too much to do")


def _written(body: Json) -> bytes:
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        # Half a letter, which a paste may leave, is no UTF-8.
        return json.dumps(body).encode("ascii")
