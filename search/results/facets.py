"""Facets: counts of values -> the values that are shown, the most frequent first."""

from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np

from search.answers import Facet, FacetValue
from search.engines import Engine, FacetCounts, Request
from search.model import FacetName, Query
from search.query.event_names import EventNames
from search.text.lexicon import name_key


def facet_of(
    name: FacetName, counts: FacetCounts, query: Query, events: EventNames, most: int | None
) -> Facet:
    """Return a facet's most frequent values, at most so many, and the selected ones, even with none.

    `query` has its events called as `events` calls them.
    """
    selected = {wanted.value for wanted in query.filters if wanted.facet == name}
    counted = counts.top(None if name == "year" else most)
    if name == "event":
        counted = [(events.value_of(key), count) for key, count in counted]
    missing = sorted(selected - {value for value, _ in counted}) if selected else []
    # A value that is not among the first may be a name of several events.
    keys = {value: events.keys_of(value) if name == "event" else (value,) for value in missing}
    counted += [(value, sum(map(counts.of, own))) for value, own in keys.items()]
    values = [FacetValue(value, count, value in selected) for value, count in counted]
    if name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    elif missing:
        values.sort(key=lambda value: (-value.count, value.value))
    return Facet(name, tuple(values), max(counts.total, len(values)))


def narrowed_counts(
    name: FacetName, engine: Engine, request: Request, typed: str, named: Set[str], events: EventNames
) -> FacetCounts:
    """Count values that contain what was typed, whatever its width, case and spaces, or that are `named`."""

    def places_in(values: Sequence[str]) -> list[int]:
        wanted = name_key(typed)
        shown = map(events.value_of, values) if name == "event" else values
        return [place for place, value in enumerate(shown) if value in named or wanted in name_key(value)]

    counts = engine.find(request).counts[name]
    if counts.left_out:
        values = engine.facet_values(name)
        meant = tuple(values[place] for place in places_in(values))
        counts = engine.find(replace(request, named=meant)).counts[name]
    kept = places_in(counts.values)
    return FacetCounts(
        [counts.values[place] for place in kept], counts.counts[np.array(kept, dtype=np.int64)]
    )
