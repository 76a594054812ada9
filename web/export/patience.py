"""Patience: a cluster that is busy, or is losing a node, answers a little later."""

import time
from collections.abc import Callable
from typing import TypeVar

from search.errors import IndexUnreachable

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each further attempt: a cluster has another node in their place within half a minute."""

_Answer = TypeVar("_Answer")


def patiently(ask: Callable[[], _Answer]) -> _Answer:
    """Ask again while the cluster does not answer; at last raises the `IndexUnreachable` that says why."""
    for pause in PAUSES:
        try:
            return ask()
        except IndexUnreachable:
            time.sleep(pause)
    return ask()
