"""Judged collections: documents, queries, and which document answers which query.

A folder holds `corpus.jsonl` ({"id", "title", "text"}) and, for each set, `<set>.queries.jsonl` ({"id",
"text"} and perhaps "kind") with `<set>.qrels.tsv` (query id, document id, grade). A folder with one set may
leave out `<set>.`; a folder without a corpus asks about the corpus of a folder beside it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.measures import Judgements
from search.model import Talk
from search.text.lexicon import Lexicon

QUERIES, QRELS, CORPUS = "queries.jsonl", "qrels.tsv", "corpus.jsonl"


class JudgedError(Exception):
    """A folder that cannot be measured; says which file, which line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a corpus. Its place in the corpus is its number.

    `talk` is given when the document is a real talk; `text` then holds all of it that can be searched.
    """

    id: str
    title: str
    text: str
    talk: Talk | None = None


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """One query; `kind` says how it was made and is empty where queries have none."""

    id: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Queries that have at least one right document. `judgements` counts queries by their place here."""

    name: str
    """`<folder>/<set>`."""
    queries: tuple[JudgedQuery, ...]
    judgements: Judgements

    @property
    def stem(self) -> str:
        """The set's name without its folder."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Collection:
    """The sets that ask about one corpus; `lexicon` is what Kikigaki knows of its names.

    `terms` are what Sudachi makes of each document, when they were made once for all peers; else empty.
    """

    documents: tuple[Document, ...]
    sets: tuple[JudgedSet, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    terms: tuple[str, ...] = ()


def document_of(talk: Talk) -> Document:
    """Return a talk as a document with all that can be searched of it, a line for each fact."""
    speakers = (f"{speaker.name} {speaker.heard} {speaker.affiliation}" for speaker in talk.speakers)
    facts = (*speakers, *talk.technologies, talk.event.name, talk.event.hashtag)
    return Document(talk.id, talk.title, "\n".join([*facts, talk.body]), talk)


def read_collections(folders: Sequence[Path], names: Sequence[str] = ()) -> tuple[Collection, ...]:
    """Read the sets of these folders, or of the folders inside them; `names` keeps some sets only.

    Folders that share a corpus make one collection. Raises `JudgedError` and OSError.
    """
    by_corpus: dict[Path, list[JudgedSet]] = {}
    corpora: dict[Path, tuple[Document, ...]] = {}
    for folder in _with_sets(folders):
        stems = [stem for stem in _stems_of(folder) if not names or stem in names]
        if not stems:
            continue
        corpus = _corpus_of(folder, stems)
        if corpus not in corpora:
            corpora[corpus] = _read_corpus(corpus)
        numbers = {document.id: number for number, document in enumerate(corpora[corpus])}
        by_corpus.setdefault(corpus, []).extend(_read_set(folder, stem, numbers) for stem in stems)
    if not by_corpus:
        where = ", ".join(str(folder) for folder in folders)
        raise JudgedError(
            f"no queries with judgements in {where}: looked for <set>.{QUERIES} and <set>.{QRELS}"
        )
    return tuple(Collection(corpora[corpus], tuple(sets)) for corpus, sets in by_corpus.items())


def sampled(judged: JudgedSet, size: int, seed: int) -> JudgedSet:
    """Return `size` queries of a set by lot, in their order; all of them when there are no more."""
    if len(judged.queries) <= size:
        return judged
    chosen = np.sort(np.random.default_rng(seed).choice(len(judged.queries), size, replace=False))
    return JudgedSet(
        judged.name, tuple(judged.queries[number] for number in chosen), judged.judgements.of_queries(chosen)
    )


def _with_sets(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        if not folder.is_dir():
            raise JudgedError(f"{folder} is not a folder")
        candidates = [folder] if _stems_of(folder) else sorted(folder.iterdir())
        yield from (inner.resolve() for inner in candidates if inner.is_dir() and _stems_of(inner))


def _stems_of(folder: Path) -> list[str]:
    """Return the sets of a folder; "" names the one that is written without a name."""
    files = sorted(folder.glob(f"*{QUERIES}"))
    return [file.name.removesuffix(QUERIES).removesuffix(".") for file in files]


def _corpus_of(folder: Path, stems: Sequence[str]) -> Path:
    own = folder / CORPUS
    if own.is_file():
        return own
    judged = {document for stem in stems for _, document, _ in _read_qrels(folder / _file_name(stem, QRELS))}
    for other in sorted(folder.parent.glob(f"*/{CORPUS}")):
        if judged <= {document.id for document in _read_corpus(other)}:
            return other
    raise JudgedError(f"{folder} has no {CORPUS}, and none beside it holds the documents it judges")


def _file_name(stem: str, ending: str) -> str:
    return f"{stem}.{ending}" if stem else ending


def _read_corpus(path: Path) -> tuple[Document, ...]:
    documents = tuple(
        Document(_text(row, "id", where), _text(row, "title", where), _text(row, "text", where))
        for where, row in _read_jsonl(path)
    )
    if len({document.id for document in documents}) != len(documents):
        raise JudgedError(f"{path}: two documents have the same id")
    return documents


def _read_set(folder: Path, stem: str, numbers: dict[str, int]) -> JudgedSet:
    """Read one set. A judged document that the corpus lacks gets a number that nothing will find."""
    numbers = dict(numbers)
    grades: dict[str, dict[int, float]] = {}
    for query, document, grade in _read_qrels(folder / _file_name(stem, QRELS)):
        grades.setdefault(query, {})[numbers.setdefault(document, len(numbers))] = grade
    asked = [
        JudgedQuery(_text(row, "id", where), _text(row, "text", where), str(row.get("kind") or ""))
        for where, row in _read_jsonl(folder / _file_name(stem, QUERIES))
    ]
    queries = tuple(query for query in asked if max(grades.get(query.id, {0: 0.0}).values()) > 0)
    name = f"{folder.name}/{stem}" if stem else folder.name
    return JudgedSet(name, queries, Judgements.of([grades[query.id] for query in queries]))


def _read_qrels(path: Path) -> Iterator[tuple[str, str, float]]:
    for where, line in _lines(path):
        columns = line.split("\t")
        try:
            query, document, grade = columns
            yield query.strip(), document.strip(), float(grade)
        except ValueError:
            raise JudgedError(f"{where}: expected query id, document id and grade, tab between") from None


def _read_jsonl(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for where, line in _lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise JudgedError(f"{where}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise JudgedError(f"{where}: expected a JSON object")
        yield where, row


def _lines(path: Path) -> Iterable[tuple[str, str]]:
    if not path.is_file():
        raise JudgedError(f"{path} is missing")
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"{path}:{number}", line.rstrip("\r\n")


def _text(row: dict[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise JudgedError(f"{where}: {key!r} must be a text")
    return value
