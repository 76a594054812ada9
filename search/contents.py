"""Contents: what a generation holds beside the engine's files: facts about it, and its lexicon."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search.generations import Generation
from search.lexicon import Lexicon
from search.model import Talk

_LEXICON = "lexicon.json"


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


def facts_of(talks: Sequence[Talk], fingerprint: str) -> dict[str, str | int]:
    """Return what a manifest says of an index of these talks, made now."""
    heard = [talk for talk in talks if not talk.mention]
    return {
        "built_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint,
        "talks": len(heard),
        "mentions": len(talks) - len(heard),
        "events": len({talk.event.id for talk in talks}),
        "speakers": len({speaker.name for talk in heard for speaker in talk.speakers}),
        "technologies": len({name for talk in heard for name in talk.technologies}),
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
    )


def write_lexicon(path: Path, lexicon: Lexicon) -> None:
    """Keep a lexicon in the folder of a generation."""
    plain = {
        "technologies": dict(lexicon.technologies),
        "speakers": dict(lexicon.speakers),
        "terms": dict(lexicon.terms),
    }
    (path / _LEXICON).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def read_lexicon(path: Path) -> Lexicon:
    """Return the lexicon of a generation."""
    plain = json.loads((path / _LEXICON).read_text(encoding="utf-8"))
    return Lexicon(
        **{kind: {name: tuple(others) for name, others in names.items()} for kind, names in plain.items()}
    )
