"""What a frame on somebody's page shows: one talk, an event, a search, a list of talks, a box to search."""

from collections.abc import Sequence

from msgspec import Struct

from search import EventTalks
from search.answers import Hit, SearchResult
from search.linking.addresses import event_path, path_of_talk, url_of
from search.linking.titles import search_title
from search.model import Event, Query, Talk
from search.text.visible_text import visible_text
from web.plain import shortened
from web.rendering import SafeHtml, snippet_html
from web.texts import Texts
from web.views.results import out_of_time

EVENT_TALKS = 10
HITS = 5
MAX_PASSAGE = 160


class EmbedEntry(Struct, frozen=True, eq=False):
    """One talk of a list; `facts` are its date, event and speakers, as far as they are not said above."""

    title: SafeHtml | str
    url: str
    iso: str
    facts: str
    passage: SafeHtml | str


class EmbedView(Struct, frozen=True, eq=False):
    """A frame. Every address but `box` is absolute; `more` says what `url` leads to.

    `box` is where its form sends, empty where there is none; `text` is what was typed.
    """

    title: str
    facts: str
    passage: str
    url: str
    more: str
    entries: tuple[EmbedEntry, ...] = ()
    said: str = ""
    box: str = ""
    text: str = ""


def talk_embed(talk: Talk, base: str, texts: Texts) -> EmbedView:
    read = " ".join(visible_text(talk.body[: MAX_PASSAGE * 20], talk.markup).text.split())
    return EmbedView(
        title=talk.title,
        facts=_facts(texts.long_date(talk.date), talk.event.name, *_speakers(talk)),
        passage=read if len(read) <= MAX_PASSAGE else read[:MAX_PASSAGE] + "…",
        url=base + path_of_talk(talk),
        more=texts.read_talk,
    )


def event_embed(found: EventTalks, base: str, texts: Texts) -> EmbedView:
    event = found.event
    return EmbedView(
        title=event.name,
        facts=_facts(texts.long_date(event.date), event.venue, texts.count(texts.talks, found.total)),
        passage="",
        url=base + event_path(event.id),
        more=texts.see_event,
        entries=tuple(_entry(talk, base, texts, of=event) for talk in found.talks[:EVENT_TALKS]),
    )


def search_embed(query: Query, result: SearchResult, base: str, texts: Texts) -> EmbedView:
    return EmbedView(
        title=search_title(query, texts),
        facts=_facts(texts.count(texts.talks, result.total), out_of_time(result, texts)),
        passage="",
        url=base + url_of(query),
        more=texts.see_search,
        entries=_found(result.hits, base, texts),
        said="" if result.hits else texts.nothing,
    )


def list_embed(talks: Sequence[Talk], url: str, base: str, texts: Texts) -> EmbedView:
    """Show talks in the order in which they were chosen."""
    return EmbedView(
        title=texts.list_of_talks,
        facts=texts.count(texts.talks, len(talks)),
        passage="",
        url=url,
        more=texts.see_site,
        entries=tuple(_entry(talk, base, texts) for talk in talks),
    )


def box_embed(query: Query, result: SearchResult | None, base: str, texts: Texts) -> EmbedView:
    """Show a box to search from, and what was found; nothing while nothing was typed."""
    hits = result.hits if result else ()
    return EmbedView(
        title=texts.site,
        facts="",
        passage="",
        url=base + url_of(query),
        more=texts.see_search if result else texts.see_site,
        entries=_found(hits, base, texts),
        said="" if result is None else _said(result, texts),
        box="/embed/box",
        text=query.text,
    )


def _said(result: SearchResult, texts: Texts) -> str:
    count = texts.count(texts.found, result.total) if result.hits else texts.nothing
    return _facts(count, out_of_time(result, texts))


def _found(hits: Sequence[Hit], base: str, texts: Texts) -> tuple[EmbedEntry, ...]:
    return tuple(_hit_entry(hit, base, texts) for hit in hits)


def _hit_entry(hit: Hit, base: str, texts: Texts) -> EmbedEntry:
    plain = _entry(hit.talk, base, texts)
    passage = snippet_html(shortened(hit.snippet))
    return EmbedEntry(snippet_html(hit.title), plain.url, plain.iso, plain.facts, passage)


def _entry(talk: Talk, base: str, texts: Texts, of: Event | None = None) -> EmbedEntry:
    known = () if of else (texts.short_date(talk.date), talk.event.name)
    return EmbedEntry(
        title=talk.title,
        url=base + path_of_talk(talk),
        iso=talk.date.isoformat(),
        facts=_facts(*known, *_speakers(talk)),
        passage="",
    )


def _speakers(talk: Talk) -> Sequence[str]:
    return [speaker.name for speaker in talk.speakers]


def _facts(*facts: str) -> str:
    return " · ".join(filter(None, facts))
