"""SQLite FTS5, in memory, ranked by its bm25()."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.judged import Collection
from bench.measures import DEPTH
from bench.peers import whole_texts
from bench.peers.sudachi_terms import SudachiTerms

_TRIGRAM = "trigram"
# Every character but a space belongs to a term: what Sudachi cut is not cut again.
_AS_CUT = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"


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
        self._table = _Table(_TRIGRAM, whole_texts(collection))

    def rank(self, text: str) -> Sequence[int]:
        return self._table.rank(word[at : at + 3] for word in text.split() for at in range(len(word) - 2))

    def close(self) -> None:
        self._table.close()


class SqliteSudachi:
    """FTS5 over Sudachi's normalized A units."""

    settings = "FTS5 over Sudachi A normalized content words, joined by OR, rank"

    def missing(self) -> str:
        return _missing(_AS_CUT)

    def index(self, collection: Collection, folder: Path) -> None:
        self._sudachi = SudachiTerms()
        texts = (" ".join(self._sudachi.of(text)) for text in whole_texts(collection))
        self._table = _Table(_AS_CUT, texts)

    def rank(self, text: str) -> Sequence[int]:
        return self._table.rank(self._sudachi.of(text))

    def close(self) -> None:
        self._table.close()


class _Table:
    """One column of texts; a text's rowid is its number."""

    def __init__(self, tokenizer: str, texts: Iterable[str]) -> None:
        self._connection = sqlite3.connect(":memory:")
        quoted = tokenizer.replace("'", "''")
        self._connection.execute(f"CREATE VIRTUAL TABLE documents USING fts5(body, tokenize='{quoted}')")
        self._connection.executemany("INSERT INTO documents(rowid, body) VALUES (?, ?)", enumerate(texts))
        self._connection.execute("INSERT INTO documents(documents) VALUES ('optimize')")

    def rank(self, terms: Iterable[str]) -> list[int]:
        quoted = ('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms) if "\0" not in term)
        match = " OR ".join(quoted)
        if not match:
            return []
        found = self._connection.execute(
            "SELECT rowid FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH)
        )
        return [number for (number,) in found]

    def close(self) -> None:
        self._connection.close()


def _missing(tokenizer: str) -> str:
    try:
        _Table(tokenizer, ()).close()
    except sqlite3.OperationalError as error:
        return f"this Python's SQLite {sqlite3.sqlite_version} cannot: {error}"
    return ""
