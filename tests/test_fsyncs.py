"""The order in which a rebuild forces things to the disk, as the kernel saw it.

After a loss of power there is what was forced, and of the rest anything: a name may be there without what it
names. So everything that the pointer names is forced before the pointer takes its place.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

NOTE = "---\nevent: 会{n}\ndate: 2015-01-14\n---\n\n## 監視の話 {n}\n\n本文。\n"
CALLS = "fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,link,linkat,openat"
WRITES = "write,writev,pwrite64,ftruncate,sendfile,copy_file_range"
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*?)\)? += (?P<result>-?\d+)")
_PATH = re.compile(r'"([^"]*)"')
_OPENED = re.compile(r"^\d+<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Call:
    """One successful call: `paths` are those it names, or that of the file it is about."""

    name: str
    paths: tuple[str, ...]


def calls_of(log: str) -> Iterator[Call]:
    """Yield the successful calls in the order in which they ended."""
    begun: dict[str, str] = {}
    for line in log.splitlines():
        thread, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            begun[thread] = text.removesuffix("<unfinished ...>")
            continue
        if text.startswith("<... "):
            text = begun.pop(thread, "") + text.partition(" resumed>")[2]
        found = _CALL.match(text)
        if found is None or int(found["result"]) < 0 or "O_RDONLY" in found["arguments"]:
            continue
        opened = _OPENED.match(found["arguments"])
        if opened and not found["name"].endswith("at"):
            yield Call(found["name"], (opened[1].removesuffix("(deleted)"),))
        else:
            yield Call(found["name"], tuple(_PATH.findall(found["arguments"])))


def places(calls: Sequence[Call], name: str, *paths: Path) -> list[int]:
    """Return when a call was made about just these paths."""
    wanted = tuple(map(str, paths))
    return [at for at, call in enumerate(calls) if call.name == name and call.paths == wanted]


def traced(log: Path, command: str, notes: Path, index: Path) -> list[Call]:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("no strace on this machine")
    line = [strace, "-f", "-y", "-qq", "-s", "0", "-o", str(log), "-e", f"trace={CALLS},{WRITES}"]
    line += [sys.executable, "-m", "indexer.cli", command, "--corpus", str(notes), "--index", str(index)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr:
        pytest.skip(f"strace may not look here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    return list(calls_of(log.read_text()))


@pytest.mark.slow
def test_what_the_pointer_names_is_on_the_disk_before_the_pointer(tmp_path: Path) -> None:
    notes, index = tmp_path / "notes", tmp_path / "index"
    notes.mkdir()
    for generation, command in enumerate(["rebuild", "rebuild", "update"], start=1):
        (notes / f"{generation}.md").write_text(NOTE.format(n=generation), encoding="utf-8")
        calls = traced(tmp_path / "log", command, notes, index)
        building, final = (
            index / "generations" / name for name in (f"{generation}.building", str(generation))
        )
        fresh, pointer = index / "current.new", index / "current"
        (renamed,) = places(calls, "rename", fresh, pointer)
        (named,) = places(calls, "rename", building, final)

        # Each file after its last byte, or in an earlier generation with the same bytes.
        for file in final.iterdir():
            made = building / file.name
            written = [
                at for at, call in enumerate(calls) if str(made) in call.paths and call.name != "fsync"
            ]
            forced = places(calls, "fsync", made)
            is_linked = file.stat().st_nlink > 1
            assert is_linked or (forced and max(written) < max(forced) < named), (command, file.name)
        # Then their names, the name of their folder, and what the pointer says.
        (kept,) = places(calls, "fsync", building)
        assert max(at for at, call in enumerate(calls) if call.paths[-1:] and _is_in(call, building)) < named
        assert kept < named < min(places(calls, "fsync", index / "generations")) < renamed
        assert max(places(calls, "fsync", fresh)) < renamed
        # Then the name of the pointer; before that nothing of what the old one names is removed.
        confirmed = min(at for at in places(calls, "fsync", index) if at > renamed)
        old = f"{index}/generations/{generation - 2}"
        removed = [
            at
            for at, call in enumerate(calls)
            if call.name in ("unlinkat", "unlink", "rmdir")
            and any(each.startswith(old) for each in call.paths)
        ]
        assert all(at > confirmed for at in removed)

        # The ids that were published, likewise.
        (kept,) = [
            at
            for at, call in enumerate(calls)
            if call.paths[-1:] == (str(notes / ".kikigaki-ids"),) and call.name == "rename"
        ]
        aside = Path(calls[kept].paths[0])
        written = [at for name in ("write", "pwrite64") for at in places(calls, name, aside)]
        assert max(written) < max(places(calls, "fsync", aside)) < kept
        # They are known before they answer, however this ends.
        assert kept < max(places(calls, "fsync", notes)) < renamed
        if generation == 1:
            assert places(calls, "mkdir", index)[0] < places(calls, "fsync", tmp_path)[0] < renamed


def _is_in(call: Call, folder: Path) -> bool:
    return call.name in ("openat", "link", "linkat") and call.paths[-1].startswith(f"{folder}/")
