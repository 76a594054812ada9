"""The site's programs, each in a process of its own: the two packages never import each other."""

import os
import subprocess
import sys

from search.settings import Settings


def program(module: str, *options: str) -> tuple[str, ...]:
    """Return the command that runs a module of the site."""
    # Not the current folder first: somebody's blog may well have a `web` in it.
    return (sys.executable, "-P", "-m", module, *options)


def become(command: tuple[str, ...], settings: Settings) -> int:
    """Give the place of this process to another; where that cannot be, run it and return its exit code."""
    if os.name == "nt":
        return subprocess.run(command, env=settings.environment(), check=False).returncode
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command, settings.environment())
