"""One SearchResult as the search page shows it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from search.model import Facet, FacetName, FacetValue, Hit, Query, SearchResult, Sort, WhyRoute
from web.links import LinkForm, link_forms
from web.params import (
    cleared,
    event_path,
    mention_path,
    talk_path,
    toggled,
    url_of,
    with_page,
    with_sort,
    with_text,
    without,
)
from web.plain import plain_snippet, shortened
from web.rendering import SafeHtml, snippet_html
from web.views.dates import Day, day_of

FACET_LABELS: dict[FacetName, str] = {
    "event": "イベント",
    "speaker": "発表者",
    "technology": "技術",
    "year": "年",
}
SORT_LABELS: dict[Sort, str] = {"relevance": "関連順", "newest": "新しい順", "oldest": "古い順"}
WHY_LABELS: dict[WhyRoute, str] = {
    "typed": "そのまま",
    "spelling": "表記",
    "reading": "読み",
    "alias": "別名",
    "correction": "訂正",
}
TOP_VALUES = 10
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes the search. `key` stays the same when the results around it are swapped."""

    key: str
    label: str
    url: str
    selected: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    facet: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """The most frequent values of a facet; `more_url` lists the other ones and is empty without any."""

    name: FacetName
    label: str
    choices: tuple[Choice, ...]
    more_url: str
    total: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is one without a word as typed: how it is written there, and by which route."""

    word: str
    written: str
    label: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One entry. `url` leads there with the words marked, `links` are permanent."""

    title: SafeHtml
    url: str
    day: Day
    event: str
    event_url: str
    speakers: tuple[Choice, ...]
    technologies: tuple[Choice, ...]
    snippet: SafeHtml
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    links: tuple[LinkForm, ...]


@dataclass(frozen=True, slots=True)
class PagerView:
    """Where one is among the pages; an absent neighbour is an empty URL."""

    page: int
    pages: int
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything `_results.html` prints."""

    query: Query
    title: str
    front: bool
    total: int
    took: str
    announcement: str
    notice: str
    hits: tuple[HitView, ...]
    mentions: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    sorts: tuple[Choice, ...]
    pager: PagerView
    ways_out: tuple[Choice, ...]
    links: tuple[LinkForm, ...]
    json_url: str


def results_view(query: Query, result: SearchResult, base: str) -> ResultsView:
    """Prepare a result for the page. `query` is what the URL says; `base` is the site's address."""
    title = search_title(query)
    return ResultsView(
        query=query,
        title=title,
        front=not query.text and not query.filters and query.page == 1,
        total=result.total,
        took=f"{result.took:.3f} 秒",
        announcement=_announcement(query, result),
        notice=_notice(query, result),
        hits=tuple(_hit_view(hit, query, base) for hit in result.hits),
        mentions=tuple(_hit_view(hit, query, base) for hit in result.mentions),
        facets=tuple(facet_view(facet, query, TOP_VALUES) for facet in result.facets),
        chips=tuple(
            Chip(FACET_LABELS[each.facet], each.value, url_of(without(query, each))) for each in query.filters
        ),
        clear_url=url_of(cleared(query)),
        sorts=_sorts(query, result.query.sort),
        pager=_pager_view(query, result.total),
        ways_out=() if result.total else _ways_out(query),
        links=link_forms(base + url_of(query), f"{title} - 聞き書き"),
        json_url=url_of(query, "/search.json"),
    )


def facet_view(facet: Facet, query: Query, top: int) -> FacetView:
    """Show the `top` values and every selected one; a value that promises nothing is left out."""
    # Thousands of values are counted and a dozen shown: only a selected one is looked for beyond the top.
    shown = [value for value in facet.values[:top] if value.count or value.selected]
    if any(each.facet == facet.name for each in query.filters):
        shown += [value for value in facet.values[top:] if value.selected]
    return FacetView(
        name=facet.name,
        label=FACET_LABELS[facet.name],
        choices=tuple(_choice_of(facet.name, value, query) for value in shown),
        more_url=url_of(with_page(query, 1), f"/facets/{facet.name}") if facet.total > len(shown) else "",
        total=facet.total,
    )


