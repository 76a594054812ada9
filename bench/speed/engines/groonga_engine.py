"""Groonga inside the process, through its C library: no pipe and no second process."""

import ctypes
import ctypes.util
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.speed.engine import AND, FACETS, KINDS, PHRASE, PREFIX, TOP, TOP_VALUES, Answer, Note, Question

_FILE = "db"
_SHAPES = ("SCALAR", "VECTOR", "VECTOR")
"""A note has one event at most."""
_LOADED_AT_ONCE = 1_000
_MORE = 2
"""GRN_CTX_MORE: the answer goes on."""


class GroongaError(Exception):
    """Groonga refused a command; says which and why."""


class Groonga:
    """Facets are columns that refer to tables of values, counted by drilldown.

    Groonga has no BM25: hits are ranked by its default score, the number of occurrences.
    """

    settings = "libgroonga by ctypes, TokenDelimit, offline index with positions, drilldown; default score"
    kinds = KINDS
    facets = True

    def missing(self) -> str:
        found = ctypes.util.find_library("groonga")
        return "" if found else "libgroonga is not installed: apt-get install groonga-bin"

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        library = _Library(folder / _FILE, create=True)
        columns = "".join(
            f"table_create {_table(facet)} TABLE_HASH_KEY ShortText\n"
            f"column_create Notes {facet} COLUMN_{shape} {_table(facet)}\n"
            for facet, shape in zip(FACETS, _SHAPES, strict=True)
        )
        library.all_of(
            "table_create Notes TABLE_NO_KEY\n"
            "column_create Notes body COLUMN_SCALAR Text\n"
            "column_create Notes text COLUMN_SCALAR Text\n"
            "column_create Notes day COLUMN_SCALAR Int32\n"
            "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit\n" + columns
        )
        rows: list[dict[str, object]] = []
        for note in notes:
            event, speakers, technologies = note.facets
            facets = dict(zip(FACETS, ("".join(event), speakers, technologies), strict=True))
            rows.append({"body": " ".join(note.tokens), "text": note.text, "day": note.day, **facets})
            if len(rows) == _LOADED_AT_ONCE:
                library.load("Notes", rows)
                rows.clear()
        library.load("Notes", rows)
        # An index made after its column is filled is built offline, which is its quickest and densest.
        library.ask("column_create Terms index COLUMN_INDEX|WITH_POSITION Notes body")
        library.close()

    def open(self, folder: Path) -> None:
        self._library = _Library(folder / _FILE, create=False)

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        drilldown = (
            f" --drilldown {','.join(facets)} --drilldown_sort_keys -_nsubrecs"
            f" --drilldown_limit {TOP_VALUES} --drilldown_output_columns _key,_nsubrecs"
            if facets
            else ""
        )
        ((total,), _, *hits), *counted = self._library.ask(
            f"select Notes --match_columns body --query {_quoted(_query_of(question))} --cache no"
            f" --query_flags ALLOW_PRAGMA|ALLOW_COLUMN|QUERY_NO_SYNTAX_ERROR"
            f" --sort_keys -_score --limit {TOP} --output_columns _id,_score" + drilldown
        )
        return Answer(
            total=total,
            top=tuple(number - 1 for number, _ in hits),
            scores=tuple(float(score) for _, score in hits),
            counts=tuple(tuple((value, many) for value, many in rows[2:]) for rows in counted),
        )

    def close(self) -> None:
        self._library.close()


class _Library:
    """One open database. Commands go in and JSON comes out, as over Groonga's other doors."""

    def __init__(self, path: Path, create: bool) -> None:
        name = ctypes.util.find_library("groonga")
        if name is None:
            raise GroongaError("libgroonga is not installed")
        self._c = ctypes.CDLL(name)
        self._c.grn_ctx_open.restype = ctypes.c_void_p
        for function in (self._c.grn_db_create, self._c.grn_db_open):
            function.restype = ctypes.c_void_p
        self._c.grn_init()
        self._context = ctypes.c_void_p(self._c.grn_ctx_open(0))
        encoded = str(path).encode()
        if create:
            self._database = self._c.grn_db_create(self._context, encoded, None)
        else:
            self._database = self._c.grn_db_open(self._context, encoded)
        if not self._database:
            raise GroongaError(f"{path} cannot be opened")

    def ask(self, command: str) -> Any:
        """Send one command and return what it answers."""
        encoded = command.encode()
        self._c.grn_ctx_send(self._context, encoded, len(encoded), 0)
        text, length, flags = ctypes.c_char_p(), ctypes.c_uint(), ctypes.c_int(_MORE)
        received = []
        while flags.value & _MORE:
            failed = self._c.grn_ctx_recv(
                self._context, ctypes.byref(text), ctypes.byref(length), ctypes.byref(flags)
            )
            received.append(ctypes.string_at(text, length.value))
            if failed:
                raise GroongaError(f"{command[:200]}: {b''.join(received).decode(errors='replace')}")
        return json.loads(b"".join(received) or b"null")

    def all_of(self, commands: str) -> None:
        for command in commands.splitlines():
            self.ask(command)

    def load(self, table: str, rows: Sequence[object]) -> None:
        self.ask(f"load --table {table} --values {_quoted(json.dumps(rows, ensure_ascii=False))}")

    def close(self) -> None:
        self._c.grn_obj_close(self._context, ctypes.c_void_p(self._database))
        self._c.grn_ctx_close(self._context)


def _table(facet: str) -> str:
    return f"{facet.capitalize()}Values"


def _query_of(question: Question) -> str:
    if question.kind == PREFIX:
        return f"{_escaped(question.terms[0])}*"
    if question.kind == PHRASE:
        return _quoted(" ".join(question.terms))
    return (" " if question.kind == AND else " OR ").join(_quoted(term) for term in question.terms)


def _escaped(word: str) -> str:
    return "".join(f"\\{sign}" if sign in ' "()\\*<>+-~:' else sign for sign in word)


def _quoted(text: str) -> str:
    """Return a text as one argument of a command, or as one phrase of a query: both escape like JSON."""
    return json.dumps(text, ensure_ascii=False)
