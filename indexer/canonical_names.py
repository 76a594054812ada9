"""Canonical names: talks as their notes name them -> talks by the one name of everything that has several."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from search import Lexicon
from search.model import Event, Speaker, Talk


def with_canonical_names(talks: Iterable[Talk], lexicon: Lexicon) -> Iterator[Talk]:
    """Give everything its canonical name; how a speaker was written stays as heard."""
    speaker_of, technology_of = cache(lexicon.speaker_of), cache(lexicon.technology_of)
    event_of = cache(lambda event: _called(event, lexicon))
    for talk in talks:
        speakers: dict[str, Speaker] = {}
        for speaker in talk.speakers:
            name = speaker_of(speaker.name)
            if name != speaker.name:
                speaker = replace(speaker, name=name, heard=speaker.heard or speaker.name)
            speakers.setdefault(name, speaker)
        found = tuple(speakers.values())
        technologies = tuple(dict.fromkeys(map(technology_of, talk.technologies)))
        event = event_of(talk.event)
        is_changed = found != talk.speakers or technologies != talk.technologies or event is not talk.event
        yield (replace(talk, event=event, speakers=found, technologies=technologies) if is_changed else talk)


def _called(event: Event, lexicon: Lexicon) -> Event:
    name = lexicon.event_of(event.name)
    return event if name == event.name else replace(event, name=name)
