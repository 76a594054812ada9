"""Rules of the house that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [
    path for package in ("search", "indexer", "web") for path in sorted((ROOT / package).rglob("*.py"))
]
PRINTING = {"indexer/cli.py", "indexer/terminal.py", "web/serving.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def names_used_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_settings_read_the_environment(path: Path) -> None:
    if name_of(path) != "search/settings.py":
        assert not {"os.environ", "os.getenv"} & set(names_used_in(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_doors_print(path: Path) -> None:
    if name_of(path) not in PRINTING:
        assert "print" not in set(names_used_in(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted((ROOT / "web" / "templates").rglob("*.html")), ids=name_of)
def test_no_template_trusts_a_string(path: Path) -> None:
    assert "|safe" not in path.read_text(encoding="utf-8").replace(" ", "")
