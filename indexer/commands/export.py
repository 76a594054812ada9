"""`indexer export`: bring the index up to date, and write the site into a folder, in a process of its own.

As with `serve`, the pages are `python -m web.export`, to which this process gives its place.
"""

import os
import subprocess
import sys
from pathlib import Path

from indexer.commands.rebuild import rebuild_if_needed
from indexer.report import Report
from search.settings import Settings

# Not the current folder first: see `serve`.
PAGES = (sys.executable, "-P", "-m", "web.export")


def export(settings: Settings, out: Path, base_url: str, report: Report) -> int:
    """Index what is new and write all pages into `out`; `base_url` may be empty."""
    rebuild_if_needed(settings, report)
    command = (*PAGES, "--out", str(out), *(("--base-url", base_url) if base_url else ()))
    if os.name == "nt":
        return subprocess.run(command, env=settings.environment(), check=False).returncode
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command, settings.environment())
