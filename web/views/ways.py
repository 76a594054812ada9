"""How to ask, as the pages show it: each example is a link to what it finds."""

from functools import lru_cache

from msgspec import Struct

from search.linking.addresses import url_of
from search.model import Query
from web.how_to_ask import WAYS


class WayView(Struct, frozen=True, eq=False):
    """One way to ask: (what is typed, its address), and what it finds."""

    examples: tuple[tuple[str, str], ...]
    told: str


@lru_cache(maxsize=2)
def ways_view(code: str) -> tuple[WayView, ...]:
    """Return all ways in a language; they are the same on every page."""
    return tuple(
        WayView(
            tuple((typed, url_of(Query(typed))) for typed in way.typed),
            way.english if code == "en" else way.japanese,
        )
        for way in WAYS
    )
