"""Talks that are set aside, over several searches: they are kept in the address of each."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from search import short_of
from search.linking.addresses import SET, event_path, talk_path, url_of
from search.model import Query, Talk
from web.texts import Texts
from web.views.dates import Day, day_of


class Pick(Struct, frozen=True, eq=False):
    """Whether a hit is set aside, and the address of the same search where it is the other way."""

    key: str
    url: str
    chosen: bool


class Picking:
    """The addresses of one search with one more or one less talk set aside: a page has twenty."""

    __slots__ = ("_before", "_picked")

    def __init__(self, query: Query) -> None:
        url = url_of(replace(query, picked=()))
        self._before = f"{url}{'&' if '?' in url else '?'}{SET}="
        self._picked = query.picked

    def of(self, talk_id: str) -> Pick:
        short, picked = short_of(talk_id), self._picked
        if short not in picked:
            return Pick(f"pick-{short}", self._before + ".".join((*picked, short)), False)
        left = ".".join(each for each in picked if each != short)
        return Pick(f"pick-{short}", self._before + left if left else self._before[: -len(SET) - 2], True)


class PickedView(Struct, frozen=True, eq=False):
    """What the page of a search says of what is set aside."""

    label: str
    open_url: str
    clear_url: str


def picked_view(query: Query, texts: Texts) -> PickedView | None:
    if not query.picked:
        return None
    return PickedView(
        texts.count(texts.talks, len(query.picked)), url_of(query, "/set"), url_of(replace(query, picked=()))
    )


class PickedTalk(Struct, frozen=True, eq=False):
    """One talk of the list; the first has no `up_url`."""

    title: str
    url: str
    day: Day
    event: str
    event_url: str
    speakers: str
    drop_url: str
    up_url: str


class SetView(Struct, frozen=True, eq=False):
    """The list as its page shows it. `search_url` goes on with the search it came from."""

    talks: tuple[PickedTalk, ...]
    lost: str
    search_url: str


def set_view(query: Query, talks: Sequence[Talk], texts: Texts) -> SetView:
    """Prepare the list of talks that are set aside; those that are gone are only counted."""
    names = [short_of(talk.id) for talk in talks]
    lost = len(query.picked) - len(talks)

    def url(order: Sequence[str]) -> str:
        return url_of(replace(query, picked=tuple(order)), "/set")

    def talk_view(place: int, talk: Talk) -> PickedTalk:
        before, behind = names[:place], names[place + 1 :]
        return PickedTalk(
            title=talk.title,
            url=talk_path(talk.id),
            day=day_of(talk.date, texts),
            event=talk.event.name,
            event_url=event_path(talk.event.id),
            speakers="、".join(speaker.name for speaker in talk.speakers),
            drop_url=url([*before, *behind]),
            up_url=url([*before[:-1], names[place], *before[-1:], *behind]) if before else "",
        )

    return SetView(
        talks=tuple(talk_view(place, talk) for place, talk in enumerate(talks)),
        lost=texts.count(texts.set_lost, lost) if lost else "",
        search_url=url_of(query),
    )
