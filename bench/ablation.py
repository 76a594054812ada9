"""Ablation: Kikigaki with one ingredient dropped, to see what each is worth.

Each entry patches constants of the library inside a `with` block, before the index is built, and puts them
back. A stream that `STREAM_WEIGHTS` names is dropped by weighing it 0, so new streams appear here by
themselves.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import TypeAlias, TypeVar
from unittest.mock import patch

from search import ranking

Key = TypeVar("Key")
Patch: TypeAlias = Callable[[], AbstractContextManager[object]]


@contextmanager
def constant(name: str, value: float) -> Iterator[None]:
    """Replace a constant in every module of the library that holds it; raise KeyError if none does."""
    holders = [
        module
        for module_name, module in sys.modules.items()
        if module_name.split(".")[0] == "search" and name in vars(module)
    ]
    if not holders:
        raise KeyError(name)
    with ExitStack() as stack:
        for module in holders:
            stack.enter_context(patch.object(module, name, value))
        yield


def entry(table: Mapping[Key, float], key: Key, value: float) -> AbstractContextManager[object]:
    """Replace one entry of a table of constants; whoever imported the table sees it."""
    assert isinstance(table, dict)
    if key not in table:
        raise KeyError(key)
    return patch.dict(table, {key: value})


ABLATIONS: Mapping[str, Patch] = {
    **{
        f"without {stream} stream": partial(entry, ranking.STREAM_WEIGHTS, stream, 0.0)
        for stream in ranking.STREAM_WEIGHTS
    },
    "k1 1.2, as others": partial(constant, "K1", 1.2),
    "b 0.75, as others": partial(constant, "B", 0.75),
    "title counts once": partial(entry, ranking.FIELD_WEIGHTS, "title", 1.0),
}
