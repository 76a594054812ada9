"""Choices: links that change a search, as the page shows them."""

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from msgspec import Struct

from search.answers import Facet, FacetValue
from search.linking.addresses import url_of
from search.model import FacetName, Query
from web.bounds import ROOM, fitting
from web.params import Narrowing, with_match, with_page, without
from web.texts import Texts
from web.views.dates import is_year

TOP_VALUES = 10
TOP_YEARS = 5
LEAST_VALUES = 2
FEW = 12
"""So many values are shown whole: to ask for one or two more would take as much room as they do."""
_BAR, _STEP, _HEIGHT = 8, 10, 40
"""A histogram's units: a bar, a bar with its gap, the tallest bar."""


class Choice(Struct, frozen=True, eq=False):
    """A link that changes the search. `key` stays the same when the results around it are swapped.

    `unit` is what those who listen hear after the count. `share` is the count in percent of the largest one;
    it is 0 where all are equal, for then bars would tell nothing.
    """

    key: str
    label: str
    url: str
    selected: bool = False
    count: str = ""
    unit: str = ""
    share: int = 0


class Bar(Struct, frozen=True, eq=False):
    """A year in a histogram: where its bar is, what it says, where it leads."""

    x: int
    y: int
    height: int
    label: str
    url: str
    selected: bool


class Histogram(Struct, frozen=True, eq=False):
    """Talks by year, from left to right; a year without any leaves its place empty."""

    bars: tuple[Bar, ...]
    width: int
    first: str
    last: str


class FacetView(Struct, frozen=True, eq=False):
    """The most frequent values of a facet; `more_url` lists the other ones and is empty without any.

    `matches` are the ways to join several technologies, empty while that makes no difference.
    """

    name: FacetName
    label: str
    choices: tuple[Choice, ...]
    more_url: str
    total: str
    matches: tuple[Choice, ...]
    histogram: Histogram | None


class Chip(Struct, frozen=True, eq=False):
    """An active filter, or an end of the dates, and the address without it."""

    facet: str
    value: str
    url: str


def facet_view(facet: Facet, query: Query, top: int, texts: Texts, room: int = ROOM // 3) -> FacetView:
    """Show the `top` values and every selected one, or all of a few; what promises nothing is left out.

    There are fewer where their links would take more than `room`.
    """
    narrowing = Narrowing(query, facet.name)
    top = FEW if facet.total <= FEW else top
    top = fitting(narrowing.size, top, least=LEAST_VALUES, room=room)
    # Thousands of values are counted and a dozen shown: only a selected one is looked for beyond the top.
    shown = [value for value in facet.values[:top] if value.count or value.selected]
    is_chosen = any(each.facet == facet.name for each in query.filters)
    if is_chosen:
        shown += [value for value in facet.values[top:] if value.selected]
    largest = largest_of([value.count for value in shown])
    more = url_of(with_page(query, 1), f"/facets/{facet.name}") if facet.total > len(shown) else ""
    return FacetView(
        name=facet.name,
        label=texts.facets[facet.name],
        choices=tuple(_choice_of(facet.name, value, largest, narrowing, texts) for value in shown),
        more_url=more,
        total=texts.number(facet.total),
        matches=_matches(query, texts) if facet.name == "technology" and is_chosen else (),
        histogram=histogram_of(facet.values, narrowing, texts) if facet.name == "year" else None,
    )


def histogram_of(values: Sequence[FacetValue], narrowing: Narrowing, texts: Texts) -> Histogram | None:
    """Draw the years of a search, each a link that narrows to it; nothing for less than two."""
    years = {int(value.value): value for value in values if is_year(value.value)}
    if len(years) < 2 or fitting(narrowing.size, len(years)) < len(years):
        return None
    first, last = min(years), max(years)
    largest = max(value.count for value in years.values()) or 1
    return Histogram(
        bars=tuple(_bar_of(year - first, years[year], largest, narrowing, texts) for year in sorted(years)),
        width=(last - first) * _STEP + _BAR,
        first=str(first),
        last=str(last),
    )


def largest_of(counts: Sequence[int]) -> int:
    """Return the count of the longest bar; 0, for no bars, where all are equal and bars tell nothing."""
    return max(counts) if len(set(counts)) > 1 else 0


def share_of(count: int, largest: int) -> int:
    """Return a bar's length in percent; what there is at all is to be seen."""
    return max(1, round(100 * count / largest)) if count and largest else 0


def chips_of(query: Query, texts: Texts) -> tuple[Chip, ...]:
    chips = [
        Chip(texts.facets[each.facet], each.value, url_of(without(query, each))) for each in query.filters
    ]
    if query.since:
        address = url_of(replace(query, since="", page=1))
        chips.append(Chip(texts.dates, texts.since_date.format(date=query.since), address))
    if query.until:
        address = url_of(replace(query, until="", page=1))
        chips.append(Chip(texts.dates, texts.until_date.format(date=query.until), address))
    return tuple(chips)


def kept_or_added(narrowing: Narrowing, values: Sequence[str]) -> tuple[Choice, ...]:
    """Make each value a link that narrows to it; one that is chosen already stays chosen."""
    return tuple(
        Choice("", value, narrowing.kept_url(value), selected=narrowing.has(value)) for value in values
    )


def _choice_of(
    facet: FacetName, value: FacetValue, largest: int, narrowing: Narrowing, texts: Texts
) -> Choice:
    return Choice(
        key=f"{facet}-{crc32(value.value.encode()):08x}",
        label=value.value,
        url=narrowing.url(value.value),
        selected=value.selected,
        count=texts.number(value.count),
        unit=texts.count(texts.counted, value.count) + (texts.selected if value.selected else ""),
        share=share_of(value.count, largest),
    )


def _bar_of(place: int, value: FacetValue, largest: int, narrowing: Narrowing, texts: Texts) -> Bar:
    # A year with a single talk among thousands is still to be seen.
    height = max(2, round(_HEIGHT * value.count / largest)) if value.count else 0
    return Bar(
        x=place * _STEP,
        y=_HEIGHT - height,
        height=height,
        label=f"{value.value}: {texts.count(texts.talks, value.count)}",
        url=narrowing.url(value.value),
        selected=value.selected,
    )


def _matches(query: Query, texts: Texts) -> tuple[Choice, ...]:
    return (
        Choice("match-any", texts.match_any, url_of(with_match(query, "any")), query.match == "any"),
        Choice("match-all", texts.match_all, url_of(with_match(query, "all")), query.match == "all"),
    )
