"""A cluster behind TLS, a name and a password: who has them is answered, and nobody reads them anywhere."""

import json
import logging
import shutil
import traceback
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from cluster_nodes import Nodes
from one_note import NOTE
from secured import Answer, certified, forwarding, secured
from test_cluster_client import WHOLE

from indexer.cli import main
from search.engines.opensearch.client import Cluster
from search.errors import IndexUnreachable
from web import create_app

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make certificates")

PASSWORD = "ge@heim:/1"
WRITTEN = "ge%40heim%3A%2F1"
"""The same as it stands in an address."""
SECRETS = ("heim", "geraten")


def whole(method: str, path: str, body: bytes, kind: str) -> Answer:
    return 200, json.dumps({"responses": [WHOLE]}).encode()


@dataclass(frozen=True)
class Place:
    """Where a node listens, who vouches for it, and who does for another."""

    address: str
    ca: Path
    other_ca: Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """The files of a CA, of a certificate for loopback by it, and of a CA that vouches for nobody here."""
    folder = tmp_path_factory.mktemp("certificates")
    ca, node = certified(folder / "right")
    return ca, node, certified(folder / "wrong")[0]


@pytest.fixture
def place(certificates: tuple[Path, Path, Path]) -> Iterator[Place]:
    ca, node, other_ca = certificates
    with secured(whole, node, "reader", PASSWORD) as address:
        yield Place(address, ca, other_ca)


def told_by(error: BaseException) -> str:
    """Return all that an error shows: its own words, and those of what caused it."""
    return "".join(traceback.format_exception(error)) + repr(error)


def test_who_has_the_password_and_the_ca_is_answered(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    cluster = Cluster([f"https://reader:{WRITTEN}@{place.address}"], ca=str(place.ca))
    assert cluster.search("notes", [{}]) == [WHOLE]
    assert place.address in cluster.shown
    assert not any(secret in told for secret in SECRETS for told in (caplog.text, cluster.shown))


@pytest.mark.parametrize("who", ["reader:geraten@", f"another:{WRITTEN}@", ""])
def test_who_has_another_password_is_told_so_at_once(
    place: Place, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cluster = Cluster([f"https://{who}{place.address}"], ca=str(place.ca))
    with pytest.raises(IndexUnreachable, match="KIKIGAKI_OPENSEARCH_URL") as caught:
        cluster.search("notes", [{}])
    assert place.address in str(caught.value) and cluster.requests == 1
    assert not any(secret in told for secret in SECRETS for told in (caplog.text, told_by(caught.value)))


@pytest.mark.parametrize("ca", ["another's", "none of its own"])
def test_a_node_that_nobody_vouches_for_is_not_told_the_password(
    place: Place, ca: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    given = str(place.other_ca) if ca == "another's" else None
    cluster = Cluster([f"https://reader:{WRITTEN}@{place.address}"], ca=given)
    with pytest.raises(IndexUnreachable, match=r"certificate.*KIKIGAKI_OPENSEARCH_CA") as caught:
        cluster.search("notes", [{}])
    assert not any(secret in told for secret in SECRETS for told in (caplog.text, told_by(caught.value)))


def test_a_certificate_for_another_name_is_none(tmp_path: Path) -> None:
    ca, node = certified(tmp_path / "other", "DNS:node.example.jp")
    with secured(whole, node, "reader", PASSWORD) as address:
        cluster = Cluster([f"https://reader:{WRITTEN}@{address}"], ca=str(ca))
        with pytest.raises(IndexUnreachable, match="certificate"):
            cluster.search("notes", [{}])


@pytest.mark.cluster
@pytest.mark.slow
def test_commands_and_pages_work_with_a_secured_cluster(
    nodes: Nodes,
    certificates: tuple[Path, Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ca, node, other_ca = certificates
    shown: list[str] = []

    def said(*command: str, code: int = 0) -> str:
        assert main(list(command)) == code, capsys.readouterr()
        shown.append("".join(capsys.readouterr()))
        return shown[-1]

    def page(path: str) -> int:
        answer = create_app().test_client().get(path)
        shown.append(answer.text)
        return answer.status_code

    (tmp_path / "2015-01-14-lt.md").write_text(NOTE, encoding="utf-8")
    prefix = f"tls{uuid.uuid4().hex[:8]}"
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path))
    monkeypatch.setenv("KIKIGAKI_ENGINE", "opensearch")
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_PREFIX", prefix)
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_TIMEOUT", "20")
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_CA", str(ca))
    with ExitStack() as stack:
        fronts = [
            stack.enter_context(secured(forwarding(url), node, "reader", PASSWORD)) for url in nodes.urls
        ]

        def log_in(password: str) -> None:
            addresses = ",".join(f"https://reader:{password}@{front}" for front in fronts)
            monkeypatch.setenv("KIKIGAKI_OPENSEARCH_URL", addresses)

        log_in(WRITTEN)
        assert "第 1 世代" in said("rebuild")
        assert "HBase のしくみ" in said("search", "シャーディング")
        assert "エンジン  opensearch" in said("status")
        assert page("/?q=HBase") == page("/healthz") == 200
        log_in("geraten")
        for command in ("rebuild", "search HBase", "status", "verify"):
            assert "KIKIGAKI_OPENSEARCH_URL" in said(*command.split(), code=69)
        assert page("/?q=HBase") == page("/healthz") == 503
        log_in(WRITTEN)
        monkeypatch.setenv("KIKIGAKI_OPENSEARCH_CA", str(other_ca))
        assert "KIKIGAKI_OPENSEARCH_CA" in said("status", code=69)
        assert page("/?q=HBase") == 503
    Cluster(nodes.urls, timeout=60).ask("DELETE", f"/{prefix}*")
    assert not any(secret in told for secret in SECRETS for told in (caplog.text, *shown))
