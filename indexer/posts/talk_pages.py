"""Talk pages: one talk a file, with its event or its speaker in the front matter."""

import re

from indexer.posts.front_matter import Front
from indexer.posts.links import distinct_links, found_links, usable
from indexer.posts.people import people_of
from indexer.posts.source import Source, folder_name_of
from indexer.posts.stretches import Stretch
from search.model import Link, Speaker

_EVENTS = ("event", "conference", "meetup", "イベント", "イベント名", "カンファレンス")
_MARKS = ("event_url", "date_end", "all_day", "abstract", "url_slides", "url_video")
"""What Hugo's Academic theme has beside the event of a page about a talk."""
_SPOKE = ("speaker", "speakers", "presenter", "presenters", "発表者", "登壇者", "スピーカー")
_SLIDES = (
    *("url_slides", "slides", "slides_url", "slidesurl", "slide", "slide_url", "slideurl", "deck"),
    *("speakerdeck", "slideshare", "資料", "発表資料", "スライド"),
)
_VIDEO = ("url_video", "video", "video_url", "videourl", "youtube", "動画")
MARKS = (*_MARKS, *_SPOKE, *_SLIDES, *_VIDEO)
"""Keys of which such a page has at least one; no note of our own format has them in its front matter."""
_KEYS = frozenset((*_EVENTS, *_SPOKE))
OWN_FORMAT = re.compile(
    r"^##[^\n]*\n+[-*] ?(?:speaker|tech|slides|video|mention|発表者|技術|資料|動画)".encode(), re.MULTILINE
)
"""What the talks of our own format begin with."""
_AUTHORS = ("authors", "author")
_ACCOUNTS = ("admin", "me", "default")
"""Names that the theme gives to whoever owns the site."""
_MOST_SPEAKERS = 3
"""Who lists more is a page of an event."""


def is_talk_page(front: Front) -> bool:
    """Say whether a front matter is that of one talk: it has a title, and its event or its speaker.

    An event alone has a report, too: beside it stand slides, a video or what a theme has for talks.
    """
    if _KEYS.isdisjoint(front.fields) or not front.text("title"):
        return False
    spoke = 0 < len(_told(front, _SPOKE)) <= _MOST_SPEAKERS
    if not front.text(*_EVENTS):
        return spoke
    return spoke or bool(_links_of(front)) or any(key in front.fields for key in _MARKS)


def event_of(source: Source) -> str:
    """Return what the event of a page about a talk is called, by its front matter, else by its folder."""
    return source.front.text(*_EVENTS) or folder_name_of(source.place.relative) or source.title


def talk_of(source: Source) -> Stretch:
    """Return the one talk of a page."""
    front, start, end = source.front, source.start, len(source.text)
    links = distinct_links(found_links(source.text, start), start, end)
    return Stretch(
        source.title, _speakers_of(front), front.line, start, start, end, (*_links_of(front), *links)
    )


def _speakers_of(front: Front) -> tuple[Speaker, ...]:
    names = [name for name in _told(front, (*_SPOKE, *_AUTHORS)) if name.casefold() not in _ACCOUNTS]
    return tuple(speaker for name in names for speaker in people_of(name))


def _told(front: Front, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the first of some keys holds that holds anything."""
    return next((items for key in keys if (items := front.items(key))), ())


def _links_of(front: Front) -> tuple[Link, ...]:
    links = (Link("slides", front.text(*_SLIDES)), Link("video", front.text(*_VIDEO)))
    return tuple(link for link in links if usable(link.url))
