"""Ways out of a search that found nothing: each word by itself, the rest without one thing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from search.budget import Budget
from search.model import Filter, Query
from search.query.chunks import chunks, without

MAX_WAYS = 8
"""Words and filters that are looked at; each costs a search."""
SECONDS = 0.15
"""How long is looked: of searches that take long, fewer ways are shown."""


class WordCount(Struct, frozen=True):
    """A word as it was typed, and how many talks have it, whatever the filters."""

    word: str
    talks: int


class Dates(NamedTuple):
    """The dates of a search, which are dropped together."""

    since: str
    until: str


class WayOut(Struct, frozen=True):
    """A search near one that found nothing, without `dropped`, and how many talks it finds: at least one."""

    dropped: str | Filter | Dates
    query: Query
    talks: int


class WaysOut(Struct, frozen=True):
    """`words` is empty for less than two. `ways` drop first what is to blame: words, or filters and dates.

    `unfiltered` is how many talks the words find without filters and dates: where any, these are to blame.
    """

    words: tuple[WordCount, ...]
    ways: tuple[WayOut, ...]
    unfiltered: int


_Tried: TypeAlias = tuple[str | Filter | Dates, Query]


def ways_out_of(query: Query, count: Callable[[Query], int]) -> WaysOut:
    """Look for ways out; `count` says how many talks a search finds that have what it asks for."""
    typed = [chunk for chunk in chunks(query.text) if chunk.kind in ("word", "phrase")][:MAX_WAYS]
    words = dict.fromkeys(chunk.text for chunk in typed if not (chunk.is_excluded or chunk.key))
    plain = replace(query, page=1)
    fewer_words: list[_Tried] = []
    if len(typed) > 1:
        fewer_words = [
            (query.text[chunk.start : chunk.end], replace(plain, text=without(query.text, chunk)))
            for chunk in typed
            if _excluded(without(query.text, chunk)) <= _excluded(query.text)
        ]
    fewer_filters: list[_Tried] = [
        (chosen, replace(plain, filters=tuple(each for each in query.filters if each != chosen)))
        for chosen in query.filters[:MAX_WAYS]
    ]
    if query.since or query.until:
        fewer_filters.append((Dates(query.since, query.until), replace(plain, since="", until="")))
    budget = Budget(SECONDS)
    unfiltered = count(Query(query.text)) if fewer_filters else 0

    def found(tried: Iterable[_Tried]) -> list[WayOut]:
        return [
            WayOut(dropped, near, talks)
            for dropped, near in tried
            if not budget.is_over() and (talks := count(near))
        ]

    # What is to blame comes first: of a cluster, words alone would take all the time there is.
    ways = found(fewer_filters) if unfiltered else []
    counted = tuple(WordCount(word, count(Query(word))) for word in words if not budget.is_over())
    ways += found(fewer_words if unfiltered else (*fewer_words, *fewer_filters))
    return WaysOut(words=counted, ways=tuple(ways), unfiltered=unfiltered)


def _excluded(text: str) -> int:
    """Return how many chunks are excluded: without its command an option, as -it, would be."""
    return sum(chunk.is_excluded for chunk in chunks(text))
