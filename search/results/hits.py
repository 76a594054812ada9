"""Hits: what an engine found, with what is shown of it: marks, a passage, reasons."""

from collections.abc import Mapping, Sequence

from search.documents import shown_event_of, shown_of, texts_of, texts_of_event
from search.engines import Found
from search.errors import IndexDamaged
from search.model import EventHit, Hit, Snippet, Why
from search.query.event_names import EventNames
from search.query.language import ParsedQuery
from search.results.marking import Marker
from search.results.snippets import TextMatches, marks_of, reasons_of, snippet_of


def hits_of(found: Found, parsed: ParsedQuery, marker: Marker, events: EventNames) -> tuple[Hit, ...]:
    """Return the talks that were found as hits, marked, with passages and reasons; raises `IndexDamaged`."""
    talks = [shown_of(hit.stored) for hit in found.hits]
    marked = _matches_of([texts_of(*shown) for shown in talks], found, marker)
    hits = []
    for (talk, visible), hit, matches in zip(talks, found.hits, marked, strict=True):
        title = Snippet(talk.title, marks_of(matches[talk.title].matches))
        snippet = snippet_of(visible, matches[visible])
        why = reasons_of(parsed.marked, matches)
        value = events.value_of_event(talk.event)
        hits.append(Hit(talk, hit.score, title, snippet, why, _missing(parsed, why), value))
    return tuple(hits)


def event_hits_of(
    found: Found, parsed: ParsedQuery, marker: Marker, events: EventNames
) -> tuple[EventHit, ...]:
    """Return the events of what was found that lack no word, as `hits_of` does; raises `IndexDamaged`.

    Talks with some of the words are worth a look; of events only those are that have what was asked for.
    """
    own = [shown_event_of(hit.stored) for hit in found.hits]
    marked = _matches_of([texts_of_event(*shown) for shown in own], found, marker)
    hits = []
    for (event, visible), hit, matches in zip(own, found.hits, marked, strict=True):
        why = reasons_of(parsed.marked, matches)
        if _missing(parsed, why):
            continue
        name = Snippet(event.name, marks_of(matches[event.name].matches))
        snippet = snippet_of(visible, matches[visible])
        hits.append(EventHit(event, hit.score, name, snippet, why, events.value_of_event(event)))
    return tuple(hits)


def _matches_of(
    texts: Sequence[Sequence[str]], found: Found, marker: Marker
) -> list[Mapping[str, TextMatches]]:
    """Return for each document found where the words stand in each of its texts."""
    try:
        marks = marker.matches_in(texts, [hit.spans for hit in found.hits])
    except ValueError as error:
        raise IndexDamaged(f"spans are not what was written ({error}): run `indexer rebuild`") from error
    return [
        dict(zip(own, map(TextMatches, marked), strict=True))
        for own, marked in zip(texts, marks, strict=True)
    ]


def _missing(parsed: ParsedQuery, why: Sequence[Why]) -> tuple[str, ...]:
    """Return the words that a talk does not have; a question is not expected to be answered word by word."""
    if parsed.words.is_sentence:
        return ()
    present = {reason.word for reason in why}
    return tuple(
        word.text
        for word in parsed.words.words
        if word.text not in present and present.isdisjoint(word.either)
    )
