"""What stands beside each time: how often the judged document comes first, spelt right and misspelt."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.judged import JudgedSet, read_collections, sampled
from bench.ranker import Peer
from bench.systems import WHOLE_JOB

SETS = ("clean", "perturbed")


def first_found(
    names: Sequence[str], folder: Path, queries: int, seed: int
) -> dict[str, Mapping[str, float]]:
    """Return success@1 of each engine on each of `SETS`, of so many queries by lot; raises `JudgedError`."""
    (collection,) = read_collections([folder], SETS)
    sets = [sampled(judged, queries, seed) for judged in collection.sets]
    shares: dict[str, Mapping[str, float]] = {}
    for name in names:
        engine = WHOLE_JOB[name]()
        with tempfile.TemporaryDirectory() as inner:
            engine.index(collection, Path(inner))
            shares[name] = {judged.stem: _success(engine, judged) for judged in sets}
            engine.close()
    return shares


def _success(engine: Peer, judged: JudgedSet) -> float:
    rows = zip(judged.judgements.queries, judged.judgements.documents, judged.judgements.grades, strict=True)
    right = {(int(query), int(document)) for query, document, grade in rows if grade > 0}
    firsts = enumerate(engine.matches(query.text)[:1] for query in judged.queries)
    return sum((number, first) in right for number, found in firsts for first in found) / len(judged.queries)
