"""Candidates: the documents that the words of a search are looked for in, and what its terms add to them.

What evaluation costs grows with the length of its arrays. So documents that cannot be hits are left out, and
the others are numbered anew without gaps.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search import ranking
from search.arrays import Float32Array, Int64Array
from search.clauses import Term, Words
from search.engines.evaluate.essential import essential
from search.engines.evaluate.postings import POSITION, Occurrences, Postings, TermPostings
from search.engines.evaluate.scoring import scores_of
from search.ranking import term_weight
from search.text.streams import Stream

FEW = 8
"""Below one posting for so many documents it is not worth while to choose among those that have any."""


class Added(NamedTuple):
    """What some terms add to candidates: to the scores of `documents`, and to their cover; all of shape
    (postings,), one term's behind the other's. A document with all of the terms has the cover `whole`.
    """

    documents: Int64Array
    scores: Float32Array
    weights: Float32Array
    whole: float


class Candidates:
    """n documents, and what each term of a search adds to them. Not shared by threads."""

    def __init__(self, words: Words, postings: Postings, *, all_documents: bool = False) -> None:
        """Only where `all_documents` are wanted, those are candidates, too, that cannot be hits."""
        self._postings = postings
        self.documents = postings.documents
        """How many documents there are to be found."""
        self.size = postings.size
        known = {term: self.frequency(*term[:2]) for term in words.terms()}
        telling = [term for term, own in known.items() if not self._is_common(term, own)]
        frequencies = [known[term] for term in telling]
        self.weights = {
            term: term_weight(own, self.documents) for term, own in zip(telling, frequencies, strict=True)
        }
        """What having a term weighs; the bigrams that are too common to tell are not in it."""
        self.others = 0.0
        """What documents that are no candidates score at most."""
        self.numbers: Int64Array | None = None
        """The candidates' numbers among all documents, ascending, shape (n,); None for all of them."""
        found = postings.postings(telling)
        needed: Iterable[Term] | None = None
        if len(found.documents) * FEW < postings.size:
            needed = telling
        elif not all_documents:
            needed, self.others = essential(words, self.weights, dict(zip(telling, frequencies, strict=True)))
        self._place(telling, found)
        if needed is not None:
            found = self._chosen(needed, found)
            self._place(telling, found)
        weights = list(self.weights.values())
        self._scores = scores_of(telling, found, weights, postings.saturation)
        self._weights = np.array(weights, np.float32).repeat(found.counts)
        self._documents = found.documents if self.numbers is None else self._new[found.documents]

    def is_telling(self, term: Term) -> bool:
        """Say whether a term of the search tells documents apart: bigrams that stand in too many do not."""
        return term in self.weights

    def frequency(self, stream: Stream, text: str) -> int:
        """Return in how many documents a term stands."""
        return self._postings.frequency(stream, text)

    def having(self, term: Term) -> Int64Array:
        """Return the ascending candidates that have a term, which must be one that tells."""
        start, end = self._spans[term]
        return self._documents[start:end]

    def added(self, terms: Iterable[Term]) -> Added | None:
        """Return what terms add, each document's in the order of the terms; None where no term tells."""
        known = [term for term in terms if term in self.weights]
        if not known:
            return None
        spans = [self._spans[term] for term in known]
        whole = float(sum([self.weights[term] for term in known]))
        # Mostly they stand side by side, as they were asked for.
        if any([end != start for (_, end), (start, _) in pairwise(spans)]):
            at = np.concatenate([np.arange(start, end) for start, end in spans])
            return Added(self._documents[at], self._scores[at], self._weights[at], whole)
        own = slice(spans[0][0], spans[-1][1])
        return Added(self._documents[own], self._scores[own], self._weights[own], whole)

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        """Return where terms stand in some candidates, `among`, which ascend."""
        if self.numbers is None:
            return self._postings.occurrences(stream, texts, among)
        keys, ends = self._postings.occurrences(stream, texts, self.numbers[among])
        return Occurrences(self._new[keys >> 32] << 32 | keys & POSITION, ends)

    def _is_common(self, term: Term, frequency: int) -> bool:
        # A character that is all of a word is kept however many have it: there is nothing else to go by.
        is_pair = term.stream == "bigrams" and len(term.text) > 1
        return is_pair and ranking.is_common(frequency, self.documents)

    def _place(self, terms: Sequence[Term], found: TermPostings) -> None:
        ends = found.counts.cumsum()
        firsts = ends - found.counts
        self._spans = dict(zip(terms, zip(firsts.tolist(), ends.tolist(), strict=True), strict=True))

    def _chosen(self, needed: Iterable[Term], found: TermPostings) -> TermPostings:
        """Make candidates of the documents that have any of some terms; return what of them was found."""
        is_chosen = np.zeros(self.size, np.bool_)
        for term in needed:
            start, end = self._spans[term]
            is_chosen[found.documents[start:end]] = True
        self.numbers = is_chosen.nonzero()[0]
        self._new = np.empty(self.size, np.int64)
        self.size = len(self.numbers)
        self._new[self.numbers] = np.arange(self.size)
        kept = is_chosen[found.documents].nonzero()[0]
        if len(kept) == len(found.documents):
            return found
        counts = np.diff(kept.searchsorted(found.counts.cumsum()), prepend=0)
        return TermPostings(found.documents[kept], found.frequencies[kept], counts)
