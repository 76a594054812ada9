"""`kikigaki serve` and `kikigaki init`: a folder of notes becomes a site by one line."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving import free_port, within

from indexer.cli import main
from indexer.note_files import find_notes
from search.settings import Settings

REPOSITORY = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "indexer.cli")
NOTE = "---\nevent: 夜会\ndate: 2026-11-01\n---\n\n## {}\n\n本文。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "yakai.md").write_text(NOTE.format("格子"))
    return tmp_path / "blog"


@contextmanager
def served(*arguments: str, where: Path, command: tuple[str, ...] = COMMAND) -> Iterator[tuple[str, int]]:
    """The address at which a folder is served, and the process that does it."""
    port = free_port()
    plain = {name: text for name, text in os.environ.items() if not name.startswith("KIKIGAKI_")}
    with subprocess.Popen(
        [*command, "serve", *arguments, "--port", str(port)],
        cwd=where,
        env={**plain, "PYTHONUTF8": "1", "PYTHONPATH": "" if command != COMMAND else str(REPOSITORY)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout
            lines = iter(process.stdout.readline, "")
            opened = next((line for line in lines if "http://" in line), "")
            assert f"http://127.0.0.1:{port}/" in opened
            yield f"http://127.0.0.1:{port}", process.pid
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()


def text_at(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


@pytest.mark.slow
def test_a_folder_is_indexed_and_served_with_its_own_settings(folder: Path, tmp_path: Path) -> None:
    (folder / "kikigaki.toml").write_text('title = "夜会のノート"\n')
    # Where the command is called from, other things may have the names of our packages.
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "__init__.py").write_text("raise SystemExit('another web')\n")
    with served(str(folder), where=tmp_path) as (address, _):
        page = text_at(f"{address}/")
    assert "格子" in page and "<title>夜会のノート" in page
    assert (folder / ".kikigaki").is_dir() and not (tmp_path / ".kikigaki").exists()


@pytest.mark.slow
def test_what_is_saved_is_served_while_it_watches(folder: Path, tmp_path: Path) -> None:
    with served(str(folder), "--watch", where=tmp_path) as (address, _):
        (folder / "yakai.md").write_text(NOTE.format("障子"))
        assert within(20, lambda: "障子" in text_at(f"{address}/"))


def test_a_folder_that_is_not_there_is_named_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(tmp_path / "nowhere")]) == 2
    said = capsys.readouterr().err
    assert "nowhere" in said and "init" in said


@pytest.mark.parametrize("port", ["0", "70000", "８０", "http"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["serve", "--port", port])
    assert port in capsys.readouterr().err


@pytest.mark.parametrize(
    ("locale", "heading"), [("ja_JP.UTF-8", "聞き書きの使い方"), ("en_US.UTF-8", "How to")]
)
def test_init_makes_a_folder_that_can_be_served_at_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locale: str,
    heading: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    for name in ("KIKIGAKI_CORPUS", "KIKIGAKI_INDEX"):
        monkeypatch.delenv(name, raising=False)
    made = tmp_path / "new" / "notes"
    assert main(["init", str(made)]) == 0
    assert f"kikigaki serve {made}" in capsys.readouterr().out
    assert main(["check", "--corpus", str(made)]) == 0
    settings = Settings.of_folder(made, {})
    assert (settings.corpus, settings.index) == (made, made / ".kikigaki")
    assert main(["rebuild", "--corpus", str(made), "--index", str(settings.index)]) == 0
    # Its own index is nothing that was passed over.
    assert find_notes(made).skipped == {}
    # What lies in the folder is found by every other command.
    capsys.readouterr()
    assert main(["search", "--index", str(settings.index), "シャーディング"]) == 0
    assert heading in capsys.readouterr().out
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(made))
    assert Settings.from_env().index == made / ".kikigaki"


def test_every_line_that_init_offers_is_a_setting(tmp_path: Path) -> None:
    main(["init", str(tmp_path)])
    file = tmp_path / "kikigaki.toml"
    file.write_text(re.sub(r"^# (?=\w+ = )", "", file.read_text(), flags=re.MULTILINE))
    settings = Settings.of_folder(tmp_path, {})
    assert (settings.corpus, settings.base, settings.posts) == (tmp_path / "notes", "/notes", "all")
    assert settings.public_url == "https://notes.example.jp/notes" and settings.title and settings.tagline


def test_init_leaves_alone_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kikigaki.toml").write_text('title = "夜"\n')
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert main(["init", str(folder)]) == 0
    assert {path.name: path.read_text() for path in folder.iterdir() if path.name != ".gitignore"} == before
    assert "kikigaki.toml はもうあります" in capsys.readouterr().out


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    folder = tmp_path_factory.mktemp("dist")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps")
    subprocess.run([*pip, "--no-build-isolation", "--wheel-dir", folder, REPOSITORY], check=True)
    (built,) = folder.glob("kikigaki-*.whl")
    return built


def assert_whole(address: str) -> None:
    """The page is there with everything it loads, in both languages."""
    page = text_at(f"{address}/")
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(loaded) >= 6 and all(text_at(address + path) for path in loaded)
    assert "格子" in page and "Kikigaki" in text_at(f"{address}/?lang=en")


@pytest.mark.slow
def test_the_wheel_serves_a_folder_from_an_environment_of_its_own(
    folder: Path, tmp_path: Path, wheel: Path
) -> None:
    home = tmp_path / "environment"
    venv.create(home, symlinks=True)
    own = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", own)
    subprocess.run([*pip, "install", "--no-deps", wheel], check=True)
    # What it depends on is as it is here. Of ours there is the wheel alone: in a folder that a `.pth` file
    # names, other `.pth` files do not count.
    (place,) = home.glob("lib/*/site-packages")
    others = [path for path in sys.path if path.endswith("-packages")]
    (place / "others.pth").write_text("".join(f"{path}\n" for path in others))
    (tmp_path / "elsewhere").mkdir()
    command = (str(home / "bin" / "kikigaki"),)
    with served(str(folder), where=tmp_path / "elsewhere", command=command) as (address, _):
        assert_whole(address)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("uvx") is None, reason="there is no uvx on this machine")
def test_uvx_needs_nothing_but_the_wheel(folder: Path, tmp_path: Path, wheel: Path) -> None:
    with served(str(folder), where=tmp_path, command=("uvx", "--from", str(wheel), "kikigaki")) as (
        address,
        _,
    ):
        assert_whole(address)
