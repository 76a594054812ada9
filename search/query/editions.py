"""Editions: which time of a series of events is meant, however its name counts: 第31回, 31回目, #31 and
vol.31 are 広島Ruby勉強会 #031.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from search.clauses import Spelling
from search.query.known import Known
from search.query.numerals import value_of
from search.query.phrases import words_in_order
from search.query.spelling import units_of, word_of
from search.query.words import QueryWord
from search.text.spelling.folding import folded, folded_runs
from search.text.units import placed_keys

_TYPED = re.compile(
    r"第?(?:(?P<number>\d{1,3})|(?P<kanji>[一二三四五六七八九十]{1,3}))回目?"
    r"|(?:#|vol\.?\s?|no\.?\s?)(?P<edition>\d{1,3})",
    re.IGNORECASE,
)
_MOST = 8
"""Events of which one word may be the edition: those whose names have most of the other words."""


def edition_of(query_word: QueryWord, text: str) -> int:
    """Return which time a word of a query means, 0 where it says nothing of the kind."""
    start = query_word.start - (text[: query_word.start].endswith(("#", "＃")))
    match = _TYPED.fullmatch(unicodedata.normalize("NFKC", text[start : query_word.end]))
    if match is None:
        return 0
    return value_of(match["kanji"]) if match["kanji"] else int(match["number"] or match["edition"])


def with_edition(words: Sequence[QueryWord], place: int, text: str, known: Known) -> QueryWord:
    """Return one of the words of a query; if it is the edition of events whose names have other ones of them,
    with these names as other spellings.
    """
    meant = words[place]
    if known.events is None or len(words) < 2 or not (number := edition_of(meant, text)):
        return meant
    others = {folded(each.word.text) for each in words if each is not meant}
    editions = known.events.editions.get(number, {})
    having = {name: sum(each in folded(name) for each in others) for name in editions}
    most = max(having.values(), default=0)
    names = [name for name, count in having.items() if count == most > 0][:_MOST]
    word = meant.word
    spellings = (*word.spellings, *_spellings_of(names, known))
    # By itself its number stands in any other thing.
    said = (editions[name] for name in names if any(map(str.isalpha, editions[name])))
    exact = (*word.exact, *map(folded_runs, said))
    return replace(meant, word=replace(word, spellings=spellings, exact=tuple(dict.fromkeys(exact))))


def _spellings_of(names: Sequence[str], known: Known) -> Iterator[Spelling]:
    for name in names:
        placed = units_of(name, known.analyzer)
        if phrase := words_in_order(placed):
            own = tuple(word_of(key) for key, *_ in placed_keys(placed) if key[-1:].isdigit())
            yield Spelling("alias", name, words=own, bounds=((phrase,),))
