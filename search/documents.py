"""Documents: a talk or an event as an engine stores it.

A document holds everything an engine needs: terms with positions for each stream, facet values, a date to
sort by, the keys that find it, and a text to give back (`stored`).
"""

import base64
import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from search.model import FACET_NAMES, Event, FacetName, Talk
from search.stored import stored_of, written_of, written_of_event
from search.text.spelling.folding import folded
from search.text.streams import Stream

KIND = "kind"
"""An inner facet: `talk`, `mention` or `event`."""
FACETS: tuple[str, ...] = (*FACET_NAMES, KIND)

NAMED: tuple[FacetName, ...] = ("technology", "speaker", "event")
"""The facets whose values are names, in the order in which they are suggested."""
NAMED_AS: dict[str, FacetName] = {"t": "technology", "s": "speaker", "e": "event", "d": "event"}
"""What stands before a value in a document's names. Events are looked up by their names, or as `dated`."""

PHRASED: tuple[Stream, ...] = ("words", "bigrams", "readings")
"""The streams whose positions are kept: phrases are asked in these, and whether terms stand together."""

BODY = 1 << 14
"""Positions of the body begin here, those of title and names at 0: who wants the body's alone can tell."""

FIELD_GAP = 64
"""Positions between two fields, so that no phrase reaches from the title into the body."""

TITLE_ROOM = 256
"""Of the headings' positions, those below this are the title's alone."""

PlacedTalk: TypeAlias = tuple[Talk, int]
"""A talk, and which of its event's talks it is, from 0."""
EventTalkIds: TypeAlias = tuple[Event, Sequence[str]]
"""An event and the ids of its talks, in order."""

SHORT = 10
"""Letters of a talk's short name."""

_written = json.JSONEncoder(ensure_ascii=False).encode


def facet_field(facet: str) -> str:
    return f"facet_{facet}"


def talk_key(talk_id: str) -> str:
    return f"talk:{talk_id}"


def event_key(event_id: str) -> str:
    return f"event:{event_id}"


def short_of(talk_id: str) -> str:
    """Return a talk's short name, for addresses: ten letters and digits, of which few are alike.

    50 bits: among 100,000 talks two have the same with a chance of one in 200,000.
    """
    digest = hashlib.blake2b(talk_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return base64.b32encode(digest)[:SHORT].decode("ascii").lower()


def short_key(short: str) -> str:
    """Return the key that a talk's short name, also that of an earlier id, finds it by."""
    return f"short:{short}"


def title_key(title: str) -> str:
    """Return the key that all talks of one title share, however it is spelt."""
    # What tells keys apart comes first, where terms are looked up by their first bytes.
    return f"{hashlib.blake2b(folded(title).encode(), digest_size=8).hexdigest()}:title"


def event_facet(event: Event) -> str:
    """Return an event's value of the event facet as engines keep it, in order of names; see `EventNames`.

    The id tells events apart. Name and date stand beside it, so that what all events are called is known
    without reading what is stored of them.
    """
    return _written([event.name, event.date.isoformat(), event.id])


def events_named(name: str) -> str:
    """Return how the values of the events of one name begin: all of them up to what tells them apart."""
    return f"{_written([name])[:-1]}, "


def dated(name: str, date: str) -> str:
    """Return what an event is called whose name others bear, too."""
    return f"{name} ({date})"


class Document(Struct, frozen=True):
    """A talk or an event as an engine takes it in: all of it but its terms, which are those of `fields`.

    `place` is as in `PlacedTalk`: it decides where talks are equal in all else, so
    that a talk whose place has changed is another document. `facets` have the values of each facet, without
    doubles. `names` are its names, each as it is looked up, and the value behind the letter of its facet
    (`NAMED_AS`). `fields` are its texts, each with the field it belongs to (`ranking.FIELD_WEIGHTS`), the
    body last; `texts` are the same, each once, title and body first.
    """

    keys: tuple[str, ...]
    date: datetime.date
    place: int
    facets: Mapping[str, tuple[str, ...]]
    names: Sequence[tuple[str, str]]
    fields: Sequence[tuple[str, str]]
    texts: tuple[str, ...]
    stored: str


def document_of(talk: Talk, place: int) -> Document:
    """Return the document of a talk or of a mention; its event's note is no part of it."""
    visible = visible_of(talk)
    ids = dict.fromkeys((talk.id, *talk.aliases))
    speakers = dict.fromkeys(speaker.name for speaker in talk.speakers)
    technologies = dict.fromkeys(talk.technologies)
    return Document(
        keys=(*map(talk_key, ids), *(short_key(short_of(each)) for each in ids), title_key(talk.title)),
        date=talk.date,
        place=place,
        facets={
            "event": (event_facet(talk.event),),
            "speaker": tuple(speakers),
            "technology": tuple(technologies),
            "year": (str(talk.date.year),),
            KIND: ("mention" if talk.mention else "talk",),
        },
        names=[(name, f"t{name}") for name in technologies] + [(name, f"s{name}") for name in speakers],
        fields=_fields_of(talk, visible),
        texts=texts_of(talk, visible),
        stored=stored_of(written_of(talk, place), talk.body, visible),
    )


def event_document_of(event: Event, talk_ids: Sequence[str]) -> Document:
    """Return the document of an event, with the order of its talks; its name is looked up dated, too."""
    visible, key, date = visible_of(event), event_facet(event), event.date
    return Document(
        keys=(event_key(event.id),),
        date=date,
        place=0,
        facets={
            "event": (key,),
            "speaker": (),
            "technology": (),
            "year": (str(date.year),),
            KIND: ("event",),
        },
        names=[(event.name, f"e{key}"), (dated(event.name, date.isoformat()), f"d{key}")],
        fields=_fields_of(event, visible),
        texts=texts_of(event, visible),
        stored=stored_of(written_of_event(event, talk_ids), event.note, visible),
    )


def _fields_of(entry: Talk | Event, visible: str) -> list[tuple[str, str]]:
    if isinstance(entry, Event):
        facts = f"{entry.hashtag}\n{entry.venue}"
        return [("title", entry.name), ("event", facts), ("body", visible)]
    return [
        ("title", entry.title),
        *[
            ("speakers", "\n".join(filter(None, (each.name, each.heard, each.affiliation))))
            for each in entry.speakers
        ],
        *[("technologies", name) for name in entry.technologies],
        ("event", f"{entry.event.name}\n{entry.event.hashtag}"),
        ("body", visible),
    ]


def texts_of(entry: Talk | Event, visible: str) -> tuple[str, ...]:
    """Return an entry's texts, each once: title or name, what is `visible` of its body, and the others."""
    title, *others = [text for _, text in _fields_of(entry, visible)]
    return tuple(dict.fromkeys((title, visible, *others)))


def visible_of(entry: Talk | Event) -> str:
    """Return what a reader sees of a talk's body, or of an event's note."""
    # Reading markup is for those who write: a site starts without it.
    from search.text.visible_text import seen_of

    return seen_of(entry.note if isinstance(entry, Event) else entry.body, entry.markup)
