"""bm25s: scores by sparse columns in NumPy; disjunctions only, and no facets."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from bm25s.selection import topk

from bench.speed.engine import OR, TOP, Answer, Note, Question


class Bm25s:
    """Its `retrieve` gives no total; this makes all scores, as it does, and counts those above 0."""

    settings = "method lucene, k1 1.2, b 0.75, memory-mapped, get_scores and its topk"
    kinds = (OR,)
    facets = False

    def missing(self) -> str:
        return ""

    def build(self, folder: Path, notes: Iterable[Note]) -> None:
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        model.index([note.tokens for note in notes], show_progress=False)
        model.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> None:
        self._model = bm25s.BM25.load(str(folder), mmap=True)

    def ask(self, question: Question, facets: Sequence[str]) -> Answer:
        scores = self._model.get_scores(list(question.terms))
        total = int(np.count_nonzero(scores))
        best, numbers = topk(scores, min(TOP, total), sorted=True) if total else ((), ())
        return Answer(total, tuple(map(int, numbers)), tuple(map(float, best)), ())

    def close(self) -> None:
        del self._model
