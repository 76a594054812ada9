"""Expansion: queries of many terms as numbers of terms, and the documents that have any of these."""

from collections.abc import Callable, Sequence

import numpy as np
from whoosh import query
from whoosh.fields import NUMERIC
from whoosh.util.numeric import to_sortable

from search.arrays import distinct
from search.engines.columnar.matches import MANY, Few, Matches, alike
from search.engines.columnar.terms import Terms


def terms_between(terms: Terms, asked: query.TermRange, encode: Callable[[object], bytes]) -> range:
    """Return the numbers of the terms in a range. Raises ValueError if its ends are no values."""
    start = b"" if asked.start is None else encode(asked.start)
    # No term lies between a text and the same with a zero byte behind it.
    first = terms.first_from(start + b"\0" if asked.startexcl else start)
    last = len(terms)
    if asked.end is not None:
        end = encode(asked.end)
        last = terms.first_from(end if asked.endexcl else end + b"\0")
    return range(first, max(first, last))


def numbers_between(terms: Terms, asked: query.NumericRange, field: NUMERIC) -> range:
    """Return the numbers of the terms of the finest resolution in a range: one is there for each value.

    They begin with a zero byte and sort as their values do.
    """
    start, end = (
        None
        if number is None
        else to_sortable(field.numtype, field.bits, field.signed, field.prepare_number(number))
        for number in (asked.start, asked.end)
    )
    start = 0 if start is None else start + bool(asked.startexcl)
    end = 2**field.bits - 1 if end is None else end - bool(asked.endexcl)
    if start > end:
        return range(0)
    first = terms.first_from(field.sortable_to_bytes(start))
    return range(first, terms.first_from(field.sortable_to_bytes(end) + b"\0"))


def having_any(terms: Terms, numbers: Sequence[int], score: float, n: int) -> Matches:
    """Return the documents, of n, with any of these terms, all with one score."""
    if isinstance(numbers, range):
        documents = terms.documents_within(numbers)
    else:
        each = [terms.documents(number) for number in numbers]
        documents = np.concatenate(each) if each else np.zeros(0, np.int64)
    if len(documents) * MANY < n:
        documents = distinct(documents)
        return Few(documents, np.full(len(documents), score, np.float32))
    mask = np.zeros(n, np.bool_)
    mask[documents] = True
    return alike(mask, score)
