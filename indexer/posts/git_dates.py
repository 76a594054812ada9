"""Git dates: when each file of a folder was first committed, asked once and only when a post has no date."""

import datetime
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

_SECONDS = 20


class GitDates:
    """The first dates of the files below a folder; empty where git is missing or knows nothing of it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def of(self, path: str) -> datetime.date | None:
        """Return the day on which the file at this path below the folder was first committed."""
        return self._dates.get(path)

    @cached_property
    def _dates(self) -> Mapping[str, datetime.date]:
        command = ["git", "-c", "core.quotepath=off", "-C", str(self._directory), "log", "--relative"]
        command += ["--diff-filter=A", "--no-renames", "--name-only", "-z", "--format=%x01%as", "--", "."]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return {}
        found: dict[str, datetime.date] = {}
        day: datetime.date | None = None
        for piece in done.stdout.decode("utf-8", "surrogateescape").split("\0"):
            for line in piece.split("\n"):
                if line.startswith("\x01"):
                    day = datetime.date.fromisoformat(line[1:11])
                elif line and day:
                    found[line] = day  # Commits come newest first: the oldest stays.
        return found
