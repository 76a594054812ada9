"""URL <-> Query, both ways and without side effects.

Whatever a URL holds becomes a Query: parameters nobody knows are ignored, values that make no
sense fall back to their default. Defaults are left out of the URLs made here, so that one
search has one address.
"""

import re
import unicodedata
from dataclasses import replace
from typing import Protocol, TypeVar

from search.linking.addresses import SET, pair_of, pairs_of, url_of
from search.model import (
    FACET_NAMES,
    GROUPINGS,
    MATCHES,
    SORTS,
    FacetName,
    Filter,
    Grouping,
    Match,
    Query,
    Sort,
)
from search.query.dates import written_date

MAX_TEXT = 1_000
MAX_VALUE = 200
MAX_DATE = 20
MAX_FILTERS = 50
MAX_PAGE = 100_000
MAX_PER_PAGE = 100
MAX_PICKED = 100

_DEFAULT = Query()
_SHORT = re.compile(r"[a-z2-7]{10}")
_ANY = "\0"
"""A value that no URL gives."""
_Word = TypeVar("_Word", bound=str)


class Parameters(Protocol):
    """What is asked of a URL's parameters; werkzeug's MultiDict answers it."""

    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


def query_of(parameters: Parameters) -> Query:
    """Read a search from a URL's parameters: q, event, speaker, technology, year, match, sort, group,
    page, per_page, since, until, set.
    """
    return Query(
        text=clean(parameters.get("q", ""), MAX_TEXT),
        filters=_filters_of(parameters),
        sort=_one_of(SORTS, parameters.get("sort", "")),
        page=number_of(parameters.get("page", ""), _DEFAULT.page, MAX_PAGE),
        per_page=number_of(parameters.get("per_page", ""), _DEFAULT.per_page, MAX_PER_PAGE),
        match=_one_of(MATCHES, parameters.get("match", "")),
        group=_one_of(GROUPINGS, parameters.get("group", "")),
        since=written_date(parameters.get("since", "")[:MAX_DATE]),
        until=written_date(parameters.get("until", "")[:MAX_DATE]),
        picked=_picked_of(parameters.get(SET, "")),
    )


def narrowed_url(facet: FacetName, value: str, path: str = "/") -> str:
    """Return the search that is narrowed to a name: where each name on a page leads."""
    return url_of(Query(filters=(Filter(facet, value),)), path)


def toggled(query: Query, facet: FacetName, value: str) -> Query:
    """Choose this value, or drop it when it is chosen already; either way start at page 1."""
    chosen = Filter(facet, value)
    if chosen in query.filters:
        return without(query, chosen)
    return replace(query, filters=_in_order((*query.filters, chosen)), page=1)


class Narrowing:
    """The addresses of one search with a value of a facet chosen or dropped.

    `url(value)` is `url_of(toggled(query, facet, value), path)`, for a page or hundreds of JSON's values in
    a tenth of the time: what stands around the value is written once.
    """

    __slots__ = ("_before", "_behind", "_chosen", "_facet", "_path", "_query")

    def __init__(self, query: Query, facet: FacetName, path: str = "/") -> None:
        self._query, self._facet, self._path = query, facet, path
        self._chosen = frozenset(each.value for each in query.filters if each.facet == facet)
        pairs = pairs_of(toggled(query, facet, _ANY))
        place = pairs.index((facet, _ANY))
        before = "".join(f"{pair_of(name, value)}&" for name, value in pairs[:place])
        self._before = f"{path}?{before}"
        self._behind = "".join(f"&{pair_of(name, value)}" for name, value in pairs[place + 1 :])

    @property
    def size(self) -> int:
        """How long an address is without the value, in bytes."""
        return len(self._before) + len(self._behind)

    def url(self, value: str) -> str:
        if value in self._chosen:
            return url_of(toggled(self._query, self._facet, value), self._path)
        return f"{self._before}{pair_of(self._facet, value)}{self._behind}"

    def kept_url(self, value: str) -> str:
        """Return the address of the search narrowed to a value, also where that is chosen already."""
        return url_of(self._query, self._path) if value in self._chosen else self.url(value)

    def has(self, value: str) -> bool:
        return value in self._chosen


def without(query: Query, dropped: Filter) -> Query:
    return replace(query, filters=tuple(each for each in query.filters if each != dropped), page=1)


def cleared(query: Query) -> Query:
    """Drop every filter and both dates, and keep what was typed."""
    return replace(query, filters=(), match="any", since="", until="", page=1)


def with_text(query: Query, text: str) -> Query:
    return replace(query, text=clean(text, MAX_TEXT), page=1)


def with_sort(query: Query, sort: Sort) -> Query:
    return replace(query, sort=sort, page=1)


def with_match(query: Query, match: Match) -> Query:
    return replace(query, match=match, page=1)


def with_group(query: Query, group: Grouping) -> Query:
    return replace(query, group=group)


def with_page(query: Query, page: int) -> Query:
    return replace(query, page=page)


def clean(text: str, limit: int) -> str:
    """Make text safe to show, send and link: no control characters, no lone surrogates, at most `limit`."""
    printable = "".join(_printable(character) for character in text[: limit * 2])
    return printable.strip()[:limit].strip()


def _printable(character: str) -> str:
    match unicodedata.category(character):
        case "Cc":
            return " "
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
        case _:
            return character


def _filters_of(parameters: Parameters) -> tuple[Filter, ...]:
    chosen: dict[Filter, None] = {}
    for facet in FACET_NAMES:
        for written in parameters.getlist(facet)[:MAX_FILTERS]:
            value = clean(written, MAX_VALUE)
            if value and len(chosen) < MAX_FILTERS:
                chosen[Filter(facet, value)] = None
    return tuple(chosen)


def _picked_of(written: str) -> tuple[str, ...]:
    names = (name for name in written[: MAX_PICKED * 12].split(".") if _SHORT.fullmatch(name))
    return tuple(dict.fromkeys(names))[:MAX_PICKED]


def _in_order(filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    return tuple(sorted(filters, key=lambda chosen: FACET_NAMES.index(chosen.facet)))


def _one_of(known: tuple[_Word, ...], written: str) -> _Word:
    """Return the known word that is written, else the first, which is the default."""
    return next((word for word in known if word == written), known[0])


def number_of(text: str, default: int, largest: int) -> int:
    """Return a number from 1 to `largest`; digits of other scripts and anything else are the default."""
    if not (text.isascii() and text.isdigit()):
        return default
    # int() refuses more than 4,300 digits; eight are enough to be over every limit.
    number = int(text.lstrip("0")[:8] or "0")
    return min(number, largest) if number else default
