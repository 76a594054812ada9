"""Whatever lies where a file of ours is looked for, every command ends, and says what is in its way."""

import contextlib
import io
import os
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from indexer.cli import main
from search.plain_file import TooLarge, read_plain

NOTE = "---\nevent: 会\ndate: 2015-01-14\n---\n\n## 監視の話\n\n本文。\n"
SECONDS = 120
MEMORY = 3 << 30
"""More than this process has itself."""


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


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Whatever waits for longer, or holds more than that, is an error."""

    def too_long(*_: object) -> None:
        raise AssertionError("it waits")

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    before = signal.signal(signal.SIGALRM, too_long)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, hard))
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        signal.signal(signal.SIGALRM, before)


def run(notes: Path, command: str) -> tuple[int, str]:
    """Return the exit code of a command, and what it complains of."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIKIGAKI_")}
    with (
        mock.patch.dict(os.environ, {**environment, "LC_ALL": "ja_JP.UTF-8"}, clear=True),
        contextlib.chdir(notes.parent),
        contextlib.redirect_stderr(io.StringIO()) as complaints,
        limited(),
    ):
        code = main([command, "--corpus", str(notes), "--index", str(notes.parent / "index")])
    return code, complaints.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes with an index beside them."""
    notes = tmp_path_factory.mktemp("odd") / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(NOTE, encoding="utf-8")
    assert run(notes, "rebuild")[0] == 0
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


@pytest.mark.parametrize("odd", ODD, ids=[each.__name__ for each in ODD])
@pytest.mark.parametrize("place", PLACES)
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
        told = ended, complaints = run(made, command)
    finally:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
        if aside:
            aside.rename(path)
    if (place, odd) in _HARMLESS or (place[0] == "b" and odd is folder):
        code = 0
    assert ended == code, told
    # What was left out is named.
    assert code == 0 or Path(place).name in complaints or place.startswith(".."), told
    if place[0] == "b" and odd is not folder:
        assert place in complaints, told


_HARMLESS = {("../index/lock", large), ("../index/lock", pipe)}
"""Nothing is read of the lock, and a pipe may be locked."""


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="no /proc")
def test_what_says_that_it_has_no_size_is_read_whole() -> None:
    whole = Path("/proc/version").read_bytes()
    assert read_plain(Path("/proc/version"), len(whole)) == whole != b""
    with pytest.raises(TooLarge):
        read_plain(Path("/proc/version"), len(whole) - 1)


def test_what_a_link_leads_to_is_not_written_over_and_a_link_of_the_ids_stays(made: Path) -> None:
    (made.parent / "precious").write_text("大事\n")
    (made.parent / "index" / "current.new").symlink_to(made.parent / "precious")
    ids = made / ".kikigaki-ids"
    (made / "beside").mkdir()
    ids.rename(made / "beside" / "ids")
    ids.symlink_to("beside/ids")
    (made / "c.md").write_text(NOTE, encoding="utf-8")
    assert run(made, "rebuild")[0] == 0
    assert (made.parent / "precious").read_text() == "大事\n"
    assert ids.is_symlink() and "c/" in ids.read_text()
    assert sorted(path.name for path in (made / "beside").iterdir()) == ["ids"]
