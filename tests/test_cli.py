"""The command: what it says, what it returns, and that it never loses an index."""

import errno
import os
import shlex
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from one_note import NOTE, age
from sudachipy.errors import SudachiError

from indexer.cli import main
from indexer.corpus import read_corpus
from search.errors import EngineError, IndexDamaged, IndexLocked, IndexStale, IndexUnsafe, IndexUnwritable

SMALL = Path(__file__).parent / "notes" / "pyvideo"


def break_note(folder: Path) -> None:
    (folder / "broken.md").write_text("---\nevent: x\n---\n## A\n")


def test_rebuild_says_what_it_indexed(corpus_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild"]) == 0
    said = capsys.readouterr().out
    assert "ノート 1 件、発表 1 件、言及 1 件、問題 0 件" in said
    assert "発表者 1 人、技術 1 個" in said
    assert "第 1 世代" in said


def test_rebuild_reports_problems_with_their_place(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_note(corpus_folder)
    assert main(["rebuild"]) == 0
    captured = capsys.readouterr()
    assert f"{corpus_folder}/broken.md:1: `date` がありません" in captured.err
    assert "問題 1 件" in captured.out


def test_strict_keeps_the_old_index(corpus_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rebuild"])
    break_note(corpus_folder)
    assert main(["rebuild", "--strict"]) == 1
    assert "前の索引はそのまま" in capsys.readouterr().err
    assert main(["search", "HBase"]) == 0
    (corpus_folder / "broken.md").unlink()
    assert main(["rebuild", "--strict"]) == 0


def test_check_fails_on_problems_and_writes_no_index(corpus_folder: Path) -> None:
    assert main(["check"]) == 0
    break_note(corpus_folder)
    assert main(["check"]) == 1
    assert not (corpus_folder.parent / "index").exists()


def test_search_prints_hits_facets_and_missed_talks(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["rebuild"])
    capsys.readouterr()
    assert main(["search", "HBase"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1 件")
    assert "HBase のしくみ" in said and "2015-01-14-lt/hbase" in said and "シャーでぃんぐ" in said
    assert "技術: HBase 1" in said
    main(["search", "Aurora"])
    assert "聞けなかった発表: Aurora" in capsys.readouterr().out


def test_what_a_note_says_never_steers_the_terminal(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus_folder / "2015-01-14-lt.md").write_text(NOTE.replace("のしくみ", "\x1b[31m[red]赤[/red]"))
    main(["rebuild"])
    capsys.readouterr()
    main(["search", "HBase"])
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "[red]赤[/red]" in said


def test_import_writes_notes_that_pass_the_check(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "pyvideo", str(SMALL)]) == 1
    assert "2017-09-07-mado-2017.md: 発表 6 件、書きます" in capsys.readouterr().out
    assert len(read_corpus(corpus_folder).notes) == 1
    assert main(["import", "pyvideo", str(SMALL), "--write"]) == 1
    captured = capsys.readouterr()
    assert "broken.json:1: JSON として読めません" in captured.err
    assert "2017-09-07-mado-2017.md: 発表 6 件、書きました" in captured.out
    assert read_corpus(corpus_folder).problems == ()
    main(["import", "pyvideo", str(SMALL), "--write"])
    assert "変わりません" in capsys.readouterr().out


def test_without_an_index_the_command_says_what_to_run(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["search", "HBase"], ["status"]):
        assert main(command) == 66
        said = capsys.readouterr().err
        assert "`indexer rebuild` を実行" in said
        assert said.count("indexer rebuild") == 1


def test_an_empty_corpus_keeps_the_old_index(corpus_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rebuild"])
    (corpus_folder / "2015-01-14-lt.md").unlink()
    assert main(["rebuild"]) == 65
    assert "前の索引があれば" in capsys.readouterr().err
    assert main(["search", "HBase"]) == 0


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (IndexDamaged("x"), 65),
        (IndexStale("x"), 65),
        (IndexUnsafe("x"), 73),
        (IndexUnwritable("x"), 73),
        (IndexLocked("x"), 75),
        (EngineError("x"), 70),
        (OSError(28, "No space left on device"), 74),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_failure_is_a_sentence_and_a_code(
    corpus_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    code: int,
) -> None:
    def fail(settings: object, report: object, **how: bool) -> int:
        raise failure

    monkeypatch.setattr("indexer.cli.rebuild", fail)
    assert main(["rebuild"]) == code
    said = capsys.readouterr().err
    assert "前の索引があれば、そのまま検索に使えます" in said
    assert "Traceback" not in said


def test_a_full_disk_is_told_with_the_folder(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(settings: object, report: object, **how: bool) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("indexer.cli.rebuild", fail)
    assert main(["rebuild", "--index", str(tmp_path / "own")]) == 74
    said = capsys.readouterr().err
    assert f"{tmp_path / 'own'} に書けません。ディスクがいっぱいです" in said
    # What goes to a cluster is set aside elsewhere.
    monkeypatch.setenv("KIKIGAKI_ENGINE", "opensearch")
    monkeypatch.setenv("KIKIGAKI_OPENSEARCH_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "aside"))
    assert main(["rebuild"]) == 74
    assert f"{tmp_path / 'aside'} に書けません" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "search 語", "link 語", "check", "lint", "verify"])
def test_a_full_disk_behind_what_is_printed_is_told_as_such(
    corpus_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    def fail(arguments: object, report: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("indexer.cli._run", fail)
    assert main(command.split()) == 74
    assert "標準出力 に書けません。ディスクがいっぱいです" in capsys.readouterr().err


def test_a_limit_of_files_is_told_with_its_place_and_cure(corpus_folder: Path, tmp_path: Path) -> None:
    command = f"ulimit -f 4; exec {shlex.quote(sys.executable)} -m indexer.cli rebuild --index own"
    made = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 74 and f"{tmp_path / 'own'} に書けません" in made.stderr
    assert "ulimit -f unlimited" in made.stderr


def test_a_lack_of_memory_is_a_sentence(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(arguments: object, report: object) -> int:
        raise MemoryError

    monkeypatch.setattr("indexer.cli._run", fail)
    assert main(["rebuild"]) == 71
    said = capsys.readouterr().err
    assert "メモリーが足りません" in said and "前の索引があれば" in said


def test_a_dictionary_that_cannot_be_opened_is_a_sentence(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(dict: str) -> object:
        raise SudachiError("system.dic: Cannot allocate memory (os error 12)")

    monkeypatch.setattr("search.text.sudachi.Dictionary", fail)
    assert main(["rebuild"]) == 71
    said = capsys.readouterr().err
    assert "辞書を開けません(system.dic: メモリーが足りません" in said and "前の索引があれば" in said


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([], "コマンド を書いてください"),
        (["rest"], "コマンド に 'rest' は使えません。"),
        (["search"], "語 を書いてください"),
        (["search", "--sort", "age", "x"], "--sort に 'age' は使えません。"),
        (["search", "--page"], "--page のあとに値を 1 つ書いてください"),
        (["rebuild", "--nope"], "--nope という指定はありません"),
        (["rebuild", "--strict", "--force"], "--force と --strict はいっしょに使えません"),
        (["rebuild", "--strict=1"], "--strict のあとに値は要りません(今は '1')"),
        (["rebuild", "--corpus", ""], "--corpus: 名前が空です"),
    ],
)
def test_wrong_usage_is_told_in_japanese(
    capsys: pytest.CaptureFixture[str], command: list[str], told: str
) -> None:
    with pytest.raises(SystemExit):
        main(command)
    said = capsys.readouterr().err
    assert f"誤り: {told}" in said and said.startswith("使い方: ") and "usage" not in said


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"kikigaki {version('kikigaki')}\n"


def test_a_file_in_the_place_of_the_site_is_refused_before_an_index_is_made(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "site").write_text("")
    assert main(["export", "--out", str(tmp_path / "site")]) == 2
    assert "site はファイルです" in capsys.readouterr().err
    assert main(["status"]) == 66


def test_a_file_in_the_place_of_the_notes_is_no_folder_that_is_missing(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("")
    assert main(["check", "--corpus", str(tmp_path / "a.md")]) == 65
    assert f"{tmp_path / 'a.md'} はフォルダーではありません" in capsys.readouterr().err


def test_a_link_to_what_is_not_found_is_told(corpus_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild"]) == 0
    capsys.readouterr()
    assert main(["link", "ぬるぽぬるぽ"]) == 0
    assert "ぬるぽぬるぽ で見つかる発表はありません" in capsys.readouterr().err
    assert main(["link", "シャーディング"]) == 0
    assert "見つかる発表" not in capsys.readouterr().err


def test_an_unusable_setting_is_named(
    corpus_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIKIGAKI_PORT", "http")
    assert main(["check"]) == 2
    assert "KIKIGAKI_PORT" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["rebuild", "--strict", "--if-needed"], ["search", "x", "--page", "0"], ["rest"]]
)
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2


def test_options_come_before_the_environment(corpus_folder: Path, tmp_path: Path) -> None:
    assert main(["check", "--corpus", str(tmp_path / "nowhere")]) == 65
    assert main(["rebuild", "--index", str(tmp_path / "elsewhere")]) == 0
    assert (tmp_path / "elsewhere").exists()


@pytest.mark.slow
def test_a_closed_pipe_is_silent(corpus_folder: Path) -> None:
    command = [sys.executable, "-m", "indexer.cli"]
    root = Path(__file__).parent.parent
    assert main(["rebuild"]) == 0
    with subprocess.Popen(
        [*command, "search", "HBase"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as found:
        assert found.stdout and found.stderr
        found.stdout.close()
        assert found.stderr.read() == b""
        assert found.wait() == 141


ROOT = Path(__file__).parent.parent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "closed"),
    [
        *(("rebuild", closed) for closed in ("<&-", ">&-", "2>&-", ">&- 2>&-")),
        *((command, "<&- >&- 2>&-") for command in ("rebuild", "update", "status", "search HBase")),
    ],
)
def test_without_streams_a_command_does_its_work_all_the_same(
    corpus_folder: Path, closed: str, command: str
) -> None:
    age(corpus_folder, 10)
    main(["rebuild"])
    called = f"{sys.executable} -m indexer.cli {command} {closed}"
    done = subprocess.run(["sh", "-c", called], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert main(["verify"]) == 0


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_what_goes_wrong_after_publishing_does_not_speak_of_the_old_index(corpus_folder: Path) -> None:
    main(["rebuild"])
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m indexer.cli rebuild >/dev/full"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 74
    assert "新しい索引はできていて" in done.stderr and "前の索引" not in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc on this system")
def test_a_command_starts_no_threads_for_matrices() -> None:
    code = "import os, indexer.cli; print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True)
    assert done.stdout == b"1\n"


def test_a_new_index_that_the_disk_did_not_confirm_is_told_as_such(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["rebuild"])

    def fail(path: Path) -> None:
        if path.name == "index":
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("search.store.generations.force", fail)
    capsys.readouterr()
    assert main(["rebuild"]) == 74
    said = capsys.readouterr().err
    assert "新しい索引はできていて" in said and "前の索引" not in said
    monkeypatch.undo()
    monkeypatch.setenv("KIKIGAKI_INDEX", str(corpus_folder.parent / "index"))
    main(["status"])
    assert "世代      2" in capsys.readouterr().out


def test_a_problem_is_one_line_that_neither_turns_around_nor_fills_the_screen(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = "\u202e\u2066\x9b\x1b\x07\u2028\ufeff"
    (corpus_folder / "odd.md").write_text(
        f"---\nevent: 会\ndate: 2015-01-14\n---\n## 甲\n- date: 来{odd}週\n"
    )
    (corpus_folder / "long.md").write_text(f"---\nevent: 会\ndate: {'長' * 30_000}\n---\n## 甲\n")
    assert main(["check"]) == 1
    lines = capsys.readouterr().err.split("\n")
    assert not {*odd} & {*"".join(lines)}
    assert any("\\u202e" in line for line in lines)
    assert max(map(len, lines)) <= 1_001


@pytest.mark.slow
def test_of_very_many_problems_the_first_are_shown_and_the_rest_counted(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = "- date: 来週\n" * 20_000
    (corpus_folder / "many.md").write_text(f"---\nevent: 会\ndate: 2015-01-14\n---\n## 甲\n{facts}")
    assert main(["check"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1_001
    assert lines[-1].startswith("ほかに 19000 件")


@pytest.mark.usefixtures("corpus_folder")
def test_a_file_in_the_place_of_the_index_has_its_own_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index").write_text("x")
    assert main(["status"]) == 66
    said = capsys.readouterr().err
    assert "索引がまだありません: " in said and "別の場所" in said and "rebuild" not in said


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM)])
def test_who_stops_the_command_while_it_loads_sees_no_traceback(tmp_path: Path, name: str, code: int) -> None:
    # Stands in for all that is loaded, and is stopped within.
    (tmp_path / "stopped.py").write_text(
        "import os, signal, sys\n"
        "class Stopped:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == 'indexer.report': os.kill(os.getpid(), signal.{name})\n"
        "sys.meta_path.insert(0, Stopped())\n"
        "from indexer.starting import run\n"
        "sys.exit(run())\n"
    )
    done = subprocess.run(
        [sys.executable, str(tmp_path / "stopped.py")],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code and "Traceback" not in done.stderr and done.stderr == "\n"
