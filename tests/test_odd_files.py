"""Whatever lies where a file of ours is looked for, every command ends, and says what is in its way."""

import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NOTE = "---\nevent: 会\ndate: 2015-01-14\n---\n\n## 監視の話\n\n本文。\n"
SECONDS = 20
MEMORY = 2 << 30


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bound(path: Path) -> None:
    # An address is shorter than a path may be.
    here = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as own:
            own.bind(f"/proc/self/fd/{here}/{path.name}")
    finally:
        os.close(here)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def folder(path: Path) -> None:
    path.mkdir()


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


ODD: tuple[Callable[[Path], None], ...] = (pipe, bound, endless, loop, dangling, folder, large)


def run(notes: Path, *words: str) -> subprocess.CompletedProcess[str]:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))

    line = [sys.executable, "-m", "indexer.cli", *words, "--corpus", str(notes)]
    line += [] if words[0] == "check" else ["--index", str(notes.parent / "index")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIKIGAKI_")}
    return subprocess.run(
        line,
        capture_output=True,
        text=True,
        timeout=SECONDS * 6,
        check=False,
        preexec_fn=limited,
        cwd=notes.parent,
        env={**environment, "LC_ALL": "ja_JP.UTF-8", "PYTHONPATH": str(Path(__file__).parent.parent)},
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes with an index beside them."""
    notes = tmp_path_factory.mktemp("odd") / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(NOTE, encoding="utf-8")
    assert run(notes, "rebuild").returncode == 0
    return notes


PLACES = {
    "b.md": ("rebuild", 0),
    "b.rst": ("rebuild", 0),
    "aliases.yaml": ("rebuild", 65),
    ".kikigaki-ids": ("rebuild", 65),
    "kikigaki.toml": ("status", 2),
    "../index/current": ("status", 65),
    "../index/lock": ("rebuild", 73),
}
"""What each place is read by, and how that command ends where it must not go on."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "odd"),
    [
        # Each place with one of them; `make torture` has all.
        pytest.param(
            place,
            odd,
            id=f"{place}-{odd.__name__}",
            marks=[] if (number - other) % len(ODD) == 0 else pytest.mark.torture,
        )
        for number, place in enumerate(PLACES)
        for other, odd in enumerate(ODD)
    ],
)
def test_nothing_odd_is_waited_for_or_read_without_end(
    made: Path, place: str, odd: Callable[[Path], None]
) -> None:
    command, code = PLACES[place]
    path = made / place
    aside = made.parent / "aside" if os.path.lexists(path) else None
    if aside:
        path.rename(aside)
    try:
        odd(path)
        done = run(made, command)
    finally:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
        if aside:
            aside.rename(path)
    told = (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr, told
    if (place, odd) in _HARMLESS or (place[0] == "b" and odd is folder):
        code = 0
    assert done.returncode == code, told
    # What was left out is named.
    assert code == 0 or Path(place).name in done.stderr or place.startswith(".."), told
    if place[0] == "b" and odd is not folder:
        assert place in done.stderr, told


_HARMLESS = {("../index/lock", large), ("../index/lock", pipe)}
"""Nothing is read of the lock, and a pipe may be locked."""
