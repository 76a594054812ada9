"""Contents: what a generation holds beside the engine's files: facts about it, its lexicon, its sources."""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

import msgspec

from search.documents import KIND
from search.engines import Engine
from search.errors import REBUILD, IndexDamaged
from search.model import Former
from search.store.store import Generation
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.name_terms import terms_of_name

LEXICON = "lexicon.json"
SOURCES = "sources"
FORMER = "former.json"
_TOLD = ("talks", "mentions", "events", "speakers", "technologies", "fingerprint")
"""Facts that a status tells as they are."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds and how it came to be. `built_at` is in UTC."""

    generation: int
    built_at: datetime.datetime
    talks: int
    mentions: int
    events: int
    speakers: int
    technologies: int
    fingerprint: str
    is_stale: bool
    """Whether another version of the analysis made it; it must be rebuilt before it can be searched."""
    path: Path = field(default=Path(), compare=False)
    """The generation's folder, which `whoosh.index.open_dir` opens; in a cluster the name of its index."""
    engine: str = field(default="", compare=False)


def facts_of(engine: Engine, fingerprint: str) -> dict[str, str | int]:
    """Return what a manifest says of an index made now."""
    return {
        "built_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint,
        "talks": engine.facet_counts(KIND, "talk").of("talk"),
        "mentions": engine.facet_counts(KIND, "mention").of("mention"),
        "events": engine.facet_counts(KIND, "event").of("event"),
        "speakers": engine.facet_counts("speaker", "talk").total,
        "technologies": engine.facet_counts("technology", "talk").total,
    }


def status_of(generation: Generation, fingerprint: str, engine: str) -> IndexStatus:
    """Return what a manifest says; `fingerprint` is that of the analysis at hand, `engine` what answers."""
    facts = generation.facts
    return IndexStatus(
        generation=generation.number,
        built_at=datetime.datetime.fromisoformat(facts["built_at"]),
        **{name: facts[name] for name in _TOLD},
        is_stale=facts["fingerprint"] != fingerprint,
        path=generation.path,
        engine=engine,
    )


def encoded_lexicon(lexicon: Lexicon) -> bytes:
    """Return a lexicon as it is kept, with what it takes a while to make of it."""
    kinds = ("technologies", "speakers", "terms", "events")
    plain = {**{kind: getattr(lexicon, kind) for kind in kinds}, "laid_out": lexicon.others}
    return msgspec.json.encode((plain, _beginnings_of(lexicon.spellings())))


@lru_cache(maxsize=4)
def _beginnings_of(spellings: tuple[str, ...]) -> str:
    """Return the terms of spellings, one a line; of all that are listed it takes a tenth of a second."""
    analyzer = Analyzer()
    terms = [terms_of_name(spelling, spelling, analyzer) for spelling in spellings]
    return "\n".join(sorted(chain.from_iterable(terms)))


def lexicon_of(generation: Generation) -> Lexicon:
    """Return the lexicon of a generation; raises `IndexDamaged`."""
    try:
        return _decoded_lexicon(generation.part(LEXICON))
    except (msgspec.DecodeError, TypeError) as error:
        raise IndexDamaged(f"{generation.path} lacks a part: {REBUILD}") from error


@lru_cache(maxsize=2)
def _decoded_lexicon(kept: bytes) -> Lexicon:
    """Return what was encoded: it mostly stays from one generation to the next."""
    plain, beginnings = msgspec.json.decode(kept, type=tuple[dict[str, dict[str, tuple[str, ...]]], str])
    return Lexicon(**plain, beginnings=beginnings)


def encoded_former(former: Former) -> bytes:
    """Return which ids there were as it is kept: nothing for none."""
    some = former.gone or former.moved
    return msgspec.json.encode(former, order="deterministic") if some else b""


def former_of(generation: Generation) -> Former:
    """Return the ids that a generation knows to have been; raises `IndexDamaged`."""
    try:
        kept = generation.part(FORMER)
        return msgspec.json.decode(kept, type=Former) if kept else Former()
    except msgspec.DecodeError as error:
        raise IndexDamaged(f"{generation.path / FORMER} cannot be read: {REBUILD}") from error
