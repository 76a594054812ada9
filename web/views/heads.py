"""What a page tells machines in its head: what it is called, where it is, which picture stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from search import EventTalks, Name
from search.model import Query, SearchResult, Talk
from search.text.visible_text import visible_text
from web.params import event_path, talk_path, url_of
from web.texts import Texts
from web.views.browse import path_of
from web.views.cards import (
    LISTS,
    event_card,
    list_card,
    name_card,
    search_card,
    site_card,
    talk_card,
)
from web.views.results import is_front, search_title

MAX_DESCRIPTION = 120


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page; every address is absolute. `indexed` says whether search engines should list it."""

    title: str
    description: str
    url: str
    image: str
    kind: Literal["website", "article"] = "website"
    indexed: bool = True
    oembed: str = ""
    """Where another site learns how to show this page; empty where there is no frame for it."""


def talk_head(talk: Talk, base: str, texts: Texts) -> Head:
    path = talk_path(talk.id)
    return Head(
        title=talk.title,
        description=talk_description(talk, texts),
        url=base + path,
        image=talk_card(talk).url(base),
        oembed=_oembed(base, path),
        kind="article",
    )


def event_head(found: EventTalks, base: str, texts: Texts) -> Head:
    event = found.event
    facts = (texts.long_date(event.date), event.venue, texts.count(texts.talks, len(found.talks)))
    return Head(
        title=event.name,
        description=_listed(facts, found.talks),
        url=base + event_path(event.id),
        image=event_card(event, len(found.talks)).url(base),
        oembed=_oembed(base, event_path(event.id)),
        kind="article",
    )


def name_head(name: Name, talks: Sequence[Talk], base: str, texts: Texts) -> Head:
    facts = (texts.facets[name.facet], texts.count(texts.talks, name.talks))
    return Head(
        title=name.text,
        description=_listed(facts, talks),
        url=base + path_of(name.facet, name.text),
        image=name_card(name).url(base),
        oembed=_oembed(base, path_of(name.facet, name.text)),
    )


def search_head(query: Query, result: SearchResult, base: str, texts: Texts) -> Head:
    """Return the head of a search, or of the front page. Searches without end are not for search engines."""
    if is_front(query):
        url, image = url_of(query), site_card().url(base)
        oembed = _oembed(base, url)
        return Head(
            texts.front_title, texts.description, base + url, image, indexed=url == "/", oembed=oembed
        )
    return Head(
        title=f"{search_title(query, texts)} — {texts.site}",
        description=_listed((texts.count(texts.talks, result.total),), [hit.talk for hit in result.hits]),
        url=base + url_of(query),
        image=search_card(query, result.total).url(base),
        indexed=False,
        oembed=_oembed(base, url_of(query)),
    )


def list_head(name: str, base: str, texts: Texts) -> Head:
    """Return the head of one of `LISTS`."""
    label = texts.facet_pages[LISTS[name]]
    return Head(f"{label} — {texts.site}", texts.description, f"{base}/{name}", list_card(name).url(base))


def talk_description(talk: Talk, texts: Texts) -> str:
    """Return how a talk begins, as it is read; who spoke where if nothing is written down."""
    text = " ".join(visible_text(talk.body[: MAX_DESCRIPTION * 20], talk.markup).text.split())
    speakers = "、".join(speaker.name for speaker in talk.speakers)
    facts = " · ".join(filter(None, (texts.long_date(talk.date), talk.event.name, speakers)))
    return text[:MAX_DESCRIPTION] or facts


def _oembed(base: str, path: str) -> str:
    return f"{base}/oembed?url={quote(base + path, safe='')}"


def _listed(facts: Sequence[str], talks: Sequence[Talk]) -> str:
    told = " · ".join(filter(None, (*facts, *(talk.title for talk in talks[:5]))))
    return told if len(told) <= MAX_DESCRIPTION else told[: MAX_DESCRIPTION - 1] + "…"