def search_title(query: Query) -> str:
    """Name a search in one line: its words, then its filters."""
    words = [f"「{query.text}」"] if query.text else []
    words.extend(f"{FACET_LABELS[each.facet]}: {each.value}" for each in query.filters)
    return " ".join(words) + " の検索結果" if words else "すべての発表"


def _choice_of(facet: FacetName, value: FacetValue, query: Query) -> Choice:
    return Choice(
        key=f"{facet}-{crc32(value.value.encode()):08x}",
        label=value.value,
        url=url_of(toggled(query, facet, value.value)),
        selected=value.selected,
        count=value.count,
    )


def _hit_view(hit: Hit, query: Query, base: str) -> HitView:
    talk = hit.talk
    path = mention_path(talk.id) if talk.mention else talk_path(talk.id)
    return HitView(
        title=snippet_html(hit.title),
        url=path if talk.mention else url_of(Query(query.text), path),
        day=day_of(talk.date),
        event=talk.event.name,
        event_url=event_path(talk.event.id),
        speakers=_narrowing(query, "speaker", [speaker.name for speaker in talk.speakers]),
        technologies=_narrowing(query, "technology", talk.technologies),
        snippet=snippet_html(plain_snippet(shortened(hit.snippet, talk.body))),
        reasons=tuple(
            Reason(why.word, why.written, WHY_LABELS[why.route]) for why in hit.why if why.route != "typed"
        ),
        missing=hit.missing,
        links=link_forms(base + path, talk.title),
    )


def _narrowing(query: Query, facet: FacetName, values: Sequence[str]) -> tuple[Choice, ...]:
    """Make each value a link that narrows to it; one that is chosen already stays chosen."""
    chosen = {each.value for each in query.filters if each.facet == facet}
    return tuple(
        Choice("", value, url_of(query if value in chosen else toggled(query, facet, value)), value in chosen)
        for value in values
    )


def _sorts(query: Query, current: Sort) -> tuple[Choice, ...]:
    """Without words nothing is relevant: only the order of time makes sense."""
    offered: tuple[Sort, ...] = ("relevance", "newest", "oldest") if query.text else ("newest", "oldest")
    return tuple(
        Choice(f"sort-{sort}", SORT_LABELS[sort], url_of(with_sort(query, sort)), sort == current)
        for sort in offered
    )


def _pager_view(query: Query, total: int) -> PagerView:
    pages = max(1, math.ceil(total / query.per_page))
    before = min(query.page - 1, pages)
    return PagerView(
        page=query.page,
        pages=pages,
        previous_url=url_of(with_page(query, before)) if query.page > 1 else "",
        next_url=url_of(with_page(query, query.page + 1)) if query.page < pages else "",
    )


def _ways_out(query: Query) -> tuple[Choice, ...]:
    """Offer searches near one that found nothing: without its filters, then each word by itself."""
    ways: list[Choice] = []
    if query.filters and query.text:
        ways.append(Choice("", f"絞り込みをやめて「{query.text}」を探す", url_of(cleared(query))))
    words = list(dict.fromkeys(word.strip("\"“”「」'") for word in query.text.split()))
    if len(words) > 1:
        alone = replace(cleared(query), sort="relevance")
        ways.extend(
            Choice("", f"「{word}」だけで探す", url_of(with_text(alone, word)))
            for word in words[:MAX_WORDS]
            if word
        )
    ways.append(Choice("", "すべての発表を見る", "/"))
    return tuple(ways)


def _notice(query: Query, result: SearchResult) -> str:
    """Say that what is shown is not quite what was asked for; empty when it is."""
    if not result.relaxed:
        return ""
    if len(query.text.split()) > 1:
        return "すべての語を含む発表は見つからなかったので、一部の語を含む発表を表示しています。"
    return "そのままの発表は見つからなかったので、近いものを表示しています。"


def _announcement(query: Query, result: SearchResult) -> str:
    if not result.total:
        return "見つかりませんでした"
    note = f"。{_notice(query, result)}" if result.relaxed else ""
    pages = math.ceil(result.total / query.per_page)
    place = f"、{pages}ページ中{query.page}ページ目" if query.page > 1 else ""
    return f"{result.total}件見つかりました{place}{note}"
