"""`indexer watch`: what is saved is served, and a broken save takes nothing away."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import within
from watchfiles import Change

from indexer.cli import main
from indexer.commands.watch import _Visible, refresh
from indexer.published.table import read_table
from indexer.report import Report
from search.errors import IndexLocked
from search.index import open_index
from search.model import Query
from search.settings import Settings

NOTE = "---\nevent: 夜会\ndate: 2026-11-01\n---\n\n## {}\n\n本文。\n\n## 幕間\n\nお茶。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "yakai.md").write_text(NOTE.format("格子"))
    made = Settings(corpus=tmp_path / "notes", index=tmp_path / "index")
    assert not refresh(made, Report())
    return made


def save(settings: Settings, text: str, name: str = "yakai.md") -> None:
    (settings.corpus / name).write_text(text)


def titles(settings: Settings) -> set[str]:
    return {hit.talk.title for hit in open_index(settings).search(Query("")).hits}


def test_a_save_is_served(settings: Settings) -> None:
    save(settings, NOTE.format("障子"))
    assert not refresh(settings, Report())
    assert titles(settings) == {"障子", "幕間"}


@pytest.mark.parametrize(
    "broken",
    [
        NOTE.format("障子").replace("2026-11-01", "いつか"),
        NOTE.format("障子").replace("event: 夜会\n", ""),
        NOTE.format("障子").replace("---\n\n##", "\n\n##"),
        NOTE.format("障子").replace("## 幕間", "## "),
    ],
)
def test_a_broken_save_is_told_and_the_last_good_index_serves(
    settings: Settings, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save(settings, broken)
    assert not refresh(settings, Report())
    assert titles(settings) == {"格子", "幕間"}
    said = capsys.readouterr().err
    assert f"{settings.corpus}/yakai.md:" in said
    save(settings, NOTE.format("縁側").replace("幕間", "庭"), "asakai.md")
    assert not refresh(settings, Report())
    assert titles(settings) == {"格子", "幕間", "縁側", "庭"}
    (settings.corpus / "asakai.md").unlink()
    assert "前の索引のまま" in said
    save(settings, NOTE.format("障子"))
    assert not refresh(settings, Report())
    assert titles(settings) == {"障子", "幕間"}


def test_a_note_that_is_renamed_while_it_is_broken_leads_on_when_it_is_mended(settings: Settings) -> None:
    save(settings, NOTE.format("縁側"), "asakai.md")
    assert not refresh(settings, Report())
    save(settings, NOTE.format("格子").replace("2026-11-01", "いつか"))
    assert not refresh(settings, Report())
    (settings.corpus / "yakai.md").rename(settings.corpus / "yuukai.md")
    assert not refresh(settings, Report())
    assert read_table(settings.corpus)["yakai/格子"].is_live
    save(settings, NOTE.format("格子"), "yuukai.md")
    assert not refresh(settings, Report())
    assert read_table(settings.corpus)["yakai/格子"].owner == "yuukai/格子"


def test_a_file_that_is_no_text_takes_nothing_away(settings: Settings) -> None:
    (settings.corpus / "yakai.md").write_bytes(b"\xff\xfe")
    refresh(settings, Report())
    assert titles(settings) == {"格子", "幕間"}


def test_a_broken_aliases_file_takes_no_names_away(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    save(settings, "technologies: [\n", "aliases.yaml")
    refresh(settings, Report())
    said = capsys.readouterr()
    assert "aliases.yaml:" in said.err
    assert "第 2 世代" not in said.out


def test_a_fact_that_cannot_be_used_holds_nothing_back(settings: Settings) -> None:
    save(settings, NOTE.format("障子\n- slides: あとで"))
    refresh(settings, Report())
    assert titles(settings) == {"障子", "幕間"}


def test_a_note_that_its_writer_hides_is_taken_away(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    save(settings, NOTE.format("障子").replace("幕間", "庭"), "asakai.md")
    refresh(settings, Report())
    save(settings, NOTE.format("格子").replace("event", "draft: true\nevent"))
    refresh(settings, Report())
    assert titles(settings) == {"障子", "庭"}
    assert "前の索引のまま" not in capsys.readouterr().err


def test_what_a_link_leads_to_outside_is_not_watched(settings: Settings, tmp_path: Path) -> None:
    (settings.corpus / "loop").symlink_to(tmp_path)
    (settings.corpus / "again").symlink_to(settings.corpus)
    lets_pass = _Visible(settings.corpus)
    for path, passes in (
        ("yakai.md", True),
        ("again/yakai.md", True),
        ("gone/yakai.md", True),
        (".git/yakai.md", False),
        ("again/.kikigaki/current", False),
        ("loop/watch.log", False),
    ):
        assert lets_pass(Change.modified, str(settings.corpus / path)) == passes, path


def test_a_removed_note_is_removed(settings: Settings) -> None:
    save(settings, NOTE.format("障子").replace("夜会", "朝会"), "asakai.md")
    refresh(settings, Report())
    (settings.corpus / "yakai.md").unlink()
    refresh(settings, Report())
    assert titles(settings) == {"障子", "幕間"}


def test_what_failed_is_tried_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def locked(held: object, settings: Settings, report: Report) -> int:
        raise IndexLocked("another")

    save(settings, NOTE.format("障子"))
    with monkeypatch.context() as patched:
        patched.setattr("indexer.commands.watch.update_without", locked)
        failure = refresh(settings, Report())
        assert "前の索引はそのまま" in capsys.readouterr().err
        # Each two seconds anew, and told once.
        assert refresh(settings, Report(), failure) == failure != ""
    assert capsys.readouterr().err == ""
    assert not refresh(settings, Report())
    assert titles(settings) == {"障子", "幕間"}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert main(["watch", "--corpus", str(tmp_path / "nowhere")]) == 65


def test_to_be_stopped_during_an_update_is_to_be_stopped(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*told: object) -> bool:
        raise KeyboardInterrupt

    save(settings, NOTE.format("障子"))
    monkeypatch.setattr("indexer.commands.watch.update_without", interrupted)
    assert main(["watch", "--corpus", str(settings.corpus), "--index", str(settings.index)]) == 0
    assert "更新の途中で終わりました" in capsys.readouterr().out
    assert titles(settings) == {"格子", "幕間"}


@pytest.fixture
def watching(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    folders = ["--corpus", str(settings.corpus), "--index", str(settings.index)]
    command = [sys.executable, "-m", "indexer.cli", "watch", *folders]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as process:
        assert process.stdout
        while "見張っています" not in process.stdout.readline():
            assert process.poll() is None
        yield process
        process.kill()


@pytest.mark.slow
def test_the_command_serves_saves_until_it_is_stopped(
    settings: Settings, watching: subprocess.Popen[str]
) -> None:
    save(settings, NOTE.format("障子"))
    assert within(20, lambda: titles(settings) == {"障子", "幕間"})
    (settings.corpus / "later").mkdir()
    save(settings, NOTE.format("縁側").replace("幕間", "庭"), "later/asakai.md")
    assert within(20, lambda: titles(settings) == {"障子", "幕間", "縁側", "庭"})
    os.kill(watching.pid, signal.SIGINT)
    assert watching.wait(20) == 0
    assert watching.stderr and watching.stderr.read() == ""
