"""Dates as people type them in a search: a year, a month, a day, or a range of them."""

import calendar
import datetime
import re
import unicodedata

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.年](?P<month>[0-9]{1,2})(?:[-/.月](?P<day>[0-9]{1,2}))?)?[年月日]?", re.ASCII
)
_BETWEEN = re.compile(r"\.\.+|…|[~〜～]|(?<=^[0-9]{4})-(?=[0-9]{4}$)|(?<=^[0-9]{4}年)-(?=[0-9]{4}年$)")
"""What stands between the ends of a range, a dash between years only; NFKC makes the wide tilde and … these,
too."""
_DAY_OR_MONTH = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2}){1,2}|(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)
"""What is no version (2019.3) and no number of a part."""

FIRST, LAST = datetime.date.min, datetime.date.max


def range_of(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that are meant, None where the text is no date.

    An end that is left out is open.

    >>> range_of("2015-02")
    (datetime.date(2015, 2, 1), datetime.date(2015, 2, 28))
    >>> range_of("2015年1月14日..")[0], range_of("2015/13")
    (datetime.date(2015, 1, 14), None)
    """
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text).strip())
    if len(parts) == 1:
        return _days_of(parts[0])
    if len(parts) != 2 or not any(parts):
        return None
    begin, end = (_days_of(part) if part else (FIRST, LAST) for part in parts)
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def is_day_or_month(text: str) -> bool:
    """Say whether a word by itself means a day or a month.

    >>> [is_day_or_month(text) for text in ("2017年9月", "2019-10-09", "2019/13", "2019", "2019.3")]
    [True, True, False, False, False]
    """
    plain = unicodedata.normalize("NFKC", text)
    return _DAY_OR_MONTH.fullmatch(plain) is not None and _days_of(plain) is not None


def written_date(text: str) -> str:
    """Return a year, a month or a day as ISO 8601 writes it; empty where the text is none.

    >>> written_date("2015年1月"), written_date("2015/1/14"), written_date("２０１５"), written_date("一月")
    ('2015-01', '2015-01-14', '2015', '')
    """
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found or not _days_of(found[0]):
        return ""
    return "-".join(part.zfill(2) for part in found.group("year", "month", "day") if part)


def _days_of(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of a year, a month or a day."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    try:
        if not month:
            return datetime.date(year or 0, 1, 1), datetime.date(year or 0, 12, 31)
        last = day or calendar.monthrange(year or 0, month)[1]
        return datetime.date(year or 0, month, day or 1), datetime.date(year or 0, month, last)
    except (ValueError, calendar.IllegalMonthError):
        return None
