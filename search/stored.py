"""Stored: a talk or an event as the text that its document stores, and back; and what names that text.

A talk is stored as one line of JSON, lists without keys, and its body as it was written: a page of hits is
read with each search. Where a reader sees something else of the body, that stands behind it, so that nobody
who searches reads markup again. It follows from the body, and the digest is of what stands before it: what is
unchanged is known without reading it.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from search.model import Event, Link, Speaker, Talk

DIGEST = 16
"""Bytes of a document's digest."""
_OF_EVENT = 2
"""How many things the line of an event says, beside how long its note is: the event and its talks."""
_read_line = json.JSONDecoder().raw_decode
_written = json.JSONEncoder(ensure_ascii=False).encode
_LINE_END = re.compile(r", ([0-9]+)\]\n")
"""The last number of a line says how long the text behind it is."""


def stored_of(written: str, text: str, visible: str) -> str:
    """Return what a document stores: what is written, and behind it what is seen of its text, if other."""
    return written if visible == text else f"{written}\n{visible}"


def written_of(talk: Talk, place: int) -> str:
    """Return what is written of a talk, all but its event's note; `place` is as in `PlacedTalk`."""
    speakers = [(speaker.name, speaker.heard, speaker.affiliation) for speaker in talk.speakers]
    links = [(link.kind, link.url) for link in talk.links]
    names = (talk.id, talk.title, _plain_event(talk.event), speakers, talk.technologies)
    facts = (talk.date.isoformat(), links, talk.aliases, talk.mention, talk.markup, len(talk.body))
    return f"{_written((place, *names, *facts))}\n{talk.body}"


def written_of_event(event: Event, talk_ids: Sequence[str]) -> str:
    """Return what is written of an event, with the order of its talks."""
    return f"{_written((_plain_event(event), tuple(talk_ids), len(event.note)))}\n{event.note}"


def digest_of(stored: str) -> bytes:
    """Return what names the contents of a document, also where only what is written of it is known."""
    line_end = _LINE_END.search(stored)
    last = line_end.end() + int(line_end[1]) if line_end else len(stored)
    # Where neither the end nor what a reader sees is next, it is no text of ours as it was written.
    written = stored[:last] if stored[last : last + 1] in ("", "\n") else stored
    return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


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
    names = _event_of(event, ""), tuple([Speaker(*speaker) for speaker in speakers]), tuple(technologies)
    day, own_links = datetime.date.fromisoformat(date), tuple([Link(*link) for link in links])
    return Talk(talk_id, title, *names, day, body, own_links, tuple(aliases), mention, markup)


def _plain_event(event: Event) -> tuple[str, ...]:
    facts = (event.url, event.post, event.hashtag, event.venue, event.markup)
    return (event.id, event.name, event.date.isoformat(), *facts)


def _event_of(plain: Sequence[Any], note: str) -> Event:
    event_id, name, date, url, post, hashtag, venue, markup = plain
    return Event(event_id, name, datetime.date.fromisoformat(date), url, post, hashtag, venue, note, markup)
