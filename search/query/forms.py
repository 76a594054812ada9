"""Forms: the other forms of an English word that an index has, as other spellings of it."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from search.clauses import Spelling, Word
from search.query.known import Known
from search.query.spelling import one_word, spelling_of
from search.text.spelling.inflection import bases_of, forms_of
from search.text.spelling.latin import ascii_of

_WORD = re.compile(r"[A-Z]?[a-z]{2,23}|[A-Z]{2,5}s")
"""A word, or several of an acronym: IDEs. GitHub and AWS are names."""


def with_forms(word: Word, known: Known) -> Word:
    """Return a word with its other forms, if it is an English one that no list has: another form of a name is
    no name, and no other word's form is a name (rail, Rails).

    What is longer than a word just by its ending holds it, and is found without.
    """
    written = ascii_of(word.text)
    if not _WORD.fullmatch(written) or not word.spellings or known.lexicon.others_of(written):
        return word
    key, typed = written.lower(), word.spellings[0]
    bases = bases_of(key)
    held = {term.text for run in typed.runs for term in run.holding} if typed.is_run else set()
    found = [
        one_word(form, "form")
        for form in forms_of(key)
        if known.vocabulary.has_latin(form)
        and form not in held
        and (form in bases or not known.lexicon.others_of(form))
    ]
    if not any(spelling.route == "name" for spelling in word.spellings):
        found += _names_of(bases, known)
    return replace(word, spellings=(*word.spellings, *found)) if found else word


def _names_of(bases: tuple[str, ...], known: Known) -> Iterator[Spelling]:
    """Yield the Japanese names of what a word is a form of: ライブラリ for libraries."""
    for base in bases:
        name, _ = known.analyzer.japanese_of(base)
        if name:
            words = spelling_of(name, "form", known.analyzer).words
            if all(known.vocabulary.has(term.text) for term in words):
                yield Spelling("form", name, words=words)
