"""Rules of the house that no linter knows."""

import ast
import inspect
import re
import types
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

import search

ROOT = Path(__file__).parent.parent
MODULES = [
    path for package in ("search", "indexer", "web") for path in sorted((ROOT / package).rglob("*.py"))
]
DOCUMENTS = (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md")))
PRINTING = {"indexer/cli.py", "indexer/terminal.py", "web/serving.py", "web/export/command.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names_used_in(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def those_that_use(*names: str) -> set[str]:
    """Return the modules that use one of these names."""
    return {name_of(path) for path in MODULES if {*names} & set(names_used_in(path))}


def test_only_settings_read_the_environment() -> None:
    # The other two say how NumPy is to load in a process of ours.
    setting = {"indexer/__init__.py", "web/__main__.py"}
    assert those_that_use("os.environ", "os.getenv") <= {"search/settings.py", *setting}


def test_only_the_doors_print() -> None:
    assert those_that_use("print") <= PRINTING


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))] == []


def test_no_template_trusts_a_string() -> None:
    templates = sorted((ROOT / "web" / "templates").rglob("*.html"))
    trusting = [path for path in templates if "|safe" in path.read_text(encoding="utf-8").replace(" ", "")]
    assert templates and not trusting


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    named = re.findall(r"`((?:search|indexer|web|bench|tests|deploy)/[^`\s*]*)`", document.read_text("utf-8"))
    assert [name for name in named if not ((ROOT / name).exists() or (ROOT / f"{name}.py").exists())] == []


def types_in(annotation: object) -> Iterator[type]:
    """Yield the classes that an annotation is made of."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        yield annotation
    for part in typing.get_args(annotation):
        yield from types_in(part)


def promises() -> list[tuple[str, object]]:
    """Return each public method and property of the library's door."""
    return [
        (name, member.fget if isinstance(member, property) else member)
        for name, member in vars(search.TalkIndex).items()
        if not name.startswith("_") or name == "__init__"
    ]


def private_in(annotations: typing.Any) -> set[str]:
    """Return the library's types that are used there and have no public name."""
    used = [each for hint in typing.get_type_hints(annotations).values() for each in types_in(hint)]
    return {each.__name__ for each in used if each.__module__.startswith("search.")} - set(search.__all__)


@pytest.mark.parametrize(("name", "promise"), promises())
def test_whatever_the_index_takes_and_gives_is_public(name: str, promise: object) -> None:
    assert not private_in(promise)


@pytest.mark.parametrize("name", sorted(search.__all__))
def test_whatever_a_public_value_holds_is_public(name: str) -> None:
    public = getattr(search, name)
    if inspect.isclass(public):
        assert not private_in(public)


def test_every_error_of_ours_is_public() -> None:
    errors = [each for each in vars(search.errors).values() if inspect.isclass(each)]
    ours = {each.__name__ for each in errors if issubclass(each, search.KikigakiError)}
    assert ours <= set(search.__all__)


def test_properties_are_tried_as_often_as_was_asked_for(pytestconfig: pytest.Config) -> None:
    asked = pytestconfig.getoption("--hypothesis-profile") or "usual"
    assert settings.default == settings.get_profile(asked)
