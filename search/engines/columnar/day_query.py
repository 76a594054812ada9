"""Day query: `date:2015-01` and `date:[2014 TO 2015-02}` as Whoosh asks them. Loaded when one is parsed."""

from datetime import date

from whoosh.matching import ListMatcher, Matcher
from whoosh.query import Query
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher


class DayQuery(Query):  # type: ignore[misc]  # whoosh is untyped
    """Documents of the days from the first that `start` names to the last that `end` does.

    2015 names all days that are written so: 2015-01-01 and on. `is_after` and `is_before` leave out what is
    named at that end; None names no end.
    """

    def __init__(
        self, field_name: str, start: str | None, end: str | None, is_after: bool, is_before: bool
    ) -> None:
        self.fieldname = field_name
        self._asked = (start, end, is_after, is_before)

    def _is_asked(self, day: date) -> bool:
        start, end, is_after, is_before = self._asked
        written = day.isoformat()
        first, last = written[: len(start or "")], written[: len(end or "")]
        return (start is None or first > start or (first == start and not is_after)) and (
            end is None or last < end or (last == end and not is_before)
        )

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        # Whoosh's own matcher of columns fails as soon as it is asked for a score.
        reader = searcher.reader()
        days = enumerate(reader.column_reader(self.fieldname))
        found = [number for number, day in days if self._is_asked(day) and not reader.is_deleted(number)]
        return ListMatcher(found, [1.0] * len(found))

    def estimate_size(self, reader: IndexReader) -> int:
        size: int = reader.doc_count()
        return size

    def __repr__(self) -> str:
        return f"DayQuery{(self.fieldname, *self._asked)}"

    # Whoosh compares queries to leave out doubles, and asks each kind for it.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, DayQuery) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))
