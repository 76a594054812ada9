"""Talk pages: one talk a file, with its event in the front matter, as Hugo's Academic theme has them."""

from indexer.posts.front_matter import Front
from indexer.posts.links import distinct_links, found_links, usable
from indexer.posts.people import people_of
from indexer.posts.source import Source
from indexer.posts.stretches import Stretch
from search.model import Link, Speaker

MARKS = ("event_url", "date_end", "all_day", "abstract", "url_slides", "url_video")
"""Keys that say of a page with `event:` that it is about one talk: no note of our own format has them."""
_SPEAKERS = ("speakers", "speaker", "authors", "author")
_ACCOUNTS = ("admin", "me", "default")
"""Names that the theme gives to whoever owns the site."""


def is_talk_page(front: Front) -> bool:
    """Say whether a front matter is that of one talk: it has a title, an event and a key of such pages."""
    return bool(front.text("title") and front.text("event")) and any(key in front.fields for key in MARKS)


def talk_of(source: Source) -> Stretch:
    """Return the one talk of a page."""
    front, start, end = source.front, source.start, len(source.text)
    links = distinct_links(found_links(source.text, start), start, end)
    return Stretch(
        source.title, _speakers_of(front), front.line, start, start, end, (*_links_of(front), *links)
    )


def _speakers_of(front: Front) -> tuple[Speaker, ...]:
    key = next((key for key in _SPEAKERS if front.items(key)), "")
    names = [name for name in front.items(key) if name.casefold() not in _ACCOUNTS]
    return tuple(speaker for name in names for speaker in people_of(name))


def _links_of(front: Front) -> tuple[Link, ...]:
    slides, video = front.text("url_slides"), front.text("url_video")
    links = (Link("slides", slides), Link("video", video))
    return tuple(link for link in links if usable(link.url))
