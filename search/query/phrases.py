"""Phrases: characters in their order, whatever words they are cut into."""

from dataclasses import replace
from itertools import pairwise

from search.clauses import AllOf, AnyOf, Clause, Phrase, Term
from search.text.spelling.folding import BREAK, codes_of, fold, folded, folded_runs
from search.text.spelling.latin import RUN, key_of

_PARTED = chr(BREAK)


def phrase_of(text: str, below: int | None = None) -> Clause | None:
    """Return a phrase: its folded characters in this order, so that no wrong cut of a word can miss it.

    It must begin before position `below`, if that is given. Latin words in it must also stand as words: "Go"
    is not in Django. None when there is nothing to look for.
    """
    pairs = pairs_in(text)
    clauses: list[Clause] = [Term("words", key_of(run[0])) for run in RUN.finditer(text)]
    if pairs:
        first = pairs[0][1]
        phrase = Phrase("bigrams", tuple((pair, place - first) for pair, place in pairs), below)
        if first or not pairs[0][0].startswith("ア"):
            clauses.append(phrase)
        else:
            # Behind an i-row kana, as in ミニアプリ, it is folded to ヤ.
            behind = replace(phrase, terms=((f"ヤ{pairs[0][0][1]}", 0), *phrase.terms[1:]))
            clauses.append(AnyOf((phrase, behind)))
    else:
        if below is not None:
            clauses = [Phrase("words", ((key_of(run[0]), 0),), below) for run in RUN.finditer(text)]
        if not clauses:
            clauses += [
                Phrase("bigrams", ((each.text, 0),), below) if below else each for each in short_terms(text)
            ]
    return AllOf(tuple(clauses)) if clauses else None


def pairs_in(text: str) -> list[tuple[str, int]]:
    """Return the pairs of neighbouring characters of a text once it is folded, and where each of them is."""
    codes = fold(codes_of(text)).codes.tolist()
    return [
        (chr(one) + chr(other), place)
        for place, (one, other) in enumerate(pairwise(codes))
        if BREAK not in (one, other)
    ]


def exact_of(text: str) -> tuple[str, ...]:
    """Return the folded characters of a phrase, in the ways in which they may stand, for marks; empty for one
    that is a word in Latin letters, or that no two characters stand together in.

    >>> exact_of("カラム型。"), exact_of("「GPT-4」"), exact_of("観")
    (('カラム型',), (), ())
    """
    runs, parted = RUN.findall(text), folded_runs(text).strip(_PARTED)
    is_latin = len(runs) == 1 and folded(runs[0]) == parted.replace(_PARTED, "")
    if is_latin or all(_PARTED in pair for pair in pairwise(parted)):
        return ()
    return (parted, f"ヤ{parted[1:]}") if parted[0] == "ア" else (parted,)


def short_terms(text: str) -> tuple[Term, ...]:
    """Return what a phrase of a character or two stands by, also within a word; empty for any other.

    Two, or several that stand apart: `データ` is デタ once it is folded.
    """
    if RUN.search(text):
        return ()
    codes = fold(codes_of(text)).codes.tolist()
    pairs = [pair for pair in pairwise(codes) if BREAK not in pair]
    if not pairs:
        return tuple(Term("bigrams", chr(code)) for code in codes if code != BREAK)
    if len(pairs) > 1 or BREAK in codes:
        return ()
    ((one, other),) = pairs
    return (Term("bigrams", chr(one) + chr(other)),)
