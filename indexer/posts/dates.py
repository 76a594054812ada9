"""Dates as people write them in posts: whole ones, and months and days whose year the post knows."""

import datetime
import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from indexer.posts.word_lists import MONTH

NEAR = datetime.timedelta(days=60)
"""So long before the post an event may have been."""
_LATER = datetime.timedelta(days=1)
"""A post written in another time zone may bear the day before."""

_WEEKDAYS = "月火水木金土日"
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_WEEKDAY = r"(?:\s{0,2}[(\[]?\s?(?P<week>[月火水木金土日])(?:曜日?)?(?:[・/]?[祝休])?\s?[)\]])?"
_WHOLE = re.compile(
    r"(?<!\d)(?<!\d[./-])(?P<y>(?:19|20)\d\d)(?:\s?年\s?(?P<m1>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?日?"
    r"|(?P<sep>[/.-])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)"
    r"|(?P<m3>[01]\d)(?P<d3>[0-3]\d)(?!\d))" + _WEEKDAY
)
_PART = re.compile(
    r"(?<![\d./-])(?:(?P<m1>\d{1,2})\s?月\s?(?P<d1>\d{1,2})\s?日|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?![\d/%]))"
    + _WEEKDAY
)
_FRACTION = re.compile(r"1/(?:[23458]|10)(?!\s?(?:に?(?:開催|行|参加)|の|\())")
_ENGLISH = re.compile(
    rf"(?:(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s)?(?<![a-z])(?P<m>{MONTH})\.?"
    r"(?:\s(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s(?P<y>(?:19|20)\d\d))?(?!\w)",
    re.IGNORECASE,
)
_DAY_LINE = re.compile(r"^[-*+|・●■:\s]*(?:開催)?(?:日時|日程|開催日)\s*[:|\s]\s*(.{4,60})$", re.MULTILINE)
_OTHER = re.compile(r"(?:次回|次は|前回|(?i:next))[^。/月]*$")
"""What stands before the day of another event."""
_ADDED = re.compile(r"(?:追記|更新日?|修正)[:：（(\s]{1,3}$")
_ADDED_LATER = re.compile(r"[\d/.年月日曜火水木金土()\s-]{3,20}(?:に)?(?:追記|更新|修正|加筆)")
"""What stands before and behind the day of a postscript."""
_SLASHES = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)")
_YEAR_AND_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)/([01]\d[0-3]\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?!\d)(?:\s?年\s?(?P<m>\d{1,2})\s?月)?")


class WrittenDate(Struct, frozen=True):
    """A date in a text: where it stands, and its year, None when the text does not say."""

    at: int
    year: int | None
    month: int
    day: int
    weekday: int | None
    """0 is Monday; None when it is not written."""
    is_glued: bool = False
    """Whether it is written as eight digits."""

    def on(self, year: int) -> datetime.date | None:
        """Return the day in a year, None when there is none or the weekday is another."""
        try:
            day = datetime.date(self.year or year, self.month, self.day)
        except ValueError:
            return None
        return day if self.weekday is None or day.weekday() == self.weekday else None


def post_date_of(written: str) -> datetime.date | None:
    """Read the date of a front matter, whatever its form; the time and its zone do not count."""
    written = unicodedata.normalize("NFKC", written)
    for found in written_dates(written):
        if found.year and (day := found.on(found.year)):
            return day
    if match := _SLASHES.search(written):
        return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return _english_day(written)


def path_date_of(path: str) -> datetime.date | None:
    """Read a date out of a path: `2011-03-05-title.md`, `2018/12/16/index.md`, `2019/1010-title.md`."""
    whole = re.sub(r"(?<=\d)/(?=\d)", "-", _YEAR_AND_DAY.sub(r"\1\2", path))
    for written in (*reversed(path.split("/")), whole):
        for found in written_dates(written):
            if found.year and (day := found.on(found.year)):
                return day
    return None


