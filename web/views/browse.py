"""Lists to browse: every event, speaker or technology, by name, count or date, and what is found in them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeVar
from urllib.parse import urlencode

from msgspec import Struct

from search import EventEntry, Name
from search.linking.addresses import LISTS, event_path, name_path
from search.model import FacetName
from web.texts import Texts
from web.views.choices import Choice, largest_of, share_of
from web.views.dates import day_of
from web.views.pager import PagerView, pager_of
from web.views.rows import OTHER, order_of_names, order_of_rows, row_of

BrowseSort = Literal["name", "count", "date"]
ON_ONE_PAGE = 180
"""Entries that one page holds, in 100 kB at most; where there are more, each row or year is a page."""

SORTS: dict[FacetName, tuple[BrowseSort, ...]] = {
    "event": ("date", "count", "name"),
    "speaker": ("count", "name"),
    "technology": ("count", "name"),
}
_Item = TypeVar("_Item")


class Asked(Struct, frozen=True, eq=False):
    """What a list is asked for. `row` is one of its rows, or a year; `find` is a part of a name."""

    sort: BrowseSort
    row: str = ""
    find: str = ""
    page: int = 1


class BrowseEntry(Struct, frozen=True, eq=False):
    """One name or event of a list; `date` is empty for names. `share` is in percent of the largest."""

    label: str
    url: str
    count: str
    unit: str
    share: int
    date: str = ""


class BrowseGroup(Struct, frozen=True, eq=False):
    """Entries below one heading: a row of the syllabary, a letter, a year; or all of them below none."""

    key: str
    entries: tuple[BrowseEntry, ...]


class BrowseView(Struct, frozen=True, eq=False):
    """A list. `rows` lead to its groups, on this page or on others; `nothing` says that none was found.

    `sort` is empty where it is the one that the list has by itself.
    """

    label: str
    total: str
    path: str
    sort: str
    find: str
    find_label: str
    nothing: str
    sorts: tuple[Choice, ...]
    rows: tuple[Choice, ...]
    groups: tuple[BrowseGroup, ...]
    pager: PagerView


def names_view(facet: FacetName, names: Sequence[Name], asked: Asked, total: int, texts: Texts) -> BrowseView:
    """Show speakers or technologies by count, or by name below kana and letters.

    `names` are those that were found, of `total`.
    """
    ordered = sorted(names, key=order_of_names)
    rows = _grouped((row_of(name), name) for name in ordered)
    rows = {key: rows[key] for key in sorted(rows, key=order_of_rows)}
    groups: Mapping[str, Sequence[Name]] = rows
    if asked.sort == "count":
        groups = {"": sorted(ordered, key=lambda name: -name.talks)}
    shown, pager = _cut(facet, groups, asked, texts)
    largest = largest_of([name.talks for each in shown.values() for name in each])
    entries = {key: tuple(_entry_of(name, largest, texts) for name in each) for key, each in shown.items()}
    by_name = Asked("name", find=asked.find)
    return _view(facet, total, asked, entries, _row_links(facet, rows, by_name, shown, texts), pager, texts)


def events_view(
    found: Sequence[EventEntry], readings: Mapping[str, Name], asked: Asked, total: int, texts: Texts
) -> BrowseView:
    """Show events, the newest or the largest first, or by name. `readings` are by what events are called."""

    def name_of(entry: EventEntry) -> Name:
        name = entry.event.name
        return readings.get(name) or Name("event", name, entry.talks, "")

    years = _grouped((str(entry.event.date.year), entry) for entry in found)
    groups: Mapping[str, Sequence[EventEntry]] = years
    if asked.sort == "count":
        groups = {"": sorted(found, key=lambda entry: (-entry.talks, order_of_names(name_of(entry))))}
    elif asked.sort == "name":
        by_name = sorted(found, key=lambda entry: order_of_names(name_of(entry)))
        kana = _grouped((row_of(name_of(entry)), entry) for entry in by_name)
        groups = {key: kana[key] for key in sorted(kana, key=order_of_rows)}
    shown, pager = _cut("event", groups, asked, texts)
    largest = largest_of([entry.talks for each in shown.values() for entry in each])
    entries = {
        key: tuple(event_entry(entry, largest, texts) for entry in each) for key, each in shown.items()
    }
    rows = groups if asked.sort == "name" else years
    sort: BrowseSort = "name" if asked.sort == "name" else "date"
    links = _row_links("event", rows, Asked(sort, find=asked.find), shown, texts)
    return _view("event", total, asked, entries, links, pager, texts)


def event_entry(entry: EventEntry, largest: int, texts: Texts) -> BrowseEntry:
    return BrowseEntry(
        label=entry.event.name,
        url=event_path(entry.event.id),
        count=texts.number(entry.talks),
        unit=texts.count(texts.counted, entry.talks),
        share=share_of(entry.talks, largest),
        date=day_of(entry.event.date, texts).short,
    )


def _entry_of(name: Name, largest: int, texts: Texts) -> BrowseEntry:
    return BrowseEntry(
        label=name.text,
        url=name_path(name.facet, name.text),
        count=texts.number(name.talks),
        unit=texts.count(texts.counted, name.talks),
        share=share_of(name.talks, largest),
    )


def _grouped(items: Iterable[tuple[str, _Item]]) -> dict[str, list[_Item]]:
    groups: dict[str, list[_Item]] = {}
    for key, item in items:
        groups.setdefault(key, []).append(item)
    return groups


def _cut(
    facet: FacetName, groups: Mapping[str, Sequence[_Item]], asked: Asked, texts: Texts
) -> tuple[dict[str, Sequence[_Item]], PagerView]:
    """Return the groups of this page: all of them, or the one that was asked for, and of it a part."""
    count = sum(map(len, groups.values()))
    if count > ON_ONE_PAGE and len(groups) > 1:
        row = asked.row if asked.row in groups else next(iter(groups))
        groups, asked = {row: groups[row]}, Asked(asked.sort, row, asked.find, asked.page)
        count = len(groups[row])
    page = min(asked.page, max(1, math.ceil(count / ON_ONE_PAGE)))
    if count > ON_ONE_PAGE:
        ((key, items),) = groups.items()
        groups = {key: items[(page - 1) * ON_ONE_PAGE : page * ON_ONE_PAGE]}

    def url(number: int) -> str:
        return _url_of(facet, Asked(asked.sort, asked.row, asked.find, number))

    return dict(groups), pager_of(page, count, ON_ONE_PAGE, url, texts)


def _row_links(
    facet: FacetName,
    rows: Mapping[str, Sequence[object]],
    asked: Asked,
    shown: Mapping[str, Sequence[object]],
    texts: Texts,
) -> tuple[Choice, ...]:
    """Lead to every row: on this page where it is here, else on its own."""
    if len(rows) < 2:
        return ()
    is_here = len(shown) > 1
    return tuple(
        Choice(
            f"to-{key}",
            label := texts.other_row if key == OTHER else key,
            f"#row-{label}" if is_here else _url_of(facet, Asked(asked.sort, key, asked.find)),
            selected=not is_here and key in shown,
        )
        for key in rows
    )


def _url_of(facet: FacetName, asked: Asked) -> str:
    default = Asked(SORTS[facet][0])
    pairs = [
        (name, str(value))
        for name in ("sort", "row", "find", "page")
        if (value := getattr(asked, name)) != getattr(default, name)
    ]
    return f"/{LISTS[facet]}?{urlencode(pairs)}" if pairs else f"/{LISTS[facet]}"


def _view(
    facet: FacetName,
    total: int,
    asked: Asked,
    entries: Mapping[str, tuple[BrowseEntry, ...]],
    rows: tuple[Choice, ...],
    pager: PagerView,
    texts: Texts,
) -> BrowseView:
    labels = {"name": texts.by_name, "count": texts.by_count, "date": texts.by_date}
    return BrowseView(
        label=texts.facet_pages[facet],
        total=texts.number(total),
        path=f"/{LISTS[facet]}",
        sort="" if asked.sort == SORTS[facet][0] else asked.sort,
        find=asked.find,
        find_label=texts.find_value.format(facet=texts.facets[facet]),
        nothing="" if any(entries.values()) else texts.no_value,
        sorts=tuple(
            Choice(
                f"sort-{sort}", labels[sort], _url_of(facet, Asked(sort, find=asked.find)), sort == asked.sort
            )
            for sort in SORTS[facet]
        ),
        rows=rows,
        groups=tuple(
            BrowseGroup(texts.other_row if key == OTHER else key, each)
            for key, each in entries.items()
            if each
        ),
        pager=pager,
    )
