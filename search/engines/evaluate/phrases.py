"""Phrases: where terms stand at their offsets from each other, and nothing that is barred beside them."""

from search.arrays import NO_NUMBERS, Int64Array, distinct_of, is_among
from search.clauses import Phrase
from search.engines.evaluate.postings import POSITION, Occurring


def begins_of(phrase: Phrase, among: Int64Array, documents: Occurring) -> Int64Array:
    """Return where a phrase begins in some documents, which ascend, as ascending keys of occurrences."""
    # Positions are read only where all terms stand, from the rarest on.
    terms = sorted(set(phrase.terms), key=lambda term: documents.frequency(phrase.stream, term[0]))
    # The key of an occurrence less its offset is where the phrase would begin.
    common: Int64Array | None = None
    for text, offset in terms:
        if not len(among):
            return NO_NUMBERS
        begins = documents.occurrences(phrase.stream, [text], among).keys - offset
        common = begins if common is None else common[is_among(common, begins)]
        # A phrase does not begin before its document.
        among = distinct_of(common >> 32)
    assert common is not None
    if phrase.below is not None:
        common = common[(common & POSITION) < phrase.below]
    for text, offset in phrase.barred:
        if not len(common):
            break
        barred = documents.occurrences(phrase.stream, [text], distinct_of(common >> 32)).keys - offset
        common = common[~is_among(common, barred)]
    return common
