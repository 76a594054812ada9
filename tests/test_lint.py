"""The rules that tools hold: layout, mistakes that are easily made, types, and who may import whom."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY


# Among the other tests, so that types are looked through beside them and not before.
@pytest.mark.slow
@pytest.mark.parametrize("line", ["ruff format --check .", "ruff check .", "mypy", "lint-imports"])
def test_nothing_is_found_by(line: str) -> None:
    tool, *words = line.split()
    done = subprocess.run(
        [Path(sys.executable).with_name(tool), *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
