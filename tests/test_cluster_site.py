"""The command and the pages, on an index in a real cluster: two variables, and all is as with a folder."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_nodes import Nodes
from one_note import NOTE, age
from serving import serving
from test_browser import test_the_journey_with_javascript as test_the_journey_with_javascript
from test_browser import test_the_same_journey_without_javascript as test_the_same_journey_without_javascript

from indexer.cli import main
from indexer.corpus import Corpus
from search.engines.opensearch.client import Cluster
from search.index import open_index
from search.settings import Settings
from search.store import cluster as stores
from web import create_app

pytestmark = [pytest.mark.cluster, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(nodes: Nodes, corpus: Corpus) -> Iterator[str]:
    """The address of a site with the notes that the project ships, in a cluster."""
    prefix = f"site{uuid.uuid4().hex[:8]}"
    settings = Settings(
        engine="opensearch",
        opensearch_url=",".join(nodes.urls),
        opensearch_prefix=prefix,
        opensearch_timeout=20.0,
    )
    index = open_index(settings)
    index.rebuild(corpus.talks, corpus.lexicon)
    with serving(create_app(settings, index)) as address:
        yield address
    Cluster(nodes.urls, timeout=60).ask("DELETE", f"/{prefix}*")


@pytest.fixture
def notes(nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of one note, and a cluster for its index, named to the command by the environment."""
    prefix = f"cli{uuid.uuid4().hex[:8]}"
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "2015-01-14-lt.md").write_text(NOTE, encoding="utf-8")
    age(folder, 10)
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(folder))
    monkeypatch.setenv("KIKIGAKI_ENGINE", "opensearch")
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_URL", ",".join(nodes.urls))
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_PREFIX", prefix)
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_TIMEOUT", "20")
    yield folder
    Cluster(nodes.urls, timeout=60).ask("DELETE", f"/{prefix}*")


def test_every_command_works_as_with_a_folder(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*command: str, code: int = 0) -> str:
        assert main(list(command)) == code, capsys.readouterr()
        return "".join(capsys.readouterr())

    assert "indexer rebuild" in said("status", code=66)
    assert "第 1 世代" in said("rebuild")
    assert "索引は最新です" in said("rebuild", "--if-needed")
    assert "索引は最新です" in said("update")
    assert "HBase のしくみ" in said("search", "シャーディング")
    later = NOTE.replace("道玄坂", "渋谷").replace("HBase のしくみ", "Cassandra のしくみ")
    (notes / "2015-02-14-lt.md").write_text(later, encoding="utf-8")
    assert "索引より新しい" in said("status", code=1)
    time.sleep(0.2)
    assert "変わったノート 1 件" in said("update")
    assert "Cassandra のしくみ" in said("search", "Cassandra")
    status = said("status")
    assert "世代      2" in status and "エンジン  opensearch(cli" in status
    assert said("status", "--path").strip().endswith("-2")
    assert "写し 2 部、" in said("verify")
    health = create_app().test_client().get("/healthz")
    assert health.json == {"status": "ok", "reason": "", "engine": "opensearch", "generation": 2}
    (notes / "2015-02-14-lt.md").unlink()
    assert "消えたノート 1 件" in said("update")
    assert said("search", "Cassandra").count("Cassandra のしくみ") == 0
    found = create_app().test_client().get("/search.json?q=HBase").json
    assert found and [hit["title"] for hit in found["hits"]] == ["HBase のしくみ"]


def test_an_index_that_somebody_deleted_is_told_and_made_anew(
    notes: Path, nodes: Nodes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is damage, and not "none yet": what starts a site mends it."""
    monkeypatch.setattr(stores, "LOOK_EVERY", 0.05)
    assert main(["rebuild"]) == 0
    client = create_app().test_client()
    assert client.get("/healthz").json["status"] == "ok"
    prefix = open_index(Settings.from_env()).status().path.name.rpartition("-")[0]
    for number, command in enumerate((["rebuild", "--if-needed"], ["update"], ["rebuild"]), start=1):
        Cluster(nodes.urls, timeout=60).ask("DELETE", f"/{prefix}-{number}")
        for reading, code in (("status", 65), ("search HBase", 65), ("verify", 2)):
            assert main(reading.split()) == code, reading
        assert f"{prefix}-{number} がクラスターからなくなっています" in "".join(capsys.readouterr())
        # The site looks beside its answers.
        ends = time.monotonic() + 30
        while (health := client.get("/healthz")).status_code == 200:
            assert time.monotonic() < ends
            time.sleep(0.06)
        assert health.json["reason"] == "IndexUnreachable"
        assert main(command) == 0
        while client.get("/healthz").json["generation"] != number + 1:
            assert time.monotonic() < ends
            time.sleep(0.06)
        assert client.get("/?q=HBase").status_code == 200


def test_what_says_which_index_is_current_has_as_many_copies_as_that(
    notes: Path, nodes: Nodes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def copies() -> dict[str, str]:
        prefix = Settings.from_env().opensearch_prefix
        params = {"format": "json", "h": "index,rep"}
        said = Cluster(nodes.urls, timeout=60).ask("GET", f"/_cat/indices/{prefix}*", params=params)
        return {each["index"].removeprefix(prefix): each["rep"] for each in said}

    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_REPLICAS", "0")
    assert main(["rebuild"]) == 0 and copies() == {"": "0", "-1": "0"}
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_REPLICAS", "1")
    assert main(["rebuild"]) == 0 and copies() == {"": "1", "-1": "0", "-2": "1"}
    # It would be waited for ten minutes for nodes that are not there.
    begun = time.monotonic()
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_REPLICAS", "3")
    for command in ("rebuild", "update"):
        (notes / "2015-02-14-lt.md").write_text(NOTE.replace("道玄坂", "渋谷") + command, encoding="utf-8")
        assert main([command]) == 69
        told = "".join(capsys.readouterr())
        assert "3 台" in told and "KIKIGAKI_OPENSEARCH_REPLICAS=3" in told and "2 まで" in told
    assert time.monotonic() - begun < 60 and copies() == {"": "1", "-1": "0", "-2": "1"}


def test_a_cluster_that_does_not_answer_is_an_outage(
    notes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_URL", "http://me:s3cret@127.0.0.1:9")
    client = create_app().test_client()
    for path in ("/?q=HBase", "/search.json?q=HBase", "/healthz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "cret" not in answer.text and "0 件" not in answer.text
    assert client.get("/?q=HBase").headers["Retry-After"]
    assert client.get("/healthz").json["reason"] == "IndexUnreachable"
    for command in (["rebuild"], ["status"], ["search", "HBase"], ["verify"], ["update"]):
        assert main(command) not in (0, 1)
        told = "".join(capsys.readouterr())
        assert "127.0.0.1:9" in told and "cret" not in told
