"""SQLite FTS5 with its bm25(), and facets in SQL."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.speed.engine import AND, FACETS, KINDS, PHRASE, PREFIX, TOP, TOP_VALUES, Answer, Note, Question

_FILE = "notes.sqlite"
# Every character but a space belongs to a term: what was cut is not cut again.
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cf Cc'"
_CACHE_KIB = 4_000_000
_MAPPED_BYTES = 1 << 36

_BEST = "SELECT rowid, rank, count(*) OVER () FROM body WHERE body MATCH ? ORDER BY rank LIMIT ?"
_FOUND = "INSERT INTO found SELECT rowid, rank FROM body WHERE body MATCH ?"
_FACET = """
    SELECT value, count(*) AS many FROM found CROSS JOIN note_{facet} USING (note)
    GROUP BY value ORDER BY many DESC LIMIT ?
"""
_COUNTED = "SELECT name, many FROM ({}) JOIN {}_values ON value = id ORDER BY many DESC"


class Fts5:
    """Contentless, so that tokens are not kept twice; prefix indexes for all that is asked for.

    A faceted question puts what was found into a table in memory once, and joins each facet to it; CROSS JOIN
    is SQLite's way to say which table to read first.
    """

    settings = "contentless, prefix='1 2 3', optimized, bm25(), facets by joins; mmap, page cache of 4 GB"
    kinds = KINDS
    facets = True

    def missing(self) -> str:
        try:
            sqlite3.connect(":memory:").execute(
                f'CREATE VIRTUAL TABLE body USING fts5(tokens, tokenize="{_TOKENIZER}")'
            )
        except sqlite3.OperationalError as error:
            return f"this Python's SQLite {sqlite3.sqlite_version} cannot: {error}"
        return ""

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        connection = sqlite3.connect(folder / _FILE)
        connection.executescript(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"
        )
        connection.executescript(_schema())
        values: tuple[dict[str, int], ...] = tuple({} for _ in FACETS)
        for number, note in enumerate(notes):
            connection.execute(
                "INSERT INTO body(rowid, tokens) VALUES (?, ?)", (number, " ".join(note.tokens))
            )
            connection.execute("INSERT INTO notes VALUES (?, ?, ?)", (number, note.text, note.day))
            for facet, known, names in zip(FACETS, values, note.facets, strict=True):
                ids = [known.setdefault(name, len(known)) for name in names]
                rows = ((number, each) for each in ids)
                connection.executemany(f"INSERT INTO note_{facet} VALUES (?, ?)", rows)
        for facet, known in zip(FACETS, values, strict=True):
            connection.executemany(f"INSERT INTO {facet}_values(name, id) VALUES (?, ?)", known.items())
        connection.execute("INSERT INTO body(body) VALUES ('optimize')")
        connection.execute("ANALYZE")
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> None:
        self._connection = sqlite3.connect(f"file:{folder / _FILE}?immutable=1", uri=True)
        self._connection.executescript(
            f"PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA mmap_size = {_MAPPED_BYTES};"
            "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE found(note INTEGER PRIMARY KEY, score REAL)"
        )

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        match = _match_of(question)
        ask = self._connection.execute
        if facets:
            ask("DELETE FROM found")
            total = ask(_FOUND, (match,)).rowcount
            rows = ask("SELECT note, score FROM found ORDER BY score LIMIT ?", (TOP,)).fetchall()
        else:
            rows = ask(_BEST, (match, TOP)).fetchall()
            total = rows[0][2] if rows else 0
        counted = (ask(_COUNTED.format(_FACET.format(facet=facet), facet), (TOP_VALUES,)) for facet in facets)
        return Answer(
            total=total,
            top=tuple(row[0] for row in rows),
            scores=tuple(-row[1] for row in rows),
            counts=tuple(tuple(found.fetchall()) for found in counted),
        )

    def close(self) -> None:
        self._connection.close()


def _schema() -> str:
    tables = [
        f"CREATE VIRTUAL TABLE body USING fts5("
        f"tokens, content='', prefix='1 2 3', tokenize=\"{_TOKENIZER}\")",
        "CREATE TABLE notes(note INTEGER PRIMARY KEY, text TEXT, day INTEGER)",
    ]
    for facet in FACETS:
        tables.append(f"CREATE TABLE {facet}_values(id INTEGER PRIMARY KEY, name TEXT)")
        tables.append(
            f"CREATE TABLE note_{facet}(note INTEGER, value INTEGER, PRIMARY KEY (note, value)) WITHOUT ROWID"
        )
    return ";".join(tables)


def _match_of(question: Question) -> str:
    terms = ['"' + term.replace('"', '""') + '"' for term in question.terms]
    if question.kind == PREFIX:
        return f"{terms[0]} *"
    if question.kind == PHRASE:
        return " + ".join(terms)
    return (" AND " if question.kind == AND else " OR ").join(terms)
