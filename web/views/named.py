"""One speaker or one technology: its talks over time, and what it comes together with."""

from collections import Counter
from dataclasses import replace

from msgspec import Struct

from search import Name
from search.answers import SearchResult
from search.linking.addresses import (
    LISTS,
    event_path,
    name_path,
    talk_path,
    url_of,
)
from search.model import FACET_NAMES, FacetName, Filter, Query
from web.params import Narrowing, narrowed_url, toggled
from web.rendering import SafeHtml, snippet_html
from web.texts import Texts
from web.views.choices import Choice, Histogram, histogram_of, largest_of, share_of
from web.views.dates import Day, day_of

TALKS = 50
TOGETHER = 12


class TalkLine(Struct, frozen=True, eq=False):
    """A talk in a list."""

    title: SafeHtml
    url: str
    day: Day
    event: str
    event_url: str
    speakers: tuple[Choice, ...]
    technologies: tuple[Choice, ...]


class Companions(Struct, frozen=True, eq=False):
    """Other values of one facet that a name's talks have, those of most talks first."""

    label: str
    choices: tuple[Choice, ...]


class NamedView(Struct, frozen=True, eq=False):
    """A name's page. `search_url` is the search that is narrowed to it; `more` links what is not listed."""

    kind: str
    name: str
    others: tuple[str, ...]
    total: str
    unit: str
    histogram: Histogram | None
    talks: tuple[TalkLine, ...]
    more_url: str
    together: tuple[Companions, ...]
    list_url: str
    search_url: str
    links_url: str


def named_view(name: Name, result: SearchResult, texts: Texts) -> NamedView:
    """Prepare the page of a name. `result` is the search for all of it, the newest talks first."""
    query = Query(filters=(Filter(name.facet, name.text),))
    years = next(facet for facet in result.facets if facet.name == "year")
    search_url = url_of(query)
    return NamedView(
        kind=texts.facets[name.facet],
        name=name.text,
        others=name.others,
        total=texts.number(result.total),
        unit=texts.count(texts.counted, result.total),
        histogram=histogram_of(years.values, Narrowing(query, "year"), texts),
        talks=tuple(
            TalkLine(
                title=snippet_html(hit.title),
                url=talk_path(hit.talk.id),
                day=day_of(hit.talk.date, texts),
                event=hit.talk.event.name,
                event_url=event_path(hit.talk.event.id),
                speakers=_links("speaker", [speaker.name for speaker in hit.talk.speakers], name),
                technologies=_links("technology", hit.talk.technologies, name),
            )
            for hit in result.hits
        ),
        more_url=search_url if result.total > len(result.hits) else "",
        together=tuple(
            together
            for facet in FACET_NAMES
            if facet != "year" and (together := _together(facet, name, result, texts)).choices
        ),
        list_url=f"/{LISTS[name.facet]}",
        search_url=search_url,
        links_url=f"/link{name_path(name.facet, name.text)}",
    )


def _together(facet: FacetName, name: Name, result: SearchResult, texts: Texts) -> Companions:
    counts = _shared(name, result) if facet == name.facet == "speaker" else _counted(facet, result)
    others = [
        (value, count) for value, count in counts if count and (facet, value) != (name.facet, name.text)
    ]
    largest = largest_of([count for _, count in others[:TOGETHER]])
    return Companions(
        texts.with_it.format(facet=texts.facets[facet]),
        tuple(
            Choice(
                "",
                value,
                _url_together(facet, value, name),
                count=texts.number(count),
                unit=texts.count(texts.counted, count),
                share=share_of(count, largest),
            )
            for value, count in others[:TOGETHER]
        ),
    )


def _counted(facet: FacetName, result: SearchResult) -> list[tuple[str, int]]:
    found = next(each for each in result.facets if each.name == facet)
    return [(each.value, each.count) for each in found.values]


def _shared(name: Name, result: SearchResult) -> list[tuple[str, int]]:
    """Return who spoke in the talks that are listed: the facet counts what anybody would add to them."""
    return Counter(speaker.name for hit in result.hits for speaker in hit.talk.speakers).most_common()


def _url_together(facet: FacetName, value: str, name: Name) -> str:
    """Return the search for talks of both; of two speakers, whom a search joins by OR, the other's page."""
    if facet == name.facet == "speaker":
        return name_path(facet, value)
    own = Query(filters=(Filter(name.facet, name.text),))
    return url_of(toggled(replace(own, match="all") if facet == name.facet else own, facet, value))


def _links(facet: FacetName, values: "tuple[str, ...] | list[str]", name: Name) -> tuple[Choice, ...]:
    """Return links that narrow to the other names of a talk."""
    return tuple(
        Choice("", value, narrowed_url(facet, value))
        for value in values
        if (facet, value) != (name.facet, name.text)
    )
