"""Documents: a talk or an event as an engine stores it.

A document holds everything an engine needs: terms with positions for each stream, facet values, a date to
sort by, the keys that find it, and a text to give back. What comes back is a Talk or an Event again.
"""

import dataclasses
import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.analysis import Analysis, Analyzer
from search.model import FACET_NAMES, Event, FacetName, Link, Speaker, Talk
from search.ranking import FIELD_WEIGHTS, LENGTH_WITHOUT_NOTES
from search.streams import STREAMS, Stream
from search.suggest import surfaces_of

KIND = "kind"
"""An inner facet: `talk`, `mention` or `event`."""
FACETS = (*FACET_NAMES, KIND)

PHRASED: tuple[Stream, ...] = ("words", "bigrams")
"""The streams whose positions are kept: phrases are asked in these."""

HEADING = 1 << 24
"""Positions of title and names begin here, those of the body at 0: who wants the body's alone can tell."""

FIELD_GAP = 64
"""Positions between two fields, so that no phrase reaches from the title into the body."""


@dataclass(frozen=True, slots=True)
class TermPosting:
    """Where a term stands in a document: a weighted count, and ascending positions where they are kept."""

    text: str
    weight: float
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine stores. `postings` and `lengths` have every stream; `facets` has every facet."""

    keys: tuple[str, ...]
    postings: Mapping[Stream, tuple[TermPosting, ...]]
    lengths: Mapping[Stream, float]
    facets: Mapping[str, tuple[str, ...]]
    date: datetime.date
    stored: str
    surfaces: frozenset[str] = frozenset()
    """Its words as written, for completions."""


def talk_key(talk_id: str) -> str:
    """Return the key under which a talk is stored."""
    return f"talk:{talk_id}"


def event_key(event_id: str) -> str:
    """Return the key under which an event is stored."""
    return f"event:{event_id}"


def facets_of(talk: Talk) -> dict[FacetName, tuple[str, ...]]:
    """Return a talk's value or values of each facet, without doubles."""
    return {
        "event": (talk.event.name,),
        "speaker": tuple(dict.fromkeys(speaker.name for speaker in talk.speakers)),
        "technology": tuple(dict.fromkeys(talk.technologies)),
        "year": (str(talk.date.year),),
    }


def document_of(talk: Talk, analyzer: Analyzer) -> Document:
    """Return the document of a talk or of a mention."""
    analyses = [(field, text, analyzer.analyze(text)) for field, text in _fields_of(talk)]
    postings, lengths = _postings_of(talk, analyses)
    return Document(
        keys=tuple(dict.fromkeys(talk_key(talk_id) for talk_id in (talk.id, *talk.aliases))),
        postings=postings,
        lengths=lengths,
        facets={**_named(facets_of(talk)), KIND: ("mention" if talk.mention else "talk",)},
        date=talk.date,
        stored=_stored(dataclasses.replace(talk, event=dataclasses.replace(talk.event, note=""))),
        surfaces=frozenset(
            surface
            for _, text, analysis in analyses
            for surface in surfaces_of(text, analysis.units, analysis.begins.tolist())
        ),
    )


def event_document_of(event: Event, talk_ids: Sequence[str]) -> Document:
    """Return the document of an event and of the order of its talks; no word finds it."""
    return Document(
        keys=(event_key(event.id),),
        postings={stream: () for stream in STREAMS},
        lengths=dict.fromkeys(STREAMS, 0.0),
        facets={**dict.fromkeys(FACET_NAMES, ()), KIND: ("event",)},
        date=event.date,
        stored=json.dumps({"event": _plain(event), "talks": list(talk_ids)}, ensure_ascii=False),
    )


def talk_of(stored: str) -> Talk:
    """Return the talk that a document stores. Its event comes without its note."""
    plain = json.loads(stored)
    return Talk(
        id=plain["id"],
        title=plain["title"],
        event=_event_of(plain["event"]),
        speakers=tuple(Speaker(**speaker) for speaker in plain["speakers"]),
        technologies=tuple(plain["technologies"]),
        date=datetime.date.fromisoformat(plain["date"]),
        body=plain["body"],
        links=tuple(Link(**link) for link in plain["links"]),
        aliases=tuple(plain["aliases"]),
        mention=plain["mention"],
    )


def event_of(stored: str) -> tuple[Event, tuple[str, ...]]:
    """Return the event that a document stores, and the ids of its talks in the order of the note."""
    plain = json.loads(stored)
    return _event_of(plain["event"]), tuple(plain["talks"])


def _named(facets: Mapping[FacetName, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return dict(facets.items())


def texts_of(talk: Talk) -> tuple[str, ...]:
    """Return every text by which a talk is found, title and body first."""
    fields = tuple(text for _, text in _fields_of(talk))
    return tuple(dict.fromkeys((talk.title, talk.body, *fields)))


def _fields_of(talk: Talk) -> Iterator[tuple[str, str]]:
    yield "title", talk.title
    for speaker in talk.speakers:
        yield "speakers", "\n".join(filter(None, (speaker.name, speaker.heard, speaker.affiliation)))
    yield from (("technologies", name) for name in talk.technologies)
    yield "event", f"{talk.event.name}\n{talk.event.hashtag}"
    yield "body", talk.body


def _postings_of(
    talk: Talk, analyses: Sequence[tuple[str, str, Analysis]]
) -> tuple[dict[Stream, tuple[TermPosting, ...]], dict[Stream, float]]:
    weights: dict[Stream, defaultdict[str, float]] = {stream: defaultdict(float) for stream in STREAMS}
    positions: dict[Stream, defaultdict[str, list[int]]] = {stream: defaultdict(list) for stream in STREAMS}
    heading = HEADING
    for field, _, analysis in analyses:
        base = 0 if field == "body" else heading
        heading += max(analysis.positions, analysis.characters) + FIELD_GAP
        for stream, terms in analysis.streams.items():
            field_weights = (terms.weights * np.float32(FIELD_WEIGHTS[field])).tolist()
            places = (terms.positions + base).tolist() if stream in PHRASED else ()
            for term, weight in zip(terms.terms, field_weights, strict=True):
                weights[stream][str(term)] += weight
            for term, place in zip(terms.terms, places, strict=False):
                positions[stream][str(term)].append(place)
    postings = {
        stream: tuple(
            TermPosting(term, weight, tuple(sorted(set(positions[stream][term]))))
            for term, weight in sorted(weights[stream].items())
        )
        for stream in STREAMS
    }
    lengths = {stream: float(sum(weights[stream].values())) for stream in STREAMS}
    if not talk.body.strip():
        lengths = {stream: max(LENGTH_WITHOUT_NOTES[stream], length) for stream, length in lengths.items()}
    return postings, lengths


def _stored(talk: Talk) -> str:
    return json.dumps(_plain(talk), ensure_ascii=False)


def _plain(value: Talk | Event) -> dict[str, Any]:
    plain = dataclasses.asdict(value)
    plain["date"] = value.date.isoformat()
    if isinstance(value, Talk):
        plain["event"]["date"] = value.event.date.isoformat()
    return plain


def _event_of(plain: dict[str, Any]) -> Event:
    return Event(**{**plain, "date": datetime.date.fromisoformat(plain["date"])})
