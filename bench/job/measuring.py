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
from bench.peers import whole_texts
from bench.peers.sudachi_terms import joined_terms
from bench.ranker import PAGE, Peer
from bench.systems import ALL_WORDS, KIKIGAKI, WHOLE_JOB
from search.model import Talk

WARM_UP, TEXTS, TYPED, CHECKED = 60, 300, 40, 60
"""Texts to warm up by, texts asked at once, texts typed a character at a time, texts that are checked."""
_SECONDS = 25.0
"""For each engine at a size, and again as typed; one that is slower is asked fewer texts."""

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


@dataclass(frozen=True, slots=True)
class _Indexed:
    """An engine that is open, with the seconds that indexing took and the bytes on disk."""

    engine: Peer
    seconds: float
    size: int


def measure(talks: Sequence[Talk], real: int, names: Sequence[str], folder: Path, seed: int) -> Size:
    """Index talks with the product and these peers, ask all of them, and ask the site."""
    notes, index = folder / "notes", folder / "index"
    write_notes(talks, notes)
    rebuilt = rebuild(notes, index, len(talks))
    _log.info("%d talks: rebuilt in %.1f s", len(talks), rebuilt.wall)
    shutil.rmtree(notes)

    collection = Collection(tuple(map(document_of, talks)))
    started = time.perf_counter()
    collection = replace(collection, terms=tuple(joined_terms(whole_texts(collection))))
    sudachi = time.perf_counter() - started
    ours = Kikigaki()
    ours.reopen(collection, index)
    indexed = {KIKIGAKI: _Indexed(ours, rebuilt.wall, bytes_below(index))}
    for name in names:
        if name != KIKIGAKI:
            indexed[name] = _indexed(name, collection, folder / name)

    typed = iter(typed_texts(talks, WARM_UP + 2 * TEXTS + TYPED, seed))
    warm_up, texts, slowly, others = (list(islice(typed, n)) for n in (WARM_UP, TEXTS, TYPED, TEXTS))
    engines = _asked(indexed, collection, warm_up, texts, slowly)
    for each in indexed.values():
        each.engine.close()
    _log.info("%d talks: engines asked", len(talks))
    site = measure_site(index, warm_up, texts, others)
    _log.info("%d talks: site asked", len(talks))
    return Size(len(talks), real, engines, rebuilt, sudachi, site)


def _indexed(name: str, collection: Collection, folder: Path) -> _Indexed:
    folder.mkdir()
    engine = WHOLE_JOB[name]()
    started = time.perf_counter()
    engine.index(collection, folder)
    seconds = time.perf_counter() - started
    _log.info("%d talks: %s indexed in %.1f s", len(collection.documents), name, seconds)
    return _Indexed(engine, seconds, bytes_below(folder))


def _asked(
    indexed: Mapping[str, _Indexed],
    collection: Collection,
    warm_up: Sequence[str],
    texts: Sequence[str],
    slowly: Sequence[str],
) -> Mapping[str, Engine]:
    """Ask for texts at once, and for others a character at a time; check the first answers."""
    engines = {name: each.engine for name, each in indexed.items()}
    at_once = Turns(lambda text: (text,), lambda engine, text: engine.page(text), _SECONDS, CHECKED)
    asked = asked_in_turns(engines, texts, warm_up, at_once)
    as_typed = Turns(keystrokes, lambda engine, text: engine.page_while_typing(text), _SECONDS)
    typed = asked_in_turns(engines, slowly, warm_up[:8], as_typed)
    truth = Truth(collection, texts[:CHECKED])
    return {
        name: Engine(
            each.seconds,
            each.size,
            asked[name],
            typed[name],
            len(asked[name].pages),
            tuple(_complaints(name, asked[name], truth)),
        )
        for name, each in indexed.items()
    }


def _complaints(name: str, asked: Asked, truth: Truth) -> Sequence[str]:
    """Return what is wrong with an engine's answers.

    The product finds more than equal terms, so of its answers only that they hold together is checked.
    """
    if name != KIKIGAKI:
        right = truth.every if name == ALL_WORDS else truth.some
        pages = asked.pages.items()
        return [each for text, page in pages for each in truth.complaints(text, page, right[text])]
    return [
        f"{text!r}: {page.total} hits, {len(page.hits)} shown"
        for text, page in asked.pages.items()
        if len(page.hits) != min(page.total, PAGE) or (truth.some[text] and not page.total)
    ]
