"""`python -m bench.scale URL ...`: the same talks in a folder and in a cluster, written and asked in turns.

Prints what docs/SCALE.md is made of: what a talk takes, what a question costs, whether the answers are equal.
The batches are made once, so that writing is timed without Sudachi; each text is asked once, then for its
second page, for which its words are known. `make cluster` starts a cluster to try.
"""

import argparse
import math
import pickle
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from bench.evaluation import log_to_stderr
from bench.job.made import made_talks
from bench.job.processes import bytes_below
from bench.job.talks import numbered, read_talks
from bench.job.typed import typed_texts
from bench.machine import run_lines
from bench.relevance import NOTES, REAL_DATA
from bench.tables import Table, markdown
from search.answers import SearchResult
from search.build.changes import whole_change
from search.build.tokenizing import batches_of
from search.engines.batches import Batch
from search.engines.opensearch.client import Cluster
from search.index import TalkIndex
from search.model import Query, Talk
from search.store.cluster import ClusterStore
from search.store.contents import LEXICON, encoded_lexicon, facts_of
from search.store.generations import Generations
from search.store.store import Generation, Store
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from web.serving import spare_collector

SEED = 20150114
WARM_UP, TEXTS = 500, 300
"""Texts that are asked before, and those that count. Of the first 450 a node's answers take a third more."""
WRITTEN_BEFORE = 60_000
"""Documents that are written before. Then nodes have compiled nearly all: for each 20,000 they took 39, 23,
21 and 20 s of processor, and 20 from then on.
"""
_PREFIX = "bench"
_MB = 1_000_000
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that questions took: never asked before, and their second pages."""

    fresh: list[float]
    known: list[float]


@dataclass(frozen=True, slots=True)
class Written:
    """Seconds that an index took: until it is whole, once, and from then until it is copied and current."""

    loading: float
    publishing: float


class Batches:
    """Batches that were made once and lie in a file."""

    def __init__(self, talks: Sequence[Talk], file: IO[bytes]) -> None:
        change = whole_change(talks, None)
        self._file = file
        self.documents = 0
        self.read_in = 0.0
        for batch in batches_of(change.talks, change.events, Analyzer(), _say_nothing):
            self.documents += len(batch.keys)
            pickle.dump(batch, file)

    def first(self, documents: int) -> Iterator[Batch]:
        """Yield batches until there are so many documents, or all."""
        end, self.read_in = self._file.seek(0, 2), 0.0
        self._file.seek(0)
        while documents > 0 and self._file.tell() < end:
            started = time.perf_counter()
            batch: Batch = pickle.load(self._file)
            self.read_in += time.perf_counter() - started
            documents -= len(batch.keys)
            yield batch


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the options say, and print."""
    options = _options(arguments)
    log_to_stderr()
    real = read_talks([REAL_DATA], NOTES, SEED)
    print("\n".join(run_lines()), f"\n{len(real):,} real talks\n")
    for size in options.sizes:
        talks = numbered(chain(real[:size], made_talks(real, max(0, size - len(real)), SEED)))
        letters = sum(len(talk.title) + len(talk.body) for talk in talks) / size
        with tempfile.TemporaryDirectory() as inner, tempfile.TemporaryFile() as file:
            batches = Batches(talks, file)
            embedded = Generations(Path(inner) / "index")
            wrote = {"folder": _written(embedded, batches)}
            sizes = {"folder": bytes_below(Path(inner))}
            held = embedded.read(_bytes_of_terms)
            _warm_up(options, batches)
            for shards in options.shards:
                cluster = Cluster(options.nodes, timeout=30)
                store = ClusterStore(cluster, f"{_PREFIX}{shards}s", shards, options.replicas)
                name = f"cluster, {shards} shard{'s' * (shards > 1)}"
                wrote[name] = _written(store, batches)
                stats = cluster.ask("GET", f"/{_PREFIX}{shards}s-*/_stats/store", patience=60)
                sizes[name] = stats["_all"]["primaries"]["store"]["size_in_bytes"]
                print(markdown(_asked(embedded, store, cluster, talks, name)), "\n")
                cluster.ask("DELETE", f"/{_PREFIX}{shards}s*", patience=60)
        rows = tuple(
            (
                name,
                f"{took.loading:.1f}",
                f"{batches.documents / took.loading:,.0f}",
                f"{took.publishing:.1f}",
                f"{sizes[name] / _MB:,.0f}",
            )
            for name, took in wrote.items()
        )
        print(f"Words, words as written and names are {held / _MB:.1f} MB of text.\n")
        title = f"{size:,} talks of {letters:.0f} characters: writing without Sudachi, and one copy's size"
        columns = ("", "loading, s", "documents / s", "copying and publishing, s", "MB")
        print(markdown(Table(title, columns, rows)), "\n", flush=True)
    return 0


