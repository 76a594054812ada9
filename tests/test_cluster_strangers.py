"""What a cluster says that takes nothing, and who answers in its place: which setting is to blame is told."""

from base64 import b64decode
from http.server import BaseHTTPRequestHandler
from urllib.parse import quote

import pytest
from serving import answering
from test_cluster_client import cluster_of

from search.engines.opensearch.client import Cluster
from search.engines.opensearch.refusals import Overburdened
from search.errors import IndexUnreachable
from search.store.cluster import ClusterStore

FULL = (
    "index [notes] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, "
    "index has read-only-allow-delete block];"
)


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (429, "cluster_block_exception", FULL),
        (
            403,
            "index_create_block_exception",
            "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];",
        ),
    ],
)
def test_full_disks_are_neither_haste_nor_a_wrong_password(status: int, kind: str, reason: str) -> None:
    said = {"error": {"type": kind, "reason": reason}, "status": status}
    items = {"errors": True, "items": [{"index": {"status": status, "error": said["error"]}}]}
    for answer in ((status, said), (200, items)):
        with (
            cluster_of(lambda path, answer=answer: answer) as (cluster, _),  # type: ignore[misc]
            pytest.raises(IndexUnreachable) as caught,
        ):
            cluster.bulk("notes", [b'{"index":{}}\n{}\n'])
        told = str(caught.value)
        assert reason in told and "disks" in told and "password" not in told
        assert not isinstance(caught.value, Overburdened)


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}),
        (200, []),
        (200, "hello"),
        (200, None),
        (404, {"error": "Not Found"}),
        (404, "<html>"),
        (301, ""),
    ],
    ids=str,
)
def test_who_is_no_cluster_is_told_and_never_taken_for_one_without_an_index(
    answer: tuple[int, object],
) -> None:
    with cluster_of(lambda path: answer) as (cluster, _):
        store = ClusterStore(cluster, "notes", 1, 1)
        for ask in (lambda: store.read(lambda each: each), lambda: store.building().__enter__()):
            with pytest.raises(IndexUnreachable, match="the addresses in KIKIGAKI_OPENSEARCH_URL"):
                ask()


def test_an_index_that_is_only_called_like_a_generation_does_not_stop_the_next() -> None:
    names = ["notes-7", "notes-12", "notes-007", "notes-99999999999999999999", "notes-x-3"]
    listed = [{"index": name} for name in names]
    with cluster_of(lambda path: (200, listed)) as (cluster, _):
        assert ClusterStore(cluster, "notes", 1, 1)._numbers() == [7, 12]


def test_https_where_there_is_none_is_no_matter_of_certificates() -> None:
    with (
        cluster_of(lambda path: (200, {})) as (cluster, _),
        pytest.raises(IndexUnreachable, match=r"no https.*addresses"),
    ):
        Cluster([f"https://{cluster.shown}"]).ask("GET", "/")


@pytest.mark.parametrize("password", ["geheim", "p@ss:wörd", "秘密の言葉", "a%2Fb"])
def test_name_and_password_arrive_as_they_were_meant(password: str) -> None:
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(b64decode(self.headers["authorization"].removeprefix("Basic ")).decode())
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *told: object) -> None:
            pass

    with answering(Handler) as port:
        Cluster([f"http://me:{quote(password, safe='')}@127.0.0.1:{port}"]).ask("GET", "/")
    assert heard == [f"me:{password}"]
