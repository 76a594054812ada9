"""Dates as they are read."""

import datetime
from dataclasses import dataclass

from web.texts import Texts


@dataclass(frozen=True, slots=True)
class Day:
    """A date for machines, for a margin and for a sentence."""

    iso: str
    short: str
    long: str


def day_of(date: datetime.date, texts: Texts) -> Day:
    return Day(date.isoformat(), texts.short_date(date), texts.long_date(date))