def _bytes_of_terms(generation: Generation) -> int:
    """Return how long all words, words as written and names are: whoever asks a cluster holds them."""
    engine = generation.open()
    return sum(len(engine.dictionary(name).joined("", _LAST)) for name in ("words", "surfaces", "names"))


def _written(store: Store, batches: Batches, documents: int | None = None) -> Written:
    """Write so many documents or all, read back and publish."""
    with store.building() as building:
        building.keep(LEXICON, encoded_lexicon(Lexicon()))
        started = time.perf_counter()
        engine = building.write(batches.first(documents or batches.documents), None, ())
        loaded = time.perf_counter()
        building.publish(facts_of(engine, Analyzer().fingerprint))
        return Written(loaded - started - batches.read_in, time.perf_counter() - loaded)


def _warm_up(options: argparse.Namespace, batches: Batches) -> None:
    """Have indexes written that nobody asks: nodes that have run for a while have long compiled how."""
    cluster = Cluster(options.nodes)
    for _ in range(math.ceil(WRITTEN_BEFORE / batches.documents)):
        store = ClusterStore(cluster, f"{_PREFIX}-warm", 1, options.replicas)
        _written(store, batches, WRITTEN_BEFORE)
    cluster.ask("DELETE", f"/{_PREFIX}-warm*", patience=60)


def _asked(embedded: Store, store: Store, cluster: Cluster, talks: Sequence[Talk], name: str) -> Table:
    indexes = TalkIndex(embedded), TalkIndex(store)
    texts = typed_texts(talks, WARM_UP + TEXTS, SEED)
    times = [Times([], []) for _ in indexes]
    requests, equal = [0, 0], 0
    # Both have the collector that visitors of the site have.
    spare_collector()
    for number, text in enumerate(texts):
        answers = []
        for index, took in zip(indexes, times, strict=True):
            for page, own, place in ((1, took.fresh, 0), (2, took.known, 1)):
                before, started = cluster.requests, time.perf_counter()
                result = index.search(Query(text, page=page), 10)
                if number >= WARM_UP:
                    own.append(time.perf_counter() - started)
                    requests[place] += cluster.requests - before
                answers.append(_seen(result))
        equal += number >= WARM_UP and answers[:2] == answers[2:]
    asked = len(times[0].fresh)
    rows = [
        (each, *(f"{value * 1000:.1f}" for own in (took.fresh, took.known) for value in _middle_and_end(own)))
        for each, took in zip(("folder", name), times, strict=True)
    ]
    notes = (
        f"{equal} of {asked} texts: the same totals, hits in order and counts, on both pages",
        f"requests a question: {requests[0] / asked:.1f}, a second page {requests[1] / asked:.1f}",
    )
    columns = ("", "never seen, ms p50", "p95", "words known, ms p50", "p95")
    return Table(f"{len(talks):,} talks, {name}", columns, tuple(rows), notes)


def _seen(result: SearchResult) -> object:
    counts = [[(value.value, value.count) for value in facet.values] for facet in result.facets]
    return result.total, result.relaxed, [hit.talk.id for hit in result.hits], counts


def _middle_and_end(seconds: Sequence[float]) -> tuple[float, float]:
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]


def _say_nothing(done: int) -> None:
    """Who measures is not told how far it is."""


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("nodes", nargs="+", metavar="URL", help="nodes of a cluster that may be filled")
    parser.add_argument("--sizes", type=_numbers, default=[20_000], metavar="N,N")
    parser.add_argument("--shards", type=_numbers, default=[1, 3], metavar="N,N")
    parser.add_argument("--replicas", type=int, default=1, metavar="N")
    return parser.parse_args(arguments)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    raise SystemExit(main())
