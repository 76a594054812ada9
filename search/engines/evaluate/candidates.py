"""Candidates: the documents that the words of a search are looked for in, and what its terms add to them.

What evaluation costs grows with the length of its arrays. So documents that cannot be hits are left out, and
the others are numbered anew without gaps.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from search.arrays import Float32Array, Int64Array, distinct_of, is_among
from search.clauses import Phrase, Term, Words
from search.engines.evaluate.essential import essential
from search.engines.evaluate.postings import POSITION, Among, Occurrences, Postings, TermPostings, begins_of
from search.engines.evaluate.scoring import scores_of
from search.ranking import is_common, term_weight
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
        frequency = postings.frequency
        known = {term: frequency(term.stream, term.text) for term in words.terms()}
        telling = [term for term, own in known.items() if not is_common(term, own, self.documents)]
        frequencies = [known[term] for term in telling]
        self.weights = {
            term: term_weight(own, self.documents) for term, own in zip(telling, frequencies, strict=True)
        }
        """What having a term weighs; the bigrams that are too common to tell are not in it."""
        self.others = 0.0
        """What documents that are no candidates score at most."""
        self._among: Among | None = None
        self._saturations: dict[Stream, Float32Array] = {}
        needed: Collection[Term] | None = None
        if not all(map(self._is_bound, words.bounds())):
            # Documents with nothing but what most have may be hits.
            pass
        elif sum(frequencies) * FEW < postings.size:
            needed = telling
        elif not all_documents:
            needed, self.others = essential(words, self.weights, dict(zip(telling, frequencies, strict=True)))
        found = postings.postings(telling) if needed is None else self._chosen(telling, needed)
        ends = found.counts.cumsum()
        firsts = ends - found.counts
        spans = zip(firsts.tolist(), ends.tolist(), self.weights.values(), strict=True)
        self._spans = dict(zip(telling, spans, strict=True))
        """Of a telling term, where its postings begin and end, and what having it weighs."""
        self._scores = scores_of(telling, found, list(self.weights.values()), self._saturation)
        self._weights = np.array(list(self.weights.values()), np.float32).repeat(found.counts)
        self._documents = found.documents

    def numbers_of(self, candidates: Int64Array) -> Int64Array:
        """Return the numbers of candidates among all documents."""
        return candidates if self._among is None else self._among.numbers[candidates]

    def is_telling(self, term: Term) -> bool:
        """Say whether a term of the search tells documents apart: bigrams that stand in too many do not."""
        return term in self.weights

    def frequency(self, stream: Stream, text: str) -> int:
        return self._postings.frequency(stream, text)

    def having(self, term: Term) -> Int64Array:
        """Return the ascending candidates that have a term, which must be one that tells."""
        start, end, _ = self._spans[term]
        return self._documents[start:end]

    def with_phrases(self, phrases: Sequence[Phrase]) -> Int64Array:
        """Return the ascending candidates that have all of some phrases of the search."""
        among = np.arange(self.size)
        for term in chain.from_iterable(phrase.found() for phrase in phrases):
            if self.is_telling(term):
                among = among[is_among(among, self.having(term))]
        for phrase in phrases:
            among = distinct_of(begins_of(phrase, among, self) >> 32)
        return among

    def added(self, terms: Iterable[Term]) -> Added | None:
        """Return what terms add, each document's in the order of the terms; None where no term tells."""
        spans = [span for term in terms if (span := self._spans.get(term))]
        if not spans:
            return None
        whole = float(sum([weight for _, _, weight in spans]))
        # Mostly they stand side by side, as they were asked for.
        if any([end != start for (_, end, _), (start, _, _) in pairwise(spans)]):
            at = np.concatenate([np.arange(start, end) for start, end, _ in spans])
            return Added(self._documents[at], self._scores[at], self._weights[at], whole)
        own = slice(spans[0][0], spans[-1][1])
        return Added(self._documents[own], self._scores[own], self._weights[own], whole)

    def occurrences(self, stream: Stream, texts: Sequence[str], among: Int64Array) -> Occurrences:
        """Return where terms stand in some candidates, `among`, which ascend."""
        if self._among is None:
            return self._postings.occurrences(stream, texts, among)
        keys, ends = self._postings.occurrences(stream, texts, self._among.numbers[among])
        return Occurrences(self._among.place_of[keys >> 32] << 32 | keys & POSITION, ends)

    def _is_bound(self, phrases: Sequence[Phrase]) -> bool:
        return any(self.is_telling(term) for phrase in phrases for term in phrase.found())

    def _saturation(self, stream: Stream) -> Float32Array:
        if stream not in self._saturations:
            own = self._postings.saturation(stream)
            self._saturations[stream] = own if self._among is None else own[self._among.numbers]
        return self._saturations[stream]

    def _chosen(self, terms: Sequence[Term], needed: Collection[Term]) -> TermPostings:
        """Make candidates of the documents that have any of some terms; return what they have of all."""
        deciding = [term for term in terms if term in needed]
        helping = [term for term in terms if term not in needed]
        found = self._postings.postings(deciding)
        are_chosen = np.zeros(self.size, np.bool_)
        are_chosen[found.documents] = True
        self._among = among = Among.of(are_chosen)
        self.size = len(among.numbers)
        found = found._replace(documents=among.place_of[found.documents])
        if not helping:
            return found
        borders = [0, *found.counts.cumsum().tolist()]
        parts = {
            term: (found.documents[start:end], found.frequencies[start:end])
            for term, (start, end) in zip(deciding, pairwise(borders), strict=True)
        } | dict(zip(helping, self._postings.postings_among(helping, among), strict=True))
        documents, frequencies = zip(*map(parts.__getitem__, terms), strict=True)
        counts = np.array(list(map(len, documents)), np.int64)
        return TermPostings(np.concatenate(documents), np.concatenate(frequencies), counts)
