"""Fit texts: talks without characters that no page, feed, picture or table can hold, or more than a list can.

Control characters come from copied terminals and slides, half characters from careless scripts. They part
words that nobody sees parted, and XML forbids them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from search.model import Event, Link, Speaker, Talk

_LAST = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_UNFIT = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST}]")


LONGEST_TITLE = 300
LONGEST_NAME = 100
LONGEST_ADDRESS = 2_000
MOST_NAMES = 40
MOST_LINKS = 100


def fit(talk: Talk) -> Talk:
    """Return a talk without them, itself where it has none: hardly any has."""
    text = "".join(_texts_of(talk))
    # None of them is printable, and that is known ten times as soon; so are line ends and wide spaces.
    if text.replace("\n", "").replace("\u3000", "").isprintable() or not _UNFIT.search(text):
        return talk
    return replace(
        talk,
        title=_fit(talk.title),
        event=_fit_event(talk.event),
        speakers=tuple(
            Speaker(_fit(each.name), _fit(each.heard), _fit(each.affiliation)) for each in talk.speakers
        ),
        technologies=tuple(map(_fit, talk.technologies)),
        body=_UNFIT.sub("", talk.body),
        links=tuple(Link(each.kind, _fit(each.url)) for each in talk.links),
    )


def bounded(talk: Talk) -> Talk:
    """Return a talk whose facts a list of talks can show, itself where it is one: nobody writes others.

    Text that went astray makes a title of 2 MB, and each page with it is as long.
    """
    if _is_bounded(talk):
        return talk
    event = talk.event
    return replace(
        talk,
        title=talk.title[:LONGEST_TITLE],
        event=replace(
            event,
            name=event.name[:LONGEST_TITLE],
            venue=event.venue[:LONGEST_TITLE],
            hashtag=event.hashtag[:LONGEST_NAME],
            url=_address(event.url),
            post=_address(event.post),
        ),
        speakers=tuple(
            Speaker(*(each[:LONGEST_NAME] for each in (speaker.name, speaker.heard, speaker.affiliation)))
            for speaker in talk.speakers[:MOST_NAMES]
        ),
        technologies=tuple(dict.fromkeys(name[:LONGEST_NAME] for name in talk.technologies[:MOST_NAMES])),
        links=tuple(link for link in talk.links[:MOST_LINKS] if len(link.url) <= LONGEST_ADDRESS),
    )


def _is_bounded(talk: Talk) -> bool:
    event, speakers = talk.event, talk.speakers
    names = [*talk.technologies, event.hashtag, *(speaker.name for speaker in speakers)]
    names += [text for speaker in speakers for text in (speaker.heard, speaker.affiliation)]
    addresses = (event.url, event.post, *(link.url for link in talk.links))
    return (
        max(map(len, (talk.title, event.name, event.venue))) <= LONGEST_TITLE
        and max(map(len, names)) <= LONGEST_NAME
        and max(map(len, addresses)) <= LONGEST_ADDRESS
        and max(len(speakers), len(talk.technologies)) <= MOST_NAMES
        and len(talk.links) <= MOST_LINKS
    )


def _address(url: str) -> str:
    return url if len(url) <= LONGEST_ADDRESS else ""


def _fit_event(event: Event) -> Event:
    return replace(
        event,
        name=_fit(event.name),
        url=_fit(event.url),
        post=_fit(event.post),
        hashtag=_fit(event.hashtag),
        venue=_fit(event.venue),
        note=_UNFIT.sub("", event.note),
    )


def _fit(text: str) -> str:
    # What has nothing else keeps a sign of it: a name is never empty.
    return _UNFIT.sub("", text) or ("\N{REPLACEMENT CHARACTER}" if text else "")


def _texts_of(talk: Talk) -> Iterator[str]:
    event = talk.event
    yield from (talk.title, talk.body, *talk.technologies, *(link.url for link in talk.links))
    yield from (event.name, event.note, event.url, event.post, event.hashtag, event.venue)
    for speaker in talk.speakers:
        yield from (speaker.name, speaker.heard, speaker.affiliation)
