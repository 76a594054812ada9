"""Sudachi alone: what a rebuild is measured against, in a process of its own.

    python -m bench.job.sudachi FOLDER

C units with their normalized forms and offsets, and their A parts, are read in Python and dropped.
"""

import sys
import time
from pathlib import Path

from sudachipy import Dictionary, SplitMode

from indexer.corpus import read_corpus

# Sudachi refuses inputs over 49,149 UTF-8 bytes; a code point takes at most four.
_MAX_CHARACTERS = 49_149 // 4

if __name__ == "__main__":
    texts = [text for talk in read_corpus(Path(sys.argv[1])).talks for text in (talk.title, talk.body)]
    started = time.perf_counter()
    tokenizer = Dictionary(dict="core").tokenizer(SplitMode.C)
    for text in texts:
        for start in range(0, len(text), _MAX_CHARACTERS):
            for morpheme in tokenizer.tokenize(text[start : start + _MAX_CHARACTERS]):
                _ = morpheme.normalized_form(), morpheme.begin(), morpheme.end()
                for part in morpheme.split(SplitMode.A, add_single=False):
                    _ = part.normalized_form(), part.begin(), part.end()
    print(time.perf_counter() - started)
