"""What who runs the site can see of it: its health, its counts, a line for each answer."""

import io
import json
import shutil
from pathlib import Path
from unittest import mock

import pytest
from flask.testing import FlaskClient

from search.errors import IndexUnreachable
from search.index import open_index
from search.settings import Settings
from web.application import application
from web.watching import AccessLog, Watch


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    return shutil.copytree(built, tmp_path / "index")


def client_of(folder: Path, watch: Watch | None = None, public_url: str = "") -> FlaskClient:
    return application(Settings(index=folder, public_url=public_url), watch=watch).test_client()


def test_a_site_that_answers_is_well(folder: Path) -> None:
    answer = client_of(folder).get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "reason": "", "engine": "whoosh", "generation": 1}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_site_without_an_index_is_not(tmp_path: Path) -> None:
    answer = client_of(tmp_path / "none").get("/healthz")
    assert answer.status_code == 503
    none = {"status": "none", "reason": "IndexMissing", "engine": "whoosh", "generation": None}
    assert answer.json == none
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    "pointer", [None, b"", b"{", b'{"format": 2, "generation": 9, "manifest": {}}', b"\xff"]
)
def test_a_site_that_answers_from_an_older_index_says_so_until_it_need_not(
    folder: Path, pointer: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.following.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("search.following.LONGEST_PAUSE", 0.0)
    client = client_of(folder)
    assert client.get("/healthz").json["status"] == "ok"
    whole = (folder / "current").read_bytes()
    if pointer is None:
        (folder / "current").unlink()
    else:
        (folder / "current").write_bytes(pointer)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"], answer.json["generation"]) == (200, "degraded", 1)
    assert answer.json["reason"] in ("IndexDamaged", "IndexMissing")
    assert client.get("/search.json?q=HBase").json["total"] == 1
    assert "kikigaki_healthy 0.5" in client.get("/metrics").text
    (folder / "current").write_bytes(whole)
    assert client.get("/healthz").json["status"] == "ok"


def test_where_the_current_index_is_out_of_reach_the_open_one_may_answer(folder: Path) -> None:
    settings = Settings(index=folder)
    index = open_index(settings)
    client = application(settings, index).test_client()
    with mock.patch.object(type(index), "trouble", IndexUnreachable("away")):
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json["status"]) == (200, "degraded")
        with mock.patch.object(index, "ranked", side_effect=IndexUnreachable("away")):
            answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (503, "none")


def test_a_site_whose_whole_index_is_gone_answers_on(folder: Path) -> None:
    client = client_of(folder)
    assert client.get("/search.json?q=HBase").json["total"] == 1
    shutil.rmtree(folder)
    assert client.get("/search.json?q=HBase").json["total"] == 1
    assert client.get("/healthz").json["status"] == "degraded"


def test_answers_are_counted_by_what_was_asked(folder: Path) -> None:
    client = client_of(folder)
    for path in ("/", "/?q=HBase", "/search.json", "/talks/dogenzaka/hbase", "/nowhere", "/a\nb{} 1"):
        client.get(path)
    told = client.get("/metrics").text
    assert 'kikigaki_requests_total{path="search",status="200"} 2.0' in told
    assert 'kikigaki_requests_total{path="talks",status="200"} 1.0' in told
    assert 'kikigaki_requests_total{path="other",status="404"} 2.0' in told
    assert 'kikigaki_request_seconds_bucket{le="+Inf",path="search"} 2.0' in told
    assert "kikigaki_generation 1.0" in told and "kikigaki_generation_age_seconds" in told


def test_no_address_makes_a_count_of_its_own(folder: Path) -> None:
    client = client_of(folder)
    for number in range(50):
        client.get(f"/made-up-{number}/x")
    assert client.get("/metrics").text.count("made-up") == 0


def test_counts_are_not_for_readers(folder: Path) -> None:
    client = client_of(folder, public_url="https://notes.example.jp")
    assert client.get("/metrics", base_url="https://notes.example.jp").status_code == 404
    assert client.get("/metrics").status_code == 200


def lines_of(folder: Path, with_queries: bool, *addresses: str) -> list[dict[str, object]]:
    out = io.StringIO()
    log = AccessLog(out, with_queries)
    client = client_of(folder, Watch(log))
    for each in addresses:
        client.get(each)
    log.close()
    written = out.getvalue()
    assert all(" " <= letter <= "~" for letter in written.replace("\n", ""))
    return [json.loads(line) for line in written.splitlines()]


def test_each_answer_leaves_a_line(folder: Path) -> None:
    (line,) = lines_of(folder, False, "/talks/dogenzaka/hbase?q=監視")
    assert line.keys() == {"at", "from", "method", "path", "status", "ms", "bytes"}
    assert (line["method"], line["path"], line["status"]) == ("GET", "/talks/dogenzaka/hbase", 200)
    assert isinstance(line["bytes"], int) and line["bytes"] > 1000


def test_a_line_says_what_was_searched_for_only_when_asked(folder: Path) -> None:
    (line,) = lines_of(folder, True, "/?q=HBase")
    assert line["query"] == "q=HBase"


@pytest.mark.parametrize(
    "odd", ["%0a{}", "%0d%0a", "%1b[2J", "%e2%80%ae", "%00", "%7f", "%ff", '"', "x" * 5000]
)
def test_nothing_that_is_asked_for_makes_a_line_of_its_own(folder: Path, odd: str) -> None:
    lines = lines_of(folder, True, f"/nowhere/{odd}?q={odd}")
    assert [line["status"] for line in lines] == [404]
    assert len(json.dumps(lines)) < 4000


def test_a_log_that_nobody_reads_keeps_nobody_waiting(folder: Path) -> None:
    out = io.StringIO()
    out.close()
    log = AccessLog(out, False)
    client = client_of(folder, Watch(log))
    assert client.get("/").status_code == 200
    log.close()
    assert client.get("/").status_code == 200
