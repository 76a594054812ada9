"""Counted: what peers answered, held against plain counting over the very terms they were given."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bench.judged import Collection
from bench.peers import facets_of
from bench.peers.sudachi_terms import SudachiTerms
from bench.ranker import PAGE, TOP_VALUES, Page
from search.model import FACET_NAMES


class Truth:
    """Which documents are hits of each text: `some`, with any of its terms; `every`, with all of them, or
    with any where there are none."""

    def __init__(self, collection: Collection, texts: Sequence[str]) -> None:
        sudachi = SudachiTerms()
        asked = [(text, frozenset(sudachi.of(text))) for text in texts]
        self.some: Mapping[str, list[int]] = {text: [] for text in texts}
        every: Mapping[str, list[int]] = {text: [] for text in texts}
        for number, line in enumerate(collection.terms):
            words = set(line.split(" "))
            for text, terms in asked:
                if not terms.isdisjoint(words):
                    self.some[text].append(number)
                    if terms <= words:
                        every[text].append(number)
        self._collection = collection
        self.every = {text: every[text] or some for text, some in self.some.items()}
        # Groonga looks for a term that it does not know inside longer ones.
        known = frozenset(word for line in collection.terms for word in line.split(" "))
        self._exact = frozenset(text for text, terms in asked if terms <= known)

    def complaints(self, text: str, page: Page, hits: Sequence[int]) -> Iterator[str]:
        """Yield what is wrong with an answer; a text with a term that no document has is not judged."""
        if text not in self._exact:
            return
        if page.total != len(hits):
            yield f"{text!r}: {page.total} hits, not {len(hits)}"
        shown = [hit.number for hit in page.hits]
        if len(set(shown) & set(hits)) != min(PAGE, len(hits)):
            yield f"{text!r}: shows {shown}, which are not all hits, or not all there are"
        if not all(hit.is_marked for hit in page.hits):
            yield f"{text!r}: a hit without a mark"
        for place, (facet, counts) in enumerate(zip(FACET_NAMES, page.counts, strict=True)):
            right = Counter(
                value for number in hits for value in facets_of(self._collection.documents[number])[place]
            )
            best = sorted(right.values(), reverse=True)[:TOP_VALUES]
            if [many for _, many in counts] != best or any(right[value] != many for value, many in counts):
                yield f"{text!r}: {facet} {counts[:3]}, not {right.most_common(3)}"
