"""Checking: the answers of the very processes that are timed, against the truth."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bench.speed.engine import AND, OR, PHRASE, Answer, Question
from bench.speed.truth import Truth
from bench.speed.workers import Worker

SCORED = (OR, AND, PHRASE)
"""Kinds whose scores are checked. Whoosh 2.7.4 scores a prefix otherwise where many documents match."""
_CLOSE = 1e-4


def checked(
    worker: Worker, numbers: Sequence[int], questions: Sequence[Question], truth: Truth
) -> tuple[int, list[str], Mapping[int, Answer]]:
    """Return how many answers were checked, what is wrong with them, and those without facets."""
    complaints: list[str] = []
    answers: list[Answer] = []
    count = 0
    for facets in (True, False) if worker.facets else (False,):
        answers = worker.answers(numbers, facets)
        count += len(answers)
        for number, answer in zip(numbers, answers, strict=True):
            found = truth.complaints(questions[number], answer)
            complaints += [f"{questions[number]}: {complaint}" for complaint in found]
    return count, complaints, dict(zip(numbers, answers, strict=True))


def score_complaints(
    answers: Mapping[int, Answer], questions: Sequence[Question], truth: Truth
) -> Iterator[str]:
    """Yield where the best scores are not those that stock Whoosh would give."""
    for number, answer in answers.items():
        if questions[number].kind in SCORED:
            right = truth.best_scores(questions[number])
            if not np.allclose(answer.scores, right, rtol=_CLOSE):
                yield f"{questions[number]}: scores {answer.scores[:3]}, not {right[:3].tolist()}"
