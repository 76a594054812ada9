"""What is made of a cluster's failures, told by nodes that fail as they are bidden."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from serving import answering
from waiting import until

from search.engines.opensearch import client
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.refusals import Conflict, Refused
from search.errors import IndexMissing, IndexUnreachable

Behaviour = Callable[[str], "tuple[int, Any] | None"]
"""What a node answers to a path and the first line that comes with it: a status and JSON; None breaks the
connection.
"""

HANGS = 20.0
"""Seconds for which a node hangs: no busy machine makes so much of the one that is waited for it."""
SHARDS = {"total": 3, "successful": 3, "skipped": 0, "failed": 0}
WHOLE = {"timed_out": False, "_shards": SHARDS, "hits": {"hits": []}}


def answered(*answers: Any) -> Behaviour:
    return lambda path: (200, {"responses": list(answers)})


def failed(status: int, reason: str = "said so") -> dict[str, Any]:
    return {"status": status, "error": {"root_cause": [{"type": "x", "reason": reason}]}}


@contextmanager
def node(behave: Behaviour) -> Iterator[tuple[str, list[str]]]:
    """A node that behaves so: its URL, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            lines = self.rfile.read(int(self.headers["content-length"] or 0)).decode().splitlines()
            said = " ".join([self.path, *lines[:1]])
            asked.append(said)
            answer = behave(said)
            if answer is None:
                self.close_connection = True
                return
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST

        def log_message(self, *told: object) -> None:
            pass

    with answering(Handler) as port:
        yield f"http://127.0.0.1:{port}", asked


@contextmanager
def cluster_of(*behaviours: Behaviour, timeout: float = 1.0) -> Iterator[tuple[Cluster, list[list[str]]]]:
    with ExitStack() as stack:
        nodes = [stack.enter_context(node(each)) for each in behaviours]
        yield Cluster([url for url, _ in nodes], timeout=timeout), [asked for _, asked in nodes]


def hangs(path: str) -> None:
    time.sleep(HANGS)


@pytest.mark.parametrize(
    "fails",
    [
        *[lambda path, status=status: (status, {"error": "gone"}) for status in (429, 500, 502, 503, 504)],
        lambda path: None,
        hangs,
        answered(failed(503)),
        answered(failed(500, "node disconnected")),
        answered({**WHOLE, "timed_out": True}),
        answered({**WHOLE, "_shards": {**SHARDS, "successful": 2}}),
        answered({**WHOLE, "_shards": {**SHARDS, "failed": 1}}),
    ],
)
def test_what_one_node_cannot_answer_another_is_asked(fails: Behaviour) -> None:
    with cluster_of(fails, answered(WHOLE)) as (cluster, _):
        for _ in range(4):
            assert cluster.search("notes", [{}]) == [WHOLE]
    with cluster_of(fails, fails) as (cluster, asked):
        begun = time.monotonic()
        with pytest.raises(IndexUnreachable, match=r"127\.0\.0\.1"):
            cluster.search("notes", [{}])
        assert time.monotonic() - begun < HANGS
        assert all(asked)


def test_a_node_is_asked_for_its_own_copy() -> None:
    with cluster_of(lambda path: (200, {"responses": [WHOLE]})) as (cluster, (asked,)):
        cluster.search("notes", [{}])
        assert '"preference":"_local"' in asked[0]


def test_who_has_a_copy_is_asked_before_who_has_none() -> None:
    def knowing(name: str) -> Behaviour:
        def behave(path: str) -> tuple[int, Any]:
            located = (200, {"nodes": {"a": {}, "c": {}}})
            return located if "_search_shards" in path else named(name, path)

        return behave

    with cluster_of(*map(knowing, "abc")) as (cluster, asked):
        cluster.locate("notes")
        until(lambda: all(node.name for node in cluster._nodes._nodes))
        for _ in range(8):
            cluster.search("notes", [{}])
        assert [sum("_msearch" in each for each in own) for own in asked] == [4, 0, 4]
        assert {node.name for _, node in zip(range(3), cluster._nodes.in_turn("notes"), strict=False)} == {
            *"abc"
        }


