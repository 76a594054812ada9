"""Answers: what a search found, as frozen values: marks are ranges, and nothing is markup."""

from dataclasses import dataclass
from typing import Literal

from search.budget import INEXACT, LeftOut
from search.model import Event, FacetName, Mark, Query, Talk
from search.quickly_made import quickly_made


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
    """How many talks a click on this value promises. Events of one name have their dates behind it."""

    value: str
    count: int
    selected: bool


@quickly_made
@dataclass(frozen=True, slots=True)
class Facet:
    """One facet's values, most frequent first (years: newest), selected even at 0; `total` counts all."""

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
