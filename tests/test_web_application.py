"""What the application keeps between starts: compiled templates, which may be lost or spoilt at any time."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

import web.compiled
from search.index import TalkIndex
from search.model import Talk
from search.settings import Settings
from web import create_app

# Each makes a site, and what it has compiled, anew.
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def beside_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python may write no compiled file: what is kept must lie below the index."""
    monkeypatch.setattr(web.compiled, "BESIDE_CODE", tmp_path / "__pycache__" / "templates")
    return tmp_path / "__pycache__" / "templates"


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    return shutil.copytree(built, tmp_path / "index")


def status_of(folder: Path) -> int:
    return create_app(Settings(index=folder)).test_client().get("/?q=HBase").status_code


def kept_in(folder: Path) -> list[Path]:
    return sorted((folder / "templates").iterdir())


def test_the_next_start_compiles_nothing_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status_of(folder) == 200
    assert (folder / "templates").stat().st_mode & 0o777 == 0o700
    app = create_app(Settings(index=folder))
    monkeypatch.setattr(type(app.jinja_env), "compile", None)
    assert app.test_client().get("/?q=HBase").status_code == 200


def test_another_index_starts_with_what_lies_beside_the_code(
    folder: Path, beside_code: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside_code.parent.mkdir()
    assert status_of(folder) == 200
    assert not (folder / "templates").exists()
    monkeypatch.setattr("web.escaping.Templates.compile", None)
    other = shutil.copytree(folder, tmp_path / "other")
    other.chmod(0o700)
    assert status_of(other) == 200


@pytest.mark.parametrize("mode", [0o777, 0o775])
def test_code_that_others_may_write_keeps_nothing_beside_it(
    folder: Path, beside_code: Path, mode: int
) -> None:
    beside_code.parent.mkdir()
    beside_code.parent.chmod(mode)
    assert status_of(folder) == 200
    assert kept_in(folder)
    assert not list(beside_code.iterdir())


@pytest.mark.parametrize("place", [0, 31, 32, 40, 300, -1])
def test_one_flipped_bit_is_noticed_and_mended(folder: Path, place: int) -> None:
    assert status_of(folder) == 200
    whole = [path.read_bytes() for path in kept_in(folder)]
    for path, content in zip(kept_in(folder), whole, strict=True):
        spoilt = bytearray(content)
        spoilt[place] ^= 4
        path.write_bytes(spoilt)
    assert status_of(folder) == 200
    assert [path.read_bytes() for path in kept_in(folder)] == whole


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 32, b"\0" * 40])
def test_whatever_else_lies_there_is_made_again(folder: Path, content: bytes) -> None:
    assert status_of(folder) == 200
    for path in kept_in(folder):
        path.write_bytes(content)
    assert status_of(folder) == 200


def test_a_folder_swept_away_costs_no_page(folder: Path) -> None:
    app = create_app(Settings(index=folder))
    assert app.test_client().get("/").status_code == 200
    shutil.rmtree(folder / "templates")
    assert app.test_client().get("/?q=HBase").status_code == 200


def test_nothing_is_made_where_there_is_no_index(tmp_path: Path) -> None:
    assert status_of(tmp_path / "none") == 503
    assert not (tmp_path / "none").exists()


def planted(folder: Path, elsewhere: Path) -> None:
    elsewhere.mkdir(mode=0o755)
    (folder / "templates").symlink_to(elsewhere)


def opened(folder: Path, elsewhere: Path) -> None:
    elsewhere.mkdir(mode=0o755)
    (folder / "templates").mkdir()
    (folder / "templates").chmod(0o777)


def a_file(folder: Path, elsewhere: Path) -> None:
    elsewhere.mkdir(mode=0o755)
    (folder / "templates").write_bytes(b"")


@pytest.mark.parametrize("prepare", [planted, opened, a_file])
def test_where_others_could_write_nothing_is_read_or_written(
    folder: Path, tmp_path: Path, prepare: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(prepare)
    prepare(folder, tmp_path / "elsewhere")
    assert status_of(folder) == 200
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o755
    assert not list((tmp_path / "elsewhere").iterdir())
    if prepare is opened:
        assert not kept_in(folder)


def test_a_rebuild_beside_compiled_templates_works(folder: Path, talks: tuple[Talk, ...]) -> None:
    app: Flask = create_app(Settings(index=folder))
    assert app.test_client().get("/?q=HBase").status_code == 200
    assert TalkIndex(folder).rebuild(talks[:2]).talks == 2
    assert app.test_client().get("/search.json").json["total"] == 2
