"""Checking: the answers of the very processes that are timed, against the truth and against each other."""

import math
from collections.abc import Iterator, Mapping, Sequence

from bench.speed.engine import AND, OR, PHRASE, Answer, Question
from bench.speed.truth import Truth
from bench.speed.workers import Worker

SCORED = (OR, AND, PHRASE)
"""Kinds whose scores are compared. 2.7.4 scores a prefix otherwise where many documents match."""
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
    ours: Mapping[int, Answer], stock: Mapping[int, Answer], questions: Sequence[Question]
) -> Iterator[str]:
    """Yield where our best scores are not those of stock Whoosh; equal ones may be of other notes."""
    for number in sorted(ours.keys() & stock.keys()):
        if questions[number].kind in SCORED:
            pairs = zip(ours[number].scores, stock[number].scores, strict=False)
            if not all(math.isclose(our, their, rel_tol=_CLOSE) for our, their in pairs):
                first = ours[number].scores[:3], stock[number].scores[:3]
                yield f"{questions[number]}: scores {first[0]}, Whoosh has {first[1]}"
