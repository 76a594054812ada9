"""Whatever is written is used: no function, method or class is reached by tests alone.

What is used is followed from what runs by itself (statements of modules, what decorators register, dunder
methods, what `search` exports) through the bodies of whatever that names, and from `bench` and templates. A
method is reached by its name, whoever is asked for it; so this finds less than there is, but nothing that is
used.
"""

import ast
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parent.parent
PACKAGES = ("search", "indexer", "web")
ANYWHERE = ""
"""In place of a module: an attribute of something whose type nobody knows here."""

COLUMNAR = "search.engines.columnar"
KEPT_FOR: dict[str, dict[str, str]] = {
    "Whoosh reads an index by these, which a segment's codec names": {
        f"{COLUMNAR}.whoosh_segments:ColumnarSegment": (
            "codec deleted_count deleted_docs doc_count_all is_deleted"
        ),
        f"{COLUMNAR}.codec:": "ColumnarCodec ColumnarDocumentsReader _Cursor _Numbers",
        f"{COLUMNAR}.codec:ColumnarCodec": "per_document_reader terms_reader",
        f"{COLUMNAR}.codec:ColumnarTermsReader": (
            "cursor indexed_field_names items_from matcher term_info terms_from"
        ),
        f"{COLUMNAR}.codec:_Cursor": "term_info",
        f"{COLUMNAR}.codec:_Numbers": "set_reverse sort_key",
        f"{COLUMNAR}.codec:ColumnarDocumentsReader": (
            "column_reader deleted_docs doc_count doc_count_all doc_field_length field_length has_column "
            "has_deletions is_deleted max_field_length min_field_length stored_fields supports_columns"
        ),
        f"{COLUMNAR}.posting_matcher:": "_Alias lengths_of",
        f"{COLUMNAR}.posting_matcher:_Alias": "term",
        f"{COLUMNAR}.posting_matcher:PostingMatcher": "skip_to_quality term_matchers",
        f"{COLUMNAR}.whoosh_schema:": "stored_values",
        "search.stored:": "talk_or_event_of",
        f"{COLUMNAR}.day_query:": "DayQuery",
        f"{COLUMNAR}.day_query:DayQuery": "_is_asked estimate_size matcher",
        f"{COLUMNAR}.whoosh_schema:DateField": "from_column_value parse_query parse_range self_parsing",
    },
    "The program of a worker: it is named where the worker is started": {
        "search.build.tokenizing_worker:": "main",
        "search.heap:": "keep_memory",
    },
    "The standard library's reader of HTML calls these for what it comes to": {
        "indexer.importers.html_text:_Reader": "_bullet handle_data handle_endtag handle_starttag",
    },
    "Jinja asks a cache of templates": {
        "web.compiled:": "_path_of _is_safe _is_closed",
        "web.compiled:CompiledTemplates": "load_bytecode dump_bytecode",
    },
    "Waitress asks these of a server, of a connection and of an answer": {
        "web.connections:Channel": "received is_overdue",
        "web.connections:_Answer": "build_response_header",
        "web.connections:_Refusal": "has_body",
        "web.connections:_Request": "parse_header received",
    },
    "Jinja asks what makes code of a template": {"web.escaping:_LeanCode": "_output_child_pre"},
    "Not used yet: for what reads posts": {"indexer.posts.outline:": "walk"},
    "Werkzeug asks a rule how addresses are made": {
        "web.rules:": "_made_elsewhere",
        "web.rules:MatchingRule": "_compile_builder",
    },
    "argparse asks for it": {"indexer.command_line:Parser": "_told_usage format_help format_usage"},
    "Rich calls it where nobody reads on": {"indexer.terminal:_Console": "on_broken_pipe"},
}
"""Why something is kept that no code of ours reaches."""

QUIET_DECORATORS = {
    *("property", "cached_property", "dataclass", "contextmanager", "staticmethod", "classmethod"),
    *("cache", "lru_cache", "wraps"),
}
"""Those that register nothing."""

Use: TypeAlias = tuple[str, str]
"""A module and a name in it."""


@dataclass
class Definition:
    """A function, method or class, and what it uses once it is reached."""

    module: str
    name: str
    is_method: bool
    is_root: bool
    uses: set[Use] = field(default_factory=set)

    @property
    def use(self) -> Use:
        return (ANYWHERE if self.is_method else self.module), self.name.rpartition(".")[2]


