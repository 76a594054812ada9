"""Machine: what a run ran on, for those who read its figures."""

import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Iterator
from pathlib import Path

_PACKAGES = ("numpy", "sudachipy", "sudachidict-core", "whoosh", "tantivy", "flask", "waitress")
_QUIET = 0.3
"""Load per core above which something else is running too."""


def versions() -> dict[str, str]:
    """Return the versions of what is compared, as far as it is installed."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def run_lines() -> Iterator[str]:
    """Yield the machine, the versions, and a warning when something else kept the machine busy."""
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    yield f"{_processor()}, {os.cpu_count()} cores, {gigabytes:.0f} GiB; {platform.system()}"
    yield ", ".join(f"{name} {version}" for name, version in versions().items())
    load = os.getloadavg()[0]
    if load > _QUIET * (os.cpu_count() or 1):
        yield f"The machine was busy with something else too (load {load:.1f}): read ratios, not times."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )
