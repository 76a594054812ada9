"""Plan: which corpora, which engines and how long; and carrying it out in a folder."""

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.speed.corpora import SEED, corpus_in
from bench.speed.engine import PREFIX
from bench.speed.engines import BM25S, ENGINES, FTS5, KIKIGAKI, WHOOSH, XAPIAN
from bench.speed.measured import Measured
from bench.speed.measuring import Effort, measure
from bench.speed.product.finding import Finding
from bench.speed.product.rebuilding import measure_rebuilds
from bench.speed.product.requests import measure_requests
from bench.speed.product.talks import write_talks
from bench.speed.store import questions_in
from bench.speed.workers import CHECKOUT

NOTES = CHECKOUT / "corpus"
VISIBLE_TEXT = CHECKOUT.parent / "shared" / "data" / "relevance" / "jsquad" / "corpus.jsonl"
"""Real text that may lie beside the checkout. It is not part of it."""
_REAL_UP_TO = 20_000
"""Notes that real text is stretched to; beyond, its vocabulary would be too small for the corpus."""
_REQUESTS = 200

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; as it stands, all of it but what takes too long for a quarter of an hour."""

    sizes: tuple[int, ...] = (1_000, 10_000, 20_000, 100_000)
    engines: tuple[str, ...] = tuple(ENGINES)
    most_notes: Mapping[str, int] = field(default_factory=lambda: {WHOOSH: 20_000, XAPIAN: 20_000})
    """Engines that index too slowly for larger corpora."""
    talks: int = 20_000
    """For the whole product; 0 leaves it out."""
    texts: tuple[Path, ...] = ()
    seed: int = SEED
    effort: Effort = field(default_factory=Effort)

    @classmethod
    def quick(cls) -> "Plan":
        return cls(sizes=(5_000,), talks=1_000, effort=Effort(rounds=3, seconds=6, starts=3, bursts=1))

    @classmethod
    def long(cls) -> "Plan":
        sizes = (*cls().sizes, 1_000_000)
        # Of a million notes these answer in seconds and are an hour at it.
        most_notes = dict.fromkeys((WHOOSH, XAPIAN, FTS5, BM25S), 100_000)
        return cls(sizes=sizes, most_notes=most_notes, effort=Effort(seconds=120))

    def with_texts(self, texts: Sequence[Path], zipf: bool, seed: int) -> "Plan":
        """Say what notes are made of; without texts, of the text beside the checkout if there is one."""
        found = tuple(texts) or ((VISIBLE_TEXT, NOTES) if VISIBLE_TEXT.is_file() else ())
        return replace(self, texts=() if zipf else found, seed=seed)

    def only(self, sizes: tuple[int, ...], engines: tuple[str, ...], talks: int | None) -> "Plan":
        """Narrow to sizes and engines, where some are named."""
        return replace(
            self,
            sizes=sizes or self.sizes,
            engines=engines or self.engines,
            talks=self.talks if talks is None else talks,
        )


def measure_engines(plan: Plan, engines: Sequence[str], folder: Path) -> list[Measured]:
    """Measure these engines on every corpus; indexes go when their corpus is done."""
    measured = []
    for size in plan.sizes:
        texts = plan.texts if size <= _REAL_UP_TO else ()
        store = corpus_in(folder / _folder_name(size, texts, plan.seed), size, texts, plan.seed)
        _log.info("%d notes: %s", size, store.about.source)
        names = [name for name in engines if size <= plan.most_notes.get(name, size)]
        if names:
            indexes = folder / "indexes"
            # A run that was interrupted may have left some in a folder that is kept.
            shutil.rmtree(indexes, ignore_errors=True)
            measured.append(measure(store, names, KIKIGAKI, indexes, plan.effort))
            shutil.rmtree(indexes)
    return measured


def measure_product(plan: Plan, folder: Path) -> list[Finding]:
    """Measure the whole product; always on real text, for Sudachi's sake, if only of the shipped notes."""
    return list(_findings(plan, folder)) if plan.talks else []


def _findings(plan: Plan, folder: Path) -> Iterator[Finding]:
    texts = plan.texts or (NOTES,)
    store = corpus_in(folder / _folder_name(plan.talks, texts, plan.seed), plan.talks, texts, plan.seed)
    product = folder / "product"
    shutil.rmtree(product, ignore_errors=True)
    write_talks(store, product / "notes")
    yield from measure_rebuilds(product / "notes", product / "index", plan.talks)
    questions = [each for each in questions_in(store.folder) if each.kind != PREFIX][:_REQUESTS]
    typed = [" ".join(question.terms) for question in questions]
    yield from measure_requests(product / "index", product / "notes", typed, plan.talks)
    shutil.rmtree(product)


def _folder_name(size: int, texts: Sequence[Path], seed: int) -> str:
    made_of = "-".join([path.stem for path in texts] or ["zipf"])
    return f"{made_of}-{size}-{seed}"
