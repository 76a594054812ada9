"""The day of an event: said in its post, else that of the post, else that of its file."""

import datetime

from indexer.posts.dates import event_date_of, post_date_of, told_day_of, year_told_in
from indexer.posts.inline import visible_of
from indexer.posts.orders import Orders
from indexer.posts.source import EVENT_DATE_KEYS, HEAD, Source
from indexer.posts.talk_pages import year_of_folder
from search.errors import NoteError

_DAY_OF_YEAR = (
    "日付が見つからないので、フォルダーの名の年から {day} にしました。`date: {day}` のように書いて直せます"
)
_DAY_OF_TITLE = "日付が見つからないので、題名の年から {day} にしました。`date: {day}` のように書いて直せます"
_WRITTEN_LATER = datetime.timedelta(days=366 + 60)
"""So long after the first day of a year that a title names its report is written, at the latest."""


def day_of(
    source: Source, orders: Orders, head: str | None
) -> tuple[datetime.date | None, tuple[NoteError, ...], bool]:
    """Return the event's day, with remarks and whether it stands in the post: where nothing says it, it is
    the post's, or that of its file, which is told.
    """
    for written in (orders.date, source.front.text(*EVENT_DATE_KEYS)):
        if day := post_date_of(written):
            return day, (), True
    posted = source.posted()
    day = None if head is None else event_date_of(source.title, head, posted)
    if head is not None and not (day or posted):
        day = told_day_of(visible_of(source.text[source.start : source.start + HEAD]))
    if day := day or posted:
        return day, (), True
    first, updated = source.place.first_day(), source.updated()
    if updated and (first is None or first[1] or updated < first[0]):
        if told_day := event_date_of(source.title, head, updated) if head else None:
            return told_day, (), True
        first = updated, False
    if first is None:
        return None, (), False
    day, is_guess = first
    told = None if head is None else year_told_in(source.title)
    if told and not told <= day < told + _WRITTEN_LATER:
        return told, (NoteError(source.place.path, 1, _DAY_OF_TITLE.format(day=told)),), False
    year = year_of_folder(source.place.relative)
    if year and int(year) != day.year:
        day = datetime.date(int(year), 1, 1)
        return day, (NoteError(source.place.path, 1, _DAY_OF_YEAR.format(day=day)),), False
    if is_guess and source.front.dialect == "html":
        # Whoever builds a site or copies it writes every page anew.
        return None, (), False
    remark = f"日付が見つからないので、ファイルの日付 {day} にしました。`date: {day}` のように書いて直せます"
    return day, (NoteError(source.place.path, 1, remark),) if is_guess else (), False
