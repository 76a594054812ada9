"""Runs: token lists as the sorted arrays that a columnar segment is written from."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from search.engines.batches import Run
from search.engines.weights import Weights


def run_of(documents: Sequence[Sequence[str]]) -> Run:
    """Return the postings of documents' tokens, with frequencies as weights, and with positions."""
    numbers: dict[str, int] = {}
    lengths = np.array([len(tokens) for tokens in documents], np.int64)
    drafted = np.fromiter(
        (numbers.setdefault(token, len(numbers)) for token in chain.from_iterable(documents)),
        np.int32,
        int(lengths.sum()),
    )
    terms = sorted(numbers)
    ranks = np.empty(len(terms), np.int32)
    ranks[[numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.int32)
    ranked = ranks[drafted]
    # Stable: within a term the places ascend, and so do documents and positions.
    order = np.argsort(ranked, kind="stable")
    term = ranked[order]
    owner = np.repeat(np.arange(len(documents), dtype=np.int32), lengths)[order]
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    # A posting begins where the term or the document is another one than before.
    first = np.flatnonzero((np.diff(term, prepend=-1) != 0) | (np.diff(owner, prepend=-1) != 0))
    counts = np.diff(np.append(first, len(order))).astype(np.int32)
    return Run(
        terms=terms,
        firsts=np.searchsorted(term[first], np.arange(len(terms) + 1)).astype(np.int64),
        documents=owner[first],
        weights=Weights.of(counts.astype(np.float32)),
        counts=counts,
        positions=(order - begins[order]).astype(np.int32),
    )


def existence(documents: Sequence[Sequence[str]]) -> Run:
    """Return which documents have which values, without positions."""
    run = run_of(documents)
    none = np.zeros(0, np.int32)
    return Run(run.terms, run.firsts, run.documents, run.weights, np.zeros_like(run.counts), none)
