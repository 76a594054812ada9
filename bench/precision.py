"""Precision: of what is found for the name of a technology, how much has the name.

A hit is true when its talk has the name in a form that a person would accept, as plain code says
(`precision_names`). It is bare when the page shows neither a mark nor a reason for it.
"""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.job.made import made_talks
from bench.job.talks import conference_talks, numbered
from bench.judged import Collection, document_of
from bench.kikigaki import Kikigaki
from bench.peers import whole_texts
from bench.peers.sudachi_terms import joined_terms
from bench.precision_names import Name, names
from bench.ranker import PAGE
from bench.systems import WHOLE_JOB
from bench.tables import Table
from indexer.corpus import read_corpus

PRECISION = "precision"
TALKS = 10_000
_SEED = 20150114
_TARGETS = {"shipped": (0.98, 0.0), "many": (0.97, 0.005)}
"""The least true share and the largest bare share, of each set of talks."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Precision:
    """Hits of one system for all names: how many, how many true, how many bare (-1 where nothing says it);
    true ones among the first `PAGE` by relevance and by newest, and how many these are."""

    system: str
    hits: int
    true: int
    bare: int
    best: tuple[int, int]
    newest: tuple[int, int]
    present: int
    """How many talks have the name they were asked for, whether found or not."""


def precision_tables(systems: Sequence[str], notes: Path, folders: Sequence[Path]) -> Iterator[Table]:
    """Yield a table for the shipped notes and one for ten thousand talks, if there are real ones."""
    corpus = read_corpus(notes)
    talks = tuple(document_of(talk) for talk in corpus.talks if not talk.mention)
    yield _table("shipped", "the shipped notes", Collection(talks, lexicon=corpus.lexicon), systems)
    if real := conference_talks(folders, _SEED):
        made = made_talks(real, max(0, TALKS - len(real)), _SEED)
        many = tuple(document_of(talk) for talk in numbered([*real[:TALKS], *made]))
        about = f"{len(many):,} talks, {min(len(real), TALKS):,} of them real"
        yield _table("many", about, Collection(many, lexicon=corpus.lexicon), systems)


def measure(system: str, collection: Collection, truth: dict[str, frozenset[int]]) -> Precision:
    """Ask one system for every name; `truth` are the documents that have each name."""
    engine = WHOLE_JOB[system]()
    hits = true = 0
    shown: dict[str, list[bool]] = {"best": [], "newest": []}
    bare = 0 if isinstance(engine, Kikigaki) else -1
    with tempfile.TemporaryDirectory() as folder:
        engine.index(collection, Path(folder))
        for name, right in truth.items():
            found = list(engine.matches(name))
            hits += len(found)
            true += len(right.intersection(found))
            newest = sorted(found, key=partial(_day, collection), reverse=True)
            for order, first in (("best", found), ("newest", newest)):
                shown[order] += [number in right for number in first[:PAGE]]
            if isinstance(engine, Kikigaki):
                bare += engine.bare(name)
        engine.close()
    _log.info("%s: names asked", system)
    best, latest = ((sum(each), len(each)) for each in shown.values())
    return Precision(system, hits, true, bare, best, latest, sum(map(len, truth.values())))


def truth_of(collection: Collection, asked: Sequence[Name]) -> dict[str, frozenset[int]]:
    """Return the documents that have each name."""
    texts = list(whole_texts(collection))
    return {
        name.typed: frozenset(number for number, text in enumerate(texts) if name.stands_in(text))
        for name in asked
    }


def _day(collection: Collection, number: int) -> int:
    talk = collection.documents[number].talk
    return talk.date.toordinal() if talk else 0


def _table(kind: str, about: str, collection: Collection, systems: Sequence[str]) -> Table:
    terms = tuple(joined_terms(whole_texts(collection)))
    collection = Collection(collection.documents, lexicon=collection.lexicon, terms=terms)
    truth = truth_of(collection, names())
    rows = [_row(measure(system, collection, truth), *_TARGETS[kind]) for system in systems]
    columns = ("hits", "true", "true of 20 best", "true of 20 newest", "of all that have it", "bare")
    return Table(
        f"Precision: {len(truth)} names of technologies, {about}",
        ("", *columns, "target: true, bare"),
        tuple(rows),
        ("True: has the name in a form that a person would accept. Bare: neither a mark nor a reason.",),
    )


def _row(found: Precision, least: float, most: float) -> tuple[str, ...]:
    true, bare = found.true / max(1, found.hits), found.bare / max(1, found.hits)
    verdict = ""
    if found.bare >= 0:
        marks = ("✓" if true >= least else "✗", "✓" if bare <= most else "✗")
        verdict = f"≥ {least:.2f} {marks[0]}, ≤ {most:.1%} {marks[1]}"
    return (
        found.system,
        f"{found.hits:,}",
        f"{true:.3f}",
        *(f"{right / max(1, shown):.3f}" for right, shown in (found.best, found.newest)),
        f"{found.true / max(1, found.present):.3f}",
        f"{bare:.1%}" if found.bare >= 0 else "–",
        verdict,
    )
