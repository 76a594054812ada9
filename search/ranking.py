"""Ranking: what a hit is worth, in one place, for every engine.

Title, names and body share one field for each stream; an occurrence in the title simply counts more. So
document frequencies and lengths stay those of the whole talk, which ranks better than summing fields.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from search.analysis import Stream

Float32Array: TypeAlias = npt.NDArray[np.float32]

K1 = 0.4
"""Low: in short notes the second occurrence of a word says little."""
B = 0.6

STREAM_WEIGHTS: dict[Stream, float] = {"word": 1.0, "surface": 0.5}
"""The exact surface beside the normalized form: what is spelt as typed comes first."""

LENGTH_WITHOUT_NOTES = 120.0
"""The least length, in weighted terms, of a talk of which only title and names are known.

Such a record is short because nobody took notes, not because it is to the point. 120 is the length of a short
note; without this, ten words of a conference programme outrank the page somebody wrote.
"""

FIELD_WEIGHTS = {"title": 3.0, "speakers": 2.0, "technologies": 2.0, "event": 1.0, "body": 1.0}
"""What one occurrence counts, by where it stands."""


def idf(document_frequency: int, documents: int) -> float:
    """Return the weight of a term, always positive. Robertson & Zaragoza 2009, eq. 3.3, + 1 as in Lucene."""
    return float(np.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5)))


def bm25(frequency: Float32Array, length: Float32Array, average_length: float) -> Float32Array:
    """Return one term's score for each posting before idf, shape (postings,), below 1.

    `frequency` and `length` are weighted counts of terms. Robertson & Zaragoza 2009, eq. 3.15.
    """
    saturation = np.float32(K1) * (np.float32(1 - B) + np.float32(B / average_length) * length)
    return np.divide(frequency, frequency + saturation, dtype=np.float32)
