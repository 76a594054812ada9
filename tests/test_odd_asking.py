"""Odd but plausible askings: what is said names the file and what to do, in the reader's language."""

from pathlib import Path

import pytest

from indexer.cli import main


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KIKIGAKI_CORPUS", "notes")
    (tmp_path / "notes").mkdir()


def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")


@pytest.mark.parametrize("form", ["hatena", "post"])
def test_a_file_that_is_not_there_is_named(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", form, "nai.txt"]) == 74
    assert capsys.readouterr().err == "nai.txt がありません。名前を確かめてください\n"


def test_a_folder_in_the_place_of_a_file_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["import", "hatena", "notes"]) == 74
    assert capsys.readouterr().err == "notes はフォルダーです。中のファイルの名前を書いてください\n"
    _in_english(monkeypatch)
    main(["import", "hatena", "notes"])
    assert capsys.readouterr().err == "notes is a folder: name a file in it\n"


@pytest.mark.parametrize(
    ("inside", "told"), [("", "はフォルダーではありません"), ("a", "の途中にフォルダーで")]
)
def test_a_file_in_the_place_of_a_folder_is_named(
    inside: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("taken").write_text("", encoding="utf-8")
    assert main(["init", str(Path("taken", inside))]) == 74
    assert f"{Path('taken', inside)} {told}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["wp.xml", "project.json"])
def test_another_export_is_sent_to_where_it_is_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).write_text("{}", encoding="utf-8")
    main(["import", "hatena", name])
    told = capsys.readouterr().err
    assert name in told and "ノートのフォルダーに置けばそのまま読みます" in told


def test_an_event_may_be_named_without_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "浜の会", "#3", "--date", "2020-05-01", "--no-edit"]) == 0
    (note,) = Path("notes").rglob("*.md")
    assert "event: '浜の会 #3'" in note.read_text(encoding="utf-8") and note.name.startswith("2020-05-01")


def test_what_is_wrong_with_an_option_is_told_in_english(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_english(monkeypatch)
    assert main(["new", "浜の会", "--url", "foo"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("A setting cannot be used: --url: ") and "リンク" not in told
