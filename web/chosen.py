"""Talks that somebody chose one by one, as an address names them."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from search.errors import TalkNotFound
from search.index import TalkIndex
from search.model import Talk
from web.bounds import query_of
from web.params import MAX_PICKED, Parameters

MAX_TALKS = MAX_PICKED
"""As many as the page of a set shows."""


def talks_of(index: TalkIndex, arguments: Parameters) -> list[Talk]:
    """Return the talks of a list, by their ids (`talk`) or as they were set aside (`set`), each once.

    Those that are gone are left out: who pasted the list cannot mend it.
    """
    named: list[tuple[Callable[[str], Talk], str]] = [
        *((index.talk, each) for each in arguments.getlist("talk")),
        *((index.talk_of_short, each) for each in query_of(arguments).picked),
    ]
    return there(named[:MAX_TALKS])


def there(named: Iterable[tuple[Callable[[str], Talk], str]]) -> list[Talk]:
    """Return what is found by each function for its name, in order, each talk once, without what is gone."""
    found: dict[str, Talk] = {}
    for talk_of, each in named:
        with suppress(TalkNotFound):
            talk = talk_of(each)
            found.setdefault(talk.id, talk)
    return list(found.values())
