"""The schema: what Whoosh's own query parser, hits and highlighter see of an index.

    words, bigrams, readings, skeleton  the streams (`text.streams`) of all of a talk, cut as notes are
    title, body                         words that stand in its title, and in its body
    facet_speaker, facet_technology ... names as they are written; also called as hits call them: speakers ...
    id, event                           a talk's id, the name of its event
    date                                days: 2015, 2015-01, [2014 TO 2015-02]; to sort and to group by

Whoosh may copy it, and makes it to open an index. So nothing of it may hold Sudachi, which cannot be pickled
and takes a while to open: analyzers look for it when they are first asked.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from whoosh import analysis, columns, fields

from search.documents import FACETS, PHRASED, events_named, facet_field, talk_key
from search.model import Event, Speaker
from search.stored import talk_or_event_of
from search.text.spelling.folding import folded
from search.text.spelling.latin import RUN, key_of
from search.text.streams import STREAMS, Stream
from search.text.units import placed_keys

if TYPE_CHECKING:
    from search.text.analysis import Analyzer

_KEPT_AS = {
    "title": "words",
    "body": "words",
    "id": "key",
    "event": "facet_event",
    "speakers": "facet_speaker",
    "technologies": "facet_technology",
}
"""Fields for which nothing is kept: they are others by the names that hits have for them."""

GAP = "\1"
"""Stands in front of a word of a phrase for each place before it that has no term: の in 障害の監視
has none, but takes a place, and Whoosh looks for a phrase's words side by side.
"""

_WILD = re.compile(r"([*?]+)")


def schema() -> fields.Schema:
    return fields.Schema(
        **{stream: StreamField(stream) for stream in STREAMS},
        title=StreamField("words", stored=True),
        body=StreamField("words", stored=True),
        **{facet_field(name): fields.ID() for name in FACETS},
        **{name: fields.ID() for name in ("key", "names", "surfaces")},
        **{name: fields.ID(stored=True) for name in ("speakers", "technologies")},
        id=IdField(stored=True),
        event=EventField(stored=True),
        date=DateField(columns.NumericColumn("i")),
        url=fields.STORED(),
    )


def stream_of(field_name: str) -> str:
    """Return the name under which a field's terms and lengths are kept."""
    return _KEPT_AS.get(field_name, field_name)


def stored_values(stored: str) -> dict[str, object]:
    """Return what a hit holds of a talk or an event; `url` is the event's page, else the post."""
    kept = talk_or_event_of(stored)
    if isinstance(kept, Event):
        # It has no title, names or body of a talk.
        event, title, body = kept, kept.name, kept.note
        speakers: tuple[Speaker, ...] = ()
        technologies: tuple[str, ...] = ()
    else:
        event, title, body = kept.event, kept.title, kept.body
        speakers, technologies = kept.speakers, kept.technologies
    return {
        "id": kept.id,
        "title": title,
        "event": event.name,
        "date": kept.date,
        "speakers": [speaker.name for speaker in speakers],
        "technologies": list(technologies),
        "url": event.url or event.post,
        "body": body,
    }


class StreamField(fields.TEXT):  # type: ignore[misc]  # whoosh is untyped
    """A stream of terms. What is typed without a space is to be had with all its words, in any order."""

    def __init__(self, stream: Stream, *, stored: bool = False) -> None:
        super().__init__(StreamAnalyzer(stream), stream in PHRASED, stored=stored, multitoken_query="and")

    def from_bytes(self, text: bytes) -> str:
        return text.decode().lstrip(GAP)


class IdField(fields.ID):  # type: ignore[misc]  # whoosh is untyped
    """The id of a talk, which is kept as one of its keys."""

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else talk_key(value).encode()

    def from_bytes(self, text: bytes) -> str:
        return text.decode().removeprefix(talk_key(""))


class EventField(fields.ID):  # type: ignore[misc]  # whoosh is untyped
    """The name of an event, by which the values of its facet begin: several events may have one name."""

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else events_named(value).encode()

    def from_bytes(self, text: bytes) -> str:
        name: str = json.loads(text)[0]
        return name


class DateField(fields.COLUMN):  # type: ignore[misc]  # whoosh is untyped
    """A day, kept as its ordinal. 2015, 2015-01 and 2015-01-14 ask for the days that are written so."""

    def self_parsing(self) -> bool:
        return True

    def parse_query(self, field_name: str, typed: str, boost: float = 1.0) -> object:
        """Return a query for days. Whoosh's columns know no boost."""
        return self.parse_range(field_name, typed, typed, False, False)

    def parse_range(
        self,
        field_name: str,
        start: str | None,
        end: str | None,
        is_after: bool,
        is_before: bool,
        boost: float = 1.0,
    ) -> object:
        # Whoosh's queries would be a tenth of a site's start.
        from search.engines.columnar.day_query import DayQuery

        return DayQuery(field_name, start, end, is_after, is_before)

    def from_column_value(self, number: int) -> date:
        # Whoosh sorts backwards by negative numbers, and names groups by what it sorts by.
        return date.fromordinal(abs(number))


class StreamAnalyzer(analysis.Analyzer):  # type: ignore[misc]  # whoosh is untyped
    """Cuts notes as they were indexed, and queries into those of their terms that are enough to ask for.

    That a piece is not to be `tokenize`d says that it is the beginning of a term, or has * and ? in it.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __call__(
        self, value: str, mode: str = "", tokenize: bool = True, chars: bool = False, **options: object
    ) -> Iterator[analysis.Token]:
        if not tokenize:
            found = [("".join(map(_key, _WILD.split(value))), 0, 0, len(value))]
        elif mode != "query":
            found = _indexed(value, self._stream)
        elif self._stream == "words":
            found = _asked(value)
        else:
            found = _longest(_indexed(value, self._stream))
        before = -1
        for text, place, start, end in found:
            # Only a phrase asks where its words stand in the query.
            gaps = GAP * (place - before - 1) if mode == "query" and chars and before >= 0 else ""
            before = place
            token = analysis.Token(chars=chars, mode=mode, **options)
            token.text, token.pos, token.startchar, token.endchar = gaps + text, place, start, end
            yield token


Placed = tuple[str, int, int, int]
"""A term, its position, and where it begins and ends in the text."""


@cache
def _analyzer() -> "Analyzer":
    # Sudachi is not loaded by those who only read terms.
    from search.text.analysis import Analyzer

    return Analyzer()


def _indexed(text: str, stream: Stream) -> list[Placed]:
    terms = _analyzer().analyze(text).streams[stream]
    columns_ = (terms.terms, terms.positions.tolist(), terms.starts.tolist(), terms.ends.tolist())
    return sorted(
        ((str(term), place, start, end) for term, place, start, end in zip(*columns_, strict=True)),
        key=lambda placed: (placed[2], placed[1], placed[3]),
    )


def _asked(text: str) -> list[Placed]:
    """Return one term for each place that has any."""
    return list(placed_keys(_analyzer().placed(text)))


def _longest(found: list[Placed]) -> list[Placed]:
    """Return the terms of the greatest length: a kanji by itself says nothing beside its pairs."""
    most = max((len(term) for term, *_ in found), default=0)
    return [placed for placed in found if len(placed[0]) == most]


def _key(piece: str) -> str:
    return piece if _WILD.fullmatch(piece) else key_of(piece) if RUN.fullmatch(piece) else folded(piece)
