"""`indexer new`: a note that passes the check, asked for or told, and never over another."""

import datetime
import errno
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.notes.note import ParsedNote, read_note
from search.model import Speaker


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path))
    for variable in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def the_note_in(corpus: Path) -> ParsedNote:
    (path,) = corpus.rglob("*.md")
    return read_note(path)


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    waiting: Iterator[str] = iter(answers)
    monkeypatch.setattr("builtins.input", lambda question: next(waiting))


def test_options_make_a_note_that_passes_the_check(corpus: Path) -> None:
    options = [
        "--event",
        "渋谷Web勉強会 #12",
        "--date",
        "2026年11月1日",
        "--venue",
        "渋谷",
        "--hashtag",
        "#shibuyaweb",
    ]
    talks = ["--talk", "CI/CD の話 / @foo、桑野さん", "--talk", "LT", "--talk", "LT"]
    assert main(["new", *options, *talks]) == 0
    note = the_note_in(corpus)
    assert note.problems == ()
    assert note.path == corpus / "2026" / "2026-11-01-渋谷web勉強会-12.md"
    assert note.event is not None
    assert (note.event.name, note.event.hashtag, note.event.venue) == (
        "渋谷Web勉強会 #12",
        "shibuyaweb",
        "渋谷",
    )
    assert note.event.date == datetime.date(2026, 11, 1)
    assert [talk.title for talk in note.talks] == ["CI/CD の話", "LT", "LT"]
    assert note.talks[0].speakers == (Speaker("foo"), Speaker("桑野"))


def test_what_was_not_said_is_asked_for_until_it_can_be_used(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(
        monkeypatch, "", "夜会", "きのう", "", "", "#yakai", "ftp:x", "", "題一", "", "題二", "桑野さん", ""
    )
    assert main(["new", "--venue", "土間"]) == 0
    note = the_note_in(corpus)
    assert note.event is not None
    assert (note.event.name, note.event.date, note.event.venue) == ("夜会", datetime.date.today(), "土間")
    assert [(talk.title, talk.speakers) for talk in note.talks] == [
        ("題一", ()),
        ("題二", (Speaker("桑野"),)),
    ]
    assert "2015-01-14 のように" in capsys.readouterr().err


def test_a_note_that_is_there_is_never_written_over(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["new", "--event", "夜会", "--date", "2026-11-01"]
    assert main([*command, "--talk", "はじめ"]) == 0
    before = the_note_in(corpus).path.read_bytes()
    assert main([*command, "--talk", "つぎ"]) == 73
    assert the_note_in(corpus).path.read_bytes() == before
    assert "もうあります" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--event", "夜会", "--date", "13月"],
        ["--event", "🍺"],
        ["--event", "夜会", "--url", "javascript:x"],
        ["--event", "夜会", "--talk", " / 桑野"],
    ],
)
def test_an_option_that_cannot_be_used_is_named(
    corpus: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *options]) == 2
    assert options[-2] in capsys.readouterr().err
    assert list(corpus.rglob("*.md")) == []


def test_without_a_terminal_the_option_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert main(["new"]) == 2
    told = capsys.readouterr()
    # Behind the question, which has no end of a line.
    assert "--event" in told.err and told.out == "\n"


def test_answers_that_end_name_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = ["夜会", "2015-01-14", "", "", "", "格子"]

    def answer(question: str) -> str:
        if not given:
            raise EOFError
        return given.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    for count, option in ((1, "--date"), (2, "--venue"), (6, "--talk")):
        given = answers[:count]
        assert main(["new", "--no-edit"]) == 2
        assert option in capsys.readouterr().err


def test_no_more_answers_are_no_more_talks(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    given = ["夜会", "2015-01-14", "", "", "", "格子", "磯"]

    def answer(question: str) -> str:
        if not given:
            raise EOFError
        return given.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", "--no-edit"]) == 0
    (path,) = corpus.rglob("*.md")
    assert "## 格子" in path.read_text(encoding="utf-8")


def test_the_editor_is_opened_and_what_is_wrong_then_is_told(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i 's/^date: .*/date: いつか/'")
    assert main(["new", "--event", "夜会", "--date", "2026-11-01", "--talk", "はじめ"]) == 1
    assert "2026-11-01-夜会.md:3: `date`" in capsys.readouterr().err


@pytest.mark.parametrize("editor", ["/nowhere/editor", "false", "'"])
def test_an_editor_that_fails_leaves_the_note(
    corpus: Path, editor: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    assert main(["new", "--event", "夜会", "--date", "2026-11-01", "--talk", "はじめ"]) == 1
    assert "ノートはそのままあります" in capsys.readouterr().err
    assert the_note_in(corpus).problems == ()
    assert main(["new", "--event", "朝会", "--date", "2026-11-01", "--no-edit"]) == 0


@pytest.mark.parametrize("command", [("new", "--no-edit", "夜会"), ("init", "own")])
def test_a_note_that_cannot_be_written_whole_is_not_there(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Half of it would be in the way of the next attempt."""
    monkeypatch.chdir(corpus)
    asked = f"ulimit -f 0; exec {shlex.join((sys.executable, '-m', 'indexer.cli', *command))}"
    made = subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=False)
    assert made.returncode == 74
    assert ".md に書けません。ファイルの大きさが限られています" in made.stderr
    assert [each for each in corpus.rglob("*") if each.is_file()] == []
    assert main(list(command)) == 0
    assert list(corpus.rglob("*.md"))


def test_a_disk_that_is_read_only_is_told_with_its_place(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, **options: object) -> object:
        raise OSError(errno.EROFS, "Read-only file system", str(corpus / "2026"))

    monkeypatch.setattr(Path, "mkdir", refused)
    assert main(["new", "--no-edit", "夜会"]) == 74
    said = capsys.readouterr().err
    assert f"{corpus / '2026'} に書けません。書き込めないディスクです" in said
