"""SQLite FTS5, ranked by its bm25(), with snippet() for passages and SQL for facets."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.judged import Collection
from bench.measures import DEPTH
from bench.peers import SHARE_OF_A_PASSAGE, facets_of, most, whole_texts
from bench.peers.sudachi_terms import SudachiTerms, terms_of
from bench.ranker import NOTHING, PAGE, TOP_VALUES, Page, Shown
from search.model import FACET_NAMES

_TRIGRAM = "trigram"
# Every character but a space belongs to a term: what Sudachi cut is not cut again.
_AS_CUT = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cf Cc'"
_FILE = "documents.sqlite"
_MARK = "\x02"
_CACHE_KIB, _MAPPED_BYTES = 4_000_000, 1 << 36

_RANKED = "SELECT rowid FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?"
_SHOWN = f"""
    SELECT documents.rowid, title, snippet(documents, 0, '{_MARK}', '', '…', {SHARE_OF_A_PASSAGE})
    FROM documents JOIN titles ON titles.document = documents.rowid
    WHERE documents MATCH ? ORDER BY rank LIMIT {PAGE}
"""
_FOUND = "INSERT INTO found SELECT rowid FROM documents WHERE documents MATCH ?"
# CROSS JOIN is SQLite's way to say which table to read first.
_COUNTED = f"""
    SELECT name, many FROM
        (SELECT value, count(*) AS many FROM found CROSS JOIN of_{{facet}} USING (document)
         GROUP BY value ORDER BY many DESC LIMIT {TOP_VALUES})
    JOIN names_{{facet}} ON value = id
"""


class SqliteTrigram:
    """What SQLite offers for Japanese without an extension.

    A query is cut as FTS5 cuts documents, into every three neighbouring characters, and any may match. A word
    of one or two characters (検索, 監視) has no trigram, so FTS5 does not see it: a query of nothing but such
    words finds nothing, and in a longer query they are ignored.
    """

    settings = "FTS5 trigram, all trigrams joined by OR, rank; words under 3 characters are not seen"

    def missing(self) -> str:
        return _missing(_TRIGRAM)

    def index(self, collection: Collection, folder: Path) -> None:
        self._database = _filled(":memory:", _TRIGRAM, whole_texts(collection))

    def rank(self, text: str) -> Sequence[int]:
        trigrams = (word[at : at + 3] for word in text.split() for at in range(len(word) - 2))
        terms = [trigram for trigram in dict.fromkeys(trigrams) if "\0" not in trigram]
        return _ranked(self._database, _any(terms), DEPTH)

    def close(self) -> None:
        self._database.close()


class SqliteSudachi:
    """FTS5 over Sudachi's normalized A units."""

    settings = "FTS5 over Sudachi A normalized content words, rank, snippet(), joins; prefix='1 2 3'"

    def missing(self) -> str:
        return _missing(_AS_CUT)

    def index(self, collection: Collection, folder: Path) -> None:
        self._sudachi = SudachiTerms()
        self._database = _filled(str(folder / _FILE), _AS_CUT, terms_of(collection), ", prefix='1 2 3'")
        self._database.execute("CREATE TABLE titles(document INTEGER PRIMARY KEY, title TEXT)")
        titles = ((number, document.title) for number, document in enumerate(collection.documents))
        self._database.executemany("INSERT INTO titles VALUES (?, ?)", titles)
        self._add_facets(collection)
        self._database.executescript(
            f"ANALYZE; PRAGMA cache_size = -{_CACHE_KIB}; PRAGMA mmap_size = {_MAPPED_BYTES};"
            "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE found(document INTEGER PRIMARY KEY)"
        )

    def _add_facets(self, collection: Collection) -> None:
        for place, facet in enumerate(FACET_NAMES):
            self._database.execute(f"CREATE TABLE names_{facet}(name TEXT, id INTEGER PRIMARY KEY)")
            self._database.execute(
                f"CREATE TABLE of_{facet}(document INTEGER, value INTEGER, PRIMARY KEY (document, value))"
                " WITHOUT ROWID"
            )
            ids: dict[str, int] = {}
            rows = [
                (number, ids.setdefault(name, len(ids)))
                for number, document in enumerate(collection.documents)
                for name in facets_of(document)[place]
            ]
            self._database.executemany(f"INSERT INTO of_{facet} VALUES (?, ?)", rows)
            self._database.executemany(f"INSERT INTO names_{facet} VALUES (?, ?)", ids.items())

    def rank(self, text: str) -> Sequence[int]:
        return _ranked(self._database, _any(self._sudachi.asked(text)), DEPTH)

    def matches(self, text: str) -> Sequence[int]:
        return _ranked(self._database, _any(self._sudachi.asked(text)), -1)

    def page(self, text: str) -> Page:
        return self._page(_any(self._sudachi.asked(text)))

    def page_while_typing(self, text: str) -> Page:
        terms = self._sudachi.asked(text)
        return self._page(f"{_any(terms)} *" if terms else "")

    def _page(self, match: str) -> Page:
        """What matches goes into a table in memory once, and each facet is joined to it."""
        if not match:
            return NOTHING
        ask = self._database.execute
        ask("DELETE FROM found")
        total = ask(_FOUND, (match,)).rowcount
        hits = (Shown(number, title, text, _MARK in text) for number, title, text in ask(_SHOWN, (match,)))
        counts = (most(ask(_COUNTED.format(facet=facet)).fetchall()) for facet in FACET_NAMES)
        return Page(total, tuple(hits), tuple(counts))

    def close(self) -> None:
        self._database.close()


def _filled(path: str, tokenizer: str, texts: Iterable[str], options: str = "") -> sqlite3.Connection:
    """Return a database with one column of texts; a text's rowid is its number."""
    database = sqlite3.connect(path)
    database.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    quoted = tokenizer.replace("'", "''")
    database.execute(f"CREATE VIRTUAL TABLE documents USING fts5(body, tokenize='{quoted}'{options})")
    database.executemany("INSERT INTO documents(rowid, body) VALUES (?, ?)", enumerate(texts))
    database.execute("INSERT INTO documents(documents) VALUES ('optimize')")
    return database


def _ranked(database: sqlite3.Connection, match: str, limit: int) -> list[int]:
    return [number for (number,) in database.execute(_RANKED, (match, limit))] if match else []


def _any(terms: Iterable[str]) -> str:
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)


def _missing(tokenizer: str) -> str:
    try:
        _filled(":memory:", tokenizer, ()).close()
    except sqlite3.OperationalError as error:
        return f"this Python's SQLite {sqlite3.sqlite_version} cannot: {error}"
    return ""
