"""Ways out of a search that found nothing: each word by itself, the rest without one thing."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from search.model import Filter, Query
from search.query.chunks import chunks, without

MAX_WAYS = 8
"""Words and filters that are looked at; each costs a search."""
SECONDS = 0.15
"""How long is looked: of searches that take long, fewer ways are shown."""


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word as it was typed, and how many talks have it, whatever the filters."""

    word: str
    talks: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search near one that found nothing, without `dropped`, and how many talks it finds: at least one."""

    dropped: str | Filter
    query: Query
    talks: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """`words` is empty for less than two; `ways` are in the order of what they drop."""

    words: tuple[WordCount, ...]
    ways: tuple[WayOut, ...]


def ways_out_of(query: Query, count: Callable[[Query], int]) -> WaysOut:
    """Look for ways out; `count` says how many talks a search finds that have what it asks for."""
    typed = [chunk for chunk in chunks(query.text) if chunk.kind in ("word", "phrase")][:MAX_WAYS]
    words = dict.fromkeys(chunk.text for chunk in typed if not (chunk.is_excluded or chunk.key))
    plain = replace(query, page=1)
    tried: list[tuple[str | Filter, Query]] = []
    if len(typed) > 1:
        tried += [
            (query.text[chunk.start : chunk.end], replace(plain, text=without(query.text, chunk)))
            for chunk in typed
        ]
    tried += [
        (chosen, replace(plain, filters=tuple(each for each in query.filters if each != chosen)))
        for chosen in query.filters[:MAX_WAYS]
    ]
    ends = time.perf_counter() + SECONDS
    counted = tuple(WordCount(word, count(Query(word))) for word in words if time.perf_counter() < ends)
    ways = [
        WayOut(dropped, near, talks)
        for dropped, near in tried
        if time.perf_counter() < ends and (talks := count(near))
    ]
    return WaysOut(words=counted, ways=tuple(ways))
