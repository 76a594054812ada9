"""All values of a facet, with a box to find one among thousands."""

from dataclasses import dataclass, replace

from search.model import Facet, Query
from web.bounds import ROOM
from web.params import pairs_of, url_of
from web.texts import Texts
from web.views.choices import FacetView, facet_view
from web.views.results import search_title

MAX_VALUES = 300
"""Values on one page; who looks for another one types a part of it."""


@dataclass(frozen=True, slots=True)
class ValuesView:
    """`hidden` are the search's own parameters, which the form carries along; `rest` says what is cut off."""

    facet: FacetView
    action: str
    hidden: tuple[tuple[str, str], ...]
    find: str
    find_label: str
    rest: str
    title: str
    back_url: str


def values_view(facet: Facet, query: Query, find: str, texts: Texts) -> ValuesView:
    query = replace(query, page=1)
    shown = facet_view(facet, query, MAX_VALUES, texts, room=5 * ROOM)
    rest = texts.only_first.format(n=texts.number(len(shown.choices)), total=texts.number(facet.total))
    return ValuesView(
        facet=shown,
        action=f"/facets/{facet.name}",
        hidden=pairs_of(query),
        find=find,
        find_label=texts.find_value.format(facet=texts.facets[facet.name]),
        rest=rest if facet.total > len(shown.choices) else "",
        title=search_title(query, texts),
        back_url=url_of(query),
    )
