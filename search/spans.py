"""Spans: where the terms of a text stand in it, kept with a document so that marking a hit needs no Sudachi.

Bigrams and skeletons come from the characters alone and are made again when asked for; what is kept is what
only Sudachi knows: words, the units they are parts of, and readings.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.spelling.folding import Codes, Offsets


@dataclass(frozen=True, slots=True, eq=False)
class TextSpans:
    """One text's words, parts and readings; every start and end counts code points of the text.

    `words` are the terms of its `words` stream in the order of `Terms`, with `word_starts` and `word_ends`.
    `part_starts`, `part_ends` and `part_latin` are the parts of its units in order (of a Latin run only the
    whole), silent ones too. `reading_codes` are its joined folded readings (BREAK between runs); each
    character has the `reading_starts` and `reading_ends` of its unit.
    """

    words: tuple[str, ...]
    word_starts: Offsets
    word_ends: Offsets
    part_starts: Offsets
    part_ends: Offsets
    part_latin: npt.NDArray[np.bool_]
    reading_codes: Codes
    reading_starts: Offsets
    reading_ends: Offsets
