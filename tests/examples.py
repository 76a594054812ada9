"""How many examples a property gets that needs more or fewer than others."""

from hypothesis import settings


def examples(usual: int) -> settings:
    """Return settings for so many cases in a usual run: a quick one has a quarter, a long one tenfold."""
    return settings(max_examples=max(3, usual * settings.default.max_examples // 100), deadline=None)
