"""Facets: counts of values -> the values that are shown, the most frequent first."""

from collections.abc import Set

import numpy as np

from search.engines import FacetCounts
from search.model import Facet, FacetName, FacetValue, Query
from search.text.lexicon import name_key


def facet_of(name: FacetName, counts: FacetCounts, query: Query, most: int | None) -> Facet:
    """Return a facet's most frequent values, at most so many, and the selected ones, even with none."""
    selected = {wanted.value for wanted in query.filters if wanted.facet == name}
    counted = counts.top(None if name == "year" else most)
    counted += [(value, counts.of(value)) for value in sorted(selected - {value for value, _ in counted})]
    values = [FacetValue(value, count, value in selected) for value, count in counted]
    if name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    else:
        values.sort(key=lambda value: (-value.count, value.value))
    return Facet(name, tuple(values), max(counts.total, len(values)))


def narrowed(counts: FacetCounts, typed: str, named: Set[str]) -> FacetCounts:
    """Return the values that contain what was typed, whatever its width, case and spaces, or are `named`."""
    wanted = name_key(typed)
    kept = [place for place, value in enumerate(counts.values) if value in named or wanted in name_key(value)]
    return FacetCounts(
        [counts.values[place] for place in kept], counts.counts[np.array(kept, dtype=np.int64)]
    )
