"""Dates as they are read."""

import datetime
from typing import Literal

from msgspec import Struct

from search.linking.addresses import pairs_of
from search.model import Query
from web.texts import Texts


class Day(Struct, frozen=True, eq=False):
    """A date for machines, for a margin and for a sentence."""

    iso: str
    short: str
    long: str


def day_of(date: datetime.date, texts: Texts) -> Day:
    return Day(date.isoformat(), texts.short_date(date), texts.long_date(date))


class DateField(Struct, frozen=True, eq=False):
    """A field for one end of the dates: `value` is what such a field of HTML can hold."""

    name: Literal["since", "until"]
    kind: Literal["month", "date"]
    value: str
    label: str


class DatesForm(Struct, frozen=True, eq=False):
    """The form that narrows a search to some months; `hidden` is the rest of the search."""

    hidden: tuple[tuple[str, str], ...]
    fields: tuple[DateField, ...]


def dates_form(query: Query, texts: Texts) -> DatesForm:
    return DatesForm(
        hidden=tuple(pair for pair in pairs_of(query) if pair[0] not in ("since", "until", "page")),
        fields=(
            _field("since", query.since, "01", texts.since_label),
            _field("until", query.until, "12", texts.until_label),
        ),
    )


def _field(name: Literal["since", "until"], date: str, month: str, label: str) -> DateField:
    """Show a year as its first or last month."""
    year_alone = len(date) == len("2015")
    kind: Literal["month", "date"] = "date" if len(date) == len("2015-01-14") else "month"
    return DateField(name, kind, f"{date}-{month}" if year_alone else date, label)


def is_year(written: str) -> bool:
    """Say whether a value of the year facet is one: whatever an address asks for is shown as chosen."""
    return written.isascii() and written.isdigit() and len(written) <= 4
