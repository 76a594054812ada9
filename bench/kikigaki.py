"""Kikigaki as one of the systems: a real index in a folder, asked through the library's own door."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from bench.judged import Collection, Document
from bench.measures import DEPTH
from bench.ranker import PAGE, TOP_VALUES, Page, Shown
from search.index import TalkIndex
from search.model import Event, Query, Talk

_EVENT = Event(id="relevance", name="", date=datetime.date(2015, 1, 14))


class Kikigaki:
    """A document that is no talk becomes one of an event without a name: only title and body can be found."""

    settings = (
        "TalkIndex as shipped: .rebuild, .search for pages, .ranked for rankings; documents that are no talks"
        " have title and body only"
    )

    def missing(self) -> str:
        return ""

    def index(self, collection: Collection, folder: Path) -> None:
        TalkIndex(folder).rebuild(_talks_of(collection), collection.lexicon)
        self.reopen(collection, folder)

    def reopen(self, collection: Collection, folder: Path) -> None:
        """Take what was indexed before, with nothing remembered of earlier questions."""
        self._numbers = {talk.id: number for number, talk in enumerate(_talks_of(collection))}
        self._index = TalkIndex(folder)

    def rank(self, text: str) -> Sequence[int]:
        return [self._numbers[talk_id] for talk_id in self._index.ranked(text, DEPTH)]

    def matches(self, text: str) -> Sequence[int]:
        found = self._index.ranked(text, max(1, len(self._numbers)))
        return [self._numbers[talk_id] for talk_id in found]

    def page(self, text: str) -> Page:
        found = self._index.search(Query(text, per_page=PAGE), values=TOP_VALUES)
        shown = (
            Shown(
                self._numbers[hit.talk.id],
                hit.title.text,
                hit.snippet.text,
                bool(hit.snippet.marks or hit.title.marks or hit.why),
            )
            for hit in found.hits
        )
        counts = (tuple((each.value, each.count) for each in facet.values) for facet in found.facets)
        return Page(found.total, tuple(shown), tuple(counts))

    page_while_typing = page

    def bare(self, text: str) -> int:
        """Return how many of all hits show neither a mark nor a reason."""
        found = self._index.search(Query(text, per_page=max(1, len(self._numbers))))
        return sum(not (hit.snippet.marks or hit.title.marks or hit.why) for hit in found.hits)

    def close(self) -> None:
        del self._index


def _talks_of(collection: Collection) -> list[Talk]:
    return [document.talk or _talk_of(document) for document in collection.documents]


def _talk_of(document: Document) -> Talk:
    return Talk(
        id=f"{_EVENT.id}/{document.id}",
        title=document.title,
        event=_EVENT,
        speakers=(),
        technologies=(),
        date=_EVENT.date,
        body=document.text,
    )
