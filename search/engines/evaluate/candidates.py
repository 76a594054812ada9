"""Candidates: the documents that the words of a search are looked for in, and what its terms add to them.

What evaluation costs grows with the length of its arrays. Where few documents have any of a query's terms,
they are numbered anew without gaps; what is left out would score 0.
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


class Candidates:
    """n documents, and what each term of a search adds to them. Not shared by threads."""

    def __init__(self, terms: Iterable[Term], postings: Postings) -> None:
        self._postings = postings
        self.documents = postings.documents
        """How many documents there are to be found."""
        telling = [term for term in dict.fromkeys(terms) if self.is_telling(term)]
        self.scored = dict(zip(telling, postings.scored(telling), strict=True))
        """Each term's documents and scores, without the bigrams that are too common to tell."""
        self.numbers: Int64Array | None = None
        """The candidates' numbers among all documents, ascending, shape (n,); None for all of them."""
        self.size = postings.size
        if sum([len(scored.documents) for scored in self.scored.values()]) * FEW < postings.size:
            self._renumber()

    def is_telling(self, term: Term) -> bool:
        """Say whether a term tells documents apart: bigrams that stand in too many do not.

        A character that is all of a word is kept however many have it: there is nothing else to go by.
        """
        if term.stream != "bigrams" or len(term.text) < 2:
            return True
        return not ranking.is_common(self.frequency("bigrams", term.text), self.documents)

    def frequency(self, stream: Stream, text: str) -> int:
        """Return in how many documents a term stands."""
        return self._postings.frequency(stream, text)

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        """Return where terms stand in some candidates, `among`, which ascend."""
        if self.numbers is None:
            return self._postings.occurrences(stream, texts, among)
        keys, ends = self._postings.occurrences(stream, texts, self.numbers[among])
        return Occurrences(self._new[keys >> 32] << 32 | keys & POSITION, ends)

    def _renumber(self) -> None:
        documents = np.concatenate([_NO_DOCUMENTS, *(each.documents for each in self.scored.values())])
        has_any = np.zeros(self.size, np.bool_)
        has_any[documents] = True
        self.numbers = has_any.nonzero()[0]
        self._new = np.empty(self.size, np.int64)
        self.size = len(self.numbers)
        self._new[self.numbers] = np.arange(self.size)
        renumbered = self._new[documents]
        end = 0
        for term, scored in self.scored.items():
            start, end = end, end + len(scored.documents)
            self.scored[term] = Scored(renumbered[start:end], scored.scores, scored.weight)


_NO_DOCUMENTS = np.zeros(0, np.int64)
