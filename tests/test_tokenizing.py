"""How all talks become batches: in order, the same from many processes as from one, or not at all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from plain_documents import Document, documents_of, placed

from indexer.corpus import Corpus
from search.build import tokenizing, tokenizing_worker, worker_pool
from search.build.tokenizing import batches_of
from search.engines.batches import Batch
from search.errors import TokenizingFailed
from search.model import Talk
from search.text.analysis import Analyzer

ANALYZER = Analyzer()


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even few talks go to workers, a few at a time."""
    monkeypatch.setattr(tokenizing, "WORTH_WORKERS", 0)
    monkeypatch.setattr(tokenizing, "LEAST", 2_000)
    monkeypatch.setattr(tokenizing, "MOST", 4_000)


def many(talks: tuple[Talk, ...]) -> list[Talk]:
    return [replace(talk, id=f"{talk.id}-{number}") for number in range(40) for talk in talks]


def made(talks: list[Talk], processes: int) -> list[Batch]:
    events = [(talks[0].event, [talks[0].id])]
    return list(batches_of(placed(talks), events, ANALYZER, lambda done: None, processes))


def documents_in(batches: list[Batch]) -> list[Document]:
    return [document for batch in batches for document in documents_of(batch)]


def workers() -> list[int]:
    """The workers that this process has started, as Linux tells them; other tests may have left a browser."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in children if b"tokenizing_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.slow
@pytest.mark.usefixtures("small_portions")
def test_two_processes_make_what_one_makes_in_the_same_order(talks: tuple[Talk, ...]) -> None:
    own = [replace(talk, body=f"{talk.body}{number}") for number, talk in enumerate(many(talks))]
    before = [sys.getsizeof(talk.body) for talk in own]
    theirs = made(own, processes=2)
    # Bodies take no more memory when they were sent.
    assert [sys.getsizeof(talk.body) for talk in own] == before
    ours = made(own, processes=1)
    assert len(ours) > 4
    assert documents_in(ours) == documents_in(theirs)


def test_talks_come_before_events_and_are_counted(corpus: Corpus) -> None:
    told: list[int] = []
    events = [(corpus.talks[0].event, [corpus.talks[0].id])]
    batches = list(batches_of(placed(corpus.talks), events, ANALYZER, told.append))
    assert sum(len(batch.keys) for batch in batches) == len(corpus.talks) + 1
    assert batches[-1].keys == ((f"event:{corpus.talks[0].event.id}",),)
    assert told[-1] == len(corpus.talks)


def test_nothing_gives_nothing() -> None:
    assert list(batches_of([], [], ANALYZER, lambda done: None)) == []


@pytest.mark.slow
@pytest.mark.usefixtures("small_portions")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells a process's children")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_is_an_error_and_ends_the_others(talks: tuple[Talk, ...], sign: int) -> None:
    batches = batches_of(placed(many(talks)) * 4, [], ANALYZER, lambda done: None, processes=2)
    next(batches)
    assert len(workers()) == 2
    os.kill(workers()[0], sign)
    with pytest.raises(TokenizingFailed, match=f"killed by signal {int(sign)}.*indexer rebuild"):
        list(batches)
    assert workers() == []


@pytest.mark.slow
@pytest.mark.usefixtures("small_portions")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells a process's children")
def test_who_stops_asking_leaves_no_worker_behind(talks: tuple[Talk, ...]) -> None:
    batches: Iterator[Batch] = batches_of(placed(many(talks)), [], ANALYZER, lambda done: None, processes=2)
    assert len(list(islice(batches, 2))) == 2
    batches.close()  # type: ignore[attr-defined]  # It is a generator.
    assert workers() == []


@pytest.mark.slow
@pytest.mark.usefixtures("small_portions")
def test_what_a_worker_stumbles_over_is_told(talks: tuple[Talk, ...]) -> None:
    broken = [*many(talks), replace(talks[0], title=None)]  # type: ignore[arg-type]
    sizes = [1_000] * len(broken)
    parts = tokenizing._parts_of(placed(broken), sizes, 2)
    portions = [tokenizing_worker.Portion(part, ()) for part in parts]
    with pytest.raises(TokenizingFailed, match=r"indexer rebuild(.|\n)*Traceback"):
        list(tokenizing._from_workers(portions, 2, ANALYZER.fingerprint))


def test_a_worker_of_another_version_is_refused(talks: tuple[Talk, ...]) -> None:
    with (
        worker_pool.worker_pool(1, "another fingerprint") as ask,
        pytest.raises(TokenizingFailed, match="installed anew"),
    ):
        ask(tokenizing_worker.Portion(placed(talks), ())).result()


def test_a_program_that_cannot_be_started_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(TokenizingFailed, match="could not be started"), worker_pool.worker_pool(1, ""):
        pass


PROGRAM = """
import datetime
from search.build import tokenizing
from search.model import Event, Talk
from search.text.analysis import Analyzer
day = datetime.date(2015, 1, 14)
event = Event("dogenzaka", "道玄坂LT祭り", day)
talk = Talk("dogenzaka/hbase", "HBase 徹底入門のさわり", event, (), (), day, "書き込みはまず WAL へ。" * 5)
tokenizing.WORTH_WORKERS, tokenizing.LEAST, tokenizing.MOST = 0, 2_000, 4_000
print("once", flush=True)
batches = tokenizing.batches_of([(talk, 0)] * 6000, [], Analyzer(), lambda done: None, processes=2)
next(batches)
print("at work", flush=True)
for batch in batches:
    pass
"""


def started(tmp_path: Path) -> "subprocess.Popen[str]":
    """A program without `if __name__ == "__main__"`, which has workers when it says "at work"."""
    script = tmp_path / "program.py"
    script.write_text(f"import sys; sys.path[:0] = {[*sys.path, str(Path(__file__).parent)]!r}\n{PROGRAM}")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "once\n"
    assert process.stdout.readline() == "at work\n"
    return process


def members(session: int) -> list[str]:
    """The processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] != "Z":
            found.append(stat.parent.name)
    return found


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only Linux tells the processes of a session"
)
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_ending_a_program_ends_its_workers(tmp_path: Path, sign: int) -> None:
    with started(tmp_path) as process:
        assert len(members(process.pid)) == 3
        # Ctrl-C goes to all processes of a terminal; a kill to one.
        (os.killpg if sign == signal.SIGINT else os.kill)(process.pid, sign)
        _, said = process.communicate(timeout=20)
        assert process.returncode != 0
        assert said.count("Traceback") == (sign == signal.SIGINT)
        deadline = time.monotonic() + 20
        while members(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert members(process.pid) == []


def test_a_parcel_arrives_as_it_was_sent(tmp_path: Path) -> None:
    parcel = {"numbers": np.arange(1000), "none": np.zeros(0), "text": "監視\ud800"}
    with (tmp_path / "pipe").open("w+b") as pipe:
        tokenizing_worker.send(pipe, parcel)
        pipe.seek(0)
        got = tokenizing_worker.parcel_of(tokenizing_worker.received(pipe))
        assert isinstance(got, dict)
        assert np.array_equal(got["numbers"], parcel["numbers"])
        assert (got["none"].shape, got["text"]) == ((0,), "監視\ud800")
        with pytest.raises(EOFError):
            tokenizing_worker.received(pipe)
