"""Expansion: other spellings for the words of a query, from the lexicon and from the index's own vocabulary.

The stored text knows nothing of them. A spelling fires only as a whole word of the query, or as several words
that are one name (Ruby on Rails).
"""

from dataclasses import replace

from search.clauses import Spelling, Word
from search.query.vocabulary import Vocabulary
from search.query.words import QueryWord, spelling_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.spelling.folding import folded

_LONGEST_NAME = 5
"""Query words that one name may have."""


def expanded(
    text: str, words: tuple[QueryWord, ...], analyzer: Analyzer, lexicon: Lexicon, vocabulary: Vocabulary
) -> tuple[QueryWord, ...]:
    """Return the words of a query with the spellings that the lexicon and the vocabulary add.

    Words that together are a listed name become one word.
    """
    found: list[QueryWord] = []
    place = 0
    while place < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            first, last = words[place], words[place + size - 1]
            others = lexicon.others_of(text[first.start : last.end])
            if others:
                merged = _merged(text, first, last, analyzer) if size > 1 else first
                found.append(_with_names(merged, others, analyzer))
                place += size
                break
        else:
            found.append(words[place])
            place += 1
    return tuple(_in_runs(_with_rescue(each, vocabulary), vocabulary) for each in found)


def _merged(text: str, first: QueryWord, last: QueryWord, analyzer: Analyzer) -> QueryWord:
    typed = text[first.start : last.end]
    return QueryWord(first.start, last.end, Word(typed, (spelling_of(typed, "typed", analyzer),)))


def _with_names(found: QueryWord, others: tuple[str, ...], analyzer: Analyzer) -> QueryWord:
    present = {folded(spelling.text) for spelling in found.word.spellings if spelling.route != "reading"}
    names: dict[str, str] = {}
    for other in others:
        # One of those that fold alike: two would count the same letters twice.
        names.setdefault(folded(other), other)
    return _with(
        found, [spelling_of(name, "alias", analyzer) for key, name in names.items() if key not in present]
    )


def _with_rescue(found: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    if _is_name(found):
        return found  # Cython is a name that is spelt right: no slip for Python.
    known = {name_key(spelling.text) for spelling in found.word.spellings}
    return _with(found, [each for each in vocabulary.rescue(found.word) if name_key(each.text) not in known])


def _is_name(found: QueryWord) -> bool:
    """Say whether the lexicon lists a word."""
    return any(spelling.route == "alias" for spelling in found.word.spellings)


def _in_runs(found: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    is_name = _is_name(found)
    spellings = tuple(vocabulary.in_runs(spelling, is_name) for spelling in found.word.spellings)
    return replace(found, word=replace(found.word, spellings=spellings))


def _with(found: QueryWord, spellings: list[Spelling]) -> QueryWord:
    return replace(found, word=replace(found.word, spellings=(*found.word.spellings, *spellings)))
