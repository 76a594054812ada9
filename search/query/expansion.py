"""Expansion: other spellings for the words of a query, from the lexicon and from the index's own vocabulary.

The stored text knows nothing of them. A spelling fires only as a whole word of the query, or as several words
that are one name (Ruby on Rails).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from search.clauses import Spelling, Term, Word
from search.query.runs import LEAST
from search.query.vocabulary import Vocabulary
from search.query.words import KANA, QueryWord, spelling_of
from search.ranking import EVIDENCE_WEIGHTS
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.spelling.folding import folded
from search.text.spelling.latin import RUN, key_of

_LONGEST_NAME = 5
"""Query words that one name may have."""


def expanded(
    text: str,
    words: tuple[QueryWord, ...],
    analyzer: Analyzer,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    beginning_with: Callable[[str], Sequence[str]],
) -> tuple[QueryWord, ...]:
    """Return the words of a query with the spellings that the lexicon and the vocabulary add.

    Words that together are a listed name become one word. The last word may be one that is still being typed:
    if no talk has it, those that begin so (`beginning_with`) stand for it.
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
    rescued = [_with_rescue(_as_character(each, vocabulary), vocabulary) for each in found]
    if found and found[-1].end == len(text) and _is_unfinished(found[-1], vocabulary):
        rescued[-1] = _with(rescued[-1], [beginning_of(found[-1].word.text, beginning_with)])
    return tuple(_in_runs(each, vocabulary) for each in rescued)


def beginning_of(typed: str, beginning_with: Callable[[str], Sequence[str]]) -> Spelling:
    """Return a spelling of which any word that begins so is enough."""
    keys = dict.fromkeys(key for word in beginning_with(typed) for key in (key_of(word), folded(word)) if key)
    return Spelling(
        "prefix", typed, whole=tuple(Term("words", key, EVIDENCE_WEIGHTS["word"]) for key in keys)
    )


def _is_unfinished(found: QueryWord, vocabulary: Vocabulary) -> bool:
    """Say whether a word may be the beginning of one. Runs of more Latin letters say where they stand."""
    text = found.word.text
    is_run = RUN.fullmatch(text) is not None and len(text) == LEAST - 1
    is_kana = KANA.fullmatch(text) is not None and len(text) > 1
    return (is_run or is_kana) and not (_is_name(found) or vocabulary.knows(found.word))


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


def _as_character(found: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    """Return a word of one kanji that no talk has as a word as the character that it is: 束 in 束ねる."""
    typed = found.word.spellings[0]
    kanji = tuple(term for term in typed.more if term.stream == "bigrams" and term.text == found.word.text)
    if not kanji or typed.whole or vocabulary.knows(found.word):
        return found
    spellings = (replace(typed, whole=kanji), *found.word.spellings[1:])
    return _respelt(found, spellings)


def _with_rescue(found: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    if _is_name(found):
        return found  # Cython is a name that is spelt right: no slip for Python.
    rescued = vocabulary.rescue(found.word)
    known = {name_key(spelling.text) for spelling in found.word.spellings} if rescued else set()
    return _with(found, [each for each in rescued if name_key(each.text) not in known])


def _is_name(found: QueryWord) -> bool:
    """Say whether the lexicon lists a word."""
    return any(spelling.route == "alias" for spelling in found.word.spellings)


def _in_runs(found: QueryWord, vocabulary: Vocabulary) -> QueryWord:
    is_name = _is_name(found)
    return _respelt(
        found, tuple([vocabulary.in_runs(spelling, is_name) for spelling in found.word.spellings])
    )


def _with(found: QueryWord, spellings: list[Spelling]) -> QueryWord:
    return _respelt(found, (*found.word.spellings, *spellings)) if spellings else found


def _respelt(found: QueryWord, spellings: tuple[Spelling, ...]) -> QueryWord:
    word = found.word
    return QueryWord(found.start, found.end, Word(word.text, spellings, word.is_telling, word.either))
