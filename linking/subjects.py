"""Subjects: what a link, a quotation, a citation or a list is about, and what of it is told."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from linking.addresses import (
    event_path,
    mention_path,
    set_path,
    short_path,
    speaker_path,
    talk_path,
    technology_path,
    url_of,
)
from linking.passages import Passage, chosen_passage, passage_of
from linking.titles import SearchWords, search_title
from search import EventTalks, Name, TalkIndex, short_of
from search.model import Filter, Query, Talk
from search.text.visible_text import visible_text

MOST = 100
"""Talks of a list."""


@dataclass(frozen=True, slots=True)
class Source:
    """A talk or an event as it is cited. An event's own `event` is empty. Addresses are absolute."""

    url: str
    title: str
    date: datetime.date
    speakers: tuple[str, ...] = ()
    event: str = ""
    event_url: str = ""
    venue: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something with an address. What it does not have is empty: there are no forms of that."""

    url: str
    title: str
    cited: Source | None = None
    passage: Passage = ()
    talks: tuple[Source, ...] = ()
    short: str = ""
    """A shorter address that leads there, where the other one is long for being in Japanese."""
    frame: str = ""
    """The address of a page that shows it in a frame of another page."""


def talk_subject(index: TalkIndex, talk: Talk, base: str, words: str = "", chosen: str = "") -> Subject:
    """Return a talk with what is to be quoted of it: what was chosen there, what has a search's words, or the
    beginning. `base` is the site's public address, without a final slash.
    """
    source = source_of(talk, base)
    body = visible_text(talk.body, talk.markup).text
    passage = chosen_passage(body, chosen) or passage_of(body, index.marks(body, words) if words else ())
    short = "" if talk.id.isascii() else base + short_path(talk.id)
    frame = "" if talk.mention else f"{base}/embed{talk_path(talk.id)}"
    return Subject(source.url, talk.title, source, passage, short=short, frame=frame)


def event_subject(found: EventTalks, base: str) -> Subject:
    event = found.event
    path = event_path(event.id)
    source = Source(base + path, event.name, event.date, venue=event.venue)
    talks = _sources_of(found.talks, base)
    return Subject(source.url, event.name, source, talks=talks, frame=f"{base}/embed{path}")


def name_subject(index: TalkIndex, name: Name, base: str, most: int = MOST) -> Subject:
    """Return a speaker or a technology with the newest talks."""
    query = Query(filters=(Filter(name.facet, name.text),), sort="newest", per_page=most)
    path = speaker_path(name.text) if name.facet == "speaker" else technology_path(name.text)
    talks = [hit.talk for hit in index.search(query, values=0).hits]
    frame = base + _frame_of(replace(query, per_page=Query().per_page))
    return Subject(base + path, name.text, talks=_sources_of(talks, base), frame=frame)


def search_subject(
    index: TalkIndex, query: Query, base: str, words: SearchWords, most: int = MOST
) -> Subject:
    """Return a search with its first talks."""
    result = index.search(replace(asked(query), page=1, per_page=most), values=0)
    named = replace(query, filters=result.query.filters, picked=())
    title = f"{search_title(named, words)} - {words.site}"
    talks = _sources_of([hit.talk for hit in result.hits], base)
    return Subject(base + url_of(named), title, talks=talks, frame=base + _frame_of(named))


def set_subject(talks: Sequence[Talk], base: str, title: str) -> Subject:
    """Return talks that somebody chose, in their order, as a list with an address of its own."""
    url = base + set_path([short_of(talk.id) for talk in talks])
    ids = urlencode([("talk", talk.id) for talk in talks])
    frame = f"{base}/embed/list?{ids}" if talks else ""
    return Subject(url, title, talks=_sources_of(talks, base), frame=frame)


def _frame_of(query: Query) -> str:
    """Return where the first hits of a search are shown in a frame."""
    return url_of(replace(query, page=1, per_page=Query().per_page, group="none"), "/embed/search")


def asked(query: Query) -> Query:
    """Without words nothing is more relevant than anything else: the newest talks come first."""
    if query.text or query.sort != "relevance":
        return query
    return replace(query, sort="newest")


def source_of(talk: Talk, base: str) -> Source:
    return Source(
        base + (mention_path(talk.id) if talk.mention else talk_path(talk.id)),
        talk.title,
        talk.date,
        tuple(speaker.name for speaker in talk.speakers),
        talk.event.name,
        base + event_path(talk.event.id),
        talk.event.venue,
    )


def _sources_of(talks: Sequence[Talk], base: str) -> tuple[Source, ...]:
    return tuple(source_of(talk, base) for talk in talks)
