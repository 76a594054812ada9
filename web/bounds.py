"""Bounds: whatever an address asks for, its answer stays below half a megabyte.

A page of hits has hundreds of links to searches near its own, and each holds that search whole. So a search
that is longer than anybody types is cut before it is asked for, and the longer it is, the fewer such links
there are.
"""

from dataclasses import replace
from urllib.parse import quote_plus

from search.model import Filter, Query
from web import params
from web.params import Parameters

MOST_OF_TEXT = 2_000
"""Bytes of an address: some 220 Japanese letters. 48 words are searched for, and these have fewer."""
ROOM = 30_000
"""Bytes that one kind of links takes on a page, where there may be more than a few."""
SHORT = 300
"""Bytes of an address that may stand beside each of hundreds of values."""


def query_of(parameters: Parameters) -> Query:
    """Read a search from a URL's parameters as `params` does, and cut it to what pages can hold."""
    return bounded(params.query_of(parameters))


def bounded(query: Query) -> Query:
    """Return a search of which a page can hold the address as often as it must."""
    text = query.text
    if len(quote_plus(text)) > MOST_OF_TEXT:
        text = text[: _letters_within(text, MOST_OF_TEXT)].rstrip()
    kept: list[Filter] = []
    size = len(quote_plus(text)) + 11 * len(query.picked)
    for chosen in query.filters:
        size += len(chosen.facet) + 2 + len(quote_plus(chosen.value))
        # Each filter that is chosen has a link that drops it.
        if kept and size * (len(kept) + 1) > ROOM:
            break
        kept.append(chosen)
    if text == query.text and len(kept) == len(query.filters):
        return query
    return replace(query, text=text, filters=tuple(kept))


def fitting(size: int, wanted: int, least: int = 0, room: int = ROOM) -> int:
    """Return how many links of so many bytes each there is room for, at least `least`."""
    return max(least, min(wanted, room // max(1, size)))


def _letters_within(text: str, size: int) -> int:
    taken = 0
    for place, letter in enumerate(text):
        taken += len(quote_plus(letter))
        if taken > size:
            return place
    return len(text)