def test_who_is_not_told_where_copies_are_asks_all_in_turn() -> None:
    def silent(path: str) -> tuple[int, Any]:
        return (403, {"error": "no"}) if "_search_shards" in path else named("a", path)

    with cluster_of(silent, silent) as (cluster, asked):
        cluster.locate("notes")
        for _ in range(4):
            cluster.search("notes", [{}])
        assert [sum("_msearch" in each for each in own) for own in asked] == [2, 2]


def test_who_does_not_know_an_index_is_not_believed_alone() -> None:
    unknown = answered(failed(404, "no such index"))
    with cluster_of(unknown, answered(WHOLE)) as (cluster, _):
        for _ in range(4):
            assert cluster.search("notes", [{}]) == [WHOLE]
    with cluster_of(unknown, unknown) as (cluster, asked):
        with pytest.raises(IndexMissing, match="indexer rebuild"):
            cluster.search("notes", [{}])
        assert all(asked)


def test_a_node_that_hangs_is_asked_around_until_it_answers() -> None:
    """The others would send on to it what they are asked for, unless they are told otherwise."""
    hung = threading.Event()
    hung.set()

    def hanging(path: str) -> tuple[int, Any]:
        while hung.is_set():
            time.sleep(0.01)
        return named("c", path)

    def sending_on(name: str) -> Behaviour:
        def behave(path: str) -> tuple[int, Any]:
            knows = "_nodes/_local" in path or f"_prefer_nodes:{name}" in path or f",{name}" in path
            return named(name, path) if knows else hanging(path)

        return behave

    def requests_of(searches: int) -> int:
        before = [len(each) for each in asked]
        for _ in range(searches):
            assert cluster.search("notes", [{}]) == [WHOLE]
        new = (each for own, first in zip(asked, before, strict=True) for each in own[first:])
        return sum("_msearch" in each for each in new)

    nodes = (sending_on("a"), sending_on("b"), hanging)
    with cluster_of(*nodes, timeout=2.0) as (cluster, asked):
        requests_of(1)
        # Who hangs is known: nobody is asked in vain.
        assert requests_of(6) == 6
        hung.clear()
        until(
            lambda: (
                requests_of(1)
                and not any("_prefer" in each[-1] or "_nodes/_local" in each[-1] for each in asked)
            )
        )


def named(name: str, path: str) -> tuple[int, Any]:
    """Answer what a node answers that is called so."""
    return 200, {"nodes": {name: {}}} if "_nodes/_local" in path else {"responses": [WHOLE]}


def test_who_answers_while_others_wait_for_one_that_hangs_is_there() -> None:
    """Two questions wait for the same node, by way of two others: the look of the first tells both."""
    three = (lambda path: named("a", path), lambda path: named("b", path), hangs)
    with cluster_of(*three, timeout=2.0) as (cluster, asked):
        nodes = cluster._nodes
        one, other, _ = nodes._nodes
        first = threading.Thread(target=nodes.missed, args=(one,))
        first.start()
        until(lambda: one.name and other.name)
        nodes.missed(other)
        first.join()
        assert sum("_nodes/_local" in each for own in asked for each in own) == len(three)
        assert sorted(nodes.preference.removeprefix("_prefer_nodes:").split(",")) == ["a", "b"]


def test_who_is_slow_to_be_looked_at_but_has_just_answered_does_not_hang() -> None:
    def slow(path: str) -> tuple[int, Any]:
        time.sleep("_nodes/_local" in path)
        return named("a", path)

    with cluster_of(slow, hangs, timeout=2.0) as (cluster, _):
        one, other = cluster._nodes._nodes
        one.ask("POST", "/notes/_msearch", b"{}\n", None, 2.0)
        cluster._nodes.missed(other)
        assert (one.is_silent, one.hangs, other.is_silent, other.hangs) == (False, False, True, True)


