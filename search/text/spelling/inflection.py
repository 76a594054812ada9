"""Inflection: the other forms of an English word: libraries of library, written of write.

Forms are made by rule, and a word is a form of another only if the rule makes it of that: coded is no cod,
for that would be codded. The rules make more than there is (visitted): whoever asks knows which words exist.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

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
_IRREGULAR = (
    "analysis analyses, appendix appendices, api apis, begin began begun, bind bound, break broke "
    "broken, bring brought, build built, buy bought, catch caught, child children, choose chose chosen, "
    "cli clis, criterion criteria, draw drew drawn, drive drove driven, fight fought, find found, fly "
    "flew flown, forget forgot forgotten, freeze froze frozen, get got gotten, give gave given, grow "
    "grew grown, gui guis, hide hid hidden, hold held, hypothesis hypotheses, index indices, keep kept, "
    "know knew known, lose lost, make made, matrix matrices, mean meant, meet met, mouse mice, rebuild "
    "rebuilt, rewrite rewrote rewritten, run ran, say said, sell sold, send sent, shelf shelves, show "
    "shown, speak spoke spoken, spend spent, steal stole stolen, take took taken, teach taught, tell "
    "told, thesis theses, think thought, throw threw thrown, understand understood, vertex vertices, "
    "win won, write wrote written"
)
_UNLIKE = (
    "alias always anything arkansas atlas bias bleed breed canvas chaos christmas does during evening "
    "everything feed gas has herring his inning kansas lens means need news nothing offing outing "
    "perhaps pudding reed seed series something species speed spring string texas this thing vegas "
    "wedding weed whereas was"
)
"""Words that end like a form of another, which is not what they mean: news is not new."""
_NO_FORMS = frozenset(_UNLIKE.split())


@lru_cache(maxsize=4096)
def forms_of(word: str) -> tuple[str, ...]:
    """Return what may be other forms of a word in lower case, what it is a form of first.

    >>> forms_of("libraries")[0], "scaling" in forms_of("scale"), forms_of("news")
    ('library', True, ())
    """
    if word in _NO_FORMS or not _WORD.fullmatch(word):
        return ()
    bases = bases_of(word)
    found = dict.fromkeys(bases)
    for base in (*bases, word):
        found |= dict.fromkeys(_listed().get(base, ()))
        found |= dict.fromkeys(_made_of(base))
    return tuple(each for each in found if each != word and each not in _NO_FORMS)


def bases_of(word: str) -> tuple[str, ...]:
    """Return the words, if there are any, that a word in lower case may be a form of."""
    if word in _NO_FORMS:
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


@lru_cache(maxsize=1)
def _listed() -> dict[str, tuple[str, ...]]:
    """Return by each irregular form all that belong together, the word itself first."""
    groups = [tuple(group.split()) for group in _IRREGULAR.split(", ")]
    return {form: group for group in groups for form in group}