class Module(ast.NodeVisitor):
    """What a module defines, imports, and uses by statements of its own."""

    def __init__(self, path: Path) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        self.definitions: list[Definition] = []
        self.imported: dict[str, Use] = {}
        self.uses: set[Use] = set()
        self._uses, self._owner, self._in_class = self.uses, "", False
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imported[alias.asname or alias.name] = (alias.name, ANYWHERE)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.imported[alias.asname or alias.name] = (node.module or "", alias.name)

    def visit_Name(self, node: ast.Name) -> None:
        self._uses.add((self.name, node.id))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._uses.add((ANYWHERE, node.attr))
        if isinstance(node.value, ast.Name):
            self._uses.add((f"{self.name}:{node.value.id}", node.attr))
        self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        # A type in quotes, what `search` exports, what getattr is asked for.
        if isinstance(node.value, str) and re.fullmatch(r"[\w.]+(\[[\w.\[\], ]+\])?( \| None)?", node.value):
            self._uses |= {(self.name, name) for name in re.findall(r"\w+", node.value)}

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._define(node, is_class=True)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._define(node, is_class=False)

    def _define(self, node: ast.ClassDef | ast.FunctionDef, *, is_class: bool) -> None:
        uses, owner, in_class = self._uses, self._owner, self._in_class
        is_registered = bool({called(each) for each in node.decorator_list} - QUIET_DECORATORS)
        mine = Definition(
            self.name,
            f"{owner}{node.name}",
            in_class,
            is_registered or re.fullmatch("__.+__", node.name) is not None,
        )
        self.definitions.append(mine)
        self._uses, self._owner, self._in_class = mine.uses, f"{owner}{node.name}.", is_class
        self.generic_visit(node)
        self._uses, self._owner, self._in_class = uses, owner, in_class
        if not in_class and owner:
            # A function in a function is there for it.
            mine.is_root = True


def called(decorator: ast.expr) -> str:
    """Return the last name of a decorator: `get` of `@routes.get("/")`."""
    if isinstance(decorator, ast.Call):
        return called(decorator.func)
    return decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")


def everything() -> tuple[set[str], set[str]]:
    """Return all that is defined, and what of it nothing that runs reaches, as module:name."""
    modules = [
        Module(path) for package in (*PACKAGES, "bench") for path in sorted((ROOT / package).rglob("*.py"))
    ]
    by_module = {module.name: module for module in modules}

    def resolved(module: str, name: str) -> Use:
        """Follow imports to where a name is defined."""
        module, _, owner = module.partition(":")
        if owner:
            imported = by_module[module].imported.get(owner)
            module = ".".join(filter(None, imported)) if imported else ANYWHERE
        seen: set[Use] = set()
        while module in by_module and name in by_module[module].imported and (module, name) not in seen:
            seen.add((module, name))
            module, name = by_module[module].imported[name]
        return module, name

    definitions: defaultdict[Use, list[Definition]] = defaultdict(list)
    defined = [each for module in modules for each in module.definitions]
    for each in defined:
        definitions[each.use].append(each)
    waiting = {use for module in modules for use in module.uses}
    waiting |= {
        use for each in defined if each.is_root or each.module.startswith("bench") for use in each.uses
    }
    for template in (ROOT / "web" / "templates").rglob("*.*"):
        waiting |= {(ANYWHERE, name) for name in re.findall(r"\w+", template.read_text(encoding="utf-8"))}
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    for target in scripts.values():
        module, _, name = target.partition(":")
        waiting.add((module, name))
    reached: set[Use] = set()
    while waiting:
        use = waiting.pop()
        if use not in reached:
            reached.add(use)
            target = resolved(*use)
            waiting |= {target, *(used for each in definitions[target] for used in each.uses)}
    ours = [each for each in defined if not each.module.startswith("bench")]
    unreached = [each for each in ours if each.use not in reached and not each.is_root]
    names = [{f"{each.module}:{each.name}" for each in some} for some in (ours, unreached)]
    return names[0], names[1]


def test_nothing_is_reached_by_tests_alone() -> None:
    kept = {
        f"{where}.{name}".replace(":.", ":")
        for reason in KEPT_FOR.values()
        for where, names in reason.items()
        for name in names.split()
    }
    defined, unreached = everything()
    assert unreached - kept == set()
    assert kept - defined == set(), "these are gone: take them off the list"
