"""The plan: every page of the site, and which file it becomes."""

import math
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from search import EventEntry, short_of
from search.index import TalkIndex
from search.linking.addresses import LISTED, NAMED, event_path, name_path, talk_path, url_of
from search.model import Query, Talk
from web.export.names import Names
from web.lists import MAX_ROWS
from web.views.talks import TALKS_OF_A_PAGE

SEARCH, NOT_FOUND = "search.html", "404.html"


class Redirect(Struct, frozen=True):
    """A file at an address that was published before, and the page that it leads to."""

    file: str
    to: str


class Plan(Struct, frozen=True):
    """`files` are by the address that the application answers; `narrowed` are the pages that stand for a
    search by one value. `talks` are all of them by their ids.
    """

    files: Mapping[str, str]
    narrowed: Mapping[tuple[str, str], str]
    talks: Mapping[str, Talk]
    events: Sequence[EventEntry]
    redirects: tuple[Redirect, ...]
    event_values: Mapping[str, str] = field(default_factory=dict)
    """What the facet of events calls an event, by its id."""


def plan_of(index: TalkIndex, listed: Mapping[str, str], assets: Sequence[str], parts_of_map: int) -> Plan:
    """Plan all pages. `listed` are the files of the lists, by address; `assets` are addresses of theirs."""
    names, files, narrowed = Names(), dict(listed), {}
    events = index.events()
    total = sum(entry.talks for entry in events)
    talks = {talk_id: index.talk(talk_id) for talk_id in index.ranked("", total)}
    for page in range(2, math.ceil(total / Query().per_page) + 1):
        files[url_of(Query(page=page))] = f"pages/{page}.html"
    values: dict[str, str] = {}
    for entry in events:
        path, file = event_path(entry.event.id), names.file("events", entry.event.id, "")
        found = index.event(entry.event.id, most=0)
        values[entry.event.id] = found.value
        files |= {path: f"{file}.html", f"{path}.json": f"{file}.json", f"{path}.atom": f"{file}.atom"}
        for page in range(2, math.ceil(found.entries / TALKS_OF_A_PAGE) + 1):
            files[f"{path}?page={page}"] = f"{file}/{page}.html"
        narrowed["event", found.value] = f"{file}.html"
    for talk_id in sorted(talks):
        event_id, _, name = talk_id.partition("/")
        folder = names.file("talks", event_id, "")
        path, file = talk_path(talk_id), names.file(folder, name, "")
        files |= {path: f"{file}.html", f"{path}.json": f"{file}.json"}
    for facet in NAMED:
        folder = name_path(facet, "").strip("/")
        for each in sorted(index.names(facet), key=lambda each: each.text):
            path, file = name_path(facet, each.text), names.file(folder, each.text, "")
            files |= {path: f"{file}.html", f"{path}.json": f"{file}.json", f"{path}.atom": f"{file}.atom"}
            narrowed[facet, each.text] = f"{file}.html"
    files |= _lists_as_json(index, events)
    files |= {"/feed.atom": "feed.atom", "/sitemap.xml": "sitemap.xml", "/robots.txt": "robots.txt"}
    files |= {f"/sitemap-{n}.xml": f"sitemap-{n}.xml" for n in range(1, parts_of_map + 1)}
    files |= {each: each.lstrip("/") for each in assets}
    moved = dict(sorted(index.moved_events().items()))
    redirects = (*_redirects(talks, files, names), *_redirected_events(moved, files, names))
    return Plan(files, narrowed, talks, events, redirects, values)


def _lists_as_json(index: TalkIndex, events: Sequence[EventEntry]) -> Iterator[tuple[str, str]]:
    for name, facet in LISTED.items():
        rows = len(events) if facet == "event" else len(index.names(facet))
        yield f"/{name}.json", f"{name}.json"
        for page in range(2, math.ceil(rows / MAX_ROWS) + 1):
            yield f"/{name}.json?page={page}", f"{name}-{page}.json"


def _redirects(talks: Mapping[str, Talk], files: Mapping[str, str], names: Names) -> Iterator[Redirect]:
    """Yield what leads from earlier ids of talks, and from the short addresses of those in Japanese."""
    for talk_id in sorted(talks):
        to = files[talk_path(talk_id)]
        if not talk_id.isascii():
            yield Redirect(f"t/{short_of(talk_id)}.html", to)
        for alias in talks[talk_id].aliases:
            event_id, _, name = alias.partition("/")
            if event_id and name and talk_path(alias) not in files:
                yield Redirect(names.file(names.file("talks", event_id, ""), name, ".html"), to)


def _redirected_events(
    moved: Mapping[str, str], files: Mapping[str, str], names: Names
) -> Iterator[Redirect]:
    """Yield what leads from events' earlier ids."""
    for before, now in moved.items():
        if event_path(before) not in files and (to := files.get(event_path(now))):
            yield Redirect(names.file("events", before, ".html"), to)