def test_several_searches_of_one_question_wait_no_longer_than_one() -> None:
    with cluster_of(hangs, hangs) as (cluster, _):
        question = cluster.question("notes")
        begun = time.monotonic()
        for _ in range(20):
            with pytest.raises(IndexUnreachable):
                question([{}])
        assert time.monotonic() - begun < HANGS


def test_nobody_there_is_an_error_that_names_who_was_asked() -> None:
    with pytest.raises(IndexUnreachable, match=r"127\.0\.0\.1:9") as caught:
        Cluster(["http://reader:geheim@127.0.0.1:9"]).search("notes", [{}])
    assert "geheim" not in str(caught.value) and "geheim" not in repr(caught.value.__cause__)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, {"error": {"type": "index_not_found_exception", "reason": "none"}}), IndexMissing),
        ((409, {"error": "version conflict"}), Conflict),
        ((400, {"error": "no such field"}), Refused),
        ((401, {"error": "who are you"}), IndexUnreachable),
        ((403, {"error": "not you"}), IndexUnreachable),
        ((200, {"responses": [failed(400)]}), Refused),
    ],
)
def test_what_no_node_can_answer_is_asked_once(answer: tuple[int, Any], error: type[Exception]) -> None:
    with cluster_of(lambda path: answer, lambda path: answer) as (cluster, asked):
        with pytest.raises(error):
            cluster.search("notes", [{}])
        assert len(asked[0]) + len(asked[1]) == 1


def test_a_cluster_with_too_much_to_do_is_given_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_RESTS", (0.01, 0.01))
    busy = {"status": 429, "error": {"reason": "too much"}}
    said = [
        {"errors": True, "items": [{"index": {"status": 201}}, {"index": busy}]},
        {"errors": False, "items": [{"index": {"status": 201}}]},
    ]
    with cluster_of(lambda path: (200, said.pop(0))) as (cluster, asked):
        cluster.bulk("notes", [b'{"index":{}}\n{}\n', b'{"index":{}}\n{}\n'])
        assert len(asked[0]) == 2
    always = {"errors": True, "items": [{"index": busy}]}
    with cluster_of(lambda path: (200, always)) as (cluster, asked):
        with pytest.raises(IndexUnreachable, match="too much"):
            cluster.bulk("notes", [b'{"index":{}}\n{}\n'])
        assert len(asked[0]) == 3


def test_so_is_one_that_takes_no_request_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_RESTS", (0.01, 0.01))
    # Each try asks three times.
    said = [(429, {"error": "Data too large"})] * 4 + [(200, {"errors": False, "items": []})]
    with cluster_of(lambda path: said.pop(0)) as (cluster, _):
        cluster.bulk("notes", [b'{"index":{}}\n{}\n'])
    assert not said
    with cluster_of(lambda path: (429, {"error": "Data too large"})) as (cluster, asked):
        with pytest.raises(IndexUnreachable, match="too much to do"):
            cluster.bulk("notes", [b'{"index":{}}\n{}\n'])
        assert len(asked[0]) == 9


def test_a_document_that_is_not_taken_is_an_error() -> None:
    refused = {"index": {"status": 400, "error": {"reason": "immense term"}}}
    with (
        cluster_of(lambda path: (200, {"errors": True, "items": [refused]})) as (cluster, _),
        pytest.raises(Refused, match="immense term"),
    ):
        cluster.bulk("notes", [b'{"index":{}}\n{}\n'])


def test_no_password_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with cluster_of(lambda path: (503, {"error": "gone"})) as (cluster, _):
        address = cluster.shown
        caplog.set_level(logging.DEBUG)
        with pytest.raises(IndexUnreachable):
            Cluster([f"http://reader:geheim@{address}"]).ask("GET", "/")
    assert "geheim" not in caplog.text


@pytest.mark.parametrize("text", ["監視 𠮟る", "\ud800監視", 'a"b\\c\n'])
def test_a_search_is_written_as_it_is_also_with_half_a_letter(text: str) -> None:
    assert json.loads(client._written({"match": {"words": text}})) == {"match": {"words": text}}
