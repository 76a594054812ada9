"""The nouns: what notes hold, and what is asked; what is answered is in `answers`. Standard library only.

Everything here is a frozen value without behaviour that needs an engine, a file or a request. A question that
makes no sense is refused when it is made.
Texts are kept as they were written; marks are half-open ranges of code points into them.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from search.errors import QueryError
from search.quickly_made import quickly_made

FacetName = Literal["event", "speaker", "technology", "year"]
FACET_NAMES: tuple[FacetName, ...] = get_args(FacetName)

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)

Match = Literal["any", "all"]
MATCHES: tuple[Match, ...] = get_args(Match)

Grouping = Literal["none", "event"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)

Markup = Literal["markdown", "html", "rst", "text"]
"""How a body is written: what of it is sign and what is word."""

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

Mark = tuple[int, int]
"""Where something matched: `text[start:end]`, counted in code points."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Event:
    """One evening or conference; one note file holds one. Absent facts are empty strings."""

    id: str
    name: str
    date: datetime.date
    url: str = ""
    post: str = ""
    hashtag: str = ""
    venue: str = ""
    note: str = ""
    """What belongs to none of the talks, as written. An event that has the words is shown beside the hits."""
    markup: Markup = "markdown"
    """How `note` is written."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke. `heard` is the name as it was noted down when that differs from `name`."""

    name: str
    heard: str = ""
    affiliation: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class Link:
    """Something on the web that belongs to a talk."""

    kind: Literal["slides", "video", "link"]
    url: str


@quickly_made
@dataclass(frozen=True, slots=True)
class Talk:
    """One talk as it was noted down. `id` is `<event>/<talk>`; `body` is as written."""

    id: str
    title: str
    event: Event
    speakers: tuple[Speaker, ...]
    technologies: tuple[str, ...]
    date: datetime.date
    body: str
    links: tuple[Link, ...] = ()
    aliases: tuple[str, ...] = ()
    """Ids this talk had before; each keeps leading here."""
    mention: bool = False
    """A talk that was missed: it is found beside the hits, and never counts as one."""
    markup: Markup = "markdown"
    """How `body` is written."""


@dataclass(frozen=True, slots=True)
class Former:
    """Ids that nothing has any more, and events by an earlier id; those of talks are `Talk.aliases`."""

    gone: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """One chosen facet value. Filters of one facet are joined by OR, those of different facets by AND.

    Technologies can be joined by AND instead: see `Query.match`. Making one raises `QueryError` for a facet
    that nobody knows.
    """

    facet: FacetName
    value: str

    def __post_init__(self) -> None:
        check_known("facet", self.facet, FACET_NAMES)
        _check_text("value", self.value)


@dataclass(frozen=True, slots=True)
class Query:
    """A search as its URL states it. `page` counts from 1; an empty `text` asks for every talk.

    `match` says whether a talk needs any or all of the chosen technologies. `group` says how a page of hits
    is shown and changes nothing about which they are; neither do `picked`, the short names of talks that are
    set aside. `since` and `until` are days, or the first and the last
    day of months or years, as ISO 8601 writes them (`2015-01`); empty is open. Making one raises `QueryError`
    for values that no search can have; whatever is typed as `text` is fine.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 20
    match: Match = "any"
    group: Grouping = "none"
    since: str = ""
    until: str = ""
    picked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_text("text", self.text)
        if not isinstance(self.filters, tuple) or not all(isinstance(each, Filter) for each in self.filters):
            raise QueryError("filters", f"is a tuple of Filter, not {self.filters!r}")
        check_known("sort", self.sort, SORTS)
        check_known("match", self.match, MATCHES)
        check_known("group", self.group, GROUPINGS)
        _check_date("since", self.since)
        _check_date("until", self.until)
        check_count("page", self.page, least=1)
        check_count("per_page", self.per_page)


def check_known(part: str, value: str, known: tuple[str, ...]) -> None:
    """Raise `QueryError` unless a part of a question is one of the words it can be."""
    if value not in known:
        raise QueryError(part, f"is one of {', '.join(known)}, not {value!r}")


def check_count(part: str, value: int, least: int = 0) -> None:
    """Raise `QueryError` unless a part of a question is a whole number, and large enough."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise QueryError(part, f"is a whole number from {least}, not {value!r}")


def _check_text(part: str, value: str) -> None:
    if not isinstance(value, str):
        raise QueryError(part, f"is a text, not {value!r}")


def _check_date(part: str, value: str) -> None:
    _check_text(part, value)
    if not value:
        return
    try:
        if not _DATE.fullmatch(value):
            raise ValueError(value)
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError as error:
        raise QueryError(part, f"is a day like 2015-01-14, or a month or a year, not {value!r}") from error