def event_date_of(title: str, head: str, posted: datetime.date | None) -> datetime.date | None:
    """Return the day of the event: a date in the title or the head of the text, near before the post.

    `head` is plain text. None when neither has a date that fits.
    """
    title, head = unicodedata.normalize("NFKC", title), unicodedata.normalize("NFKC", head)
    if posted is None:
        found = [*written_dates(title), *_labelled_first(head)]
        year = _YEAR.search(title)
        return _undated(title, found) or _english_day(f"{title}\n{head}", year["y"] if year else "")
    told = (one for one in _labelled_first(head) if not _is_added(head, one.at))
    for written in (*written_dates(title), *told):
        for each in (posted.year, posted.year - 1):
            day = written.on(each)
            if day and -_LATER <= posted - day <= NEAR:
                return day
    return None


def _is_added(head: str, at: int) -> bool:
    """Say whether a date is the day on which something was added to a text, and no event's."""
    return bool(_ADDED.search(head[max(0, at - 10) : at]) or _ADDED_LATER.match(head, at))


def told_day_of(text: str) -> datetime.date | None:
    """Return the first whole date of a line that says it is the event's day, wherever it stands."""
    for line in _DAY_LINE.findall(unicodedata.normalize("NFKC", text)):
        for written in written_dates(line):
            if written.year and (day := written.on(written.year)):
                return day
    return None


def year_told_in(title: str) -> datetime.date | None:
    """Return the first day of the year that a title names, or of the month with it; None unless it is one."""
    found = list(_YEAR.finditer(unicodedata.normalize("NFKC", title)))
    if len({match["y"] for match in found}) != 1:
        return None
    return _day(int(found[0]["y"]), int(found[0]["m"] or 1), 1)


def written_dates(text: str) -> Iterator[WrittenDate]:
    """Yield whole dates first, then those without a year, each in the order of the (normalized) text."""
    covered: list[tuple[int, int]] = []
    for match in _WHOLE.finditer(text):
        covered.append(match.span())
        yield _written(match, int(match["y"]))
    for match in _PART.finditer(text):
        is_fraction = match["m2"] == "1" and not match["week"] and _FRACTION.match(text, match.start())
        if not is_fraction and not any(start <= match.start() < end for start, end in covered):
            yield _written(match, None)


def _labelled_first(head: str) -> list[WrittenDate]:
    """Sort the dates of a text: those of a line that says it is the event's day come first."""
    found = sorted(written_dates(head), key=lambda written: written.at)

    def before(written: WrittenDate) -> str:
        return head[head.rfind("\n", 0, written.at) + 1 : written.at][-40:]

    def rank(written: WrittenDate) -> int:
        return 0 if re.search(r"日時|開催日|日程|日付|開催:|(?i:date|when)\b", before(written)) else 1

    return sorted((written for written in found if not _OTHER.search(before(written))), key=rank)


def _undated(title: str, found: list[WrittenDate]) -> datetime.date | None:
    """Without the post's date a whole date decides, or the year that the title names."""
    for written in found:
        if written.year and (day := written.on(written.year)):
            return day
    year = _YEAR.search(title)
    if year is None:
        return None
    return next((day for written in found if (day := written.on(int(year["y"])))), None)


def _english_day(text: str, year: str = "") -> datetime.date | None:
    """Return the first day that is written in English; `year` is that of days without one."""
    for match in _ENGLISH.finditer(text):
        day, in_year = match["d1"] or match["d2"], match["y"] or year
        if day and in_year and (found := _day(int(in_year), _MONTHS[match["m"][:3].lower()], int(day))):
            return found
    return None


def _written(match: re.Match[str], year: int | None) -> WrittenDate:
    groups = match.groupdict()
    month = groups["m1"] or groups["m2"] or groups.get("m3") or "0"
    day = groups["d1"] or groups["d2"] or groups.get("d3") or "0"
    week = groups["week"]
    weekday = _WEEKDAYS.index(week) if week else None
    return WrittenDate(match.start(), year, int(month), int(day), weekday, bool(groups.get("m3")))


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
