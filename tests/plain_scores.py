"""PlainScores: what clauses are worth in documents, in plain Python."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from plain_documents import Document

from search import ranking
from search.clauses import AllOf, AnyOf, Clause, Dated, HasFacet, HasKey, Not, Phrase, Term
from search.text.streams import STREAMS, Stream


class PlainScores:
    """Some documents, and what each scores for a clause, by looking at every one."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._postings = [
            {(stream, posting.text): posting for stream in STREAMS for posting in document.postings[stream]}
            for document in self._documents
        ]
        self._frequencies = Counter(key for postings in self._postings for key in postings)
        self._average: dict[Stream, float] = {}
        for stream in STREAMS:
            lengths = [length for each in self._documents if (length := each.lengths[stream])]
            self._average[stream] = ranking.average_length(sum(lengths), len(lengths))

    @property
    def documents(self) -> int:
        return len(self._documents)

    def frequency(self, stream: Stream, term: str) -> int:
        return self._frequencies[stream, term]

    def _score(self, clause: Clause, number: int) -> float | None:
        """Return the score of a document, or None if it does not match."""
        match clause:
            case Term(stream, text, weight):
                score = self._bm25(stream, text, number)
                return None if score is None else weight * score
            case Phrase(stream, terms):
                if not self._has_phrase(clause, number):
                    return None
                return sum(self._bm25(stream, text, number) or 0.0 for text, _ in terms)
            case AnyOf(clauses):
                scores = self._scores(clauses, number)
                return sum(scores) if scores else None
            case AllOf(clauses):
                scores = self._scores(clauses, number)
                return sum(scores) if len(scores) == len(clauses) else None
            case Not(inner):
                return 0.0 if self._score(inner, number) is None else None
            case HasFacet(name, values):
                return 0.0 if set(values) & set(self._documents[number].facets[name]) else None
            case HasKey(key, score):
                return score if key in self._documents[number].keys else None
            case Dated(first, last):
                return 0.0 if first <= self._documents[number].date.toordinal() <= last else None

    def _scores(self, clauses: Sequence[Clause], number: int) -> list[float]:
        return [score for inner in clauses if (score := self._score(inner, number)) is not None]

    def _has_any(self, terms: Sequence[Term], number: int) -> bool:
        return any((term.stream, term.text) in self._postings[number] for term in terms)

    def _is_telling(self, term: Term) -> bool:
        """Say whether a term tells documents apart: a pair that stands in too many does not."""
        is_pair = term.stream == "bigrams" and len(term.text) > 1
        return not (is_pair and self._frequencies[term.stream, term.text] > ranking.COMMON * self.documents)

    def _add(self, term: Term, number: int) -> tuple[float, float, float]:
        """Return a term's score, its weight if the document has it, and its weight in any case."""
        if not self._is_telling(term):
            return 0.0, 0.0, 0.0
        weight = self._weight(self._frequencies[term.stream, term.text])
        score = self._bm25(term.stream, term.text, number)
        return (0.0, 0.0, weight) if score is None else (term.weight * score, weight, weight)

    def _weight(self, frequency: int) -> float:
        return float(self._idf(frequency) ** ranking.IDF_POWER)

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (self.documents - frequency + 0.5) / (frequency + 0.5))

    def _bm25(self, stream: Stream, text: str, number: int) -> float | None:
        posting = self._postings[number].get((stream, text))
        if posting is None:
            return None
        frequency = self._frequencies[stream, text]
        length = self._documents[number].lengths[stream]
        saturation = ranking.saturation(np.float32([length]), self._average[stream])
        # In the same precision: in another, what lies between two steps may be another one.
        return self._weight(frequency) * float(ranking.bm25(np.float32([posting.weight]), saturation)[0])

    def _has_phrase(self, phrase: Phrase, number: int) -> bool:
        def stands(text: str, place: int) -> bool:
            posting = self._postings[number].get((phrase.stream, text))
            return posting is not None and place in posting.positions

        first = self._postings[number].get((phrase.stream, phrase.terms[0][0]))
        return first is not None and any(
            all(stands(text, begin + offset) for text, offset in phrase.terms)
            and not any(stands(text, begin + offset) for text, offset in phrase.barred)
            for begin in first.positions
            if phrase.below is None or begin < phrase.below
        )
