"""Opening: settings -> the store of the index that they name."""

from pathlib import Path

from search.engines import SELF_CHECKED
from search.settings import Settings
from search.store.generations import Generations
from search.store.store import Store


def folder(path: Path) -> Store:
    """Return the store of an index folder, which need not exist yet."""
    return Generations(path, SELF_CHECKED)


def store_of(settings: Settings) -> Store:
    """Return the store of the index that the settings name; it need not exist yet."""
    return folder(settings.index)
