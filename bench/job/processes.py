"""Processes: what a running process and its children hold, as Linux says it; zeros elsewhere."""

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes: `own` are a process's alone, `mapped` are files that it has touched."""

    own: int
    mapped: int


def held_by(process: int) -> Held:
    """Return what one process holds. Pages shared by several count as a share in each."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except (OSError, ProcessLookupError):
        return Held(0, 0)
    figures = {
        name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines[1:])
    }
    own = figures.get("Pss_Anon", 0) + figures.get("Pss_Shmem", 0)
    return Held(own, figures.get("Pss", 0) - own)


def held_by_all_of(process: int) -> int:
    """Return the bytes of a process and of all that it has started."""
    held = held_by(process)
    return held.own + held.mapped + sum(map(held_by_all_of, _children_of(process)))


def bytes_below(folder: Path) -> int:
    """Return the bytes that a folder takes on disk: what is allocated of files that may be sparse."""
    return sum(
        min(path.stat().st_blocks * 512, path.stat().st_size) for path in folder.rglob("*") if path.is_file()
    )


def _children_of(process: int) -> list[int]:
    tasks = _PROC / str(process) / "task"
    try:
        texts = [(tasks / task / "children").read_text(encoding="ascii") for task in os.listdir(tasks)]
    except (OSError, ProcessLookupError):
        return []
    return [int(child) for text in texts for child in text.split()]
