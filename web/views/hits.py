"""Hits as they stand on a page: talks, those of one event below each other, and events beside them."""

from collections.abc import Mapping, Sequence

from search.linking.addresses import event_path, path_of_talk, talk_path, url_of
from search.model import EventHit, Filter, Hit, Query
from web.bounds import SHORT, fitting
from web.params import Narrowing, toggled, with_group, with_page
from web.plain import shortened
from web.rendering import SafeHtml, snippet_html
from web.texts import Texts
from web.views.choices import Choice, kept_or_added
from web.views.dates import Day, day_of
from web.views.picks import Pick, Picking
from web.views.printed import printed

MOST_REASONS = 16
"""Words of a hit that are told apart; nobody reads more of them beside each of a hundred hits."""


@printed
class Reason:
    """Why a hit is one without a word as typed: how it is written there, and by which route."""

    word: str
    written: str
    label: str


@printed
class HitView:
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


@printed
class EntryView:
    """A hit with those of the same event below it; without grouping there are none.

    `label` says how many the event has on all pages; `event_url`, called `all_label`, leads to them.
    """

    hit: HitView
    others: tuple[HitView, ...] = ()
    label: str = ""
    event_url: str = ""
    all_label: str = ""


@printed
class EventHitView:
    """An event that was found. `facts` are its venue and hashtag, where they are known."""

    name: SafeHtml
    url: str
    day: Day
    facts: str
    snippet: SafeHtml


@printed
class Around:
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
        reasons=tuple(
            Reason(why.word, why.written, texts.routes[why.route]) for why in hit.why if why.route != "typed"
        )[:MOST_REASONS],
        missing=hit.missing[:MOST_REASONS],
        links_url=f"/link{talk_path(talk.id)}{around.words}",
        pick=around.picking.of(talk.id),
    )


def event_hit_view(hit: EventHit, texts: Texts) -> EventHitView:
    event = hit.event
    hashtag = f"#{event.hashtag.lstrip('#')}" if event.hashtag else ""
    return EventHitView(
        name=snippet_html(hit.name),
        url=event_path(event.id),
        day=day_of(event.date, texts),
        facts=" ".join(filter(None, (event.venue, hashtag))),
        snippet=snippet_html(shortened(hit.snippet, event.markup)),
    )


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
