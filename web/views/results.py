"""One SearchResult as the search page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import Struct, field

from search import NearWord
from search.answers import Hit, SearchResult
from search.linking.addresses import pairs_of, url_of
from search.linking.titles import search_title
from search.model import Query, Sort
from search.query.chunks import chunks, replaced
from web.params import cleared, with_group, with_page, with_sort, with_text
from web.texts import Texts
from web.views.choices import (
    TOP_VALUES,
    TOP_YEARS,
    Chip,
    Choice,
    FacetView,
    chips_of,
    facet_view,
)
from web.views.dates import DatesForm, dates_form
from web.views.hits import Around, EntryView, EventHitView, HitView, entries_of, event_hit_view, hit_view
from web.views.narrowed import NamedLine
from web.views.pager import PagerView, pager_of
from web.views.picks import PickedView, picked_view

NearWordsOf = Mapping[str, tuple[NearWord, ...]]


class Beside(Struct, frozen=True, eq=False):
    """What else is known of a search: what its words may have meant, and the names it is narrowed to.

    Where it is grouped, `events` says how many hits each event has.
    """

    near: NearWordsOf = field(default_factory=dict)
    names: tuple[NamedLine, ...] = ()
    events: Mapping[str, int] = field(default_factory=dict)


class ResultsView(Struct, frozen=True, eq=False):
    """Everything `_results.html` prints, but for what is said when nothing was found."""

    query: Query
    hidden: tuple[tuple[str, str], ...]
    title: str
    page_title: str
    front: bool
    total: int
    total_label: str
    unit: str
    took: str
    announcement: str
    notice: str
    meant: tuple[Choice, ...]
    names: tuple[NamedLine, ...]
    active: str
    done: str
    here_url: str
    entries: tuple[EntryView, ...]
    first: int
    empty_page: str
    mentions: tuple[HitView, ...]
    events: tuple[EventHitView, ...]
    facets: tuple[FacetView, ...]
    dates: DatesForm
    chips: tuple[Chip, ...]
    clear_url: str
    sorts: tuple[Choice, ...]
    grouping: Choice | None
    pager: PagerView
    links_url: str
    picked: PickedView | None


def results_view(query: Query, result: SearchResult, beside: Beside, texts: Texts) -> ResultsView:
    """Prepare a result for the page. `query` is what the URL says."""
    title = search_title(query, texts)
    around = Around.of(query, result.hits)
    hits = [hit_view(hit, around, texts) for hit in result.hits]
    pager = pager_of(
        query.page, result.total, query.per_page, lambda page: url_of(with_page(query, page)), texts
    )
    front = is_front(query)
    chips = chips_of(query, texts)
    return ResultsView(
        query=query,
        # What typing keeps: all of the search but its words and its page.
        hidden=tuple(pair for pair in pairs_of(query) if pair[0] not in ("q", "page")),
        title=title,
        page_title=_page_title(title, query, front, texts),
        front=front,
        total=result.total,
        total_label=texts.number(result.total),
        unit=texts.count(texts.counted, result.total),
        took=texts.seconds.format(n=f"{result.took:.3f}"),
        announcement=_announcement(query, result, pager, texts),
        notice=_notice(query, result, texts),
        meant=_meant(query, beside.near),
        names=beside.names,
        active=texts.number(len(chips)) if chips else "",
        done=texts.count(texts.narrow_done, result.total),
        here_url=url_of(query),
        entries=entries_of(result.hits, hits, query, beside.events, texts),
        first=(query.page - 1) * query.per_page + 1,
        empty_page=texts.empty_page.format(pages=pager.pages) if result.total and not hits else "",
        mentions=tuple(hit_view(hit, around, texts) for hit in result.mentions),
        events=tuple(event_hit_view(hit, texts) for hit in result.events),
        facets=tuple(
            facet_view(facet, query, TOP_YEARS if facet.name == "year" else TOP_VALUES, texts)
            for facet in result.facets
        ),
        dates=dates_form(query, texts),
        chips=chips,
        clear_url=url_of(cleared(query)),
        sorts=_sorts(query, result.query.sort, texts),
        grouping=_grouping(query, result.hits, texts),
        pager=pager,
        links_url=url_of(replace(query, picked=()), "/link/search"),
        picked=picked_view(query, texts),
    )


def is_front(query: Query) -> bool:
    """Say whether a search asks for nothing yet."""
    return not (query.text or query.filters or query.since or query.until) and query.page == 1


def _page_title(title: str, query: Query, front: bool, texts: Texts) -> str:
    if front:
        return texts.front_title
    if query.page > 1:
        title = texts.page_title.format(title=title, page=query.page)
    return f"{title} — {texts.site}"


def _grouping(query: Query, hits: Sequence[Hit], texts: Texts) -> Choice | None:
    """Offer to group hits where at least two of the page are of one event, and always the way back."""
    if query.group == "event":
        return Choice("group", texts.ungroup, url_of(with_group(query, "none")), selected=True)
    if len({hit.talk.event.id for hit in hits}) == len(hits):
        return None
    return Choice("group", texts.group, url_of(with_group(query, "event")))


def _meant(query: Query, near: NearWordsOf) -> tuple[Choice, ...]:
    """Offer the search with the likeliest word in each place, then those with the others in one place."""
    if not near:
        return ()
    best = query.text
    for typed, words in near.items():
        best = replaced(best, typed, words[0].text)
    others = [replaced(query.text, typed, word.text) for typed, words in near.items() for word in words[1:]]
    return tuple(Choice("", text, url_of(with_text(query, text))) for text in dict.fromkeys((best, *others)))


def _sorts(query: Query, current: Sort, texts: Texts) -> tuple[Choice, ...]:
    """Without words nothing is relevant: only the order of time makes sense."""
    offered: tuple[Sort, ...] = ("relevance", "newest", "oldest") if query.text else ("newest", "oldest")
    return tuple(
        Choice(f"sort-{sort}", texts.sorts[sort], url_of(with_sort(query, sort)), sort == current)
        for sort in offered
    )


def _notice(query: Query, result: SearchResult, texts: Texts) -> str:
    """Say that what is shown is not quite what was asked for; empty when it is."""
    notice = ""
    if result.relaxed:
        notice = texts.relaxed_words if len(chunks(query.text)) > 1 else texts.relaxed
    return f"{out_of_time(result, texts)} {notice}".strip()


def out_of_time(result: SearchResult, texts: Texts) -> str:
    """Say what there was no time for; empty when there was enough."""
    if not result.left_out:
        return ""
    parts = " · ".join(texts.left_out[part] for part in result.left_out)
    return texts.out_of_time.format(parts=parts) + ("" if result.is_exact else texts.inexact)


def _announcement(query: Query, result: SearchResult, pager: PagerView, texts: Texts) -> str:
    if not result.total:
        return f"{texts.found_none} {out_of_time(result, texts)}".rstrip()
    note = f" {notice}" if (notice := _notice(query, result, texts)) else ""
    place = texts.at_page.format(page=query.page, pages=pager.pages) if query.page > 1 else ""
    return texts.count(texts.found, result.total) + place + note
