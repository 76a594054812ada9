"""Pager: where one is among the pages of something long."""

import math
from collections.abc import Callable

from msgspec import Struct

from web.texts import Texts


class PagerView(Struct, frozen=True, eq=False):
    """Where one is among the pages; an absent neighbour is an empty URL."""

    place: str
    pages: int
    previous_url: str
    next_url: str


def pager_of(page: int, entries: int, size: int, url: Callable[[int], str], texts: Texts) -> PagerView:
    """Lead to the pages beside this one, of so many entries on pages of one size; from far beyond the last to
    that. `url` gives the address of a page.
    """
    pages = max(1, math.ceil(entries / size))
    return PagerView(
        place=texts.page_of.format(page=page, pages=pages),
        pages=pages,
        previous_url=url(min(page - 1, pages)) if page > 1 else "",
        next_url=url(page + 1) if page < pages else "",
    )
