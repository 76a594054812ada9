"""Request: a query -> what an engine is asked."""

from search.budget import ENDLESS, Budget
from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet
from search.documents import KIND
from search.engines import Request
from search.model import Query
from search.query.dates import range_of
from search.query.event_names import EventNames
from search.query.language import ParsedQuery


def request_of(
    parsed: ParsedQuery,
    query: Query,
    events: EventNames,
    kind: str,
    counted: tuple[str, ...],
    beside: int | None = None,
    budget: Budget = ENDLESS,
) -> Request:
    """Return what an engine is asked for a query: documents of a kind, with these facets counted.

    Of what accompanies hits only the first so many are asked for, `beside`, and only if one has all words.
    """
    return Request(
        clause=AllOf((parsed.clause, HasFacet(KIND, (kind,)), *_required(query), *_dated(query))),
        words=parsed.words,
        chosen=_chosen(query, events),
        counted=counted,
        sort=query.sort,
        offset=(query.page - 1) * query.per_page,
        limit=query.per_page if beside is None else beside,
        is_strict=beside is not None,
        budget=budget,
    )


def _required(query: Query) -> list[HasFacet]:
    """Return the filters that must hold one by one: technologies, when all of them are asked for.

    As clauses they also hold for the counts of their own facet, so a value that shows N still gives N.
    """
    if query.match == "any":
        return []
    return [HasFacet(each.facet, (each.value,)) for each in query.filters if each.facet == "technology"]


def _dated(query: Query) -> list[Clause]:
    """Return the days that are asked for, as a clause: all counts are of talks of these days."""
    if not (query.since or query.until):
        return []
    days = range_of(f"{query.since}..{query.until}")
    # No day is both after the last and before the first.
    return [Dated(days[0].toordinal(), days[1].toordinal()) if days else AnyOf(())]


def _chosen(query: Query, events: EventNames) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for wanted in query.filters:
        if wanted.facet == "technology" and query.match == "all":
            continue
        values = events.keys_of(wanted.value) if wanted.facet == "event" else (wanted.value,)
        chosen[wanted.facet] = (*chosen.get(wanted.facet, ()), *values)
    return chosen
