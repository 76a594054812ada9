"""Candidates: only the documents that have some term of a query, numbered anew without gaps.

What evaluation costs grows with the length of its arrays. Where few documents have any of a query's terms,
it pays to number those anew; what is left out would score 0.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from search import ranking
from search.arrays import Int64Array
from search.clauses import Term
from search.engines.evaluate.postings import POSITION, Occurrences, Postings, Scored
from search.text.streams import Stream

FEW = 8
"""Numbering anew pays below one posting for so many documents."""


def candidates_of(terms: Iterable[Term], postings: Postings) -> "Candidates | None":
    """Return the documents that have any of the terms, or None where all had better be looked at."""
    keys = dict.fromkeys((term.stream, term.text, term.weight) for term in terms)
    found = []
    total = 0
    for stream, text, weight in keys:
        frequency = postings.frequency(stream, text)
        if stream == "bigrams" and ranking.is_common(frequency, postings.documents):
            continue
        total += frequency
        if total * FEW > postings.size:
            return None
        found.append((stream, text, weight))
    return Candidates(found, postings)


class Candidates:
    """The postings of one search; see `Postings`. Not shared by threads."""

    def __init__(self, terms: Sequence[tuple[Stream, str, float]], postings: Postings) -> None:
        self._postings = postings
        each = [postings.scored(*term) for term in terms]
        documents = np.concatenate([np.zeros(0, np.int64), *(scored.documents for scored in each)])
        has_any = np.zeros(postings.size, np.bool_)
        has_any[documents] = True
        self.numbers: Int64Array = has_any.nonzero()[0]
        """The candidates' numbers among all documents, ascending, shape (n,)."""
        self._new = np.empty(postings.size, np.int64)
        self._new[self.numbers] = np.arange(len(self.numbers))
        renumbered = self._new[documents]
        self._scored: dict[tuple[Stream, str, float], Scored] = {}
        end = 0
        for term, scored in zip(terms, each, strict=True):
            start, end = end, end + len(scored.documents)
            self._scored[term] = scored._replace(documents=renumbered[start:end])

    @property
    def size(self) -> int:
        return len(self.numbers)

    @property
    def documents(self) -> int:
        return self._postings.documents

    def frequency(self, stream: Stream, text: str) -> int:
        return self._postings.frequency(stream, text)

    def scored(self, stream: Stream, text: str, weight: float) -> Scored:
        return self._scored[stream, text, weight]

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        keys, ends = self._postings.occurrences(stream, texts, self.numbers[among])
        return Occurrences(self._new[keys >> 32] << 32 | keys & POSITION, ends)
