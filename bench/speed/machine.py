"""Machine: what a run ran on, for those who read its figures."""

import importlib.metadata
import os
import platform
import sqlite3
from pathlib import Path

_PACKAGES = ("numpy", "whoosh", "sudachipy", "sudachidict-core", "flask", "waitress", "tantivy", "bm25s")
_QUIET = 0.3
"""Load per core above which something else is running too."""


def machine_line() -> str:
    """Return processor, cores, memory and Python."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return (
        f"{_processor()}, {os.cpu_count()} cores, {pages / 2**30:.0f} GiB;"
        f" {platform.system()}, Python {platform.python_version()}"
    )


def versions_line() -> str:
    """Return the versions of what was compared."""
    versions = [f"SQLite {sqlite3.sqlite_version}"]
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{package} not installed")
    return ", ".join(versions)


def load_line() -> str:
    """Return a warning when the machine was busy before anything was measured; else nothing."""
    load = os.getloadavg()[0]
    if load <= _QUIET * (os.cpu_count() or 1):
        return ""
    return f"The machine was busy with something else too (load {load:.1f}): read ratios, not times."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )
