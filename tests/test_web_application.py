"""What the application keeps between starts: compiled templates, which may be lost at any time."""

import shutil
import tempfile
from pathlib import Path

import pytest
from flask import Flask

from search.index import TalkIndex
from search.settings import Settings
from web import create_app


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files for one test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def status_of(app: Flask, path: str = "/?q=HBase") -> int:
    return app.test_client().get(path).status_code


def test_the_next_start_compiles_nothing_again(
    temporary: Path, index: TalkIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert status_of(create_app(Settings(), index)) == 200
    (folder,) = temporary.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    app = create_app(Settings(), index)
    monkeypatch.setattr(type(app.jinja_env), "compile", None)
    assert status_of(app) == 200


def test_damaged_compiled_templates_are_made_again(temporary: Path, index: TalkIndex) -> None:
    assert status_of(create_app(Settings(), index)) == 200
    for kept in temporary.glob("*/*"):
        kept.write_bytes(kept.read_bytes()[:-9])
    assert status_of(create_app(Settings(), index)) == 200


def test_a_folder_swept_away_costs_no_page(temporary: Path, index: TalkIndex) -> None:
    app = create_app(Settings(), index)
    shutil.rmtree(next(temporary.iterdir()))
    assert status_of(app) == 200


def test_no_folder_for_temporary_files_costs_no_page(temporary: Path, index: TalkIndex) -> None:
    temporary.rmdir()
    assert status_of(create_app(Settings(), index)) == 200
