"""Ways out of a search that found nothing: each word by itself, the rest without one thing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.model import Filter, Query

MAX_WAYS = 8
"""Words and filters that are looked at; each costs a search."""
_QUOTES = '"“”「」『』＂'


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
    typed = list(dict.fromkeys(query.text.split()))[:MAX_WAYS]
    words = [word.strip(_QUOTES) for word in typed if not word.startswith(("-", "－", "−"))]
    plain = replace(query, page=1)
    tried: list[tuple[str | Filter, Query]] = []
    if len(typed) > 1:
        rest = query.text.split()
        tried += [
            (word, replace(plain, text=" ".join(each for each in rest if each != word))) for word in typed
        ]
    tried += [
        (chosen, replace(plain, filters=tuple(each for each in query.filters if each != chosen)))
        for chosen in query.filters[:MAX_WAYS]
    ]
    ways = [WayOut(dropped, near, talks) for dropped, near in tried if (talks := count(near))]
    return WaysOut(
        words=tuple(WordCount(word, count(Query(word))) for word in words if word),
        ways=tuple(ways),
    )
