"""The work on pages, records and cards, shared by as many processes as there are cores.

A worker makes the application anew; where processes fork it has that of the process that began it.
"""

import multiprocessing
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.pool import Pool
from pathlib import Path
from typing import ClassVar, TypeVar

from msgspec import Struct, field

from search.linking.addresses import LISTED, NAMED, event_path, talk_path
from search.model import Query, Talk
from search.portable import MOST_KNOWN, WholeWords, portable_of
from search.settings import Settings
from web.cards import svg_of
from web.export.finder import Row
from web.export.names import address
from web.export.records import record_of
from web.export.rendering import Site, write
from web.pictures.painting import paint
from web.reader import texts_of_site
from web.views.cards import Card, event_card, list_card, name_card, search_card, site_card, talk_card

AT_ONCE = 25
"""Pieces of work that a process is given together."""


class Job(Struct, frozen=True):
    """Where things are: what is made, the records beside it, and what an earlier export left."""

    settings: Settings
    base: str
    made: Path
    records: Path
    old: Path


class Recorded(Struct, frozen=True):
    """What is known of some talks: their rows by the paths of their records, and words to misspell."""

    rows: dict[str, Row] = field(default_factory=dict)
    latin: set[str] = field(default_factory=set)
    katakana: set[str] = field(default_factory=set)
    words: dict[str, tuple[WholeWords, ...]] = field(default_factory=dict)

    def add(self, other: "Recorded") -> None:
        self.rows.update(other.rows)
        self.latin.update(other.latin)
        self.katakana.update(other.katakana)
        self.words.update(other.words)


class Worker:
    """What one process has of the site."""

    its: ClassVar["Worker | None"] = None

    def __init__(self, job: Job, site: Site) -> None:
        self.job, self.site = job, site
        self.portable = portable_of(site.index)
        with site.app.app_context():
            self.own = texts_of_site()

    @classmethod
    def begin(cls, job: Job) -> None:
        """Be ready, in a process that may have come to be with everything in place."""
        if cls.its is None or cls.its.job != job:
            cls.its = cls(job, Site(job.settings, job.base))

    def pages(self, urls: Sequence[str]) -> None:
        for url in urls:
            write(self.job.made / self.site.plan.files[url], self.site.file(url))

    def records(self, talk_ids: Sequence[str]) -> Recorded:
        recorded, plan = Recorded(), self.site.plan
        for talk_id in talk_ids:
            talk = plan.talks[talk_id]
            file = plan.files[talk_path(talk_id)]
            portable, value = self.portable.talk(talk), plan.event_values[talk.event.id]
            write(self.job.records / file, record_of(talk, portable, value).encode())
            recorded.rows[f"/{file}"] = self._row(talk, file, value)
            recorded.latin.update(portable.latin)
            recorded.katakana.update(portable.katakana)
            if len(plan.talks) <= MOST_KNOWN:
                recorded.words[talk_id] = portable.words
        return recorded

    def _row(self, talk: Talk, file: str, value: str) -> Row:
        return {
            "url": address(file),
            "title": talk.title,
            "date": talk.date.isoformat(),
            "day": self.own.short_date(talk.date),
            "event": value,
            "event_url": address(self.site.plan.files[event_path(talk.event.id)]),
            "speakers": [speaker.name for speaker in talk.speakers],
            "technologies": list(talk.technologies),
        }

    def cards(self, cards: Sequence[Card]) -> None:
        """Paint cards; one of the same digest says the same and is taken over."""
        with self.site.app.app_context():
            for card in cards:
                name = f"cards/{card.digest}.png"
                target = self.job.made / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if (self.job.old / name).is_file():
                    shutil.copyfile(self.job.old / name, target)
                else:
                    target.write_bytes(paint(svg_of(card)))


def cards_of(site: Site) -> Iterator[Card]:
    """Yield the card of every page."""
    with site.app.app_context():
        own = texts_of_site()
    yield site_card(own)
    # Further pages of all talks are a search for everything.
    yield search_card(Query(), len(site.plan.talks), own)
    yield from (list_card(name, own) for name in LISTED)
    yield from (talk_card(talk, own) for talk in site.plan.talks.values())
    yield from (event_card(entry.event, entry.talks, own) for entry in site.plan.events)
    for facet in NAMED:
        yield from (name_card(name, own) for name in site.index.names(facet))


class Workers:
    """A process for each core."""

    def __init__(self, job: Job, site: Site) -> None:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
        if Worker.its is None or Worker.its.job != job:
            Worker.its = Worker(job, site)
        self._pool: Pool = context.Pool(_cores(), Worker.begin, (job,))

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.terminate()
        self._pool.join()

    def records(self, talk_ids: Iterable[str]) -> Recorded:
        recorded = Recorded()
        for each in self._pool.imap_unordered(_records, _parted(list(talk_ids))):
            recorded.add(each)
        return recorded

    def pages(self, urls: Iterable[str]) -> None:
        for _ in self._pool.imap_unordered(_pages, _parted(list(urls))):
            pass

    def cards(self, cards: Iterable[Card]) -> None:
        # Two pages may say the same, and have one picture.
        different = list({card.digest: card for card in cards}.values())
        for _ in self._pool.imap_unordered(_cards, _parted(different)):
            pass


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_Item = TypeVar("_Item")


def _parted(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE))


def _its() -> Worker:
    assert Worker.its is not None
    return Worker.its


def _records(talk_ids: Sequence[str]) -> Recorded:
    return _its().records(talk_ids)


def _pages(urls: Sequence[str]) -> None:
    _its().pages(urls)


def _cards(cards: Sequence[Card]) -> None:
    _its().cards(cards)
