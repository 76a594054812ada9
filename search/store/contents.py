"""Contents: what a generation holds beside the engine's files: facts about it, its lexicon, its sources."""

import datetime
import json
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

from search.documents import KIND
from search.engines import SELF_CHECKED, Engine, check_file, link
from search.errors import IndexDamaged
from search.model import Former
from search.store.generations import Generation
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.name_terms import terms_of_name

_LEXICON = "lexicon.json"
_SOURCES = "sources"
_FORMER = "former.json"


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
    """The folder of the generation, which `whoosh.index.open_dir` opens; where it is says nothing of what."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Which generation was read to the last byte and found to be what was written."""

    generation: int
    files: int
    size: int
    """In bytes."""


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


def status_of(generation: Generation, fingerprint: str) -> IndexStatus:
    """Return what a manifest says; `fingerprint` is that of the analysis at hand."""
    facts = generation.facts
    return IndexStatus(
        generation=generation.number,
        built_at=datetime.datetime.fromisoformat(facts["built_at"]),
        talks=facts["talks"],
        mentions=facts["mentions"],
        events=facts["events"],
        speakers=facts["speakers"],
        technologies=facts["technologies"],
        fingerprint=facts["fingerprint"],
        is_stale=facts["fingerprint"] != fingerprint,
        path=generation.path,
    )


def verify_bytes(generation: Generation) -> Verified:
    """Read what opening a generation leaves unread, 20 ms for 64 MB; raises `IndexDamaged`."""
    size = 0
    for path in (generation.path / name for name in generation.files):
        if path.name.endswith(SELF_CHECKED):
            check_file(path)
        try:
            size += path.stat().st_size
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror}): run `indexer rebuild`") from error
    return Verified(generation.number, len(generation.files), size)


def write_lexicon(path: Path, lexicon: Lexicon) -> None:
    """Keep a lexicon in the folder of a generation, with what it takes a while to make of it."""
    plain = {
        "technologies": dict(lexicon.technologies),
        "speakers": dict(lexicon.speakers),
        "terms": dict(lexicon.terms),
        "events": dict(lexicon.events),
        "laid_out": dict(lexicon.others),
    }
    text = json.dumps([plain, _beginnings_of(lexicon.spellings())], ensure_ascii=False)
    (path / _LEXICON).write_text(text, encoding="utf-8")


def link_lexicon(path: Path, old: Path) -> None:
    """Keep that of an older generation of the same analysis."""
    link(old / _LEXICON, path)


@lru_cache(maxsize=4)
def _beginnings_of(spellings: tuple[str, ...]) -> str:
    """Return the terms of spellings, one a line; of all that are listed it takes a tenth of a second."""
    analyzer = Analyzer()
    terms = [terms_of_name(spelling, spelling, analyzer) for spelling in spellings]
    return "\n".join(sorted(chain.from_iterable(terms)))


def read_lexicon(path: Path) -> Lexicon:
    """Return the lexicon of a generation."""
    plain, beginnings = json.loads((path / _LEXICON).read_text(encoding="utf-8"))
    return Lexicon(
        **{kind: {name: tuple(others) for name, others in names.items()} for kind, names in plain.items()},
        beginnings=beginnings,
    )


def write_former(path: Path, former: Former) -> None:
    """Keep in the folder of a generation which ids there were."""
    if former.gone or former.moved:
        plain = {"gone": sorted(former.gone), "moved": dict(former.moved)}
        (path / _FORMER).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def read_former(path: Path) -> Former:
    """Return the ids that a generation knows to have been; raises `IndexDamaged`."""
    try:
        plain = json.loads((path / _FORMER).read_text(encoding="utf-8"))
        return Former(frozenset(plain["gone"]), plain["moved"])
    except FileNotFoundError:
        return Former()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{path / _FORMER} cannot be read: run `indexer rebuild`") from error


def write_sources(path: Path, sources: bytes) -> None:
    """Keep in the folder of a generation what its writer wants to know about its sources."""
    if sources:
        (path / _SOURCES).write_bytes(sources)


def read_sources(path: Path) -> bytes:
    """Return what the writer of a generation kept, nothing if it kept nothing."""
    try:
        return (path / _SOURCES).read_bytes()
    except FileNotFoundError:
        return b""
