"""Expansion: other spellings for the words of a query, from the lexicon and from the index's own vocabulary.

The stored text knows nothing of them. A spelling fires only as a whole word of the query, or as several words
that are one name (Ruby on Rails).
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from search.budget import Budget
from search.clauses import Spelling, Word
from search.query.begun import beginning_of, by_keys
from search.query.editions import with_edition
from search.query.forms import with_forms
from search.query.known import Known
from search.query.names_across import with_other_script
from search.query.runs import LEAST
from search.query.spelling import KANA, spelling_of
from search.query.vocabulary import Vocabulary
from search.query.words import QueryWord
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon, name_key
from search.text.spelling.folding import folded
from search.text.spelling.input_method import keyed
from search.text.spelling.latin import RUN, ascii_of
from search.text.spelling.romaji import kana_of

_HIRAGANA = re.compile(r"[ぁ-ゖ]{2}")
_VERSIONED = re.compile(r"([A-Za-z][A-Za-z.+#]+?)([0-9][0-9.]*)")
_MOST_WITH_FORMS = 8
"""Words of a query that are asked for in other forms, too: a pasted sentence finds its talk by its own."""
_LONGEST_NAME = 5
"""Query words that one name may have."""


def expanded(text: str, words: Sequence[QueryWord], known: Known, budget: Budget) -> list[Word]:
    """Return the words of a query with the spellings that the lexicon and the vocabulary add.

    Words that together are a listed name become one word. The last word may be one that is still being typed:
    if no talk has it, those that begin so stand for it.
    """
    vocabulary = known.vocabulary
    found: list[Word] = []
    place = 0
    while place < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            typed = text[words[place].start : words[place + size - 1].end]
            if others := known.lexicon.others_of(typed):
                word = words[place].word
                if size > 1:
                    word = Word(typed, (spelling_of(typed, "typed", known.analyzer),))
                found.append(_with_names(word, others, known.analyzer))
                place += size
                break
        else:
            meant = with_edition(words, place, text, known)
            found.append(with_other_script(meant.word, text[meant.end :], known))
            place += 1
    is_open = bool(words) and words[-1].end == len(text)
    found = [_in_runs(_as_character(each, vocabulary), vocabulary) for each in found]
    if len(found) <= _MOST_WITH_FORMS:
        found = [with_forms(each, known) for each in found]
    return [
        vocabulary.as_name(_with(each, _others_of(each, is_open and each is found[-1], known, budget)))
        for each in found
    ]


def _others_of(word: Word, is_last: bool, known: Known, budget: Budget) -> list[Spelling]:
    """Return what a word that no talk has may stand for: what begins so if it may still be typed, what sounds
    so; what is a slip away only where there is nothing else.
    """
    vocabulary = known.vocabulary
    if word.spellings[0].bounds:
        return []  # Another number is another thing.
    if vocabulary.knows(word) or _is_spelt_right(word, known.lexicon) or budget.lacks("spellings"):
        return []
    begun = _beginnings(word, known) if is_last else []
    if _is_name(word):
        return begun
    is_latin = ascii_of(word.text).isascii()
    by_key = by_keys(word.text, is_last, known) if is_latin else []
    begun += [] if is_latin else vocabulary.sounding(word)
    if begun or vocabulary.holds(word):
        return begun + by_key
    if (version := _VERSIONED.fullmatch(word.text)) and known.lexicon.others_of(version[1]):
        return by_key + list(vocabulary.unversioned(*version.groups()))
    if not is_latin and (latin := keyed(word.text, vocabulary.latin.terms)[0]):
        return [spelling_of(each, "typo", known.analyzer) for each in latin]
    spelt = {name_key(spelling.text) for spelling in word.spellings}
    slips = [each for each in vocabulary.rescue(word) if name_key(each.text) not in spelt]
    slips = slips or [spelling_of(name, "typo", known.analyzer) for name in known.listed_near(word.text)]
    # Of Latin letters a slip is likelier than another script, and sooner found.
    if is_latin:
        return by_key + (slips or ([] if by_key else list(vocabulary.sounding(word))))
    return by_key + (slips or list(vocabulary.parted(word)) or vocabulary.homophones.of(word.spellings[0]))


def _is_spelt_right(word: Word, lexicon: Lexicon) -> bool:
    """Say whether the lexicon lists a word just as it was typed. Cython is a name, and no slip for Python;
    bun may be on its way to bundle, Bun is not.
    """
    listed = (spelling.text for spelling in word.spellings if spelling.route == "alias")
    return any(word.text in lexicon.others_of(other) for other in listed)


def _beginnings(word: Word, known: Known) -> list[Spelling]:
    """Return the words that begin as one that may still be typed, as they are written or read, if there are
    any. Runs of more Latin letters say where they stand.
    """
    text, read_so, found = word.text, known.vocabulary.read_so, []
    is_kana = KANA.fullmatch(text) is not None and len(text) > 1
    is_short = len(text) < LEAST or (text[0].isalpha() and not word.spellings[0].grams)
    if is_kana or (RUN.fullmatch(text) and len(text) > 1 and is_short):
        begun = beginning_of(text, known)
        found += [begun] if begun.whole else []
    if is_kana:
        # Who types katakana means a word, not how it is read.
        return found + (read_so(folded(text), "reading") if _HIRAGANA.fullmatch(text) else [])
    if kana := kana_of(text):
        return found + (read_so(kana, "romaji") if len(kana) == 2 else [])
    return found


def _with_names(word: Word, others: tuple[str, ...], analyzer: Analyzer) -> Word:
    present = {folded(spelling.text) for spelling in word.spellings if spelling.route != "reading"}
    names: dict[str, str] = {}
    for other in others:
        # One of those that fold alike: two would count the same letters twice.
        names.setdefault(folded(other), other)
    return _with(
        word, [spelling_of(name, "alias", analyzer) for key, name in names.items() if key not in present]
    )


def _as_character(word: Word, vocabulary: Vocabulary) -> Word:
    """Return a word of one kanji that no talk has as a word as the character that it is: 束 in 束ねる."""
    typed = word.spellings[0]
    kanji = tuple(term for term in typed.more if term.stream == "bigrams" and term.text == word.text)
    if not kanji or typed.whole or vocabulary.knows(word):
        return word
    return replace(word, spellings=(replace(typed, whole=kanji), *word.spellings[1:]))


def _is_name(word: Word) -> bool:
    """Say whether the lexicon lists a word."""
    return any(spelling.route == "alias" for spelling in word.spellings)


def _in_runs(word: Word, vocabulary: Vocabulary) -> Word:
    is_name = _is_name(word)
    return replace(word, spellings=tuple([vocabulary.in_runs(each, is_name) for each in word.spellings]))


def _with(word: Word, spellings: list[Spelling]) -> Word:
    return replace(word, spellings=(*word.spellings, *spellings)) if spellings else word
