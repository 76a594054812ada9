"""What a docstring shows is what happens."""

import doctest
import importlib
import re
from pathlib import Path

import pytest
from conftest import REPOSITORY

SHOWN = [
    path.relative_to(REPOSITORY)
    for package in ("search", "indexer", "web")
    for path in sorted((REPOSITORY / package).rglob("*.py"))
    if re.search(r"^ *>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("path", SHOWN, ids=str)
def test_what_a_docstring_shows_happens(path: Path) -> None:
    module = importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    done = doctest.testmod(module)
    assert done.attempted and not done.failed
