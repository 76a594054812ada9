"""Hits as they stand on a page: talks, those of one event below each other, and events beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from search.answers import EventHit, Hit, Snippet, Why
from search.linking.addresses import event_path, path_of_talk, talk_path, url_of
from search.model import Filter, Query, Talk
from web.bounds import SHORT, fitting
from web.params import Narrowing, toggled, with_group, with_page
from web.plain import shortened
from web.rendering import SafeHtml, snippet_html
from web.texts import Texts
from web.views.choices import Choice, kept_or_added
from web.views.dates import Day, day_of
from web.views.picks import Pick, Picking

MOST_REASONS = 16
"""Words of a hit that are told apart; nobody reads more of them beside each of a hundred hits."""


_Name: TypeAlias = tuple[str, str]
"""A name, and what it is a name of."""


class Reason(Struct, frozen=True, eq=False):
    """Why a hit is one without a word as typed: how it is written there, and by which route. Of a hit without
    a mark, how it is written among its names, and of what.
    """

    word: str
    written: str
    label: str


class HitView(Struct, frozen=True, eq=False):
    """One entry. `url` leads there with the words marked, `links_url` to all forms of its link.

    `at` is where in the body the snippet begins.
    """

    title: SafeHtml
    url: str
    day: Day
    event: str
    event_url: str
    speakers: tuple[Choice, ...]
    technologies: tuple[Choice, ...]
    snippet: SafeHtml
    at: int
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    links_url: str
    pick: Pick


class EntryView(Struct, frozen=True, eq=False):
    """A hit with those of the same event below it; without grouping there are none.

    `label` says how many the event has on all pages; `event_url`, called `all_label`, leads to them.
    """

    hit: HitView
    others: tuple[HitView, ...] = ()
    label: str = ""
    event_url: str = ""
    all_label: str = ""


class EventHitView(Struct, frozen=True, eq=False):
    """An event that was found. `facts` are its venue and hashtag, where they are known."""

    name: SafeHtml
    url: str
    day: Day
    facts: str
    snippet: SafeHtml
    reasons: tuple[Reason, ...]


class Around(Struct, frozen=True, eq=False):
    """What the links of all hits of a page share. `words` is the end of an address, from `?` on.

    Names are links that narrow the search, or, where that is too long for all of them, start another one.
    """

    words: str
    speakers: Narrowing
    technologies: Narrowing
    picking: Picking

    @classmethod
    def of(cls, query: Query, hits: Sequence[Hit]) -> "Around":
        words = url_of(Query(query.text), "")
        # Who sets a talk aside leaves a long search behind.
        is_short = fitting(len(url_of(query)), len(hits)) == len(hits)
        picking = Picking(query if is_short else Query(picked=query.picked))
        if fitting(len(words), 2 * len(hits)) < 2 * len(hits):
            words = ""
        speakers = Narrowing(query, "speaker")
        names = sum(len(hit.talk.speakers) + len(hit.talk.technologies) for hit in hits)
        if speakers.size > SHORT and fitting(speakers.size, names) < names:
            query = Query()
            speakers = Narrowing(query, "speaker")
        return cls(words, speakers, Narrowing(query, "technology"), picking)


def hit_view(hit: Hit, around: Around, texts: Texts) -> HitView:
    talk = hit.talk
    path = path_of_talk(talk)
    return HitView(
        title=snippet_html(hit.title),
        url=path if talk.mention else path + around.words,
        day=day_of(talk.date, texts),
        event=talk.event.name,
        event_url=event_path(talk.event.id),
        speakers=kept_or_added(around.speakers, [speaker.name for speaker in talk.speakers]),
        technologies=kept_or_added(around.technologies, talk.technologies),
        snippet=snippet_html(shortened(hit.snippet, talk.markup)),
        at=hit.snippet.start,
        reasons=_reasons_of(hit.why, _unmarked(_names_of(talk, texts), hit.title, hit.snippet), texts),
        missing=hit.missing[:MOST_REASONS],
        links_url=f"/link{talk_path(talk.id)}{around.words}",
        pick=around.picking.of(talk.id),
    )


def event_hit_view(hit: EventHit, texts: Texts) -> EventHitView:
    event = hit.event
    hashtag = f"#{event.hashtag.lstrip('#')}" if event.hashtag else ""
    names = ((event.venue, texts.venue), (hashtag, texts.hashtag))
    return EventHitView(
        name=snippet_html(hit.name),
        url=event_path(event.id),
        day=day_of(event.date, texts),
        facts=" ".join(filter(None, (event.venue, hashtag))),
        snippet=snippet_html(shortened(hit.snippet, event.markup)),
        reasons=_reasons_of(hit.why, _unmarked(names, hit.name, hit.snippet), texts),
    )


def _names_of(talk: Talk, texts: Texts) -> Iterator[_Name]:
    """Yield every name of a talk by which it may be found, with what it is a name of."""
    yield from ((name, texts.technology) for name in talk.technologies)
    for speaker in talk.speakers:
        yield from ((name, texts.speaker) for name in (speaker.name, speaker.heard, speaker.affiliation))
    yield from ((talk.event.name, texts.event), (talk.event.hashtag, texts.hashtag))
    yield talk.date.isoformat(), texts.date


def _unmarked(names: Iterable[_Name], *shown: Snippet) -> tuple[_Name, ...]:
    """Return the names of a hit that has no mark in what is shown of it; none of any other."""
    return () if any(each.marks for each in shown) else tuple(names)


def _reasons_of(why: Sequence[Why], names: Sequence[_Name], texts: Texts) -> tuple[Reason, ...]:
    """Return why a hit is one; of words as typed only where one of `names` has them, which are unmarked."""
    found = []
    for each in why:
        if each.route != "typed":
            found.append(Reason(each.word, each.written, texts.routes[each.route]))
        elif named := next((one for one in names if each.written in one[0]), None):
            found.append(Reason(each.word, named[0] if named[0] != each.word else "", named[1]))
    return tuple(found[:MOST_REASONS])


def entries_of(
    hits: Sequence[Hit], views: Sequence[HitView], query: Query, counts: Mapping[str, int], texts: Texts
) -> tuple[EntryView, ...]:
    """Return the hits of a page; grouped, those of one event below the first. `counts` are of all pages."""
    if query.group != "event":
        return tuple(map(EntryView, views))
    groups: dict[str, list[HitView]] = {}
    values: dict[str, str] = {}
    for hit, view in zip(hits, views, strict=True):
        groups.setdefault(hit.talk.event.id, []).append(view)
        values[hit.talk.event.id] = hit.event_value
    entries = []
    if fitting(len(url_of(query)), len(groups)) < len(groups):
        query = Query()
    for event_id, (first, *others) in groups.items():
        chosen = Filter("event", values[event_id])
        narrowed = query if chosen in query.filters else toggled(query, "event", chosen.value)
        talks = max(counts.get(chosen.value, 0), 1 + len(others))
        entries.append(
            EntryView(
                first,
                tuple(others),
                texts.count(texts.same_event, talks - 1) if talks > 1 else "",
                url_of(with_group(with_page(narrowed, 1), "none")),
                texts.count(texts.all_of_event, talks),
            )
        )
    return tuple(entries)
