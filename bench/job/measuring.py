"""Measuring: one size of corpus, from notes to figures."""

import logging
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from bench.job.counted import Truth
from bench.job.processes import bytes_below
from bench.job.rebuilds import Took, rebuild
from bench.job.site import SiteFigures, measure_site
from bench.job.talks import write_notes
from bench.job.turns import Asked, Turns, asked_in_turns
from bench.job.typed import keystrokes, typed_texts
from bench.judged import Collection, document_of
from bench.kikigaki import Kikigaki
from bench.peers.sudachi_terms import joined_terms
from bench.ranker import Peer
from bench.systems import KIKIGAKI, WHOLE_JOB
from search.model import Talk

WARM_UP, TEXTS, TYPED, CHECKED = 60, 300, 40, 60
"""Texts to warm up by, texts asked at once, texts typed a character at a time, texts that are checked."""
_SECONDS, _TYPED_SECONDS = 25.0, 25.0
"""For each engine at a size; one that is slower is asked fewer texts, and compared on those."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine at one size. `seconds` of indexing are without those that Sudachi took for all peers."""

    seconds: float
    size: int
    asked: Asked
    typed: Asked
    checked: int
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured of so many talks, of which `real` are real; `sudachi` made the peers' terms."""

    talks: int
    real: int
    engines: Mapping[str, Engine]
    rebuilt: Took
    sudachi: float
    site: SiteFigures


def measure(talks: Sequence[Talk], real: int, names: Sequence[str], folder: Path, seed: int) -> Size:
    """Index talks with the product and these peers, ask all of them, and ask the site."""
    notes, index = folder / "notes", folder / "index"
    write_notes(talks, notes)
    rebuilt = rebuild(notes, index, len(talks))
    _log.info("%d talks: rebuilt in %.1f s", len(talks), rebuilt.wall)
    shutil.rmtree(notes)
    typed = iter(typed_texts(talks, WARM_UP + 2 * TEXTS + TYPED, seed))
    warm_up, texts, slowly, others = (list(islice(typed, n)) for n in (WARM_UP, TEXTS, TYPED, TEXTS))

    collection = Collection(tuple(map(document_of, talks)))
    started = time.perf_counter()
    collection = replace(collection, terms=tuple(joined_terms(_texts_of(collection))))
    sudachi = time.perf_counter() - started
    engines, seconds, sizes = _opened(collection, names, folder)
    sizes[KIKIGAKI], seconds[KIKIGAKI] = bytes_below(index), rebuilt.wall

    at_once = Turns(lambda text: (text,), lambda engine, text: engine.page(text), _SECONDS, CHECKED)
    asked = asked_in_turns(engines, texts, warm_up, at_once)
    as_typed = Turns(keystrokes, lambda engine, text: engine.page_while_typing(text), _TYPED_SECONDS)
    while_typing = asked_in_turns(engines, slowly, warm_up[:8], as_typed)
    _log.info("%d talks: engines asked", len(talks))
    truth = Truth(collection, texts[:CHECKED])
    found = {
        name: Engine(
            seconds[name],
            sizes[name],
            asked[name],
            while_typing[name],
            len(asked[name].pages),
            tuple(_complaints(name, asked[name], truth)),
        )
        for name in engines
    }
    for engine in engines.values():
        engine.close()
    site = measure_site(index, warm_up, texts, others)
    _log.info("%d talks: site asked", len(talks))
    return Size(len(talks), real, found, rebuilt, sudachi, site)


def _texts_of(collection: Collection) -> Sequence[str]:
    return [f"{document.title}\n{document.text}" for document in collection.documents]


def _opened(
    collection: Collection, names: Sequence[str], folder: Path
) -> tuple[dict[str, Peer], dict[str, float], dict[str, int]]:
    """Return all engines with what is indexed; the seconds that peers took, and the bytes on disk."""
    ours = Kikigaki()
    ours.reopen(collection, folder / "index")
    engines: dict[str, Peer] = {KIKIGAKI: ours}
    seconds: dict[str, float] = {}
    sizes: dict[str, int] = {}
    for name in names:
        if name == KIKIGAKI:
            continue
        inner = folder / name
        inner.mkdir()
        engine = WHOLE_JOB[name]()
        started = time.perf_counter()
        engine.index(collection, inner)
        seconds[name] = time.perf_counter() - started
        sizes[name] = bytes_below(inner)
        engines[name] = engine
        _log.info("%d talks: %s indexed in %.1f s", len(collection.documents), name, seconds[name])
    return engines, seconds, sizes


def _complaints(name: str, asked: Asked, truth: Truth) -> Sequence[str]:
    """Return what is wrong with an engine's answers.

    The product finds more than equal terms, so of its answers only that they hold together is checked.
    """
    if name != KIKIGAKI:
        return [each for text, page in asked.pages.items() for each in truth.complaints(text, page)]
    return [
        f"{text!r}: {page.total} hits, {len(page.hits)} shown"
        for text, page in asked.pages.items()
        if len(page.hits) != min(page.total, 20) or (truth.hits[text] and not page.total)
    ]
