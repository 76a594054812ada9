"""All values of a facet, by count or by name, with a box to find one among thousands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from msgspec import Struct

from search import Name
from search.answers import Facet
from search.linking.addresses import pairs_of, url_of
from search.linking.titles import search_title
from search.model import Query
from web.bounds import ROOM
from web.texts import Texts
from web.views.choices import Choice, FacetView, facet_view
from web.views.rows import order_of_names

Order = Literal["count", "name"]
MAX_VALUES = 300
"""Values on one page; who looks for another one types a part of it."""


class ValuesView(Struct, frozen=True, eq=False):
    """`hidden` are the search's own parameters, which the form carries along; `rest` says what is cut off.

    `orders` are the ways to order them, none for years. `back_url` is the search that this belongs to.
    """

    facet: FacetView
    action: str
    hidden: tuple[tuple[str, str], ...]
    find: str
    find_label: str
    rest: str
    title: str
    back_url: str
    orders: tuple[Choice, ...]


def values_view(
    facet: Facet, query: Query, find: str, order: Order, names: Mapping[str, Name], texts: Texts
) -> ValuesView:
    """Prepare all values. By name, `names` say how they are read; a value of the facet has none, maybe."""
    query = replace(query, page=1)
    if order == "name":
        values = sorted(facet.values, key=lambda value: order_of_names(_name_of(value.value, facet, names)))
        facet = replace(facet, values=tuple(values))
    shown = facet_view(facet, query, MAX_VALUES, texts, room=5 * ROOM)
    rest = texts.only_first.format(n=texts.number(len(shown.choices)), total=texts.number(facet.total))
    action = f"/facets/{facet.name}"
    base = url_of(query, action)
    by_name = f"{base}{'&' if '?' in base else '?'}order=name"
    return ValuesView(
        facet=shown,
        action=action,
        hidden=(*pairs_of(query), *((("order", order),) if order == "name" else ())),
        find=find,
        find_label=texts.find_value.format(facet=texts.facets[facet.name]),
        rest=rest if facet.total > len(shown.choices) else "",
        title=search_title(query, texts),
        back_url=url_of(query),
        orders=()
        if facet.name == "year"
        else (
            Choice(f"{facet.name}-by-count", texts.by_count, base, order == "count"),
            Choice(f"{facet.name}-by-name", texts.by_name, by_name, order == "name"),
        ),
    )


def _name_of(value: str, facet: Facet, names: Mapping[str, Name]) -> Name:
    return names.get(value) or Name(facet.name, value, 0, "")
