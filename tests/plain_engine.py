"""PlainEngine: the engine contract in plain Python, easy to believe. Real engines must agree with it."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from plain_words import PlainWords

from search.clauses import Clause, Words
from search.engines import FacetCounts, Found, FoundDocument, Request
from search.text.streams import Stream


def _counts(values: Iterable[str]) -> FacetCounts:
    counted = Counter(values)
    names = sorted(counted)
    return FacetCounts(tuple(names), np.array([counted[name] for name in names], np.int64))


class PlainEngine(PlainWords):
    """Answers requests by looking at every document."""

    def has_any(self, clause: Clause) -> bool:
        return any(self._score(clause, number) is not None for number in range(len(self._documents)))

    def find(self, request: Request) -> Found:
        numbers = range(len(self._documents))
        scores = {
            number: score for number in numbers if (score := self._score(request.clause, number)) is not None
        }
        words = self._words(request.words)
        matching = [number for number in scores if number in words.hits]
        if not any(self._passes(number, request, but="") for number in matching):
            matching = [number for number in scores if number in words.some]
        found = [
            (number, scores[number] + words.scores[number])
            for number in matching
            if self._passes(number, request, but="")
        ]
        counts = {
            name: _counts(
                value
                for number in matching
                if self._passes(number, request, but=name)
                for value in self._documents[number].facets[name]
            )
            for name in request.counted
        }
        found.sort(key=lambda hit: self._rank(hit, request))
        page = found[request.offset : request.offset + request.limit]
        hits = tuple(FoundDocument(self._documents[number].stored, b"", score) for number, score in page)
        relaxed = bool(found) and not any(number in words.complete for number, _ in found)
        if request.is_strict and (relaxed or not found):
            return Found(0, (), {name: _counts(()) for name in request.counted}, relaxed=False)
        return Found(len(found), hits, counts, relaxed)

    def matching(self, clause: Clause, words: Words) -> tuple[list[str], list[str]]:
        """Return the stored texts of the hits, and of what is given where filters leave none of them."""
        found = self._words(words)
        fit = [number for number in range(self.documents) if self._score(clause, number) is not None]
        return (
            [self._documents[number].stored for number in fit if number in found.hits],
            [self._documents[number].stored for number in fit if number in found.some],
        )

    def stored(self, key: str) -> str | None:
        return next((document.stored for document in self._documents if key in document.keys), None)

    def terms(self, stream: Stream) -> tuple[str, ...]:
        return tuple(
            sorted({text for postings in self._postings for kind, text in postings if kind == stream})
        )

    def facet_values(self, facet: str) -> tuple[str, ...]:
        return tuple(sorted({value for document in self._documents for value in document.facets[facet]}))

    def _rank(self, hit: tuple[int, float], request: Request) -> tuple[float, int, list[str], int, int]:
        number, score = hit
        document = self._documents[number]
        day = document.date.toordinal()
        last = (sorted(document.facets["event"])[:1], document.place, number)
        return {
            # Equal to seven digits is equal: engines compute in single precision.
            "relevance": (-float(f"{score:.5g}"), -day, *last),
            "newest": (0, -day, *last),
            "oldest": (0, day, *last),
        }[request.sort]

    def _passes(self, number: int, request: Request, but: str) -> bool:
        facets = self._documents[number].facets
        return all(set(values) & set(facets[name]) for name, values in request.chosen.items() if name != but)
