"""Lists to browse: every event, speaker or technology, by name, by count or by date."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar
from urllib.parse import quote

from search import EventEntry, Name
from search.model import FacetName
from web.params import event_path, speaker_path, technology_path
from web.texts import Texts
from web.views.choices import Choice, largest_of, share_of
from web.views.dates import day_of
from web.views.results import PagerView

BrowseSort = Literal["name", "count", "date"]
ON_ONE_PAGE = 300
"""Names that one page holds; where there are more, each row of the syllabary is a page."""

PATHS: dict[FacetName, str] = {"event": "/events", "speaker": "/speakers", "technology": "/technologies"}
SORTS: dict[FacetName, tuple[BrowseSort, ...]] = {
    "event": ("date", "count"),
    "speaker": ("count", "name"),
    "technology": ("count", "name"),
}
_ROWS = (
    ("あ", "ァアィイゥウェエォオヴ"),
    ("か", "カガキギクグケゲコゴヵヶ"),
    ("さ", "サザシジスズセゼソゾ"),
    ("た", "タダチヂッツヅテデトド"),
    ("な", "ナニヌネノ"),
    ("は", "ハバパヒビピフブプヘベペホボポ"),
    ("ま", "マミムメモ"),
    ("や", "ャヤュユョヨ"),
    ("ら", "ラリルレロ"),
    ("わ", "ヮワヰヱヲン"),
)
_OTHER = "他"
"""The row of what has neither a reading nor a letter."""
_Item = TypeVar("_Item")
_ROW_OF = {kana: row for row, letters in _ROWS for kana in letters}

NO_PAGER = PagerView("", 1, "", "")


@dataclass(frozen=True, slots=True)
class BrowseEntry:
    """One name or event of a list; `date` is empty for names. `share` is in percent of the largest."""

    label: str
    url: str
    count: str
    unit: str
    share: int
    date: str = ""


@dataclass(frozen=True, slots=True)
class BrowseGroup:
    """Entries below one heading: a row of the syllabary, a letter, a year; or all of them below none."""

    key: str
    entries: tuple[BrowseEntry, ...]


@dataclass(frozen=True, slots=True)
class BrowseView:
    """A list. `rows` lead to its groups, on this page or on others."""

    label: str
    total: str
    sorts: tuple[Choice, ...]
    rows: tuple[Choice, ...]
    groups: tuple[BrowseGroup, ...]
    pager: PagerView


def names_view(
    facet: FacetName, names: Sequence[Name], sort: BrowseSort, row: str, page: int, texts: Texts
) -> BrowseView:
    """Show speakers or technologies by count, or by name below the rows of the syllabary."""
    cut, pager = _page_of(
        sorted(names, key=lambda name: (-name.talks, name.text)), f"{PATHS[facet]}?sort=count", page, texts
    )
    rows: tuple[Choice, ...] = ()
    groups: dict[str, Sequence[Name]] = {"": cut}
    if sort == "name":
        groups, rows = _rows_of(facet, names, row, texts)
        pager = NO_PAGER
        if len(groups) == 1:
            ((key, whole),) = groups.items()
            base = f"{PATHS[facet]}?sort=name&row={quote(key)}"
            groups[key], pager = _page_of(whole, base, page, texts)
    largest = largest_of([name.talks for each in groups.values() for name in each])
    return BrowseView(
        label=texts.facet_pages[facet],
        total=texts.number(len(names)),
        sorts=_sorts(facet, sort, texts),
        rows=rows,
        groups=tuple(
            BrowseGroup(_row_label(key, texts), tuple(_entry_of(name, largest, texts) for name in each))
            for key, each in groups.items()
        ),
        pager=pager,
    )


def events_view(entries: Sequence[EventEntry], sort: BrowseSort, page: int, texts: Texts) -> BrowseView:
    """Show events, the newest or the largest first."""
    ordered = list(entries)
    if sort == "count":
        ordered.sort(key=lambda entry: -entry.talks)
    cut, pager = _page_of(ordered, f"/events?sort={sort}", page, texts)
    largest = largest_of([entry.talks for entry in cut])
    groups: dict[str, list[BrowseEntry]] = {}
    for entry in cut:
        key = str(entry.event.date.year) if sort == "date" else ""
        groups.setdefault(key, []).append(event_entry(entry, largest, texts))
    return BrowseView(
        label=texts.facet_pages["event"],
        total=texts.number(len(entries)),
        sorts=_sorts("event", sort, texts),
        rows=tuple(Choice(f"to-{key}", key, f"#row-{key}") for key in groups) if len(groups) > 1 else (),
        groups=tuple(BrowseGroup(key, tuple(each)) for key, each in groups.items()),
        pager=pager,
    )


def event_entry(entry: EventEntry, largest: int, texts: Texts) -> BrowseEntry:
    return BrowseEntry(
        label=entry.event.name,
        url=event_path(entry.event.id),
        count=texts.number(entry.talks),
        unit=texts.count(texts.counted, entry.talks),
        share=share_of(entry.talks, largest),
        date=day_of(entry.event.date, texts).short,
    )


def path_of(facet: FacetName, name: str) -> str:
    """Return the page of a speaker or a technology."""
    return speaker_path(name) if facet == "speaker" else technology_path(name)


def row_of(name: Name) -> str:
    """Return the row of the syllabary, or the letter, below which a name stands."""
    if name.reading:
        return _ROW_OF.get(name.reading[0], _OTHER)
    first = name.text[:1].upper()
    return first if first.isascii() and first.isalpha() else _OTHER


def _rows_of(
    facet: FacetName, names: Sequence[Name], chosen: str, texts: Texts
) -> tuple[dict[str, Sequence[Name]], tuple[Choice, ...]]:
    """Return the rows on this page, and links to all of them. Kana come before letters."""
    rows: dict[str, list[Name]] = {}
    for name in sorted(names, key=lambda name: (name.reading or name.text.casefold(), name.text)):
        rows.setdefault(row_of(name), []).append(name)
    keys = sorted(rows, key=lambda key: (key == _OTHER, key.isascii(), key))
    if len(names) <= ON_ONE_PAGE or len(keys) < 2:
        links = tuple(
            Choice(f"to-{key}", _row_label(key, texts), f"#row-{_row_label(key, texts)}") for key in keys
        )
        return {key: rows[key] for key in keys}, links
    shown = chosen if chosen in rows else keys[0]
    links = tuple(
        Choice(
            f"to-{key}",
            _row_label(key, texts),
            f"{PATHS[facet]}?sort=name&row={quote(key)}",
            selected=key == shown,
        )
        for key in keys
    )
    return {shown: rows[shown]}, links


def _row_label(key: str, texts: Texts) -> str:
    return texts.other_row if key == _OTHER else key


def _entry_of(name: Name, largest: int, texts: Texts) -> BrowseEntry:
    return BrowseEntry(
        label=name.text,
        url=path_of(name.facet, name.text),
        count=texts.number(name.talks),
        unit=texts.count(texts.counted, name.talks),
        share=share_of(name.talks, largest),
    )


def _sorts(facet: FacetName, current: BrowseSort, texts: Texts) -> tuple[Choice, ...]:
    labels = {"name": texts.by_name, "count": texts.by_count, "date": texts.by_date}
    default = SORTS[facet][0]
    return tuple(
        Choice(
            f"sort-{sort}",
            labels[sort],
            PATHS[facet] if sort == default else f"{PATHS[facet]}?sort={sort}",
            sort == current,
        )
        for sort in SORTS[facet]
    )


def _page_of(items: Sequence[_Item], base: str, page: int, texts: Texts) -> tuple[Sequence[_Item], PagerView]:
    pages = max(1, math.ceil(len(items) / ON_ONE_PAGE))
    page = min(page, pages)
    pager = PagerView(
        place=texts.page_of.format(page=page, pages=pages),
        pages=pages,
        previous_url=f"{base}&page={page - 1}" if page > 1 else "",
        next_url=f"{base}&page={page + 1}" if page < pages else "",
    )
    return items[(page - 1) * ON_ONE_PAGE : page * ON_ONE_PAGE], pager
