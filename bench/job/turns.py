"""Turns: all engines are asked the same texts in turns, so that what else the machine does hits all alike.

Every text is asked once: an engine that keeps answers or words must not be flattered by hearing them again.
Before, each is warmed up by other texts. What counts is the processor time of the process, all its threads
together: on a quiet machine that is the time by the clock, and on a busy one the clock tells of the others,
the more the longer an answer takes.
"""

import gc
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.ranker import Page, Peer
from web.serving import spare_collector

Moment = tuple[int, int]
"""The number of a text, and of what was asked while it was typed."""


@dataclass(slots=True)
class Asked:
    """What an engine took for each thing that it was asked, in seconds of the processor, and how many it
    found."""

    seconds: dict[Moment, float] = field(default_factory=dict)
    totals: dict[Moment, int] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    """The answers to the first texts, for those who check them."""

    def percentile(self, percent: float) -> float:
        return percentile(self.seconds.values(), percent)

    def ratio(self, peer: "Asked", percent: float) -> float:
        """Return ours to the peer's, over what both were asked; `nan` where that is nothing."""
        common = self.seconds.keys() & peer.seconds.keys()
        ours, theirs = (percentile((each.seconds[key] for key in common), percent) for each in (self, peer))
        return ours / theirs if theirs else math.nan

    @property
    def nothing(self) -> float:
        """The share of what was asked for which nothing was found."""
        return sum(not total for total in self.totals.values()) / max(1, len(self.totals))


@dataclass(frozen=True, slots=True)
class Turns:
    """How to ask: `parts` of a text one after the other, each answered by `ask`; a slow engine is asked only
    every so many texts, to be done in about `seconds`; pages of the first `checked` texts are kept."""

    parts: Callable[[str], Iterable[str]]
    ask: Callable[[Peer, str], Page]
    seconds: float
    checked: int = 0


def asked_in_turns(
    engines: Mapping[str, Peer], texts: Sequence[str], warm_up: Sequence[str], turns: Turns
) -> dict[str, Asked]:
    """Ask all engines all texts, each text once, and return what each took."""
    steps = {name: _step(engine, len(texts), warm_up, turns) for name, engine in engines.items()}
    # All engines have the collector that visitors of the site have.
    gc.collect()
    thresholds = gc.get_threshold()
    spare_collector()
    asked = {name: Asked() for name in engines}
    names = list(engines)
    for number, text in enumerate(texts):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            if number % steps[name] == 0:
                _ask(engines[name], number, text, turns, asked[name])
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    return asked


def _step(engine: Peer, texts: int, warm_up: Sequence[str], turns: Turns) -> int:
    """Warm an engine up, for a while at most, and return of how many texts it can be asked one."""
    ends = time.perf_counter() + turns.seconds / 2
    asked = Asked()
    for number, text in enumerate(warm_up, start=turns.checked):
        _ask(engine, number, text, turns, asked)
        if time.perf_counter() > ends:
            break
    # The first texts open files and fill memories; the last ones are as those to come.
    last = list(asked.seconds.values())[len(asked.seconds) // 2 :]
    parts = len(asked.seconds) / (number - turns.checked + 1)
    return max(1, math.ceil(sum(last) / len(last) * parts * texts / turns.seconds))


def _ask(engine: Peer, number: int, text: str, turns: Turns, asked: Asked) -> None:
    for place, part in enumerate(turns.parts(text)):
        started = time.process_time_ns()
        page = turns.ask(engine, part)
        asked.seconds[number, place] = (time.process_time_ns() - started) / 1e9
        asked.totals[number, place] = page.total
        if number < turns.checked:
            asked.pages[part] = page


def percentile(values: Iterable[float], percent: float) -> float:
    """Return a percentile, between neighbours by straight line; `nan` of nothing."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
