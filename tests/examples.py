"""How many cases of a property are tried where not all have the same number."""

from hypothesis import settings

USUAL = 50
"""Cases of any other property in a usual run: always the same ones. New ones are for the long run."""


def examples(usual: int) -> settings:
    """Return settings for so many cases in a usual run: a quick one has a fifth, a long one 20 times that."""
    return settings(max_examples=cases(usual), deadline=None)


def cases(usual: int) -> int:
    """Return how many cases a test makes by itself where a usual run has so many."""
    return max(3, usual * settings.default.max_examples // USUAL)
