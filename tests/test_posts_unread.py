"""What is not read is named with the reason: nobody has to wonder where an evening went."""

import json
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.corpus import read_corpus

REPORT = "---\ntitle: 浜の勉強会に参加した\ndate: 2020-01-02\n---\n## 貝を数える（@hama）\n多い。\n"


@pytest.mark.parametrize("name", ["kai.docx", "kai.ipynb", "old/kai.textile", "KAI.RTF"])
def test_a_document_of_another_kind_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "kai.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / name).write_bytes(b"PK")
    assert ".md か .html に書き出して" in read_corpus(tmp_path).skipped[name]


def test_check_tells_it_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    (tmp_path / "kai.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "kai.docx").write_bytes(b"PK")
    main(["check", "--corpus", str(tmp_path)])
    assert "not read 1" in capsys.readouterr().out


def test_pictures_and_slides_beside_a_post_are_no_texts(tmp_path: Path) -> None:
    for name in ("kai.png", "kai.pdf", "kai.css", "data.json"):
        (tmp_path / name).write_bytes(b"\0")
    (tmp_path / "kai.md").write_text(REPORT, encoding="utf-8")
    assert not read_corpus(tmp_path).skipped


def test_check_lists_it_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kai.docx").write_bytes(b"PK")
    main(["check", "--format", "json", "--corpus", str(tmp_path)])
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["path"], found["kind"]) == ("kai.docx", "skipped")
