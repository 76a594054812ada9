"""Phrases: characters in their order, whatever words they are cut into; and spellings as clauses."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from search.clauses import AllOf, AnyOf, Clause, Phrase, Spelling, Term
from search.ranking import ENOUGH
from search.text.analysis import Analyzer
from search.text.spelling.folding import BREAK, codes_of, fold, folded, folded_runs
from search.text.spelling.latin import RUN, key_of
from search.text.units import Unit, placed_keys

DIGITS = "0123456789"
_PARTED = chr(BREAK)


def phrase_of(text: str, analyzer: Analyzer, below: int | None = None) -> Clause | None:
    """Return a phrase: its folded characters in this order, so that no wrong cut of a word can miss it.

    It must begin before position `below`, if that is given. Latin words in it must also stand as words: "Go"
    is not in Django. None when there is nothing to look for.
    """
    clauses: list[Clause] = [Term("words", key_of(run[0])) for run in RUN.finditer(text)]
    if phrase := characters_of(text):
        phrase = replace(phrase, below=below)
        if phrase.barred and (beside := _words_beside(text, analyzer)):
            # What folds to nothing may part two numbers: 3〜5分.
            apart = (replace(phrase, barred=()), *(replace(each, below=below) for each in beside))
            clauses.append(AnyOf((phrase, AllOf(apart))))
            return AllOf(tuple(clauses))
        (pair, _), *others = phrase.terms
        if pair[0] == "ア" and folded_runs(text)[:2] == pair:
            # Behind an i-row kana, as in ミニアプリ, it is folded to ヤ.
            clauses.append(AnyOf((phrase, replace(phrase, terms=((f"ヤ{pair[1]}", 0), *others)))))
        else:
            clauses.append(phrase)
    else:
        if below is not None:
            clauses = [Phrase("words", ((key_of(run[0]), 0),), below) for run in RUN.finditer(text)]
        if not clauses:
            clauses += [
                Phrase("bigrams", ((each.text, 0),), below) if below else each for each in short_terms(text)
            ]
    return AllOf(tuple(clauses)) if clauses else None


def characters_of(text: str) -> Phrase | None:
    """Return the pairs of the folded characters of a text in their order, None where there are none.

    A number at either end is no part of a longer one: 3日 is not in 23日.
    """
    pairs = pairs_in(text)
    if not pairs:
        return None
    if RUN.fullmatch(text):
        # It stands as a word.
        return Phrase("bigrams", tuple((pair, place - pairs[0][1]) for pair, place in pairs))
    codes, first = folded_runs(text), pairs[0][1]
    begin, end = len(codes) - len(codes.lstrip(_PARTED)), len(codes.rstrip(_PARTED)) - 1
    barred = [(f"{digit}{codes[begin]}", begin - 1 - first) for digit in DIGITS if codes[begin] in DIGITS]
    barred += [(f"{codes[end]}{digit}", end - first) for digit in DIGITS if codes[end] in DIGITS]
    return Phrase("bigrams", tuple((pair, place - first) for pair, place in pairs), barred=tuple(barred))


def words_in_order(placed: Sequence[tuple[Unit, int]]) -> Phrase | None:
    """Return the words of some units as they follow each other, None where there are less than two."""
    terms = [(key, place) for key, place, _, _ in placed_keys(placed)]
    return Phrase("words", tuple((key, place - terms[0][1]) for key, place in terms)) if terms[1:] else None


def _words_beside(text: str, analyzer: Analyzer) -> list[Phrase]:
    """Return the numbers at the ends of a text with the words next to them, none where one has none."""
    whole = words_in_order(analyzer.placed(text))
    if whole is None:
        return []
    found = []
    for ends in (whole.terms[:2], whole.terms[-2:]):
        if any(key[:1] in DIGITS for key, _ in ends):
            found.append(Phrase("words", tuple((key, place - ends[0][1]) for key, place in ends)))
    return list(dict.fromkeys(found))


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


def enough_of(spelling: Spelling) -> Sequence[Clause]:
    """Return clauses of which one is enough to have what is spelt so."""
    if spelling.bounds:
        return tuple(map(AllOf, spelling.bounds))
    # Where Sudachi took most of it for grammar, what is left is not the word; nor are a number and a noun.
    is_apart = len(spelling.words) > 1 and any(term.text.isdecimal() for term in spelling.words)
    has_word = spelling.words and spelling.share >= ENOUGH and not is_apart
    return (AllOf(spelling.words), *spelling.whole) if has_word else spelling.whole
