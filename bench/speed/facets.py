"""Facets: what each made note says of its event, speakers and technologies.

Events are runs of neighbouring notes, ten on average; speakers and technologies follow Zipf's law, as few
people speak often and few technologies are spoken of everywhere.
"""

import numpy as np

from bench.speed.writing import FacetRows, Int32Array, Int64Array

TALKS_OF_AN_EVENT = 10
SPEAKERS, TECHNOLOGIES = 5_000, 300
SPEAKER_EXPONENT, TECHNOLOGY_EXPONENT = 0.6, 1.0
_TWO_SPEAKERS = 0.15
_TECHNOLOGIES_OF_A_TALK = (0.1, 0.3, 0.3, 0.2, 0.1)
"""Shares of notes with 0, 1, ... 4 technologies."""


def facets_of(notes: int, seed: int) -> tuple[FacetRows, ...]:
    """Return the rows of `FACETS`, in their order."""
    lots = np.random.default_rng((seed, notes))
    return (_events(notes, lots), _speakers(notes, lots), _technologies(notes, lots))


def _events(notes: int, lots: np.random.Generator) -> FacetRows:
    sizes = lots.geometric(1 / TALKS_OF_AN_EVENT, 2 * notes // TALKS_OF_AN_EVENT + 100)
    ordinals = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:notes]
    if len(ordinals) < notes:  # a run of luck; the last event takes the rest
        ordinals = np.pad(ordinals, (0, notes - len(ordinals)), mode="edge")
    values = [f"勉強会 第{number}回" for number in range(int(ordinals[-1]) + 1)]
    return FacetRows(values, ordinals, np.ones(notes, np.int64))


def _speakers(notes: int, lots: np.random.Generator) -> FacetRows:
    people = max(2, min(SPEAKERS, notes // 4))
    values = [f"発表者{number:04}" for number in range(people)]
    lengths = 1 + (lots.random(notes) < _TWO_SPEAKERS).astype(np.int64)
    return _drawn(values, lengths, SPEAKER_EXPONENT, lots)


def _technologies(notes: int, lots: np.random.Generator) -> FacetRows:
    values = [f"技術{number:03}" for number in range(min(TECHNOLOGIES, max(5, notes // 4)))]
    lengths = lots.choice(len(_TECHNOLOGIES_OF_A_TALK), notes, p=_TECHNOLOGIES_OF_A_TALK).astype(np.int64)
    return _drawn(values, lengths, TECHNOLOGY_EXPONENT, lots)


def _drawn(values: list[str], lengths: Int64Array, exponent: float, lots: np.random.Generator) -> FacetRows:
    """Draw by Zipf's law; where a note would have a value twice it has it once."""
    weights = 1.0 / np.arange(1, len(values) + 1) ** exponent
    ordinals = lots.choice(len(values), int(lengths.sum()), p=weights / weights.sum()).astype(np.int64)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    pairs = np.sort(owners * len(values) + ordinals)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    kept: Int32Array = (pairs % len(values)).astype(np.int32)
    return FacetRows(values, kept, np.bincount(pairs // len(values), minlength=len(lengths)))
