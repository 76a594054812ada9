"""Completions: words of the notes, as written, that begin with what was typed so far.

They work on surfaces and never on normalized text: Elastic normalizes to エラスティック, コン to こん, and
a prefix would no longer be one.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from search.lexicon import name_key
from search.streams import Unit, written_spans

_FILE = "surfaces.json"


@dataclass(frozen=True, slots=True)
class Completion:
    """A word as it is written most often, and how many talks have it in any width and case."""

    text: str
    talks: int


class Completions:
    """The words of an index, sorted for looking up prefixes."""

    def __init__(self, talks_of: Mapping[str, int]) -> None:
        """`talks_of` maps each written word to how many talks have it."""
        spellings: dict[str, Counter[str]] = {}
        for written, talks in talks_of.items():
            spellings.setdefault(name_key(written), Counter())[written] += talks
        self._keys = sorted(key for key in spellings if key)
        self._words = [
            Completion(spellings[key].most_common(1)[0][0], spellings[key].total()) for key in self._keys
        ]

    def starting_with(self, typed: str, limit: int) -> tuple[Completion, ...]:
        """Return the words that begin with what was typed, whatever its width and case, most talks first."""
        prefix = name_key(typed)
        if not prefix:
            return ()
        first = bisect_left(self._keys, prefix)
        last = bisect_left(self._keys, prefix + chr(0x10FFFF))
        return tuple(sorted(self._words[first:last], key=lambda word: (-word.talks, word.text))[:limit])


def surfaces_of(text: str, units: list[Unit], begins: list[int]) -> Iterator[str]:
    """Yield the words of a text as written: Latin runs, compounds and their parts, but no particles."""
    for unit, begin in zip(units, begins, strict=True):
        yield from (text[begin + start : begin + end] for start, end in written_spans(unit))


def write_surfaces(path: Path, talks_of: Mapping[str, int]) -> None:
    """Keep the words of a generation in its folder."""
    (path / _FILE).write_text(json.dumps(dict(talks_of), ensure_ascii=False), encoding="utf-8")


def read_completions(path: Path) -> Completions:
    """Return the words of a generation."""
    return Completions(json.loads((path / _FILE).read_text(encoding="utf-8")))
