"""What the front page shows before anything is searched for."""

import datetime
from collections.abc import Sequence

from msgspec import Struct

from search import EventEntry
from search.answers import Facet
from web.params import narrowed_url
from web.texts import Texts
from web.views.browse import BrowseEntry, event_entry
from web.views.choices import Choice, largest_of

RECENT_EVENTS = 5
CLOUD = 24
NEAR_DAYS = 4
"""How far from today, in days, an event of an earlier year still is one of these days."""
MOST_YEARS = 3
_SIZES = 5
_YEAR, _LONG_AGO = 365.2425, 100
"""Days of a year; years."""


class Anniversary(Struct, frozen=True, eq=False):
    """An event of about today in an earlier year."""

    ago: str
    entry: BrowseEntry


class FrontView(Struct, frozen=True, eq=False):
    """`technologies` stand in the order of their names; their `share` is a size from 1 to 5."""

    events: tuple[BrowseEntry, ...]
    anniversaries: tuple[Anniversary, ...]
    technologies: tuple[Choice, ...]


def front_view(
    entries: Sequence[EventEntry], facets: Sequence[Facet], today: datetime.date, texts: Texts
) -> FrontView:
    """Prepare the front page from events, the newest first, and the facets of all talks.

    The events may be all there are, or the newest and those of `days_of`.
    """
    recent = entries[:RECENT_EVENTS]
    largest = largest_of([entry.talks for entry in recent])
    technologies = next(facet for facet in facets if facet.name == "technology").values[:CLOUD]
    return FrontView(
        events=tuple(event_entry(entry, largest, texts) for entry in recent),
        anniversaries=tuple(
            Anniversary(texts.count(texts.years_ago, years), event_entry(entry, entry.talks, texts))
            for years, entry in _of_these_days(entries, today)[:MOST_YEARS]
        ),
        technologies=tuple(
            Choice(
                "",
                value.value,
                narrowed_url("technology", value.value),
                count=texts.count(texts.talks, value.count),
                # By rank, not by count: the first has as many talks as the next ten together.
                share=_SIZES - _SIZES * place // len(technologies),
            )
            for place, value in sorted(enumerate(technologies), key=lambda each: each[1].value.casefold())
        ),
    )


def days_of(today: datetime.date, facets: Sequence[Facet]) -> list[tuple[datetime.date, datetime.date]]:
    """Return the first and the last of the days about this one, in each earlier year that may have talks."""
    years = next(facet for facet in facets if facet.name == "year")
    known = [int(each.value) for each in years.values]
    ago = today.year - min(known, default=today.year) + 1 if len(known) == years.total else _LONG_AGO
    days = (today.toordinal() - round(year * _YEAR) for year in range(1, min(ago, _LONG_AGO) + 1))
    around = datetime.timedelta(NEAR_DAYS + 1)
    centres = [datetime.date.fromordinal(day) for day in days if day > around.days]
    return [(each - around, each + around) for each in centres]


def _of_these_days(entries: Sequence[EventEntry], today: datetime.date) -> list[tuple[int, EventEntry]]:
    """Return (years ago, event), the nearest to this day first."""
    found: list[tuple[int, int, EventEntry]] = []
    for entry in entries:
        # Days since then, and whole years in them; 29 February needs no case of its own.
        days = (today - entry.event.date).days
        years = round(days / _YEAR)
        off = abs(days - years * _YEAR)
        if years >= 1 and off <= NEAR_DAYS:
            found.append((round(off), years, entry))
    found.sort(key=lambda each: each[:2])
    return [(years, entry) for _, years, entry in found]
