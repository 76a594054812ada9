"""An index does not lose most of its talks by accident, and of several rebuilds one reads the notes."""

import shutil
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.commands import rebuild as rebuilding
from search.index import TalkIndex
from search.model import Query


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty notes of two talks each, indexed."""
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(30):
        write(notes, number)
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(notes))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    assert main(["rebuild"]) == 0
    return notes


def write(notes: Path, number: int, name: str = "会") -> None:
    text = f"---\nevent: {name}{number}\ndate: 2015-01-14\n---\n"
    text += "".join(f"\n## {what}の話 {number}\n\n本文。\n" for what in ("監視", "運用"))
    (notes / f"{name}{number}.md").write_text(text, encoding="utf-8")


def talks(folder: Path) -> int:
    return TalkIndex(folder.parent / "index").search(Query()).total


def lose(folder: Path, count: int) -> None:
    for path in sorted(folder.glob("*.md"))[:count]:
        path.unlink()


@pytest.mark.parametrize(
    "command", [["rebuild"], ["update"], ["rebuild", "--if-needed"], ["rebuild", "--strict"]]
)
def test_an_index_that_would_lose_most_talks_is_left_alone(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lose(folder, 20)
    assert main(command) == 1
    assert talks(folder) == 60
    told = capsys.readouterr().err
    assert "--force" in told and "前の索引はそのまま" in told and "索引を" not in told.split("--force")[1]


@pytest.mark.parametrize("command", [["rebuild"], ["update"]])
def test_some_may_go(folder: Path, command: list[str]) -> None:
    lose(folder, 14)
    assert main(command) == 0
    assert talks(folder) == 32


def test_whoever_means_it_says_so(folder: Path) -> None:
    lose(folder, 25)
    assert main(["rebuild", "--force"]) == 0
    assert talks(folder) == 10
    assert main(["update"]) == 0


def test_quite_other_notes_are_no_loss(folder: Path) -> None:
    lose(folder, 30)
    write(folder, 1, name="別の会")
    assert main(["rebuild"]) == 0
    assert talks(folder) == 2


def test_an_index_that_cannot_be_used_has_nothing_to_lose(folder: Path) -> None:
    lose(folder, 25)
    (folder.parent / "index" / "current").write_bytes(b"{")
    assert main(["rebuild"]) == 0
    assert talks(folder) == 10


def test_who_comes_too_late_reads_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Thread

    monkeypatch.setattr(rebuilding, "read_corpus", None)
    ended: list[int] = []
    with TalkIndex(folder.parent / "index").writing():
        other = Thread(target=lambda: ended.append(main(["rebuild"])))
        other.start()
        other.join(20)
    assert ended == [75]


def test_the_lock_is_let_go_with_what_fails(folder: Path) -> None:
    kept = folder.with_name("kept")
    folder.rename(kept)
    assert main(["rebuild"]) != 0
    kept.rename(folder)
    assert main(["rebuild"]) == 0
    shutil.rmtree(folder.parent / "index")
    assert main(["rebuild"]) == 0
