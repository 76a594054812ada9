"""Hits: what an engine found, with what is shown of it: marks, a passage, reasons."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from search.answers import EventHit, Hit, Snippet, Why, WhyRoute
from search.budget import Budget
from search.clauses import Dated
from search.documents import event_facet, texts_of
from search.engines import FoundDocument
from search.errors import IndexDamaged
from search.model import Event, Talk
from search.query.event_names import EventNames
from search.query.language import ParsedQuery
from search.query.meanings import Restriction
from search.results.marking import Marker
from search.results.snippets import TextMatches, marks_of, reasons_of, snippet_of
from search.stored import shown_event_of, shown_of
from search.text.lexicon import name_key
from search.text.spelling.folding import folded

AT_ONCE = 500_000
"""Letters in which words are looked for at once, some pages full; before each such part time may be over."""


class Marking(Struct, frozen=True):
    """What the hits of one search are marked by."""

    parsed: ParsedQuery
    marker: Marker
    events: EventNames
    budget: Budget


def hits_of(
    talks: Sequence[FoundDocument], events: Sequence[FoundDocument], marking: Marking
) -> tuple[tuple[Hit, ...], tuple[EventHit, ...]]:
    """Return talks and events that were found as hits, marked, with passages and reasons; raises
    `IndexDamaged`.

    Those that there is no time for begin as their texts do, and nothing is said of their words. Talks with
    some of the words are worth a look; of events only those are hits that have what was asked for.
    """
    shown = [shown_of(each.stored) for each in talks]
    shown_events = [shown_event_of(each.stored) for each in events]
    # Words are looked for in all of them at once: that costs little more than in one.
    entries: list[tuple[Talk | Event, str]] = [*shown, *shown_events]
    marked = _matches_of([texts_of(*each) for each in entries], (*talks, *events), marking)
    hits = []
    for (talk, visible), found, matches in zip(shown, talks, marked[: len(talks)], strict=True):
        title = Snippet(talk.title, marks_of(matches.get(talk.title, _NO_MATCHES).matches))
        snippet = snippet_of(visible, matches.get(visible, _NO_MATCHES))
        why = reasons_of(marking.parsed.marked, matches)
        missing = () if matches is _NO_TIME else _missing(marking.parsed, why)
        why += _restrictions_of(talk, marking.parsed.restrictions)
        if marking.parsed.excluded and matches is not _NO_TIME and not why:
            why = (Why(marking.parsed.excluded, "", "exclusion"),)
        value = marking.events.value_of_event(talk.event)
        hits.append(Hit(talk, found.score, title, snippet, why, missing, value))
    event_hits = []
    for (event, visible), found, matches in zip(shown_events, events, marked[len(talks) :], strict=True):
        why = reasons_of(marking.parsed.marked, matches)
        if _missing(marking.parsed, why):
            continue
        name = Snippet(event.name, marks_of(matches.get(event.name, _NO_MATCHES).matches))
        snippet = snippet_of(visible, matches.get(visible, _NO_MATCHES))
        value = marking.events.value_of_event(event)
        event_hits.append(EventHit(event, found.score, name, snippet, why, value))
    return tuple(hits), tuple(event_hits)


def _matches_of(
    texts: Sequence[Sequence[str]], found: Sequence[FoundDocument], marking: Marking
) -> list[Mapping[str, TextMatches]]:
    """Return where words stand in the texts of each document that have any; `_NO_TIME` if nobody looked."""
    marked: list[Mapping[str, TextMatches]] = []
    while len(marked) < len(texts):
        first = last = len(marked)
        room = AT_ONCE
        while last < len(texts) and (last == first or room > 0):
            room -= sum(map(len, texts[last]))
            last += 1
        if marking.budget.lacks("passages"):
            return [*marked, *[_NO_TIME] * len(texts[first:])]
        try:
            spans = [hit.spans for hit in found[first:last]]
            marks = [
                own if any(own) else marking.marker.faint_matches_in(texts_of_one, kept)
                for own, texts_of_one, kept in zip(
                    marking.marker.matches_in(texts[first:last], spans), texts[first:last], spans, strict=True
                )
            ]
        except ValueError as error:
            raise IndexDamaged(f"spans are not what was written ({error}): run `indexer rebuild`") from error
        marked += [
            {text: TextMatches(own) for text, own in zip(own_texts, each, strict=True) if own}
            for own_texts, each in zip(texts[first:last], marks, strict=True)
        ]
    return marked


def _missing(parsed: ParsedQuery, why: Sequence[Why]) -> tuple[str, ...]:
    """Return the words that a talk does not have; a question is not expected to be answered word by word."""
    # Mostly a hit has all that was asked for.
    if parsed.words.is_sentence or len(why) == len(parsed.marked):
        return ()
    present = {reason.word for reason in why}
    return tuple(
        word.text
        for word in parsed.words.words
        if word.text not in present and present.isdisjoint(word.either)
    )


def _restrictions_of(talk: Talk, restrictions: Sequence[Restriction]) -> tuple[Why, ...]:
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


_NO_MATCHES = TextMatches(())
_NO_TIME: Mapping[str, TextMatches] = MappingProxyType({})
