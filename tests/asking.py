"""What people ask of some talks, made by chance, as requests to an engine."""

import random
from collections.abc import Sequence

from search.engines import Request
from search.model import FACET_NAMES, Filter, Query, Talk
from search.open_generation import Opened
from search.query.request import request_of

_SORTS = ("relevance", "relevance", "relevance", "newest", "oldest")


def queries_of(talks: Sequence[Talk], count: int, seed: int = 16) -> list[Query]:
    """Return so many queries: titles, pieces of texts, names, slips, phrases, exclusions; some narrowed."""
    chance = random.Random(seed)
    return [_query_of(talks, chance) for _ in range(count)]


def requests_of(query: Query, opened: Opened) -> list[Request]:
    """Return what an engine is asked for a query: talks with all facets, mentions and events beside them."""
    parsed = opened.parsed(query.text)
    query = opened.events.canonical(query)
    found = [request_of(parsed, query, opened.events, "talk", FACET_NAMES)]
    return found + [request_of(parsed, query, opened.events, kind, (), 5) for kind in ("mention", "event")]


def _query_of(talks: Sequence[Talk], chance: random.Random) -> Query:
    talk, other = chance.choice(talks), chance.choice(talks)
    text = chance.choice(_KINDS)(talk, other, chance)
    filters = []
    if chance.random() < 0.3:
        values = [
            *(Filter("technology", each) for each in talk.technologies),
            Filter("year", str(talk.date.year)),
        ]
        filters = chance.sample(values, min(len(values), chance.choice((1, 1, 2))))
    page = chance.choice((1, 1, 1, 2))
    return Query(text[:200], tuple(filters), chance.choice(_SORTS), page)


def _piece(talk: Talk, chance: random.Random, least: int, most: int) -> str:
    text = chance.choice((talk.title, talk.body)) or talk.title
    begin = chance.randrange(max(1, len(text) - least))
    return " ".join(text[begin : begin + chance.randint(least, most)].split())


def _slip(text: str, chance: random.Random) -> str:
    place = chance.randrange(max(1, len(text)))
    return text[:place] + text[place + 1 :]


def _name(talk: Talk, chance: random.Random) -> str:
    names = [*talk.technologies, *(speaker.name for speaker in talk.speakers), talk.event.name]
    return chance.choice(names)


_KINDS = (
    lambda talk, other, chance: talk.title,
    lambda talk, other, chance: _piece(talk, chance, 2, 6),
    lambda talk, other, chance: _piece(talk, chance, 5, 20),
    lambda talk, other, chance: _piece(talk, chance, 15, 60),
    lambda talk, other, chance: f"{_piece(talk, chance, 2, 6)} {_piece(talk, chance, 2, 6)}",
    lambda talk, other, chance: f"{_piece(talk, chance, 2, 6)} {_piece(other, chance, 2, 6)}",
    lambda talk, other, chance: _name(talk, chance),
    lambda talk, other, chance: f"{_name(talk, chance)} {_piece(talk, chance, 2, 5)}",
    lambda talk, other, chance: _slip(_name(talk, chance), chance),
    lambda talk, other, chance: _slip(_piece(talk, chance, 5, 12), chance),
    lambda talk, other, chance: f'"{_piece(talk, chance, 3, 8)}"',
    lambda talk, other, chance: f"{_piece(talk, chance, 2, 5)} -{_piece(other, chance, 2, 4)}",
    lambda talk, other, chance: f"{_name(talk, chance)} OR {_name(other, chance)}",
    lambda talk, other, chance: f"{_piece(talk, chance, 3, 8)}について教えて",
    lambda talk, other, chance: f"title:{_piece(talk, chance, 2, 5)}",
    lambda talk, other, chance: "",
)
