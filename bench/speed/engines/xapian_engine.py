"""Xapian through its C++ binding, which Debian packages for its own Python."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xapian
from xapian import Query

from bench.speed.engine import AND, FACETS, KINDS, OR, PHRASE, TOP, TOP_VALUES, Answer, Note, Question

_SLOTS = {"event": 1, "speaker": 2, "technology": 4}
"""The most values that a note has. A value slot holds one, and its counting spy reads one slot."""
_DAY = 100


class Xapian:
    """Facets with several values take several slots, each with a ValueCountMatchSpy of its own; their counts
    are added here. `checkatleast` is the whole collection: totals are exact."""

    settings = "glass, BM25Weight(1.2, 0, 0, 0.75), ValueCountMatchSpy on each value slot, compacted"
    kinds = KINDS
    facets = True

    def missing(self) -> str:
        return ""

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        loose = folder / "loose"
        database = xapian.WritableDatabase(str(loose), xapian.DB_CREATE | xapian.DB_NO_SYNC)
        for note in notes:
            document = xapian.Document()
            document.set_data(note.text)
            for place, token in enumerate(note.tokens, start=1):
                document.add_posting(token, place)
            document.add_value(_DAY, xapian.sortable_serialise(note.day))
            for slot, value in zip(_slots(FACETS), _spread(note), strict=True):
                if value:
                    document.add_value(slot, value)
            database.add_document(document)
        database.commit()
        database.compact(str(folder / "compact"))
        database.close()
        for path in loose.iterdir():
            path.unlink()
        loose.rmdir()

    def open(self, folder: Path) -> None:
        self._database = xapian.Database(str(folder / "compact"))
        self._notes = self._database.get_doccount()

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        enquire = xapian.Enquire(self._database)
        enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 0, 0.75, 0))
        enquire.set_query(self._query(question))
        spies = {slot: xapian.ValueCountMatchSpy(slot) for slot in _slots(facets)}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, self._notes)
        return Answer(
            total=found.get_matches_estimated(),
            top=tuple(match.docid - 1 for match in found),
            scores=tuple(match.weight for match in found),
            counts=tuple(_most([spies[slot] for slot in _slots([facet])]) for facet in facets),
        )

    def close(self) -> None:
        self._database.close()

    def _query(self, question: Question) -> Any:
        if question.kind == PHRASE:
            return Query(Query.OP_PHRASE, list(question.terms), len(question.terms))
        if question.kind in (OR, AND):
            return Query(Query.OP_OR if question.kind == OR else Query.OP_AND, list(question.terms))
        # With fewer arguments the binding takes the text for a list of queries. No limit on the words.
        pattern = question.terms[0].encode()
        return Query(Query.OP_WILDCARD, pattern, 0, Query.WILDCARD_LIMIT_ERROR, Query.OP_SYNONYM)


def _slots(facets: Sequence[str]) -> list[int]:
    """Return the value slots of facets: ten times the facet's place and the value's."""
    return [10 * FACETS.index(facet) + place for facet in facets for place in range(_SLOTS[facet])]


def _spread(note: Note) -> list[str]:
    """Return a note's values in the order of all slots, empty where it has fewer."""
    spread: list[str] = []
    for facet, values in zip(FACETS, note.facets, strict=True):
        spread += [*values, *[""] * (_SLOTS[facet] - len(values))]
    return spread


def _most(spies: Sequence[Any]) -> tuple[tuple[str, int], ...]:
    """Return the values counted most. One slot's spy gives its best; of several all must be added."""
    counts: Counter[str] = Counter()
    for spy in spies:
        for item in spy.top_values(TOP_VALUES) if len(spies) == 1 else spy.values():
            counts[item.term.decode()] += item.termfreq
    return tuple(counts.most_common(TOP_VALUES))
