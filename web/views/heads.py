"""What a page tells machines in its head: what it is called, where it is, which picture stands for it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from search import EventTalks, Name
from search.answers import Facet, SearchResult
from search.linking.addresses import LISTED, LISTS, event_path, name_path, set_path, talk_path, url_of
from search.linking.titles import search_title
from search.model import Query, Talk
from web.plain import cut_to, line_of
from web.rendering import SafeHtml, data_block
from web.texts import Texts
from web.views.cards import (
    event_card,
    list_card,
    name_card,
    search_card,
    set_card,
    site_card,
    talk_card,
    whole_search,
)
from web.views.results import is_front
from web.views.structured import Data, event_data, list_data, name_data, site_data, talk_data

MAX_DESCRIPTION = 120
MAX_TITLE = 200
MAX_SHARED = 400
"""Bytes of a path that a frame and a feed are offered for."""
NO_DATA = data_block("")


class Site(Struct, frozen=True, eq=False):
    """A site as one page of it needs to know it: its address without a final slash, what it says to this
    reader, and what it says in its own language, for everybody.
    """

    base: str
    texts: Texts
    own: Texts


class Head(Struct, frozen=True, eq=False):
    """The head of a page; every address is absolute. `indexed` says whether search engines should list it."""

    title: str
    description: str
    url: str
    image: str
    kind: Literal["website", "article"] = "website"
    indexed: bool = True
    oembed: str = ""
    """Where another site learns how to show this page; empty where there is no frame for it."""
    json: str = ""
    """The same as JSON."""
    feed: str = ""
    """The Atom feed of what is on this page; empty where there is only that of the whole site."""
    feed_title: str = ""
    """What that feed is of, where it is not this page alone."""
    data: SafeHtml = NO_DATA
    """What is on this page as JSON-LD; empty where there is nothing that has a name there."""


def talk_head(talk: Talk, site: Site) -> Head:
    base, texts = site.base, site.texts
    path = talk_path(talk.id)
    description, image = talk_description(talk, texts), talk_card(talk, site.own).url(base)
    return Head(
        title=talk.title,
        description=description,
        url=base + path,
        image=image,
        oembed=_oembed(base, path),
        json=f"{base}{path}.json",
        feed=f"{base}{event_path(talk.event.id)}.atom",
        feed_title=talk.event.name,
        data=_written(talk_data(talk, description, image, base, texts)),
        kind="article",
    )


def event_head(found: EventTalks, site: Site, page: int = 1) -> Head:
    """Return the head of a page of an event; further pages have other talks, and so their own address."""
    base, texts = site.base, site.texts
    event = found.event
    facts = (texts.long_date(event.date), event.venue, texts.count(texts.talks, found.total))
    description, image = _listed(facts, found.talks), event_card(event, found.total, site.own).url(base)
    return Head(
        title=event.name,
        description=description,
        url=base + event_path(event.id) + (f"?page={page}" if page > 1 else ""),
        image=image,
        oembed=_oembed(base, event_path(event.id)),
        json=f"{base}{event_path(event.id)}.json",
        feed=f"{base}{event_path(event.id)}.atom",
        data=_written(event_data(found, description, image, base, texts)),
        kind="article",
    )


def name_head(name: Name, talks: Sequence[Talk], site: Site) -> Head:
    base, texts = site.base, site.texts
    facts = (texts.facets[name.facet], texts.count(texts.talks, name.talks))
    path, image = name_path(name.facet, name.text), name_card(name, site.own).url(base)
    return Head(
        title=name.text,
        description=_listed(facts, talks),
        url=base + path,
        image=image,
        oembed=_oembed(base, path),
        json=f"{base}{path}.json",
        feed=f"{base}{path}.atom",
        data=_written(name_data(name, image, base, texts)),
    )


def search_head(query: Query, result: SearchResult, site: Site) -> Head:
    """Return the head of a search, or of the front page. Searches without end are not for search engines."""
    base, texts = site.base, site.texts
    # What somebody set aside is theirs: the search is the same one.
    query = replace(query, picked=()) if query.picked else query
    # Written once: a page of hits is made in a few milliseconds.
    asked = url_of(query, "")
    url = f"/{asked}"
    if is_front(query):
        image = site_card(site.own).url(base)
        return Head(
            title=texts.front_title,
            description=texts.description,
            url=base + url,
            image=image,
            indexed=url == "/",
            oembed=_oembed(base, url),
            json=f"{base}/search.json{asked}",
            data=_written(site_data(base, texts)),
        )
    return Head(
        title=f"{search_title(query, texts)[:MAX_TITLE]} — {texts.site}",
        description=_listed((texts.count(texts.talks, result.total),), [hit.talk for hit in result.hits]),
        url=base + url,
        image=search_card(query, result.total, site.own).url(base),
        indexed=False,
        oembed=_oembed(base, url),
        json=f"{base}/search.json{asked}",
        feed=base + url_of(whole_search(query), "/search.atom") if len(url) <= MAX_SHARED else "",
    )


def set_head(talks: Sequence[Talk], site: Site) -> Head:
    """Return the head of a list of talks that somebody chose; there is at least one."""
    base, texts = site.base, site.texts
    path = set_path(talks)
    title = f"{texts.list_of_talks} ({texts.count(texts.talks, len(talks))})"
    return Head(
        title=f"{title} — {texts.site}",
        description=_listed((), talks),
        url=base + path,
        image=set_card(talks, site.own).url(base),
        indexed=False,
        oembed=_oembed(base, path),
        json=base + path.replace("/set", "/set.json", 1),
    )


def values_head(facet: Facet, query: Query, site: Site) -> Head:
    """Return the head of the page of all values of a facet within a search."""
    base, texts = site.base, site.texts
    path = f"/facets/{facet.name}"
    title = f"{texts.facets[facet.name]}: {search_title(query, texts)}"
    told = ", ".join(value.value for value in facet.values[:20])
    return Head(
        title=f"{title} — {texts.site}",
        description=cut_to(MAX_DESCRIPTION, told) or texts.no_value,
        url=base + url_of(query, path),
        image=list_card(LISTS[facet.name], site.own).url(base)
        if facet.name in LISTS
        else site_card(site.own).url(base),
        indexed=False,
        json=base + url_of(query, f"{path}.json"),
    )


def list_head(name: str, site: Site) -> Head:
    """Return the head of one of `LISTED`."""
    base, texts = site.base, site.texts
    label = texts.facet_pages[LISTED[name]]
    return Head(
        title=f"{label} — {texts.site}",
        description=texts.description,
        url=f"{base}/{name}",
        image=list_card(name, site.own).url(base),
        json=f"{base}/{name}.json",
        data=_written(list_data(label, f"/{name}", base, texts)),
    )


def talk_description(talk: Talk, texts: Texts) -> str:
    """Return how a talk begins, as it is read; who spoke where if nothing is written down."""
    # Reading markup is for pages of talks: that of a search comes without.
    from search.text.visible_text import visible_text

    seen = visible_text(talk.body[: MAX_DESCRIPTION * 20], talk.markup).text
    text = line_of(seen, talk.markup, MAX_DESCRIPTION)
    speakers = "、".join(speaker.name for speaker in talk.speakers)
    facts = " · ".join(filter(None, (texts.long_date(talk.date), talk.event.name, speakers)))
    return text or facts


def _written(data: Data) -> SafeHtml:
    return data_block(json.dumps(data, ensure_ascii=False))


def _oembed(base: str, path: str) -> str:
    """Return where a page's frame is told of; nowhere for an address that nobody reads to its end: who looks
    for it stops after a kilobyte, and it stands there twice, encoded twice.
    """
    if len(path) > MAX_SHARED:
        return ""
    return f"{base}/oembed?url={quote(base + path, safe='')}"


def _listed(facts: Sequence[str], talks: Sequence[Talk]) -> str:
    return cut_to(MAX_DESCRIPTION, " · ".join(filter(None, (*facts, *(talk.title for talk in talks[:5])))))
