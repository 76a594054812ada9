"""Restricted: why a talk is a hit where it was asked for by its names and its day, not by its words."""

from collections.abc import Iterator, Sequence

from search.answers import Why, WhyRoute
from search.clauses import Dated
from search.documents import event_facet
from search.model import Talk
from search.query.meanings import Restriction
from search.text.lexicon import name_key
from search.text.spelling.folding import folded


def restrictions_of(talk: Talk, restrictions: Sequence[Restriction]) -> tuple[Why, ...]:
    """Return a reason for each restriction that a talk meets: the name, or the day, by which it does."""
    if not restrictions:
        return ()
    met = ((asked, written) for asked in restrictions for written in _met(talk, asked))
    return tuple(Why(asked.text, written, _route(asked, written)) for asked, written in met)


def _met(talk: Talk, asked: Restriction) -> Iterator[str]:
    clause = asked.clause
    if isinstance(clause, Dated):
        if clause.first <= talk.date.toordinal() <= clause.last:
            yield talk.date.isoformat()
        return
    values = {
        # Engines know events by keys that hold more than the name.
        "event": {event_facet(talk.event): talk.event.name},
        "speaker": {speaker.name: speaker.name for speaker in talk.speakers},
        "technology": {name: name for name in talk.technologies},
    }
    for value, name in values[clause.facet].items():
        if value in clause.values:
            yield name


def _route(asked: Restriction, written: str) -> WhyRoute:
    if isinstance(asked.clause, Dated) or name_key(asked.text) in name_key(written):
        return "typed"
    return "spelling" if folded(asked.text) in folded(written) else asked.route
