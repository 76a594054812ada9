"""The nouns: what notes hold, what is asked, what is answered. Standard library only.

Everything here is a frozen value without behaviour that needs an engine, a file or a request. A question that
makes no sense is refused when it is made.
Texts are kept as they were written; marks are half-open ranges of code points into them.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from search.budget import INEXACT, LeftOut
from search.errors import QueryError
from search.quickly_made import quickly_made

FacetName = Literal["event", "speaker", "technology", "year"]
FACET_NAMES: tuple[FacetName, ...] = ("event", "speaker", "technology", "year")

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")

Match = Literal["any", "all"]
MATCHES: tuple[Match, ...] = ("any", "all")

Grouping = Literal["none", "event"]
GROUPINGS: tuple[Grouping, ...] = ("none", "event")

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
    """Ids that were published and that nothing has any more, and events by an earlier id of theirs.

    Earlier ids of talks are their own: see `Talk.aliases`.
    """

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


@quickly_made
@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of what a reader sees, with the ranges of it that matched, in order and not overlapping.

    `more_before` and `more_behind` say whether it is cut out of a longer text, in which it begins at `start`.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    more_before: bool = False
    more_behind: bool = False
    start: int = 0


WhyRoute = Literal["typed", "spelling", "part", "reading", "sound", "alias", "correction", "exclusion"]


@dataclass(frozen=True, slots=True)
class Why:
    """How a word of the query stands in a talk: as `written`, and by which route that was found.

    `typed`: as it was typed but for width and case · `spelling`: another way to write the same word ·
    `part`: a part of it, for its parts stand apart · `reading`: by how it is read · `sound`: in the other
    script, by how it sounds · `alias`: by the lexicon · `correction`: a near word, for none is as typed ·
    `exclusion`: it has nothing of the other sides of an OR, but lacks what `word` excludes, and `written` is
    empty.
    """

    word: str
    written: str
    route: WhyRoute


@quickly_made
@dataclass(frozen=True, slots=True)
class Hit:
    """One talk that was found. `score` orders hits of one search and means nothing between searches.

    `why` has one entry for each word of the query that the talk has, in the order of the query; `missing` are
    the words, typed apart, that it does not have. `event_value` is what the event facet calls its event.
    """

    talk: Talk
    score: float
    title: Snippet
    snippet: Snippet
    why: tuple[Why, ...]
    missing: tuple[str, ...]
    event_value: str


@dataclass(frozen=True, slots=True)
class EventHit:
    """One event whose own text has what was asked for: its name, hashtag, venue or note; as `Hit` else."""

    event: Event
    score: float
    name: Snippet
    snippet: Snippet
    why: tuple[Why, ...]
    event_value: str


@quickly_made
@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many talks a click on this value promises.

    An event's value is its name, with its date where several events bear that name.
    """

    value: str
    count: int
    selected: bool


@quickly_made
@dataclass(frozen=True, slots=True)
class Facet:
    """One facet's values, most frequent first (years: newest first). A selected value stays even at 0.

    `values` may be the first of more; `total` counts all.
    """

    name: FacetName
    values: tuple[FacetValue, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found. `total` is exact where `is_exact`; `hits` is the page that was asked for, empty
    beyond the last.

    `query` is the search with its events called as in `facets`. `relaxed` says that no talk has every word
    and that talks with some of them are shown instead. `mentions` are missed talks that match, `events` those
    whose own text does; both are in neither `total` nor `facets`. `took` is in seconds. `left_out` is what
    there was no time for.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    relaxed: bool
    mentions: tuple[Hit, ...]
    events: tuple[EventHit, ...]
    took: float
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_exact(self) -> bool:
        return INEXACT.isdisjoint(self.left_out)


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
