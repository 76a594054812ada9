"""Facets: counts of values -> the values that are shown, the most telling first."""

import heapq
from collections.abc import Mapping

from search.lexicon import name_key
from search.model import Facet, FacetName, FacetValue, Query

SHOWN_VALUES = 50
"""Values that come with every search. A corpus has thousands of speakers, a page room for a dozen."""


def facet_of(name: FacetName, counts: Mapping[str, int], query: Query, first: int = SHOWN_VALUES) -> Facet:
    """Return the `first` values, most frequent first, and every selected one, though at 0.

    Years are all there, newest first.
    """
    selected = {chosen.value for chosen in query.filters if chosen.facet == name}
    total = len(counts) + sum(value not in counts for value in selected)
    if name == "year":
        years = sorted({*counts, *selected}, reverse=True)
        return Facet(
            name, tuple(FacetValue(year, counts.get(year, 0), year in selected) for year in years), total
        )
    frequent = heapq.nsmallest(first, counts.items(), key=lambda counted: (-counted[1], counted[0]))
    shown = {*(value for value, _ in frequent), *selected}
    values = [FacetValue(value, counts.get(value, 0), value in selected) for value in shown]
    values.sort(key=lambda value: (-value.count, value.value))
    return Facet(name, tuple(values), total)


def narrowed(counts: Mapping[str, int], typed: str) -> dict[str, int]:
    """Return the values that contain what was typed, whatever its width, case and spaces."""
    wanted = name_key(typed)
    return {value: count for value, count in counts.items() if wanted in name_key(value)}
