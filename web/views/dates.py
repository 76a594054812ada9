"""Dates as they are read in Japanese."""

import datetime
from dataclasses import dataclass

_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Day:
    """A date for machines, for a margin and for a sentence."""

    iso: str
    short: str
    long: str


def day_of(date: datetime.date) -> Day:
    return Day(
        iso=date.isoformat(),
        short=f"{date.year}.{date.month}.{date.day}",
        long=f"{date.year}年{date.month}月{date.day}日({_WEEKDAYS[date.weekday()]})",
    )
