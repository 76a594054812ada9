"""Subjects: what a link, a quotation, a citation or a list is about, and what of it is told."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from search import EventTalks, Name, TalkIndex
from search.linking.addresses import (
    asked,
    event_path,
    name_path,
    path_of_talk,
    set_path,
    short_path,
    talk_path,
    url_of,
)
from search.linking.passages import Passage, chosen_passage, passage_of
from search.linking.titles import SearchWords, search_title
from search.model import Filter, Query, Talk
from search.text.visible_text import visible_text

MOST = 100
"""Talks of a list."""
ONE_TALK, SOME_TALKS = 230, 480
"""How tall a frame is about, in pixels."""


class Source(Struct, frozen=True):
    """A talk or an event as it is cited. An event's own `event` is empty. Addresses are absolute."""

    url: str
    title: str
    date: datetime.date
    speakers: tuple[str, ...] = ()
    event: str = ""
    event_url: str = ""
    venue: str = ""


class Frame(Struct, frozen=True):
    """A page that shows a subject, how tall about, in pixels, and the script that makes it just as tall."""

    url: str
    height: int
    script: str


class Subject(Struct, frozen=True):
    """Something with an address. What it does not have is empty: there are no forms of that."""

    url: str
    title: str
    cited: Source | None = None
    passage: Passage = ()
    talks: tuple[Source, ...] = ()
    frame: Frame | None = None
    short: str = ""
    """A shorter address that leads there, where the other one is long for being in Japanese."""


def talk_subject(index: TalkIndex, talk: Talk, base: str, words: str, chosen: str = "") -> Subject:
    """Return a talk with what is to be quoted of it: what was chosen there, what has a search's words, or the
    beginning. `base` is the site's public address, without a final slash.
    """
    source = source_of(talk, base)
    body = visible_text(talk.body, talk.markup).text
    passage = chosen_passage(body, chosen) or passage_of(body, index.marks(body, words) if words else ())
    frame = _frame(base, talk_path(talk.id), ONE_TALK)
    short = "" if talk.id.isascii() else base + short_path(talk.id)
    return Subject(source.url, talk.title, source, passage, frame=frame, short=short)


def event_subject(found: EventTalks, base: str) -> Subject:
    event = found.event
    source = Source(base + event_path(event.id), event.name, event.date, venue=event.venue)
    frame = _frame(base, event_path(event.id))
    return Subject(source.url, event.name, source, talks=_sources_of(found.talks, base), frame=frame)


def name_subject(index: TalkIndex, name: Name, base: str, most: int) -> Subject:
    """Return a speaker or a technology with the newest talks."""
    query = Query(filters=(Filter(name.facet, name.text),), sort="newest", per_page=most)
    talks = [hit.talk for hit in index.search(query, values=0).hits]
    frame = _frame(base, url_of(Query(filters=query.filters), "/search"))
    return Subject(
        base + name_path(name.facet, name.text), name.text, talks=_sources_of(talks, base), frame=frame
    )


def search_subject(index: TalkIndex, query: Query, base: str, words: SearchWords, most: int) -> Subject:
    """Return a search with its first talks."""
    result = index.search(replace(asked(query), page=1, per_page=most), values=0)
    named = replace(query, filters=result.query.filters, picked=())
    title = f"{search_title(named, words)} - {words.site}"
    talks = _sources_of([hit.talk for hit in result.hits], base)
    few = replace(named, page=1, per_page=Query().per_page, group="none")
    return Subject(base + url_of(named), title, talks=talks, frame=_frame(base, url_of(few, "/search")))


def set_subject(talks: Sequence[Talk], base: str, title: str) -> Subject:
    """Return talks that somebody chose, in their order, as a list with an address of its own."""
    url = base + set_path(talks)
    frame = _frame(base, url.removeprefix(base).replace("/set", "/list", 1))
    return Subject(url, title, talks=_sources_of(talks, base), frame=frame)


def source_of(talk: Talk, base: str) -> Source:
    return Source(
        base + path_of_talk(talk),
        talk.title,
        talk.date,
        tuple(speaker.name for speaker in talk.speakers),
        talk.event.name,
        base + event_path(talk.event.id),
        talk.event.venue,
    )


def _frame(base: str, path: str, height: int = SOME_TALKS) -> Frame:
    return Frame(f"{base}/embed{path}", height, f"{base}/embed.js")


def _sources_of(talks: Sequence[Talk], base: str) -> tuple[Source, ...]:
    return tuple(source_of(talk, base) for talk in talks)
