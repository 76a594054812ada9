"""Documents: a talk or an event as an engine stores it.

A document holds everything an engine needs: terms with positions for each stream, facet values, a date to
sort by, the keys that find it, and a text to give back. What comes back is a Talk or an Event again.

A talk is stored as one line of JSON. Where a reader sees something else of its body than was written, that
stands behind the line, so that nobody who searches reads markup again. It follows from the line, and the
digest is the line's alone: what is unchanged is known without reading it.
"""

import base64
import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from search.model import FACET_NAMES, Event, FacetName, Link, Markup, Speaker, Talk
from search.text.spelling.folding import folded
from search.text.streams import Stream

KIND = "kind"
"""An inner facet: `talk`, `mention` or `event`."""
FACETS = (*FACET_NAMES, KIND)

NAMED: tuple[FacetName, ...] = ("technology", "speaker", "event")
"""The facets whose values are names, in the order in which they are suggested."""
NAMED_AS: dict[str, FacetName] = {"t": "technology", "s": "speaker", "e": "event", "d": "event"}
"""What stands before a value in a document's names. Events are looked up by their names, or as `dated`."""

PHRASED: tuple[Stream, ...] = ("words", "bigrams")
"""The streams whose positions are kept: phrases are asked in these."""

BODY = 1 << 14
"""Positions of the body begin here, those of title and names at 0: who wants the body's alone can tell."""

FIELD_GAP = 64
"""Positions between two fields, so that no phrase reaches from the title into the body."""

TITLE_ROOM = 256
"""Of the headings' positions, those below this are the title's alone."""

EventTalkIds: TypeAlias = tuple[Event, Sequence[str]]
"""An event and the ids of its talks, in order."""

SHORT = 10
"""Letters of a talk's short name."""

_read_line = json.JSONDecoder().raw_decode
_written = json.JSONEncoder(ensure_ascii=False).encode

DIGEST = 16
"""Bytes of a document's digest."""


def talk_key(talk_id: str) -> str:
    """Return the key under which a talk is stored."""
    return f"talk:{talk_id}"


def event_key(event_id: str) -> str:
    """Return the key under which an event is stored."""
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


def dated(name: str, date: str) -> str:
    """Return what an event is called whose name others bear, too."""
    return f"{name} ({date})"


def facets_of(talk: Talk) -> dict[FacetName, tuple[str, ...]]:
    """Return a talk's value or values of each facet, without doubles."""
    return {
        "event": (event_facet(talk.event),),
        "speaker": tuple(dict.fromkeys(speaker.name for speaker in talk.speakers)),
        "technology": tuple(dict.fromkeys(talk.technologies)),
        "year": (str(talk.date.year),),
    }


def names_of(talk: Talk) -> list[tuple[str, str]]:
    """Return a talk's names, each as it is looked up, and the value behind the letter of its facet."""
    found = {f"t{name}": name for name in talk.technologies}
    found |= {f"s{speaker.name}": speaker.name for speaker in talk.speakers}
    return [(name, value) for value, name in found.items()]


def names_of_event(event: Event) -> list[tuple[str, str]]:
    """Return the same of an event: its name by itself, and as it is where others bear it, too."""
    key = event_facet(event)
    return [(event.name, f"e{key}"), (dated(event.name, event.date.isoformat()), f"d{key}")]


def facets_of_event(event: Event) -> dict[FacetName, tuple[str, ...]]:
    """Return the values by which an event is narrowed to; it has neither speakers nor technologies."""
    return {
        "event": (event_facet(event),),
        "speaker": (),
        "technology": (),
        "year": (str(event.date.year),),
    }


def visible_of(talk: Talk) -> str:
    """Return what a reader sees of a talk's body."""
    return _seen_of(talk.body, talk.markup)


def visible_note_of(event: Event) -> str:
    """Return what a reader sees of an event's note."""
    return _seen_of(event.note, event.markup)


