"""Inflection: the other forms of an English word: libraries of library, written of write.

Forms are made by rule, and a word is a form of another only if the rule makes it of that: coded is no cod,
for that would be codded. The rules make more than there is (visitted): whoever asks knows which words exist.

`inflection.txt` has the others, a line for each word with its forms. One that is alone there has none, though
it ends like a form of another: news is not new.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

_LEAST = 3
"""Letters of a word that has other forms: ios is no io."""
_WORD = re.compile(r"(?=.*[aeiouy])[a-z]{3,24}")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_CONSONANT_O = re.compile(r"[^aeiou]o$")
_DOUBLED = re.compile(r"(?:^|.*(?:qu|[^aeiou]))[aeiou][bdfgklmnprtvz]$")
"""What may double its last letter before an ending."""
_ALWAYS_DOUBLED = re.compile(r"(?:qu|[^aeiou])*[aeiou][bdfgklmnprtvz]")
"""What does so always: it has one syllable."""
_NO_PLURAL = re.compile(r"(?:s|i|u)s$")
"""css, redis and status are one."""
_ENDINGS = (
    ("ies", ("y", "ie")), ("es", ("", "e")), ("s", ("",)), ("ied", ("y", "ie")), ("ed", ("", "e")),
    ("ying", ("ie", "y")), ("ing", ("", "e")),
)  # fmt: skip
"""Endings, and what may stand in place of one in the word itself."""


@lru_cache(maxsize=4096)
def forms_of(word: str) -> tuple[str, ...]:
    """Return what may be other forms of a word in lower case, what it is a form of first.

    >>> forms_of("libraries")[0], "scaling" in forms_of("scale"), forms_of("news")
    ('library', True, ())
    """
    if word in _without_forms() or not _WORD.fullmatch(word):
        return ()
    bases = bases_of(word)
    found = dict.fromkeys(bases)
    for base in (*bases, word):
        found |= dict.fromkeys(_listed().get(base, ()))
        found |= dict.fromkeys(_made_of(base))
    return tuple(each for each in found if each != word and each not in _without_forms())


def bases_of(word: str) -> tuple[str, ...]:
    """Return the words, if there are any, that a word in lower case may be a form of."""
    if word in _without_forms():
        return ()
    found = {listed[0]: None for listed in [_listed().get(word, ())] if listed and listed[0] != word}
    for ending, others in _ENDINGS:
        if not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        # A doubled letter may be the word's own (falling) or the ending's (logging).
        stems = [stem, stem[:-1]] if stem[-1:] == stem[-2:-1] else [stem]
        for base in [each + other for each in stems for other in others]:
            if len(base) >= _LEAST and _WORD.fullmatch(base) and word in _made_of(base):
                found[base] = None
    return tuple(found)


@lru_cache(maxsize=4096)
def _made_of(base: str) -> tuple[str, ...]:
    return (*_plurals_of(base), *_with_ending(base, "ed"), *_with_ending(base, "ing"))


def _plurals_of(base: str) -> Iterator[str]:
    """Yield the plural of a noun, which is also what verbs have behind he: queries, pushes."""
    if _CONSONANT_Y.search(base):
        yield base[:-1] + "ies"
    elif _SIBILANT.search(base):
        yield base + "es"
    else:
        plural = base + "s"
        if not _NO_PLURAL.search(plural):
            yield plural
        if _CONSONANT_O.search(base):
            yield base + "es"


def _with_ending(base: str, ending: str) -> Iterator[str]:
    """Yield a verb with ed or ing behind it."""
    if base.endswith("ie") and ending == "ing":
        yield base[:-2] + "ying"
    elif base.endswith("e"):
        yield (base if base.endswith("ee") and ending == "ing" else base[:-1]) + ending
    elif _CONSONANT_Y.search(base) and ending == "ed":
        yield base[:-1] + "ied"
    else:
        if _DOUBLED.match(base):
            yield base + base[-1] + ending
        if not _ALWAYS_DOUBLED.fullmatch(base):
            yield base + ending


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """Return by each irregular form all that belong together, the word itself first."""
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    return {form: tuple(line.split()) for line in lines for form in line.split()}


@cache
def _without_forms() -> frozenset[str]:
    return frozenset(form for form, group in _listed().items() if len(group) == 1)
