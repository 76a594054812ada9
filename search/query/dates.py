"""Dates as people type them in a search: a year, a month, a day, or a range of them."""

import calendar
import datetime
import re
import unicodedata

from search.query.numerals import kanji_of, value_of

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.年](?P<month>[0-9]{1,2})(?:[-/.月](?P<day>[0-9]{1,2}))?)?[年月日]?", re.ASCII
)
_BETWEEN = re.compile(r"\.\.+|…|[~〜～]|(?<=^[0-9]{4})-(?=[0-9]{4}$)|(?<=^[0-9]{4}年)-(?=[0-9]{4}年$)")
"""What stands between the ends of a range, a dash between years only; NFKC makes the wide tilde and … these,
too."""
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
"""The month in which each begins; a winter ends in the next year."""
_AGO = {"今年": 0, "去年": 1, "昨年": 1, "一昨年": 2, "おととし": 2}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before the first of each."""
_KANJI = dict(zip(map(ord, "0123456789"), "〇一二三四五六七八九", strict=True))
_SAID = re.compile(
    rf"(?:(?P<year>(?:19|20)[0-9]{{2}})年|['’](?P<short>[0-9]{{2}})(?![0-9])|(?P<ago>{'|'.join(_AGO)})"
    rf"|(?P<era>{'|'.join(_ERAS)})(?P<reign>元|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})年)"
    rf"(?:の?(?:(?P<month>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:(?P<day>[0-9]{{1,2}})日)?"
    rf"|(?P<season>[{''.join(_SEASONS)}])))?"
)
"""How dates are said: 2019年の夏, 去年の十二月, '19, 平成27年."""
_MAY_BE_SAID = re.compile("年|おと|['’]")
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


def parted_date(text: str) -> tuple[str, str]:
    """Return the date that a typed word is or begins with, as it was said, and what stands behind its の or
    に; an empty date where there is none.

    >>> parted_date("2019年の夏"), parted_date("去年の12月に聞いた話"), parted_date("2019年度の予算")
    (('2019年の夏', ''), ('去年の12月', '聞いた話'), ('', '2019年度の予算'))
    """
    found = _SAID.match(unicodedata.normalize("NFKC", text)) if _MAY_BE_SAID.search(text) else None
    date, rest = (text[: found.end()], text[found.end() :]) if found else ("", text)
    is_date = rest[:1] in ("", "の", "に") and _days_of(unicodedata.normalize("NFKC", date)) is not None
    return (date, rest[1:]) if is_date else ("", text)


def written_date(text: str) -> str:
    """Return a year, a month or a day as ISO 8601 writes it; empty where the text is none.

    >>> written_date("2015年1月"), written_date("2015/1/14"), written_date("２０１５"), written_date("一月")
    ('2015-01', '2015-01-14', '2015', '')
    """
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found or not _days_of(found[0]):
        return ""
    return "-".join(part.zfill(2) for part in found.group("year", "month", "day") if part)


def writings_of(text: str) -> tuple[str, ...]:
    """Return the other ways in which texts write a date.

    >>> writings_of("2015年1月14日")[:4], writings_of("令和1年"), writings_of("2015年")
    (('2015/01/14', '2015/1/14', '2015-01-14', '2015-1-14'), ('令和一年', '令和元年'), ('二〇一五年',))
    """
    plain = unicodedata.normalize("NFKC", text)
    if (said := _SAID.match(plain)) and (reign := said["reign"]):
        number, (start, end) = _number_of(reign), said.span("reign")
        numbers = (str(number), kanji_of(number), *("元" * (number == 1)))
        return tuple(plain[:start] + each + plain[end:] for each in numbers if each != reign)
    padded = written_date(text).split("-")
    if not padded[1:]:
        return (plain.translate(_KANJI),)
    short = [part.lstrip("0") for part in padded]
    ways = ["".join(map("".join, zip(short, "年月日", strict=False)))]
    ways += [joint.join(parts) for joint in "/-." for parts in (padded, short)]
    return tuple(dict.fromkeys(way for way in ways if way != plain))


def _days_of(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of a year, a season, a month or a day; 去年 is said today."""
    found = _DATE.fullmatch(text.strip()) or _SAID.fullmatch(text.strip())
    if not found:
        return None
    said = found.groupdict()
    if written := said["year"] or (said.get("short") and f"20{said['short']}"):
        year = int(written)
    elif era := said["era"]:
        # Without a number it is year 0, and no date.
        year = (reign := _number_of(said["reign"])) and _ERAS[era] + reign
    else:
        year = datetime.date.today().year - _AGO[said["ago"]]
    try:
        if season := said.get("season"):
            month = _SEASONS[season]
            return datetime.date(year, month, 1), _last_of(year, month + 2)
        if not said["month"]:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        month = _number_of(said["month"])
        if said["day"]:
            return (day := datetime.date(year, month, int(said["day"]))), day
        return datetime.date(year, month, 1), _last_of(year, month)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _number_of(written: str) -> int:
    """Return a number in digits or kanji; 元 is the first year of an era."""
    return int(written) if written.isdecimal() else value_of(written.replace("元", "一"))


def _last_of(year: int, month: int) -> datetime.date:
    """Return the last day of a month; one beyond 12 is of the next year."""
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
