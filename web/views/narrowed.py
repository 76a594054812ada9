"""What a search is narrowed to: the page of that name, and what there is to say of it in a line."""

from msgspec import Struct

from search.answers import Hit
from search.index import TalkIndex
from search.linking.addresses import event_path, name_path
from search.model import FacetName, Filter, Query
from web.texts import Texts
from web.views.dates import day_of, is_year

NAMED: tuple[FacetName, ...] = ("speaker", "technology", "event")
MOST_OTHERS = 5


class NamedLine(Struct, frozen=True, eq=False):
    """A name above the hits that are narrowed to it, with its other spellings.

    `facts` are how many talks and from when to when, or the day and the venue of an event.
    """

    kind: str
    name: str
    url: str
    facts: tuple[str, ...]
    others: tuple[str, ...]


def named_lines(query: Query, hits: tuple[Hit, ...], index: TalkIndex, texts: Texts) -> tuple[NamedLine, ...]:
    """Return a line for each facet of which one value is chosen; an event's needs a hit, which knows it."""
    lines = []
    for facet in NAMED:
        chosen = [each for each in query.filters if each.facet == facet]
        if len(chosen) == 1:
            line = _event_line(chosen[0], hits, texts) if facet == "event" else _line(chosen[0], index, texts)
            lines += [line] if line else []
    return tuple(lines)


def _line(chosen: Filter, index: TalkIndex, texts: Texts) -> NamedLine | None:
    years = index.facet(Query(filters=(chosen,)), "year", "", 1_000).values
    found = sorted(int(each.value) for each in years if each.count and is_year(each.value))
    talks = sum(each.count for each in years)
    if not talks:
        return None
    span = [] if not found else [str(found[0]) if found[0] == found[-1] else f"{found[0]}–{found[-1]}"]
    return NamedLine(
        texts.facets[chosen.facet],
        chosen.value,
        name_path(chosen.facet, chosen.value),
        (texts.count(texts.talks, talks), *span),
        index.spellings(chosen)[:MOST_OTHERS],
    )


def _event_line(chosen: Filter, hits: tuple[Hit, ...], texts: Texts) -> NamedLine | None:
    event = next((hit.talk.event for hit in hits if hit.event_value == chosen.value), None)
    if event is None:
        return None
    facts = (day_of(event.date, texts).long, event.venue)
    return NamedLine(texts.facets["event"], event.name, event_path(event.id), tuple(filter(None, facts)), ())
