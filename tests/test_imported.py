"""Imported notes: written again while nobody has touched them, and never after that."""

from pathlib import Path

import pytest

from indexer.cli import main
from indexer.imported import Outcome, outcome_of, write_imported

SOURCE = "pyvideo"
SMALL = Path(__file__).parent / "notes" / "pyvideo"
OURS = "---\nevent: MadoConf\nsource: pyvideo\n---\n## 窓\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2017" / "mado.md"


def test_a_note_that_nobody_touched_is_written_again(path: Path) -> None:
    assert outcome_of(path, OURS, SOURCE) is Outcome.WRITTEN
    assert not path.parent.exists()
    assert write_imported(path, OURS, SOURCE) is Outcome.WRITTEN
    assert write_imported(path, OURS, SOURCE) is Outcome.UNCHANGED
    assert write_imported(path, OURS + "\n## 扉\n", SOURCE) is Outcome.WRITTEN
    assert "## 扉" in path.read_text()
    assert [found.name for found in path.parent.iterdir()] == ["mado.md"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## 窓", "## 窓辺"),
        ("event: MadoConf", "event: MadoConf 2017"),
        ("source: pyvideo\n", ""),
        ("\n## 窓\n", "\n"),
    ],
)
def test_what_a_hand_edited_is_never_overwritten(path: Path, before: str, after: str) -> None:
    write_imported(path, OURS, SOURCE)
    mine = path.read_text().replace(before, after, 1)
    path.write_text(mine)
    assert write_imported(path, OURS + "\n## 扉\n", SOURCE) is Outcome.KEPT
    assert path.read_text() == mine


@pytest.mark.parametrize(
    "mine", ["---\nevent: M\n---\n## 窓\n\n---\nsource: pyvideo\n---\n", OURS + "追記\n", "", "\xff"]
)
def test_a_note_that_no_import_wrote_is_kept(path: Path, mine: str) -> None:
    path.parent.mkdir()
    path.write_bytes(mine.encode("latin-1" if mine == "\xff" else "utf-8"))
    before = path.read_bytes()
    assert write_imported(path, OURS, SOURCE) is Outcome.KEPT
    assert path.read_bytes() == before


def test_a_note_of_an_earlier_version_gets_its_digest(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(OURS)
    assert write_imported(path, OURS, SOURCE) is Outcome.WRITTEN
    assert write_imported(path, OURS, SOURCE) is Outcome.UNCHANGED


def test_a_note_of_another_importer_is_kept(path: Path) -> None:
    write_imported(path, OURS.replace("pyvideo", "rubyevents"), "rubyevents")
    assert write_imported(path, OURS, SOURCE) is Outcome.KEPT


def test_a_moved_note_is_found_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path))
    main(["import", "pyvideo", str(SMALL), "--write"])
    (tmp_path / "conf").mkdir()
    (tmp_path / "2017" / "2017-09-07-mado-2017.md").rename(tmp_path / "conf" / "2017-09-07-mado-2017.md")
    capsys.readouterr()
    main(["import", "pyvideo", str(SMALL), "--write"])
    assert f"{tmp_path}/conf/2017-09-07-mado-2017.md: 発表 6 件、変わりません" in capsys.readouterr().out
    assert not list((tmp_path / "2017").iterdir())