def _seen_of(text: str, markup: Markup) -> str:
    # Reading markup is for those who write: a site starts without it.
    from search.text.visible_text import visible_text

    return visible_text(text, markup).text


def stored_of(talk: Talk, visible: str, place: int = 0) -> str:
    """Return the text that a talk's document stores, all but its event's note; `talk_of` reads it.

    `place` says which of its event's talks it is, from 0: it decides where talks are equal in all else, so
    that a talk whose place has changed is another document.
    """
    line = _line_of(talk, place)
    return line if visible == talk.body else f"{line}\n{visible}"


def _line_of(talk: Talk, place: int) -> str:
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
    return _written(plain)


def stored_of_event(event: Event, talk_ids: Sequence[str], visible: str) -> str:
    """Return the text that an event's document stores, with the order of its talks."""
    line = _line_of_event(event, talk_ids)
    return line if visible == event.note else f"{line}\n{visible}"


def _line_of_event(event: Event, talk_ids: Sequence[str]) -> str:
    return _written({"event": _plain_event(event), "talks": list(talk_ids)})


def digest_of(stored: str) -> bytes:
    """Return what names the contents of a document; 16 bytes."""
    line = stored.partition("\n")[0]
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def digest_of_talk(talk: Talk, place: int = 0) -> bytes:
    """Return the digest that a talk's document has, without making it."""
    return digest_of(_line_of(talk, place))


def digest_of_event(event: Event, talk_ids: Sequence[str]) -> bytes:
    """Return the digest that an event's document has, without making it."""
    return digest_of(_line_of_event(event, talk_ids))


def talk_of(stored: str) -> Talk:
    """Return the talk that a document stores. Its event comes without its note."""
    return shown_of(stored)[0]


def shown_of(stored: str) -> tuple[Talk, str]:
    """Return the talk that a document stores, and what a reader sees of its body."""
    plain, end = _read_line(stored)
    return _talk_of(plain), stored[end + 1 :] if end < len(stored) else plain["body"]


def _talk_of(plain: dict[str, Any]) -> Talk:
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
    plain, _ = _read_line(stored)
    return _event_of(plain["event"]), tuple(plain["talks"])


def shown_event_of(stored: str) -> tuple[Event, str]:
    """Return the event that a document stores, and what a reader sees of its note."""
    plain, end = _read_line(stored)
    return _event_of(plain["event"]), stored[end + 1 :] if end < len(stored) else plain["event"]["note"]


def texts_of(talk: Talk, visible: str) -> tuple[str, ...]:
    """Return every text by which a talk is found, title and body first; `visible` is what is seen of that."""
    fields = tuple(text for _, text in fields_of(talk, visible))
    return tuple(dict.fromkeys((talk.title, visible, *fields)))


def fields_of(talk: Talk, visible: str) -> Iterator[tuple[str, str]]:
    """Yield every text with the field it belongs to, the body last; see `ranking.FIELD_WEIGHTS`."""
    yield "title", talk.title
    for speaker in talk.speakers:
        yield "speakers", "\n".join(filter(None, (speaker.name, speaker.heard, speaker.affiliation)))
    yield from (("technologies", name) for name in talk.technologies)
    yield "event", f"{talk.event.name}\n{talk.event.hashtag}"
    yield "body", visible


def texts_of_event(event: Event, visible: str) -> tuple[str, ...]:
    """Return every text by which an event is found, name and note first; `visible` is seen of that."""
    fields = tuple(text for _, text in fields_of_event(event, visible))
    return tuple(dict.fromkeys((event.name, visible, *fields)))


def fields_of_event(event: Event, visible: str) -> Iterator[tuple[str, str]]:
    """Yield every text of an event with the field it belongs to, as `fields_of` does for a talk."""
    yield "title", event.name
    yield "event", f"{event.hashtag}\n{event.venue}"
    yield "body", visible


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
