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
    return tuple(_with_rescue(word, vocabulary) for word in found)


def _merged(text: str, first: QueryWord, last: QueryWord, analyzer: Analyzer) -> QueryWord:
    typed = text[first.start : last.end]
    return QueryWord(first.start, last.end, Word(typed, (spelling_of(typed, "typed", analyzer),)))


def _with_names(found: QueryWord, others: tuple[str, ...], analyzer: Analyzer) -> QueryWord:
    present = {folded(spelling.text) for spelling in found.word.spellings if spelling.route != "reading"}
    names = [other for other in others if folded(other) not in present]
    return _with(found, [spelling_of(name, "alias", analyzer) for name in names])


def _with_rescue(found: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    known = {name_key(spelling.text) for spelling in found.word.spellings}
    return _with(found, [each for each in vocabulary.rescue(found.word) if name_key(each.text) not in known])


def _with(found: QueryWord, spellings: list[Spelling]) -> QueryWord:
    return replace(found, word=replace(found.word, spellings=(*found.word.spellings, *spellings)))
