"""PlainEngine: the engine contract in plain Python, easy to believe. Real engines must agree with it."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from search.analysis import STREAMS, Stream
from search.clauses import AllOf, AnyOf, BestOf, Clause, HasFacet, Not, Phrase, Term
from search.documents import Document
from search.engines import Found, Request
from search.ranking import K1, STREAM_WEIGHTS, B


class PlainEngine:
    """Answers requests by looking at every document."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._postings = [
            {(stream, posting.text): posting for stream in STREAMS for posting in document.postings[stream]}
            for document in self._documents
        ]
        self._lengths = {
            stream: [length for document in self._documents if (length := document.lengths[stream])]
            for stream in STREAMS
        }

    @property
    def documents(self) -> int:
        return len(self._documents)

    def find(self, request: Request) -> Found:
        matching = [
            (number, score)
            for number in range(len(self._documents))
            if (score := self._score(request.clause, number)) is not None
        ]
        found = [hit for hit in matching if self._passes(hit[0], request, but="")]
        counts = {
            name: Counter(
                value
                for number, _ in matching
                if self._passes(number, request, but=name)
                for value in self._documents[number].facets[name]
            )
            for name in request.counted
        }
        found.sort(key=lambda hit: self._rank(hit, request))
        page = found[request.offset : request.offset + request.limit]
        return Found(
            len(found), tuple((self._documents[number].stored, score) for number, score in page), counts
        )

    def stored(self, key: str) -> str | None:
        return next((document.stored for document in self._documents if key in document.keys), None)

    def facet_values(self, facet: str) -> tuple[str, ...]:
        return tuple(sorted({value for document in self._documents for value in document.facets[facet]}))

    def _rank(self, hit: tuple[int, float], request: Request) -> tuple[float, int, int]:
        number, score = hit
        day = self._documents[number].date.toordinal()
        return {
            # Equal to seven digits is equal: engines compute in single precision.
            "relevance": (-float(f"{score:.5g}"), -day, number),
            "newest": (0, -day, number),
            "oldest": (0, day, number),
        }[request.sort]

    def _passes(self, number: int, request: Request, but: str) -> bool:
        facets = self._documents[number].facets
        return all(set(values) & set(facets[name]) for name, values in request.chosen.items() if name != but)

    def _score(self, clause: Clause, number: int) -> float | None:
        """Return the score of a document, or None if it does not match."""
        match clause:
            case Term(stream, text, weight):
                score = self._bm25(stream, text, number)
                return None if score is None else weight * score
            case Phrase(stream, terms, weight):
                if not self._has_phrase(stream, terms, number):
                    return None
                return weight * sum(self._bm25(stream, text, number) or 0.0 for text, _ in terms)
            case AnyOf(clauses):
                scores = self._scores(clauses, number)
                return sum(scores) if scores else None
            case AllOf(clauses):
                scores = self._scores(clauses, number)
                return sum(scores) if len(scores) == len(clauses) else None
            case BestOf(clauses):
                return max(self._scores(clauses, number), default=None)
            case Not(inner):
                return 0.0 if self._score(inner, number) is None else None
            case HasFacet(name, values):
                return 0.0 if set(values) & set(self._documents[number].facets[name]) else None

    def _scores(self, clauses: Sequence[Clause], number: int) -> list[float]:
        return [score for inner in clauses if (score := self._score(inner, number)) is not None]

    def _bm25(self, stream: Stream, text: str, number: int) -> float | None:
        posting = self._postings[number].get((stream, text))
        if posting is None:
            return None
        frequency = sum((stream, text) in postings for postings in self._postings)
        idf = math.log(1 + (self.documents - frequency + 0.5) / (frequency + 0.5))
        average = sum(self._lengths[stream]) / len(self._lengths[stream])
        length = self._documents[number].lengths[stream]
        saturation = K1 * (1 - B + B * length / average)
        return STREAM_WEIGHTS[stream] * idf * posting.weight / (posting.weight + saturation)

    def _has_phrase(self, stream: Stream, terms: Sequence[tuple[str, int]], number: int) -> bool:
        postings = self._postings[number]
        if any((stream, text) not in postings for text, _ in terms):
            return False
        begins = postings[stream, terms[0][0]].positions
        return any(
            all(begin + offset in postings[stream, text].positions for text, offset in terms)
            for begin in begins
        )
