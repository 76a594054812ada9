"""Neighbours: the terms of an index in one script that are a slip or two away from what was typed."""

import re
from functools import cached_property
from typing import NamedTuple

from search.engines import Dictionary
from search.query.runs import in_order
from search.query.slips import TWO_SLIPS_FROM, SlipFinder, worth_of

CANDIDATES = 3
"""Terms that one word may stand for."""
LEAST = 3
"""Letters of a term that something may be a slip for, or a part of what was typed."""


class Neighbours:
    """The terms of one script, prepared for edit distance when it is first asked for."""

    def __init__(self, terms: Dictionary, script: re.Pattern[str], ends: tuple[str, str]) -> None:
        self._known = terms
        self._script = script
        self._ends = ends
        self._last: tuple[str, list[str]] = ("", [])

    @cached_property
    def terms(self) -> list[str]:
        """The terms of the script, ascending; also such that only deleted documents had."""
        lines = self._known.joined(*self._ends).decode()
        return in_order(re.findall(f"^{self._script.pattern}$", lines, re.MULTILINE))

    @cached_property
    def slips(self) -> SlipFinder:
        return SlipFinder(self._known.joined(*self._ends), least=LEAST)

    def near(self, typed: str) -> list[str]:
        """Return the terms a slip or two away, at most CANDIDATES: the nearest, those of most documents
        first, and before these one further away of so many documents that it is likelier.
        """
        # Asked for twice: as other spellings of the word, and as where its bigrams may stand.
        last, near = self._last
        if last != typed:
            found = self._found(typed)
            nearest = [each for each in found if each.edits == found[0].edits]
            likeliest = max(found, key=lambda each: each.worth, default=None)
            ranked = sorted(nearest, key=lambda each: -each.worth)
            if likeliest is not None and likeliest.worth > ranked[0].worth:
                ranked.insert(0, likeliest)
            near = [each.term for each in ranked[:CANDIDATES]]
            self._last = typed, near
        return near

    def _found(self, typed: str) -> list["_Near"]:
        """Return the terms that some document has a slip or two away, the nearest first."""
        slips = 2 if len(typed) >= TWO_SLIPS_FROM else 1
        return [
            _Near(edits, term, worth_of(documents, edits))
            for edits, term in dict.fromkeys(self.slips.within(typed, slips))
            if self._script.fullmatch(term) and (documents := self._known.frequency(term))
        ]


class _Near(NamedTuple):
    edits: int
    term: str
    worth: float
