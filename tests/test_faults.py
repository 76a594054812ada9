"""One call to the operating system fails while an index is made: one that answers is there afterwards."""

import errno
import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import ERRNOS, Faults, failing

from search.errors import IndexNotDurable, KikigakiError
from search.index import TalkIndex
from search.model import Query, Talk
from search.text.analysis import Analyzer

pytestmark = [
    # Whoosh leaves a file to the collector when reading it fails.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Work = Callable[[TalkIndex, tuple[Talk, ...]], object]


def rebuild(index: TalkIndex, talks: tuple[Talk, ...]) -> object:
    return index.rebuild(talks)


def update(index: TalkIndex, talks: tuple[Talk, ...]) -> object:
    return index.update(talks[4:], removed=["kaigi"])


ANALYZER = Analyzer()
WORKS: tuple[Work, ...] = (rebuild, update)


@pytest.fixture(autouse=True)
def one_analyzer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the dictionary once for all: it takes longer than everything else here."""
    monkeypatch.setattr("search.index.Analyzer", lambda: ANALYZER)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, talks: tuple[Talk, ...]) -> Path:
    """An index in its second generation, of four talks."""
    folder = tmp_path_factory.mktemp("before") / "index"
    index = TalkIndex(folder)
    index.rebuild(talks[:3])
    index.rebuild(talks[:5])
    assert index.search(Query()).total == 4
    return folder


def calls_of(work: Work, before: Path, folder: Path, talks: tuple[Talk, ...]) -> list[str]:
    shutil.copytree(before, folder)
    faults = Faults(folder)
    with failing(faults):
        work(TalkIndex(folder), talks)
    shutil.rmtree(folder)
    return faults.calls


def outcome_of(
    work: Work, at: int, number: int, before: Path, folder: Path, talks: tuple[Talk, ...]
) -> tuple[str, int]:
    """Let one call fail; return what failed of the work, and how many talks answer afterwards."""
    shutil.copytree(before, folder)
    failure = ""
    with failing(Faults(folder, at, number)):
        try:
            work(TalkIndex(folder), talks)
        except (KikigakiError, OSError) as error:
            failure = type(error).__name__
    answering = TalkIndex(folder).search(Query()).total
    if at % 8 == 0:
        # What the failure left behind is in nobody's way.
        TalkIndex(folder).rebuild(talks[:2])
        assert TalkIndex(folder).search(Query()).total == 2
    shutil.rmtree(folder)
    return failure, answering


def assert_right(work: Work, call: str, number: int, outcome: tuple[str, int]) -> None:
    told = (work.__name__, call, errno.errorcode[number], outcome)
    failure, answering = outcome
    if failure == IndexNotDurable.__name__ or not failure:
        assert answering == 5, told
    else:
        assert answering == 4, told


@pytest.mark.slow
@pytest.mark.parametrize("work", WORKS)
def test_every_call_may_fail_once(work: Work, before: Path, tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    errnos = itertools.cycle(ERRNOS)
    calls = calls_of(work, before, tmp_path / "index", talks)
    assert {"open", "read", "write", "fsync", "rename", "mkdir", "chmod", "flock", "stat"} <= set(calls)
    # Each third of them, another third of each work; `make torture` has all.
    for at in range(WORKS.index(work) % 3, len(calls), 3):
        call, number = calls[at], next(errnos)
        assert_right(work, call, number, outcome_of(work, at, number, before, tmp_path / "index", talks))


@pytest.mark.slow
@pytest.mark.torture
@pytest.mark.parametrize("number", ERRNOS, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize("work", WORKS)
def test_every_call_may_fail_in_every_way(
    work: Work, number: int, before: Path, tmp_path: Path, talks: tuple[Talk, ...]
) -> None:
    for at, call in enumerate(calls_of(work, before, tmp_path / "index", talks)):
        assert_right(work, call, number, outcome_of(work, at, number, before, tmp_path / "index", talks))


@pytest.mark.parametrize("number", ERRNOS, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize("call", ["open", "read", "stat"])
def test_a_pointer_that_cannot_be_read_is_no_reason_to_remove_anything(
    call: str,
    number: int,
    before: Path,
    tmp_path: Path,
    talks: tuple[Talk, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(before, tmp_path / "index")
    faults = Faults(tmp_path / "index" / "current", number=number)
    faults.root = os.fspath(tmp_path / "index" / "current")
    monkeypatch.setattr(
        faults,
        "call",
        lambda name, target: _fail(number) if name == call and faults.concerns(target) else None,
    )
    with failing(faults):
        try:
            TalkIndex(tmp_path / "index").rebuild(talks)
        except (KikigakiError, OSError):
            expected = 4
        else:
            expected = 5
    assert TalkIndex(tmp_path / "index").search(Query()).total == expected
    assert {"2"} <= {path.name for path in (tmp_path / "index" / "generations").iterdir()}


def _fail(number: int) -> None:
    raise OSError(number, os.strerror(number))
