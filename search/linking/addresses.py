"""Addresses: where a talk, an event, a name or a search stands on the site, percent-encoded as posts need it.

Defaults are left out, so that one search has one address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, quote_plus

from search import short_of
from search.model import FacetName, Query, Talk

SET = "set"
"""The parameter with the talks that are set aside."""
LISTS: Mapping[FacetName, str] = {"event": "events", "speaker": "speakers", "technology": "technologies"}
"""The names of the lists of all there are of a facet, which stand at the top of the site."""
LISTED: Mapping[str, FacetName] = {name: facet for facet, name in LISTS.items()}
"""What each list has."""
NAMED: tuple[FacetName, ...] = ("speaker", "technology")
"""Facets whose values have pages by their name; an event has its own by its id."""

_DEFAULT = Query()


def url_of(query: Query, path: str = "/") -> str:
    """Return the address of a search; `query_of` reads the same search back from it."""
    pairs = "&".join(pair_of(name, value) for name, value in pairs_of(query))
    return f"{path}?{pairs}" if pairs else path


def asked(query: Query) -> Query:
    """Without words nothing is more relevant than anything else: the newest talks come first."""
    if query.text or query.sort != "relevance":
        return query
    return replace(query, sort="newest")


def pairs_of(query: Query) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a search by which it differs from asking for everything."""
    pairs: list[tuple[str, str]] = []
    if query.text:
        pairs.append(("q", query.text))
    pairs.extend((chosen.facet, chosen.value) for chosen in query.filters)
    pairs.extend((end, date) for end, date in (("since", query.since), ("until", query.until)) if date)
    shown = ((name, getattr(query, name)) for name in ("match", "sort", "group", "per_page", "page"))
    pairs.extend((name, str(value)) for name, value in shown if value != getattr(_DEFAULT, name))
    if query.picked:
        pairs.append((SET, ".".join(query.picked)))
    return tuple(pairs)


@lru_cache(maxsize=8192)
def pair_of(name: str, value: str) -> str:
    # A page has some two hundred addresses of one search: the same pairs over and over.
    return f"{name}={quote_plus(value)}"


def talk_path(talk_id: str) -> str:
    """Return the path of a talk's page, percent-encoded as links in blog posts need it."""
    return "/talks/" + quote(talk_id, safe="/")


def path_of_talk(talk: Talk) -> str:
    """Return where a talk is read: its page, or of one that was missed its place on its event's."""
    return mention_path(talk) if talk.mention else talk_path(talk.id)


def short_path(talk_id: str) -> str:
    """Return a path that leads to a talk and that anybody can type."""
    return f"/t/{short_of(talk_id)}"


def set_path(talks: Sequence[Talk]) -> str:
    """Return where talks that were set aside stand as a list."""
    return url_of(Query(picked=tuple(short_of(talk.id) for talk in talks)), "/set")


def place_in_post(talk: Talk) -> str:
    """Return where a talk stands in the post that its note was published as; empty where that is not known.

    A browser looks for the title, and else for a heading with the talk's name as its id.
    """
    post, own, heading = talk.event.post.partition("#")
    name = talk.id.partition("/")[2]
    if not post or name == "post":
        return talk.event.post
    # In a text to look for, commas part its ends and hyphens stand beside what is around it.
    title = quote(talk.title, safe="").replace("-", "%2D")
    return f"{post}#{heading if own else quote(name, safe='')}:~:text={title}"


def event_path(event_id: str) -> str:
    return name_path("event", event_id)


def name_path(facet: FacetName, name: str) -> str:
    """Return the page of a speaker or a technology, by its name; of an event by its id."""
    return f"/{LISTS[facet]}/{quote(name, safe='')}"


def mention_path(talk: Talk) -> str:
    return f"{event_path(talk.event.id)}#{quote(anchor_of(talk), safe='')}"


def anchor_of(talk: Talk) -> str:
    """Return a talk's place on its event's page. Of an event told in several files each has own names."""
    own, _, name = talk.id.partition("/")
    return name if own == talk.event.id else f"{own}.{name}"
