"""What a page says to machines of its own accord: JSON-LD in the words of schema.org."""

from collections.abc import Sequence

from search import EventTalks, Name
from search.linking.addresses import LISTS, event_path, name_path, talk_path
from search.model import Event, Talk
from web.texts import Texts

Data = str | int | Sequence["Data"] | dict[str, "Data"]

MAX_LISTED = 30
"""Talks that an event names one by one."""


def talk_data(talk: Talk, description: str, image: str, base: str, texts: Texts) -> Data:
    """Describe a talk: its slides or its notes as a document, and each of its videos."""
    url = base + talk_path(talk.id)
    document = _with_links(
        {
            **_document(talk, base),
            "headline": talk.title,
            "description": description,
            "image": image,
            "inLanguage": "ja",
            "mainEntityOfPage": url,
            "isPartOf": {"@type": "WebSite", "@id": f"{base}/#site", "name": texts.site, "url": f"{base}/"},
            "recordedAt": _event(talk.event, base),
            "about": [
                {"@type": "Thing", "name": name, "url": base + name_path("technology", name)}
                for name in talk.technologies
            ],
        },
        [link.url for link in talk.links if link.kind != "video"],
    )
    videos: list[Data] = [
        {
            "@type": "VideoObject",
            "name": talk.title,
            "description": description,
            "thumbnailUrl": image,
            "uploadDate": talk.date.isoformat(),
            "url": link.url,
            "embedUrl": link.url,
        }
        for link in talk.links
        if link.kind == "video"
    ]
    crumbs = _crumbs(
        base,
        (texts.facet_pages["event"], "/events"),
        (talk.event.name, event_path(talk.event.id)),
        (talk.title, talk_path(talk.id)),
        texts=texts,
    )
    return _graph(document, *videos, crumbs)


def event_data(found: EventTalks, description: str, image: str, base: str, texts: Texts) -> Data:
    """Describe an event with its talks."""
    event = found.event
    described: dict[str, Data] = {
        **_event(event, base),
        "description": description,
        "image": image,
        "inLanguage": "ja",
        "workFeatured": [_document(talk, base) for talk in found.talks[:MAX_LISTED]],
        "performer": [
            {"@type": "Person", "name": name, "url": base + name_path("speaker", name)}
            for name in _speakers(found.talks)
        ],
    }
    crumbs = _crumbs(
        base, (texts.facet_pages["event"], "/events"), (event.name, event_path(event.id)), texts=texts
    )
    return _graph(_with_links(described, [event.url, event.post]), crumbs)


def name_data(name: Name, image: str, base: str, texts: Texts) -> Data:
    """Describe a speaker, or a technology, and the page about them."""
    url = base + name_path(name.facet, name.text)
    kind, page = ("Person", "ProfilePage") if name.facet == "speaker" else ("Thing", "CollectionPage")
    about: dict[str, Data] = {"@type": kind, "name": name.text, "url": url, "image": image}
    if name.others:
        about["alternateName"] = list(name.others)
    above = (texts.facet_pages[name.facet], f"/{LISTS[name.facet]}")
    crumbs = _crumbs(base, above, (name.text, name_path(name.facet, name.text)), texts=texts)
    return _graph({"@type": page, "url": url, "name": name.text, "mainEntity": about}, crumbs)


def site_data(base: str, texts: Texts) -> Data:
    """Describe the site, and how it is searched."""
    return _graph(
        {
            "@type": "WebSite",
            "@id": f"{base}/#site",
            "name": texts.site,
            "url": f"{base}/",
            "description": texts.description,
            "inLanguage": "ja",
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{base}/?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    )


def list_data(label: str, path: str, base: str, texts: Texts) -> Data:
    return _graph(
        {"@type": "CollectionPage", "name": label, "url": base + path},
        _crumbs(base, (label, path), texts=texts),
    )


def _document(talk: Talk, base: str) -> dict[str, Data]:
    return {
        "@type": "PresentationDigitalDocument",
        "name": talk.title,
        "url": base + talk_path(talk.id),
        "datePublished": talk.date.isoformat(),
        "author": [
            {"@type": "Person", "name": speaker.name, "url": base + name_path("speaker", speaker.name)}
            for speaker in talk.speakers
        ],
    }


def _event(event: Event, base: str) -> dict[str, Data]:
    """Describe an event; a place is named only where one was noted down."""
    described: dict[str, Data] = {
        "@type": "Event",
        "name": event.name,
        "url": base + event_path(event.id),
        "startDate": event.date.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
    }
    if event.venue:
        described["location"] = {"@type": "Place", "name": event.venue, "address": event.venue}
    return described


def _with_links(described: dict[str, Data], urls: Sequence[str]) -> dict[str, Data]:
    """Name the pages elsewhere that are about the same; only what leads to the web."""
    same = [url for url in urls if url.startswith(("https://", "http://"))]
    return described | {"sameAs": same} if same else described


def _speakers(talks: Sequence[Talk]) -> list[str]:
    names = (speaker.name for talk in talks[:MAX_LISTED] for speaker in talk.speakers)
    return list(dict.fromkeys(names))


def _crumbs(base: str, *steps: tuple[str, str], texts: Texts) -> dict[str, Data]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": base + path}
            for place, (name, path) in enumerate(((texts.site, "/"), *steps), start=1)
        ],
    }


def _graph(*things: Data) -> Data:
    return {"@context": "https://schema.org", "@graph": list(things)}
