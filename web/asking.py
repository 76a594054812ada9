"""Asking: a search of the index for an answer, which tells what there was no time for."""

from flask import Response, g

from search.answers import SearchResult
from search.index import TalkIndex
from search.model import Query


def searched(index: TalkIndex, query: Query, values: int | None) -> SearchResult:
    """Search, and note what was left out: nobody may keep such an answer."""
    result = index.search(query, values=values)
    if result.left_out:
        g.left_out = result.left_out
    return result


def say_what_is_left_out(response: Response) -> bool:
    """Say in the headers of an answer what its searches had no time for, if anything."""
    if "left_out" not in g:
        return False
    response.headers["Cache-Control"] = "no-store"
    response.headers["Kikigaki-Left-Out"] = ", ".join(g.left_out)
    return True
