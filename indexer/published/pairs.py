"""Pairs: which id that was lost is which talk that is new."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import TypeVar

from indexer.notes.ids import own_part
from indexer.published.table import Published
from search.model import Talk

ALIKE = 0.5
"""How alike the names of two talks must be, of 1, for one to be the other with a new title and a new text."""

Thing = TypeVar("Thing")

Placed = tuple[str, Talk]
"""A talk with the path of its file."""


class Pairs:
    """Finds pairs of what was lost and what is new, the surest first; none is in two."""

    def __init__(self, lost: list[Published], fresh: list[Placed]) -> None:
        self._lost, self._fresh = lost, fresh
        self.paths: list[tuple[str, str]] = []
        self.found: dict[str, str] = {}

    def match(
        self, key_of_lost: Callable[[Published], object], key_of_fresh: Callable[[str, Talk], object]
    ) -> None:
        """Pair those of one key, where on both sides just one has it; an empty key is none."""
        if not (self._lost and self._fresh):
            # Mostly nothing was lost, and keys of all that is new take a twentieth of reading it.
            return
        lost = singles((key_of_lost(row), row) for row in self._lost)
        fresh = singles((key_of_fresh(*each), each) for each in self._fresh)
        for key in lost.keys() & fresh.keys():
            self._pair(lost[key], fresh[key])
        self._drop_found()

    def match_alike(self) -> None:
        """Pair the one that a file lost with the one that it gained, where their names are alike."""
        lost = singles((row.path, row) for row in self._lost)
        fresh = singles((each[0], each) for each in self._fresh)
        for path in lost.keys() & fresh.keys():
            names = own_part(lost[path].id_made), own_part(fresh[path][1].id)
            if SequenceMatcher(None, *names, autojunk=False).ratio() >= ALIKE:
                self._pair(lost[path], fresh[path])
        self._drop_found()

    def _pair(self, row: Published, placed: Placed) -> None:
        self.found[row.id] = placed[1].id
        self.paths.append((row.path, placed[0]))

    def _drop_found(self) -> None:
        taken = set(self.found.values())
        self._lost = [row for row in self._lost if row.id not in self.found]
        self._fresh = [each for each in self._fresh if each[1].id not in taken]


def singles(keyed: Iterable[tuple[object, Thing]]) -> dict[object, Thing]:
    """Return what has a key that nothing else has."""
    found: dict[object, list[Thing]] = {}
    for key, thing in keyed:
        if key:
            found.setdefault(key, []).append(thing)
    return {key: things[0] for key, things in found.items() if len(things) == 1}
