"""Proximity: what near words add to the scores of a few documents, whose positions a cluster has told."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Float32Array, Int64Array, distinct
from search.documents import BODY
from search.engines.evaluate.nearness import add_gains
from search.engines.opensearch.mapping import hash_of
from search.engines.opensearch.places import Places


def gains_of(
    places: Sequence[Sequence[str]], weights: Sequence[float], stand: Sequence[Places | None]
) -> list[float]:
    """Return what each document gains. `places` are the terms at each place of the query, `weights` what the
    rarest of them weighs; `stand` says where words stand in each document, None where there are none.
    """
    found = []
    for texts, weight in zip(places, weights, strict=True):
        hashes = list(map(hash_of, texts))
        keys: list[Int64Array] = [np.zeros(0, np.int64)]
        for number, own in enumerate(stand):
            if own is not None:
                at = distinct(np.concatenate([own.of(each) for each in hashes]))
                keys.append(at[at >= BODY] | number << 32)
        if any(map(len, keys)):
            found.append((np.concatenate(keys), weight))
    gains: Float32Array = np.zeros(len(stand), np.float32)
    add_gains(found, gains)
    return [float(gain) for gain in gains]
