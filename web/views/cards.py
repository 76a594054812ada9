"""Cards: what the picture of a page says, where it is found, and how it is laid out.

A card is in one language for everybody: its address is on other people's pages, and stands for one picture.
`own` is what the site says in that language.
"""

from collections.abc import Sequence
from hashlib import blake2b
from urllib.parse import quote

from msgspec import Struct

from search import Name
from search.linking.addresses import LISTED, set_path, url_of
from search.linking.titles import search_title
from search.model import Event, Query, Talk
from web.pictures.fonts import Font, sans, serif
from web.pictures.lines import broken, clipped
from web.texts import Texts

RECIPE = "1"
"""To be changed with whatever changes how a card looks: browsers keep pictures for good."""

CARD_WIDTH, CARD_HEIGHT = 1200, 630

_SIZES = ((84, 2), (72, 3), (60, 4), (50, 5))
"""Sizes of a title, in pixels, and how many lines of each there is room for."""
_LEFT, _RIGHT = 128, 1072
_MIDDLE = 322
"""Where the middle of a title is, from above."""
_LEADING = 1.42
_ABOVE, _BELOW = 30, 34
_SITE_WIDTH, _SITE, _BESIDE = 420, 40, 120
"""What the site's name may take of the last line, its size, and what its brackets and a gap take."""
_MOST_LETTERS = 400
"""More of a title is not even looked at."""


class Card(Struct, frozen=True, eq=False):
    """What a picture says. `address` is what stands behind the digest in its address, percent-encoded."""

    address: str
    title: str
    above: str
    below: str
    site: str

    @property
    def digest(self) -> str:
        """Name what is said and how it looks: another picture has another address."""
        said = "\0".join((RECIPE, self.site, self.title, self.above, self.below))
        return blake2b(said.encode("utf-8", "replace"), digest_size=8).hexdigest()

    def url(self, base: str) -> str:
        """Return the absolute address of the picture; `base` is the site's."""
        return f"{base}/cards/{self.digest}/{self.address}"


class CardLine(Struct, frozen=True, eq=False):
    text: str
    y: int


class CardView(Struct, frozen=True, eq=False):
    """A title in lines, what stands above and what below it: only what both fonts can draw."""

    lines: tuple[CardLine, ...]
    size: int
    above: str
    below: str
    site: str


def talk_card(talk: Talk, own: Texts) -> Card:
    speakers = "、".join(speaker.name for speaker in talk.speakers)
    above = f"{own.short_date(talk.date)} · {talk.event.name}"
    return Card(f"talk/{quote(talk.id, safe='/')}.png", talk.title, above, speakers, own.site)


def event_card(event: Event, talks: int, own: Texts) -> Card:
    above = " · ".join(filter(None, (own.short_date(event.date), event.venue)))
    return Card(f"event/{quote(event.id, safe='')}.png", event.name, above, _talks(talks, own), own.site)


def name_card(name: Name, own: Texts) -> Card:
    return Card(
        f"{name.facet}/{quote(name.text, safe='')}.png",
        name.text,
        own.facets[name.facet],
        _talks(name.talks, own),
        own.site,
    )


def whole_search(query: Query) -> Query:
    """Return a search without what makes no other of it: its order, its page and how long that is."""
    return Query(query.text, query.filters, match=query.match, since=query.since, until=query.until)


def search_card(query: Query, total: int, own: Texts) -> Card:
    """Return the card of a search, on whichever page and in whichever order."""
    return Card(
        url_of(whole_search(query), "search.png"),
        search_title(query, own),
        own.box_button,
        _talks(total, own),
        own.site,
    )


def set_card(talks: Sequence[Talk], own: Texts) -> Card:
    """Return the card of talks that somebody chose, in their order: their titles, as far as there is room."""
    titles = "、".join(talk.title for talk in talks)
    path = set_path(talks).removeprefix("/set")
    return Card(f"set.png{path}", titles, own.list_of_talks, _talks(len(talks), own), own.site)


def list_card(name: str, own: Texts) -> Card:
    """Return the card of one of `LISTED`."""
    return Card(f"list/{name}.png", own.facet_pages[LISTED[name]], own.browse, "", own.site)


def site_card(own: Texts) -> Card:
    return Card("site.png", own.description, "", "", own.site)


def laid_out(card: Card) -> CardView:
    """Set a card: the largest size in which all of its title has room, else the smallest and …"""
    title = serif().shown(card.title[:_MOST_LETTERS])
    for size, most in _SIZES:
        lines, whole = broken(title, serif(), (_RIGHT - _LEFT) / size, most)
        if whole:
            break
    site = clipped(serif().shown(card.site), serif(), _SITE_WIDTH / _SITE)
    step = round(size * _LEADING)
    first = _MIDDLE - step * (len(lines) - 1) // 2 + round(size * 0.35)
    return CardView(
        lines=tuple(CardLine(line, first + step * place) for place, line in enumerate(lines)),
        size=size,
        above=_line(card.above, _RIGHT - _LEFT, _ABOVE),
        below=_line(card.below, _RIGHT - _LEFT - round(serif().width_of(site) * _SITE) - _BESIDE, _BELOW),
        site=site,
    )


def _line(text: str, pixels: int, size: int) -> str:
    font: Font = sans()
    return clipped(font.shown(text[:_MOST_LETTERS]), font, pixels / size)


def _talks(talks: int, own: Texts) -> str:
    return own.count(own.talks, talks)
