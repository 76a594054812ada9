"""Talks that somebody chose one by one, as an address names them."""

from collections.abc import Callable
from contextlib import suppress

from search.errors import TalkNotFound
from search.index import TalkIndex
from search.model import Talk
from web.bounds import query_of
from web.params import Parameters

MAX_TALKS = 50


def talks_of(index: TalkIndex, arguments: Parameters) -> list[Talk]:
    """Return the talks of a list, by their ids (`talk`) or as they were set aside (`set`), each once.

    Those that are gone are left out: who pasted the list cannot mend it.
    """
    named: list[tuple[Callable[[str], Talk], str]] = [
        *((index.talk, each) for each in arguments.getlist("talk")),
        *((index.talk_of_short, each) for each in query_of(arguments).picked),
    ]
    found: dict[str, Talk] = {}
    for talk_of, each in named[:MAX_TALKS]:
        with suppress(TalkNotFound):
            talk = talk_of(each)
            found[talk.id] = talk
    return list(found.values())
