"""Clocks that are wrong, jump, or stand still: nothing is missed, and nobody is dropped for it."""

import datetime
import os
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from serving import serving

from indexer.cli import main
from indexer.note_files import Stamp
from indexer.sources import COARSE_DOUBT as DOUBT
from indexer.sources import Sources, changes_of, reason_to_read_all
from search.index import TalkIndex
from search.model import Query, Talk
from search.settings import Settings
from web import create_app
from web.watching import Watch

HOUR = 3_600
NOW = 1_700_000_000_000_000_000
OLD = NOW - 10 * DOUBT
NOTE = "---\nevent: 会\ndate: 2015-01-14\n---\n\n## 監視の話\n\n{text}\n"


def sources(stamp: Stamp) -> Sources:
    return Sources(NOW, "", {"a.md": stamp}, {"a.md": "a"})


@pytest.mark.parametrize("mtime", [-(10**18), 0, 1, OLD, NOW + 10**18, NOW + 3 * HOUR * 10**9])
def test_a_note_of_any_time_is_not_read_twice(mtime: int) -> None:
    """Also one of tomorrow: it was changed long before it was read, and that time nobody can set."""
    stamp = (100, mtime, OLD, 7)
    assert not changes_of(sources(stamp), {"a.md": stamp}, "")


@pytest.mark.parametrize("mtime", [NOW, NOW - DOUBT, NOW + DOUBT, NOW + 10**18])
def test_a_note_written_while_it_was_read_is_read_again(mtime: int) -> None:
    """The clock may have stood still between two writings of one size."""
    stamp = (100, mtime, NOW, 7)
    assert changes_of(sources(stamp), {"a.md": stamp}, "").doubtful == ("a.md",)


def test_any_other_time_is_a_change_forwards_and_backwards() -> None:
    stamp = (100, OLD, OLD, 7)
    for mtime, ctime in ((OLD + 1, OLD), (OLD - 1, OLD), (0, OLD), (OLD, OLD - HOUR), (NOW * 2, OLD)):
        assert changes_of(sources(stamp), {"a.md": (100, mtime, ctime, 7)}, "").written == ("a.md",)


def test_a_clock_that_was_set_back_makes_all_be_read() -> None:
    stamp = (100, OLD, OLD, 7)
    changes = changes_of(sources(stamp), {"a.md": (100, OLD - 5, OLD, 7)}, "")
    assert "時計" in reason_to_read_all(sources(stamp), changes, NOW - HOUR * 10**9)
    assert reason_to_read_all(sources(stamp), changes, NOW + 1) == ""


def run(command: str, folder: Path, *more: str) -> int:
    return main([command, *more, "--corpus", str(folder / "notes"), "--index", str(folder / "index")])


def total(folder: Path, text: str) -> int:
    found = TalkIndex(folder / "index").search(Query(text))
    return 0 if found.relaxed else found.total


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -10 * 365 * 24 * HOUR, 10 * 365 * 24 * HOUR])
def test_an_edit_is_seen_whatever_the_clock_said_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jump: int
) -> None:
    real = time.time_ns
    note = tmp_path / "notes" / "a.md"
    note.parent.mkdir()
    note.write_text(NOTE.format(text="バッファの話。"), encoding="utf-8")
    assert run("rebuild", tmp_path) == 0
    monkeypatch.setattr(time, "time_ns", lambda: real() + jump * 10**9)
    monkeypatch.setattr(time, "time", lambda: real() / 10**9 + jump)
    for step, (command, *more) in enumerate([("update",), ("rebuild", "--if-needed"), ("update",)]):
        note.write_text(NOTE.format(text=f"設定{'甲乙丙'[step]}の話。"), encoding="utf-8")
        assert run(command, tmp_path, *more) == 0
        assert total(tmp_path, f'"設定{"甲乙丙"[step]}"') == 1
        # Files bear whatever time they were given.
        os.utime(note, ns=(0, max(0, real() + jump * 10**9)))
    # The last file has another time than it was read with.
    assert run("status", tmp_path) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Europe/Berlin", "Nowhere/At_All"])
def test_the_hour_that_comes_twice_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], zone: str
) -> None:
    note = tmp_path / "notes" / "a.md"
    note.parent.mkdir()
    note.write_text(NOTE.format(text="バッファの話。"), encoding="utf-8")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        # 2015-11-01 01:30 in New York, before and after the clock went back; ctime stays that of today.
        os.utime(note, (1_446_355_800, 1_446_355_800))
        assert run("rebuild", tmp_path) == 0
        os.utime(note, (1_446_359_400, 1_446_359_400))
        note.write_text(NOTE.format(text="設定の話"), encoding="utf-8")
        assert run("update", tmp_path) == 0 and total(tmp_path, '"設定の話"') == 1
        assert run("status", tmp_path) == 0
        assert "たった今" in capsys.readouterr().out
    finally:
        monkeypatch.undo()
        time.tzset()


def test_an_index_of_tomorrow_is_new_and_has_no_age(
    tmp_path: Path,
    talks: tuple[Talk, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    index = TalkIndex(tmp_path / "index")
    index.rebuild(talks)
    tomorrow = time.time_ns() + 24 * HOUR * 10**9
    os.utime(tmp_path / "index" / "current", ns=(tomorrow, tomorrow))
    watch = Watch()
    from web.application import application

    client = application(Settings(index=tmp_path / "index"), index, watch).test_client()
    assert client.get("/healthz").json["status"] == "ok"
    told = client.get("/metrics", base_url="http://127.0.0.1").text
    (age,) = [line for line in told.splitlines() if line.startswith("kikigaki_generation_age_seconds ")]
    assert float(age.split()[1]) == 0.0
    from indexer.report import Report

    status = index.status()
    Report().status(replace(status, built_at=status.built_at + datetime.timedelta(days=1)))
    assert "たった今" in capsys.readouterr().out


def test_two_indexes_of_one_moment_are_two_editions(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path / "index")
    client = create_app(Settings(index=tmp_path / "index"), index).test_client()
    seen = set()
    for step in range(3):
        index.rebuild(talks[: 3 + step])
        os.utime(tmp_path / "index" / "current", ns=(NOW, NOW))
        answer = client.get("/search.json?q=HBase")
        seen.add((index.edition, answer.headers["ETag"]))
        again = client.get("/search.json?q=HBase", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert "Last-Modified" not in answer.headers
    assert len(seen) == 3 and len({edition for edition, _ in seen}) == 3


def test_a_clock_set_forwards_drops_nobody_and_one_set_back_keeps_nobody(
    tmp_path: Path, talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = TalkIndex(tmp_path / "index")
    index.rebuild(talks)
    monkeypatch.setattr("web.server.LOOKED_AT_EVERY", 0.05)
    real = time.time
    with serving(create_app(Settings(index=tmp_path / "index"), index)) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as slow:
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
            time.sleep(0.3)
            monkeypatch.setattr(time, "time", lambda: real() + HOUR)
            # The loop turns once a second.
            time.sleep(1.5)
            slow.sendall(b"Connection: close\r\n\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200")
        monkeypatch.setattr(time, "time", lambda: real() - HOUR)
        monkeypatch.setattr("web.connections.IDLE_SECONDS", 0.5)
        with socket.create_connection((host, int(port)), timeout=20) as idle:
            began = time.monotonic()
            assert idle.recv(100) == b""
            assert time.monotonic() - began < 10
