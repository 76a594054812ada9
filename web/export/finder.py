"""The search of an exported site: Pagefind's index, and beside it what its hits are called."""

import errno
import gzip
import json
import os
import signal
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from search.portable import portable_rules
from web.export.records import LANGUAGE

UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-component*")
"""What Pagefind ships for pages that have no script of their own: half a megabyte."""
_BEGINNING = b"pagefind_dcd"
"""What stands before the JSON of a fragment (Pagefind 1.5)."""
Row = dict[str, str | list[str]]


class NoPagefind(Exception):
    """The package that indexes for browsers is not installed, or cannot run here."""


class PagefindFailed(Exception):
    """Pagefind ran and made no index."""


def pagefind_program() -> Path:
    """Return the program; raises `NoPagefind`."""
    try:
        from pagefind_bin import get_executable
    except ImportError as error:
        raise NoPagefind(str(error)) from error
    try:
        return Path(get_executable())
    except FileNotFoundError as error:
        raise NoPagefind(str(error)) from error


def start_pagefind(program: Path, records: Path, out: Path) -> subprocess.Popen[str]:
    """Let Pagefind index a folder of records; `finish_pagefind` waits for it."""
    command = (program, "--site", records, "--output-path", out, "--force-language", LANGUAGE, "--quiet")
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish_pagefind(running: subprocess.Popen[str], out: Path, talks: int) -> dict[str, str]:
    """Return by the path of its record what Pagefind calls each talk; raises `PagefindFailed`, `OSError`."""
    said, _ = running.communicate()
    if running.returncode == -signal.SIGXFSZ:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(out))
    if running.returncode:
        raise PagefindFailed(said.strip()[-500:] or f"exit code {running.returncode}")
    for pattern in UNUSED:
        for each in out.glob(pattern):
            each.unlink()
    names: dict[str, str] = {}
    for fragment in (out / "fragment").glob("*.pf_fragment"):
        content = gzip.decompress(fragment.read_bytes())
        if not content.startswith(_BEGINNING):
            raise PagefindFailed(f"{fragment.name} does not begin as those of Pagefind 1.5 do")
        names[json.loads(content.removeprefix(_BEGINNING))["url"]] = fragment.stem
    if len(names) != talks:
        raise PagefindFailed(f"of {talks} talks it has {len(names)}: {said.strip()[-300:]}")
    return names


def search_data(talks: Mapping[str, Row], latin: Iterable[str], katakana: Iterable[str]) -> str:
    """Return what the page's script reads once: how queries are read, words that may be misspelt, and what
    each talk is called.
    """
    data = {
        "rules": portable_rules(),
        "latin": sorted(latin),
        "katakana": sorted(katakana),
        "talks": dict(sorted(talks.items())),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
