"""Documents: a talk or an event as an engine stores it.

A document holds everything an engine needs: terms with positions for each stream, facet values, a date to
sort by, the keys that find it, and a text to give back. What comes back is a Talk or an Event again.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from search.model import FACET_NAMES, Event, FacetName, Link, Speaker, Talk
from search.text.streams import Stream

KIND = "kind"
"""An inner facet: `talk`, `mention` or `event`."""
FACETS = (*FACET_NAMES, KIND)

PHRASED: tuple[Stream, ...] = ("words", "bigrams")
"""The streams whose positions are kept: phrases are asked in these."""

BODY = 1 << 14
"""Positions of the body begin here, those of title and names at 0: who wants the body's alone can tell."""

FIELD_GAP = 64
"""Positions between two fields, so that no phrase reaches from the title into the body."""

EventTalkIds: TypeAlias = tuple[Event, Sequence[str]]
"""An event and the ids of its talks, in order."""

DIGEST = 16
"""Bytes of a document's digest."""


def talk_key(talk_id: str) -> str:
    """Return the key under which a talk is stored."""
    return f"talk:{talk_id}"


def event_key(event_id: str) -> str:
    """Return the key under which an event is stored."""
    return f"event:{event_id}"


def event_facet(event: Event) -> str:
    """Return an event's value of the event facet as engines keep it, in order of names; see `EventNames`.

    The id tells events apart. Name and date stand beside it, so that what all events are called is known
    without reading what is stored of them.
    """
    return json.dumps([event.name, event.date.isoformat(), event.id], ensure_ascii=False)


def facets_of(talk: Talk) -> dict[FacetName, tuple[str, ...]]:
    """Return a talk's value or values of each facet, without doubles."""
    return {
        "event": (event_facet(talk.event),),
        "speaker": tuple(dict.fromkeys(speaker.name for speaker in talk.speakers)),
        "technology": tuple(dict.fromkeys(talk.technologies)),
        "year": (str(talk.date.year),),
    }


def facets_of_event(event: Event) -> dict[FacetName, tuple[str, ...]]:
    """Return the values by which an event is narrowed to; it has neither speakers nor technologies."""
    return {
        "event": (event_facet(event),),
        "speaker": (),
        "technology": (),
        "year": (str(event.date.year),),
    }


def stored_of(talk: Talk, place: int = 0) -> str:
    """Return the text that a talk's document stores, all but its event's note; `talk_of` reads it.

    `place` says which of its event's talks it is, from 0: it decides where talks are equal in all else, so
    that a talk whose place has changed is another document.
    """
    plain = {
        "place": place,
        "id": talk.id,
        "title": talk.title,
        "event": _plain_event(talk.event) | {"note": ""},
        "speakers": [
            {"name": speaker.name, "heard": speaker.heard, "affiliation": speaker.affiliation}
            for speaker in talk.speakers
        ],
        "technologies": talk.technologies,
        "date": talk.date.isoformat(),
        "body": talk.body,
        "links": [{"kind": link.kind, "url": link.url} for link in talk.links],
        "aliases": talk.aliases,
        "mention": talk.mention,
        "markup": talk.markup,
    }
    return json.dumps(plain, ensure_ascii=False)


def stored_of_event(event: Event, talk_ids: Sequence[str]) -> str:
    """Return the text that an event's document stores, with the order of its talks."""
    return json.dumps({"event": _plain_event(event), "talks": list(talk_ids)}, ensure_ascii=False)


def digest_of(stored: str) -> bytes:
    """Return what names the contents of a document; 16 bytes."""
    return hashlib.blake2b(stored.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def digest_of_talk(talk: Talk, place: int = 0) -> bytes:
    """Return the digest that a talk's document has, without making it."""
    return digest_of(stored_of(talk, place))


def digest_of_event(event: Event, talk_ids: Sequence[str]) -> bytes:
    """Return the digest that an event's document has, without making it."""
    return digest_of(stored_of_event(event, talk_ids))


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
        markup=plain["markup"],
    )


def event_of(stored: str) -> tuple[Event, tuple[str, ...]]:
    """Return the event that a document stores, and the ids of its talks in the order of the note."""
    plain = json.loads(stored)
    return _event_of(plain["event"]), tuple(plain["talks"])


def texts_of(talk: Talk) -> tuple[str, ...]:
    """Return every text by which a talk is found, title and body first."""
    fields = tuple(text for _, text in fields_of(talk))
    return tuple(dict.fromkeys((talk.title, talk.body, *fields)))


def fields_of(talk: Talk) -> Iterator[tuple[str, str]]:
    """Yield every text with the field it belongs to, the body last; see `ranking.FIELD_WEIGHTS`."""
    yield "title", talk.title
    for speaker in talk.speakers:
        yield "speakers", "\n".join(filter(None, (speaker.name, speaker.heard, speaker.affiliation)))
    yield from (("technologies", name) for name in talk.technologies)
    yield "event", f"{talk.event.name}\n{talk.event.hashtag}"
    yield "body", talk.body


def texts_of_event(event: Event) -> tuple[str, ...]:
    """Return every text by which an event is found, name and note first."""
    fields = tuple(text for _, text in fields_of_event(event))
    return tuple(dict.fromkeys((event.name, event.note, *fields)))


def fields_of_event(event: Event) -> Iterator[tuple[str, str]]:
    """Yield every text of an event with the field it belongs to, as `fields_of` does for a talk."""
    yield "title", event.name
    yield "event", f"{event.hashtag}\n{event.venue}"
    yield "body", event.note


def _plain_event(event: Event) -> dict[str, str]:
    return {
        "id": event.id,
        "name": event.name,
        "date": event.date.isoformat(),
        "url": event.url,
        "post": event.post,
        "hashtag": event.hashtag,
        "venue": event.venue,
        "note": event.note,
        "markup": event.markup,
    }


def _event_of(plain: dict[str, Any]) -> Event:
    return Event(**{**plain, "date": datetime.date.fromisoformat(plain["date"])})
