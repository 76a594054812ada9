"""Sudachi alone: what a rebuild is measured against, in a process of its own.

    python -m bench.speed.product.sudachi FOLDER

C units with their normalized forms and offsets, and their A parts, are read in Python and dropped.
"""

import json
import sys
import time
from pathlib import Path

from sudachipy import Dictionary, SplitMode

from bench.speed.product.talks import texts_of

# Sudachi refuses inputs over 49,149 UTF-8 bytes; a code point takes at most four.
_MAX_CHARACTERS = 49_149 // 4


def main(folder: Path) -> None:
    """Tokenize every text, and print the seconds of wall and processor time."""
    texts = list(texts_of(folder))
    wall, cpu = time.perf_counter(), time.process_time()
    tokenizer = Dictionary(dict="core").tokenizer(SplitMode.C)
    for text in texts:
        for start in range(0, len(text), _MAX_CHARACTERS):
            for morpheme in tokenizer.tokenize(text[start : start + _MAX_CHARACTERS]):
                _ = morpheme.normalized_form(), morpheme.begin(), morpheme.end()
                for part in morpheme.split(SplitMode.A, add_single=False):
                    _ = part.normalized_form(), part.begin(), part.end()
    seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps({**seconds, "characters": sum(map(len, texts))}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
