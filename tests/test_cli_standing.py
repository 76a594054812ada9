"""The command on how things stand: what is up to date, what is damaged, and what `status` tells of both."""

import os
from pathlib import Path

import pytest
import whoosh.index
from one_note import NOTE, age

from indexer.cli import main
from indexer.corpus import read_corpus
from search.index import TalkIndex


def test_if_needed_rebuilds_only_what_has_changed(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said() -> str:
        assert main(["rebuild", "--if-needed"]) == 0
        return capsys.readouterr().out

    age(corpus_folder, 10)
    assert "第 1 世代" in said()
    assert "最新" in said()
    age(corpus_folder, 5)
    assert "第 2 世代" in said()
    (corpus_folder / "other.md").write_text(NOTE.replace("hbase", "spark"))
    age(corpus_folder, 5)
    assert "第 3 世代" in said()
    (corpus_folder / "aliases.yaml").write_text("technologies:\n  HBase: [エイチベース]\n")
    age(corpus_folder, 5)
    assert "第 4 世代" in said()
    (corpus_folder / "other.md").unlink()
    assert "第 5 世代" in said()
    assert "最新" in said()


def test_a_note_written_just_before_it_was_read_is_read_again(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for generation in ("第 1 世代", "第 2 世代"):
        age(corpus_folder, 0)
        main(["rebuild", "--if-needed"])
        assert generation in capsys.readouterr().out


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


DAMAGES = {
    "a flipped bit of the names": lambda index: flip(next(index.rglob("lexicon.json"))),
    "a flipped bit of a segment": lambda index: flip(next(index.rglob("*.arrays"))),
    "a flipped bit of the list of segments": lambda index: flip(next(index.rglob("segments.json"))),
    "a flipped bit of the table of contents": lambda index: flip(next(index.rglob("*.toc"))),
    "a segment that is gone": lambda index: next(index.rglob("*.arrays")).unlink(),
    "a segment that is cut": lambda index: os.truncate(next(index.rglob("*.arrays")), 1_000),
    "a manifest that is gone": lambda index: next(index.rglob("manifest.json")).unlink(),
    "sources that are gone": lambda index: next(index.rglob("sources")).unlink(),
    "a pointer of zeros": lambda index: (index / "current").write_bytes(bytes(300)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    ("command", "is_changed"),
    [(["rebuild", "--if-needed"], False), (["update"], False), (["update"], True)],
    ids=["if needed", "update", "update of a note"],
)
def test_a_damaged_index_is_never_up_to_date_and_is_repaired(
    corpus_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
    command: list[str],
    is_changed: bool,
) -> None:
    # As it is with large files: they are not read when they are opened.
    monkeypatch.setattr("search.engines.columnar.files.CHECKED_AT_ONCE", -1)
    (corpus_folder / "other.md").write_text(NOTE.replace("hbase", "spark"))
    age(corpus_folder, 10)
    main(["rebuild"])
    DAMAGES[damage](corpus_folder.parent / "index")
    if is_changed:
        (corpus_folder / "other.md").write_text(NOTE.replace("hbase", "flink"))
        age(corpus_folder, 5)
    capsys.readouterr()
    assert main(["verify"]) == 2
    captured = capsys.readouterr()
    assert "索引が壊れています" in captured.err
    assert main(command) == 0
    assert "最新" not in capsys.readouterr().out
    assert main(["verify"]) == 0
    assert main(["search", "HBase"]) == 0
    assert capsys.readouterr().out.count("のしくみ") == 2


@pytest.mark.parametrize("damage", DAMAGES)
def test_status_tells_of_damage_when_it_looks_closely(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    main(["rebuild"])
    assert main(["status", "--deep"]) == 0
    DAMAGES[damage](corpus_folder.parent / "index")
    assert main(["status", "--deep"]) == 65


def test_verify_says_what_it_read_and_names_what_is_damaged(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 66
    main(["rebuild"])
    capsys.readouterr()
    assert main(["verify"]) == 0
    assert "第 1 世代: ファイル 5 個" in capsys.readouterr().out
    segment = next((corpus_folder.parent / "index").rglob("*.arrays"))
    flip(segment)
    assert main(["verify"]) == 2
    assert str(segment) in capsys.readouterr().err


def test_status_names_notes_newer_than_the_index(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus_folder / "gone.md").write_text(NOTE)
    main(["rebuild"])
    assert main(["status"]) == 0
    age(corpus_folder, -5)
    (corpus_folder / "gone.md").unlink()
    (corpus_folder / "aliases.yaml").write_text("terms:\n")
    capsys.readouterr()
    assert main(["status"]) == 1
    said = capsys.readouterr().out
    assert "発表      2(言及 2)" in said
    assert "索引より新しい: " + str(corpus_folder / "2015-01-14-lt.md") in said
    assert "索引より新しい: " + str(corpus_folder / "aliases.yaml") in said
    assert "消えたノート: " + str(corpus_folder / "gone.md") in said


def test_status_of_an_index_that_does_not_know_its_notes(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = read_corpus(corpus_folder)
    TalkIndex(corpus_folder.parent / "index").rebuild(corpus.talks, corpus.lexicon)
    assert main(["status"]) == 1
    assert "どのノートから" in capsys.readouterr().out
    assert main(["rebuild", "--if-needed"]) == 0
    assert "第 2 世代" in capsys.readouterr().out


def test_status_can_print_the_folder_that_whoosh_opens(
    corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for generation in ("1", "2"):
        main(["rebuild"])
        capsys.readouterr()
        assert main(["status", "--path"]) == 0
        (printed,) = capsys.readouterr().out.splitlines()
        assert Path(printed) == corpus_folder.parent / "index" / "generations" / generation
        assert whoosh.index.open_dir(printed).doc_count() > 0
