"""Documents: a talk or an event as an engine stores it.

A document holds everything an engine needs: terms with positions for each stream, facet values, a date to
sort by, the keys that find it, and a text to give back. What comes back is a Talk or an Event again.

A talk is stored as one line of JSON, lists without keys, and its body as it was written: a page of hits is
read with each search. Where a reader sees something else of the body, that stands behind it, so that nobody
who searches reads markup again. It follows from the body, and the digest is of what stands before it: what is
unchanged is known without reading it.
"""

import base64
import datetime
import hashlib
import json
import re
from collections.abc import Sequence
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
_LINE_END = re.compile(r", ([0-9]+)\]\n")
"""The last number of a line says how long the text behind it is."""

DIGEST = 16
"""Bytes of a document's digest."""
_OF_EVENT = 2
"""How many things the line of an event says, beside how long its note is: the event and its talks."""


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
    written = _written_of(talk, place)
    return written if visible == talk.body else f"{written}\n{visible}"


def _written_of(talk: Talk, place: int) -> str:
    plain = (
        place,
        talk.id,
        talk.title,
        _plain_event(talk.event),
        [(speaker.name, speaker.heard, speaker.affiliation) for speaker in talk.speakers],
        talk.technologies,
        talk.date.isoformat(),
        [(link.kind, link.url) for link in talk.links],
        talk.aliases,
        talk.mention,
        talk.markup,
        len(talk.body),
    )
    return f"{_written(plain)}\n{talk.body}"


def stored_of_event(event: Event, talk_ids: Sequence[str], visible: str) -> str:
    """Return the text that an event's document stores, with the order of its talks."""
    written = _written_of_event(event, talk_ids)
    return written if visible == event.note else f"{written}\n{visible}"


def _written_of_event(event: Event, talk_ids: Sequence[str]) -> str:
    return f"{_written((_plain_event(event), tuple(talk_ids), len(event.note)))}\n{event.note}"


def digest_of(stored: str) -> bytes:
    """Return what names the contents of a document; 16 bytes."""
    line_end = _LINE_END.search(stored)
    last = line_end.end() + int(line_end[1]) if line_end else len(stored)
    # Where neither the end nor what a reader sees is next, it is no text of ours as it was written.
    return _digest_of(stored[:last] if stored[last : last + 1] in ("", "\n") else stored)


def _digest_of(written: str) -> bytes:
    return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def digest_of_talk(talk: Talk, place: int = 0) -> bytes:
    """Return the digest that a talk's document has, without making it."""
    return _digest_of(_written_of(talk, place))


def digest_of_event(event: Event, talk_ids: Sequence[str]) -> bytes:
    """Return the digest that an event's document has, without making it."""
    return _digest_of(_written_of_event(event, talk_ids))


def talk_of(stored: str) -> Talk:
    """Return the talk that a document stores. Its event comes without its note."""
    return shown_of(stored)[0]


def shown_of(stored: str) -> tuple[Talk, str]:
    """Return the talk that a document stores, and what a reader sees of its body."""
    plain, body, visible = _read(stored)
    return _talk_of(plain, body), visible


def event_of(stored: str) -> tuple[Event, tuple[str, ...]]:
    """Return the event that a document stores, and the ids of its talks in the order of the note."""
    (event, talk_ids), note, _ = _read(stored)
    return _event_of(event, note), tuple(talk_ids)


def shown_event_of(stored: str) -> tuple[Event, str]:
    """Return the event that a document stores, and what a reader sees of its note."""
    (event, _), note, visible = _read(stored)
    return _event_of(event, note), visible


def talk_or_event_of(stored: str) -> Talk | Event:
    """Return what a document stores, whichever it is."""
    plain, text, _ = _read(stored)
    return _event_of(plain[0], text) if len(plain) == _OF_EVENT else _talk_of(plain, text)


def _read(stored: str) -> tuple[list[Any], str, str]:
    """Return what the line of a document says, the text behind it, and what a reader sees of that."""
    plain, end = _read_line(stored)
    first = end + 1
    last = first + plain.pop()
    text = stored[first:last]
    return plain, text, text if last == len(stored) else stored[last + 1 :]


def _talk_of(plain: Sequence[Any], body: str) -> Talk:
    _, talk_id, title, event, speakers, technologies, date, links, aliases, mention, markup = plain
    return Talk(
        talk_id,
        title,
        _event_of(event, ""),
        tuple([Speaker(*speaker) for speaker in speakers]),
        tuple(technologies),
        datetime.date.fromisoformat(date),
        body,
        tuple([Link(*link) for link in links]),
        tuple(aliases),
        mention,
        markup,
    )


def texts_of(talk: Talk, visible: str) -> tuple[str, ...]:
    """Return every text by which a talk is found, title and body first; `visible` is what is seen of that."""
    fields = [text for _, text in fields_of(talk, visible)]
    return tuple(dict.fromkeys((talk.title, visible, *fields)))


def fields_of(talk: Talk, visible: str) -> list[tuple[str, str]]:
    """Return every text with the field it belongs to, the body last; see `ranking.FIELD_WEIGHTS`."""
    return [
        ("title", talk.title),
        *[("speakers", _names_in(speaker)) for speaker in talk.speakers],
        *[("technologies", name) for name in talk.technologies],
        ("event", f"{talk.event.name}\n{talk.event.hashtag}"),
        ("body", visible),
    ]


def _names_in(speaker: Speaker) -> str:
    if not (speaker.heard or speaker.affiliation):
        return speaker.name
    return "\n".join(filter(None, (speaker.name, speaker.heard, speaker.affiliation)))


def texts_of_event(event: Event, visible: str) -> tuple[str, ...]:
    """Return every text by which an event is found, name and note first; `visible` is seen of that."""
    fields = [text for _, text in fields_of_event(event, visible)]
    return tuple(dict.fromkeys((event.name, visible, *fields)))


def fields_of_event(event: Event, visible: str) -> list[tuple[str, str]]:
    """Return every text of an event with the field it belongs to, as `fields_of` does for a talk."""
    return [("title", event.name), ("event", f"{event.hashtag}\n{event.venue}"), ("body", visible)]


def _plain_event(event: Event) -> tuple[str, ...]:
    """Return all of an event but its note."""
    facts = (event.url, event.post, event.hashtag, event.venue, event.markup)
    return (event.id, event.name, event.date.isoformat(), *facts)


def _event_of(plain: Sequence[Any], note: str) -> Event:
    event_id, name, date, url, post, hashtag, venue, markup = plain
    return Event(event_id, name, datetime.date.fromisoformat(date), url, post, hashtag, venue, note, markup)
