"""One talk, or one event with its talks, as their pages show them."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from msgspec import Struct

from search import EventTalks, TalkIndex
from search.answers import Snippet
from search.linking.addresses import anchor_of, event_path, place_in_post, talk_path, url_of
from search.linking.forms import forms_of
from search.linking.subjects import talk_subject
from search.model import Mark, Query, Speaker, Talk
from web.params import narrowed_url
from web.rendering import SafeHtml, is_shown_whole, note_html, nothing_marked, snippet_html
from web.texts import Texts
from web.views.dates import Day, day_of
from web.views.links import FormGroup, form_groups
from web.views.pager import PagerView, pager_of

TALKS_OF_A_PAGE = 200
"""Talks of an event on one page; conferences have some hundreds."""


class NamedLink(Struct, frozen=True, eq=False):
    """A link with what stands before it (`label`), in it (`text`) and after it (`note`)."""

    text: str
    url: str
    label: str = ""
    note: str = ""


class TalkView(Struct, frozen=True, eq=False):
    """A whole talk. `anchor` is its place on its event's page; `is_marked`: some word is."""

    title: SafeHtml
    plain_title: str
    url: str
    anchor: str
    day: Day
    speakers: tuple[NamedLink, ...]
    technologies: tuple[NamedLink, ...]
    links: tuple[NamedLink, ...]
    body: SafeHtml
    is_whole: bool
    is_marked: bool


class RelatedView(Struct, frozen=True, eq=False):
    """A talk that shares words with this one, and which."""

    title: str
    url: str
    event: str
    shared: tuple[str, ...]


class TalkPageView(Struct, frozen=True, eq=False):
    """A talk among its neighbours; an absent neighbour is None."""

    talk: TalkView
    event: NamedLink
    previous: NamedLink | None
    next: NamedLink | None
    related: tuple[RelatedView, ...]
    text: str
    marked: str
    search_url: str
    links: tuple[FormGroup, ...]
    links_url: str


class EventView(Struct, frozen=True, eq=False):
    """An event's facts, its own note and its talks in the order of the note."""

    name: str
    day: Day
    venue: str
    hashtag: str
    talks_label: str
    unit: str
    links: tuple[NamedLink, ...]
    note: SafeHtml
    talks: tuple[TalkView, ...]
    mentions: tuple[TalkView, ...]
    search_url: str
    links_url: str
    pager: PagerView


def talk_page_view(
    talk: Talk, siblings: Sequence[Talk], index: TalkIndex, text: str, base: str, texts: Texts
) -> TalkPageView:
    """Prepare a talk's page with the words of `text` marked. `siblings` are the event's talks in order."""
    view = _talk_view(talk, index, text, texts, top_heading=2)
    ids = [each.id for each in siblings]
    place = ids.index(talk.id) if talk.id in ids else None
    return TalkPageView(
        talk=view,
        event=NamedLink(talk.event.name, event_path(talk.event.id)),
        previous=_neighbour(siblings, place, -1),
        next=_neighbour(siblings, place, 1),
        related=tuple(
            RelatedView(each.talk.title, talk_path(each.talk.id), each.talk.event.name, each.shared)
            for each in index.related(talk)
        ),
        text=text,
        marked=(texts.marked if view.is_marked else texts.nothing_marked).format(text=text),
        search_url=url_of(Query(text)),
        links=form_groups(forms_of(talk_subject(index, talk, base, text)), texts),
        links_url=f"/link{url_of(Query(text), talk_path(talk.id))}",
    )


def event_view(found: EventTalks, index: TalkIndex, texts: Texts, page: int) -> EventView:
    """Prepare a page of an event: `found` has the talks that stand there."""
    event = found.event
    path = event_path(event.id)
    written = [(texts.event_site, event.url), (texts.event_post, event.post)]

    def url_of_page(number: int) -> str:
        return f"{path}?page={number}" if number > 1 else path

    return EventView(
        name=event.name,
        day=day_of(event.date, texts),
        venue=event.venue,
        hashtag=event.hashtag.lstrip("#"),
        talks_label=texts.number(found.total),
        unit=texts.count(texts.counted, found.total),
        links=tuple(NamedLink(_host_of(url), url, label) for label, url in written if _is_web(url)),
        note=note_html(event.note, top_heading=2, picture=texts.picture, markup=event.markup),
        # The list has no bodies, and a conference's would take seconds.
        talks=tuple(
            _talk_view(replace(talk, body=""), index, "", texts, top_heading=4) for talk in found.talks
        ),
        mentions=tuple(_talk_view(talk, index, "", texts, top_heading=4) for talk in found.mentions),
        search_url=narrowed_url("event", found.value),
        links_url=f"/link{path}",
        pager=pager_of(page, found.entries, TALKS_OF_A_PAGE, url_of_page, texts),
    )


def _talk_view(talk: Talk, index: TalkIndex, text: str, texts: Texts, top_heading: int) -> TalkView:
    marker = index.marker_of(talk, text) if text else nothing_marked
    found: list[Mark] = []

    def kept(text: str) -> Sequence[Mark]:
        found.extend(marks := marker(text))
        return marks

    body = note_html(talk.body, kept, top_heading, texts.picture, talk.markup)
    return TalkView(
        title=snippet_html(Snippet(talk.title, tuple(kept(talk.title)))),
        plain_title=talk.title,
        url=talk_path(talk.id),
        anchor=anchor_of(talk),
        day=day_of(talk.date, texts),
        speakers=tuple(_speaker_link(speaker) for speaker in talk.speakers),
        technologies=tuple(NamedLink(name, narrowed_url("technology", name)) for name in talk.technologies),
        links=tuple(
            NamedLink(_host_of(link.url), link.url, texts.link_kinds[link.kind])
            for link in talk.links
            if _is_web(link.url)
        )
        + _post_link(talk, texts),
        is_whole=is_shown_whole(talk.body),
        body=body,
        is_marked=bool(found),
    )


def _post_link(talk: Talk, texts: Texts) -> tuple[NamedLink, ...]:
    url = place_in_post(talk)
    return (NamedLink(_host_of(url), url, texts.event_post),) if _is_web(url) else ()


def _speaker_link(speaker: Speaker) -> NamedLink:
    heard = " / ".join(part for part in (speaker.heard, speaker.affiliation) if part)
    return NamedLink(speaker.name, narrowed_url("speaker", speaker.name), note=heard)


def _neighbour(siblings: Sequence[Talk], place: int | None, step: int) -> NamedLink | None:
    if place is None or not 0 <= place + step < len(siblings):
        return None
    talk = siblings[place + step]
    return NamedLink(talk.title, talk_path(talk.id))


def _is_web(url: str) -> bool:
    """A note's links are shown only when they lead to the web: never javascript: or data:."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
